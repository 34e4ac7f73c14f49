"""Find what documents, video and audio files say about their authors.

Each reader takes a file's bytes and yields pairs of a field and its value, such as
("author", "A. Person"). No file is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.parsers import expat

from sitegen.checks.privacy.archives import UNREADABLE
from sitegen.checks.privacy.documents.audio import describe_audio, describe_wave
from sitegen.checks.privacy.documents.libraries import MissingLibraryError, UnreadableError
from sitegen.checks.privacy.documents.matroska import describe_matroska
from sitegen.checks.privacy.documents.office import describe_package, is_package
from sitegen.checks.privacy.documents.pdf import describe_pdf
from sitegen.checks.privacy.documents.quicktime import describe_quicktime
from sitegen.images.signatures import identify_format

__all__ = ["MissingLibraryError", "describe_document"]


def _describe_zip(data: bytes) -> Iterator[tuple[str, str]]:
    return describe_package(data) if is_package(data) else _describe_tar(data)


def _describe_tar(data: bytes) -> Iterator[tuple[str, str]]:
    from sitegen.checks.privacy.documents.archived_photos import describe_archive  # 10 ms to import

    return describe_archive(data)


def _describe_compressed(data: bytes) -> Iterator[tuple[str, str]]:
    from sitegen.checks.privacy.documents.archived_photos import describe_compressed  # as above

    return describe_compressed(data)


_Reader = Callable[[bytes], Iterator[tuple[str, str]]]
_READERS: dict[str, _Reader] = {
    "PDF": describe_pdf,
    "ZIP": _describe_zip,
    "TAR": _describe_tar,
    **dict.fromkeys(("gzip", "bzip2", "xz"), _describe_compressed),
    "MP4": describe_quicktime,
    "Matroska": describe_matroska,
    **dict.fromkeys(("WAVE", "AVI"), describe_wave),
    **dict.fromkeys(("MP3", "Ogg", "FLAC", "AIFF", "WMA"), describe_audio),
}
_DAMAGED = (*UNREADABLE, expat.ExpatError)
_LONGEST, _MOST = 80, 24


def describe_document(data: bytes) -> tuple[tuple[str, str], ...]:
    """Return what a file says about its authors: fields and values, at most 24, shortened.

    Raises MissingLibraryError when a library of the extra `privacy` would have to read it.
    """
    reader = _READERS.get(identify_format(data))
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
    except UnreadableError:
        found["damaged", "what it says cannot be read"] = None
    return tuple(found)
