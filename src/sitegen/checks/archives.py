"""What lies in a ZIP or TAR archive: names and first bytes. Loaded when there is an archive."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

__all__ = ["list_members"]

#: So much of a compressed TAR is unpacked, so many members are looked at, so many bytes of each.
_MOST_BYTES, _MOST_MEMBERS, _HEAD = 32_000_000, 5_000, 600
_UNREADABLE = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, ValueError),
    *(NotImplementedError, RuntimeError, KeyError, IndexError, OverflowError),
)


def list_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and first bytes of each member, as far as the archive can be read."""
    try:
        yield from _zip_members(data) if data.startswith(b"PK\3\4") else _tar_members(data)
    except _UNREADABLE:
        return


def _zip_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist()[:_MOST_MEMBERS]:
            if not info.is_dir():
                yield info.filename, _head_of(archive, info)


def _head_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a member's first bytes, nothing where it is encrypted or damaged."""
    try:
        with archive.open(info) as member:
            return member.read(_HEAD)
    except _UNREADABLE:
        return b""


def _tar_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"\x1f\x8b"):
        data = zlib.decompressobj(wbits=31).decompress(data, _MOST_BYTES)
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for count, info in enumerate(archive):
            if count >= _MOST_MEMBERS:
                return
            member = archive.extractfile(info) if info.isfile() else None
            yield info.name, member.read(_HEAD) if member else b""
