"""What documents, films and sounds say of who made them, with what and when.

Each reader takes a file's bytes and yields pairs of a field and its value, such as
("author", "A. Person"). Nothing is changed, and what cannot be read tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from sitegen.checks.privacy.archives import UNREADABLE
from sitegen.checks.privacy.documents.films import describe_film, is_film
from sitegen.checks.privacy.documents.matroska import describe_matroska
from sitegen.checks.privacy.documents.office import describe_package, is_package
from sitegen.checks.privacy.documents.pdf import describe_pdf
from sitegen.checks.privacy.documents.sounds import describe_mp3, describe_ogg, describe_wave

__all__ = ["describe_document"]


def _describe_zip(data: bytes) -> Iterator[tuple[str, str]]:
    return describe_package(data) if is_package(data) else _describe_tar(data)


def _describe_tar(data: bytes) -> Iterator[tuple[str, str]]:
    from sitegen.checks.privacy.documents.packed import describe_archive  # 10 ms to import

    return describe_archive(data)


def _describe_compressed(data: bytes) -> Iterator[tuple[str, str]]:
    from sitegen.checks.privacy.documents.packed import describe_compressed  # as above

    return describe_compressed(data)


_Reader = Callable[[bytes], Iterator[tuple[str, str]]]
_READERS: tuple[tuple[re.Pattern[bytes], _Reader], ...] = (
    (re.compile(rb".{0,1024}?%PDF-", re.DOTALL), describe_pdf),
    (re.compile(rb"PK\x03\x04"), _describe_zip),
    (re.compile(rb"\x1f\x8b|BZh|\xfd7zXZ\0"), _describe_compressed),
    (re.compile(rb".{257}ustar", re.DOTALL), _describe_tar),
    (re.compile(rb"\x1a\x45\xdf\xa3"), describe_matroska),
    (re.compile(rb"OggS"), describe_ogg),
    (re.compile(rb"RIFF....(?:WAVE|AVI )", re.DOTALL), describe_wave),
    (re.compile(rb"ID3|\xff[\xe2-\xff]"), describe_mp3),
)
_DAMAGED = (*UNREADABLE, expat.ExpatError)
_LONGEST, _MOST = 80, 24


def describe_document(data: bytes) -> tuple[tuple[str, str], ...]:
    """Return what a file says of its makers: fields and values, at most some of each, cut short."""
    reader: _Reader | None = describe_film if is_film(data) else None
    for signature, each in _READERS:
        if reader is None and signature.match(data):
            reader = each
    if reader is None:
        return ()
    found: dict[tuple[str, str], None] = {}
    try:
        for field, value in reader(data):
            text = " ".join("".join(c if c.isprintable() else " " for c in value).split())
            if text:
                short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
                found[field, short] = None
            if len(found) >= _MOST:
                break
    except _DAMAGED:
        pass
    return tuple(found)
