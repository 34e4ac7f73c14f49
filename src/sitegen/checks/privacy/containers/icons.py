"""Windows icons and bitmaps (ICO, CUR, BMP)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sitegen.checks.privacy.containers.png import find_in_png
from sitegen.checks.privacy.containers.tiff import gaps_in
from sitegen.checks.privacy.findings import AFTER_END, BETWEEN, DAMAGE, PROFILE

__all__ = ["find_in_bmp", "find_in_ico"]

_PNG = b"\x89PNG\r\n\x1a\n"
_ENTRY = 16
_PROFILES = (b"LINK", b"MBED")
_V5 = 124


def find_in_ico(data: bytes) -> Iterator[str]:
    """Yield what an icon's file holds beside its pictures."""
    (count,) = struct.unpack_from("<H", data, 4)
    used = [(0, 6 + count * _ENTRY)]
    for number in range(count):
        size, start = struct.unpack_from("<II", data, 6 + number * _ENTRY + 8)
        used.append((start, start + size))
        part = data[start : start + size]
        if len(part) != size:
            yield DAMAGE
        elif part.startswith(_PNG):
            yield from find_in_png(part)
    if gaps_in(data, used):
        yield BETWEEN
    if max(end for _, end in used) < len(data):
        yield AFTER_END


def find_in_bmp(data: bytes) -> Iterator[str]:
    """Yield what a bitmap's file holds beside its pixels."""
    size, _, pixels, header = struct.unpack_from("<IIII", data, 2)
    if size > len(data):
        yield DAMAGE
    if header == _V5 and data[14 + 56 : 14 + 60][::-1] in _PROFILES:
        yield PROFILE
    colours = struct.unpack_from("<I", data, 14 + 32)[0] if header >= 40 else 0
    bits = struct.unpack_from("<H", data, 14 + (14 if header >= 40 else 10))[0]
    most = 4 * (colours or (1 << bits if bits <= 8 else 0)) + 16
    if pixels > 14 + header + most:
        yield BETWEEN
    if size < len(data):
        yield AFTER_END
