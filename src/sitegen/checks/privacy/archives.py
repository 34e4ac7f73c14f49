"""List the members of ZIP and TAR archives, with their first bytes."""

from __future__ import annotations

import io
import re
import struct
import tarfile
import zipfile
from collections.abc import Iterator

from sitegen.checks.privacy.compression import DAMAGED, unpack
from sitegen.images.signatures import identify_format

__all__ = ["UNREADABLE", "list_members"]

#: Limits: bytes of a compressed TAR that are decompressed, members, bytes of each member.
_MOST_BYTES, _MOST_MEMBERS, _HEAD = 32_000_000, 5_000, 600
_ANY = re.compile("")
#: Exceptions for archives that are damaged, encrypted or compressed in an unknown way.
UNREADABLE = (
    *(*DAMAGED, zipfile.BadZipFile, tarfile.TarError, struct.error),
    *(NotImplementedError, RuntimeError, KeyError, IndexError),
)


def list_members(
    data: bytes, wanted: re.Pattern[str] = _ANY, most: int = _HEAD, whole: int = _MOST_BYTES
) -> Iterator[tuple[str, bytes]]:
    """Yield name and first bytes of each member whose name matches, until the archive is damaged.

    `most` is the limit in bytes for each member, `whole` for all of them.
    """
    members = _zip_members if identify_format(data) == "ZIP" else _tar_members
    try:
        yield from members(data, wanted, most, whole)
    except UNREADABLE:
        return


def _zip_members(
    data: bytes, wanted: re.Pattern[str], most: int, whole: int
) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist()[:_MOST_MEMBERS]:
            if not info.is_dir() and wanted.search(info.filename):
                content = _head_of(archive, info, min(most, whole))
                whole -= len(content)
                yield info.filename, content


def _head_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """Return a member's first bytes, or nothing if it is encrypted or damaged."""
    try:
        with archive.open(info) as member:
            return member.read(most)
    except UNREADABLE:
        return b""


def _tar_members(
    data: bytes, wanted: re.Pattern[str], most: int, whole: int
) -> Iterator[tuple[str, bytes]]:
    plain = unpack(data, whole) or data
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as archive:
        for count, info in enumerate(archive):
            if count >= _MOST_MEMBERS:
                return
            if wanted.search(info.name):
                member = archive.extractfile(info) if info.isfile() else None
                yield info.name, member.read(most) if member else b""
