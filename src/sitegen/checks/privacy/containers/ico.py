"""Find metadata in Windows icons (ICO, CUR)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sitegen.checks.privacy.containers.png import find_in_png
from sitegen.checks.privacy.containers.tiff import has_gaps
from sitegen.checks.privacy.findings import AFTER_END, BETWEEN, DAMAGE

__all__ = ["find_in_ico"]

_PNG = b"\x89PNG\r\n\x1a\n"
_ENTRY = 16


def find_in_ico(data: bytes) -> Iterator[str]:
    """Yield what an icon's file holds besides its pictures."""
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
    if has_gaps(data, used):
        yield BETWEEN
    if max(end for _, end in used) < len(data):
        yield AFTER_END
