"""Archives and compressed files: photographs in them with what they say.

So much of an archive is looked at; what lies behind that, or behind damage, is not.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from sitegen.checks.containers import find_metadata
from sitegen.checks.findings import AUTHOR, COMMENT, GPS, OWNER, SERIAL, in_order

__all__ = ["describe_archive", "describe_compressed"]

#: What a photograph may give away; colour profiles and the like are usual.
_PRIVATE = frozenset({GPS, OWNER, AUTHOR, SERIAL, COMMENT})
_PICTURES = re.compile(r"\.(?:jpe?g|png|tiff?|webp|gif|hei[cf]|avif|jxl|dng)$", re.IGNORECASE)
_MOST_MEMBERS, _MOST_BYTES, _LARGEST = 5_000, 128_000_000, 32_000_000
_NAMED = 3
_UNREADABLE = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(ValueError, NotImplementedError, RuntimeError, KeyError, IndexError, OverflowError),
)
_TAR_MARK = slice(257, 262)
_HEAD = 512


class _Limited(io.RawIOBase):
    """A stream that ends after so many bytes, whatever is in it."""

    def __init__(self, inner: io.BufferedIOBase) -> None:
        self._inner = inner
        self._left = _MOST_BYTES

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._inner.read(wanted) if wanted else b""
        self._left -= len(data)
        return data


def describe_archive(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what the photographs in a ZIP or TAR file give away, and which do."""
    yield from _told(_zip_members(data) if data.startswith(b"PK") else _tar_members(data))


def describe_compressed(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield it of what gzip, bzip2 or xz has compressed: a TAR file, or one photograph."""
    with contextlib.suppress(*_UNREADABLE), _opened(data) as file:
        head = file.read(_HEAD)
        if head[_TAR_MARK] == b"ustar":
            yield from _told(_tar_members(data))
            return
        found = find_metadata(head + file.read(_LARGEST))
        yield from (("picture in it", word) for word in found if word in _PRIVATE)


def _told(members: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, str]]:
    """Yield what is given away, if anything is, and the names of the first that do it."""
    names: list[str] = []
    words: set[str] = set()
    with contextlib.suppress(*_UNREADABLE):
        for name, content in members:
            found = _PRIVATE.intersection(find_metadata(content))
            words |= found
            names += [PurePosixPath(name).name] if found else []
    if names:
        count = f"{len(names)} picture{'s' if len(names) > 1 else ''}"
        rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield f"{count} with {', '.join(in_order(words))}", ", ".join(names[:_NAMED]) + rest


def _zip_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    left = _MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist()[:_MOST_MEMBERS]:
            if left > 0 and _PICTURES.search(info.filename) and not info.flag_bits & 1:
                content = _content(archive, info, min(left, _LARGEST))
                left -= len(content)
                yield info.filename, content


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """Return a member's bytes, nothing where it is damaged: the next may be whole."""
    try:
        with archive.open(info) as member:
            return member.read(most)
    except _UNREADABLE:
        return b""


def _tar_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    with _opened(data) as file, tarfile.open(fileobj=_Limited(file), mode="r|") as archive:
        for count, info in enumerate(archive):
            if count >= _MOST_MEMBERS:
                return
            if info.isfile() and _PICTURES.search(info.name):
                member = archive.extractfile(info)
                yield info.name, member.read(_LARGEST) if member else b""


def _opened(data: bytes) -> io.BufferedIOBase:
    raw = io.BytesIO(data)
    if data.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=raw)
    if data.startswith(b"BZh"):
        return bz2.BZ2File(raw)
    return lzma.LZMAFile(raw) if data.startswith(b"\xfd7zXZ\0") else raw
