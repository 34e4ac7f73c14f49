"""List the members of ZIP and TAR archives, with their first bytes.

A ZIP archive may follow something else, such as the program that unpacks it, and its directory may
be damaged or leave members out: so its members are also looked for one by one.
"""

from __future__ import annotations

import io
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from sitegen.checks.privacy.compression import DAMAGED, unpack
from sitegen.images.signatures import identify_format
from sitegen.late_patterns import compile_late

__all__ = ["UNREADABLE", "list_members"]

#: Limits: bytes of a compressed TAR that are decompressed, members, bytes of each member.
_MOST_BYTES, _MOST_MEMBERS, _HEAD = 32_000_000, 5_000, 600
_ANY = compile_late("")
_PACKED = frozenset({"ZIP", "TAR", "gzip", "bzip2", "xz"})
#: A member of a ZIP archive, and the end of the directory (APPNOTE, 4.3.7 and 4.3.16).
_MEMBER, _MEMBER_HEAD, _END = b"PK\x03\x04", struct.Struct("<4s5H3I2H"), b"PK\x05\x06"
_STORED, _DEFLATED, _ENCRYPTED, _UTF8 = 0, 8, 1, 0x800
_LONGEST_NAME = 1_000
#: Exceptions for archives that are damaged, encrypted or compressed in an unknown way.
UNREADABLE = (
    *(*DAMAGED, zipfile.BadZipFile, tarfile.TarError, struct.error),
    *(NotImplementedError, RuntimeError, KeyError, IndexError),
)


def list_members(
    data: bytes,
    wanted: re.Pattern[str] = _ANY,
    most: int = _HEAD,
    whole: int = _MOST_BYTES,
    *,
    nested: bool = False,
) -> Iterator[tuple[str, bytes]]:
    """Yield name and first bytes of each member whose name matches, as far as they can be read.

    `most` is the limit in bytes for each member, `whole` for all of them. With `nested`, members
    that are packed themselves are read whole, up to that limit.
    """
    members = _zip_members if _MEMBER in data or _END in data else _tar_members
    seen: set[str] = set()
    try:
        for name, content in members(data, wanted, most, whole, nested=nested):
            seen.add(name)
            yield name, content
    except UNREADABLE:
        pass
    for name, content in _loose_members(data, whole if nested else most):
        if name not in seen and wanted.search(name):
            yield name, content


def _zip_members(
    data: bytes, wanted: re.Pattern[str], most: int, whole: int, *, nested: bool
) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist()[:_MOST_MEMBERS]:
            if not info.is_dir() and wanted.search(info.filename):
                content = _head_of(archive, info, min(most, whole), whole if nested else 0)
                whole -= len(content)
                yield info.filename, content


def _head_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, packed: int) -> bytes:
    """Return a member's first bytes, or nothing if it is encrypted or damaged."""
    try:
        with archive.open(info) as member:
            return _read(member, most, packed)
    except UNREADABLE:
        return b""


def _read(member: IO[bytes], most: int, packed: int) -> bytes:
    """Return at most `most` bytes, and of what is packed itself at most `packed`."""
    head = member.read(most)
    if packed > len(head) and identify_format(head) in _PACKED:
        head += member.read(packed - len(head))
    return head


def _loose_members(data: bytes, most: int) -> Iterator[tuple[str, bytes]]:
    """Yield the members of a ZIP archive that follow their own headers, whatever lists them."""
    at = data.find(_MEMBER)
    for _ in range(_MOST_MEMBERS):
        if at < 0 or at + _MEMBER_HEAD.size > len(data):
            return
        head = _MEMBER_HEAD.unpack_from(data, at)
        flags, method, size, name_size, more = head[2], head[3], head[7], head[9], head[10]
        start = at + _MEMBER_HEAD.size
        name = data[start : start + name_size]
        start += name_size + more
        if 0 < name_size <= _LONGEST_NAME and not name.endswith(b"/"):
            text = name.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
            yield text, b"" if flags & _ENCRYPTED else _unpacked(data, start, method, size, most)
        at = data.find(_MEMBER, at + 1)


def _unpacked(data: bytes, start: int, method: int, size: int, most: int) -> bytes:
    """Return at most `most` bytes of a member; its size may be unknown, which is 0."""
    packed = data[start : start + min(size or most, 2 * most)]
    if method == _DEFLATED:
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)
        except zlib.error:
            return b""
    return packed[:most] if method == _STORED else b""


def _tar_members(
    data: bytes, wanted: re.Pattern[str], most: int, whole: int, *, nested: bool
) -> Iterator[tuple[str, bytes]]:
    plain = unpack(data, whole) or data
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as archive:
        for count, info in enumerate(archive):
            if count >= _MOST_MEMBERS:
                return
            if wanted.search(info.name):
                member = archive.extractfile(info) if info.isfile() else None
                yield info.name, _read(member, most, whole if nested else 0) if member else b""
