"""Find metadata in Windows icons (ICO, CUR): each of their pictures is a file or a bitmap."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from sitegen.checks.privacy.containers.jpeg import find_in_jpeg
from sitegen.checks.privacy.containers.png import find_in_png
from sitegen.checks.privacy.containers.tiff import has_gaps
from sitegen.checks.privacy.findings import AFTER_END, BETWEEN, DAMAGE, HIDDEN, UNREADABLE

__all__ = ["find_in_ico"]

_FILES: tuple[tuple[bytes, Callable[[bytes], Iterator[str]]], ...] = (
    (b"\x89PNG\r\n\x1a\n", find_in_png),
    (b"\xff\xd8\xff", find_in_jpeg),
)
_ENTRY = 16
#: Lengths of the headers of a bitmap (BITMAPINFOHEADER, BITMAPV4HEADER, BITMAPV5HEADER).
_HEADERS = frozenset({40, 108, 124})
#: The parts of a bitmap that are not compressed, the only ones in an icon: none, bit fields.
_PLAIN, _FIELDS = 0, 3


def find_in_ico(data: bytes) -> Iterator[str]:
    """Yield what an icon's file holds besides its pictures."""
    (count,) = struct.unpack_from("<H", data, 4)
    places = {struct.unpack_from("<II", data, 6 + number * _ENTRY + 8) for number in range(count)}
    used = [(0, 6 + count * _ENTRY), *((start, start + size) for size, start in places)]
    if sum(end - start for start, end in used) > len(data):
        yield DAMAGE  # a part of the file would be read for several pictures
        return
    for size, start in sorted(places):
        part = data[start : start + size]
        if len(part) != size:
            yield DAMAGE
        else:
            yield from _find_in_part(part)
    if has_gaps(data, used):
        yield BETWEEN
    if max(end for _, end in used) < len(data):
        yield AFTER_END


def _find_in_part(part: bytes) -> Iterator[str]:
    for beginning, read in _FILES:
        if part.startswith(beginning):
            yield from read(part)
            return
    length = int.from_bytes(part[:4], "little")
    if length not in _HEADERS:
        yield UNREADABLE
    elif part[_measure_bitmap(part, length) :].strip(b"\0"):
        yield HIDDEN


def _measure_bitmap(part: bytes, length: int) -> int:
    """Return where a bitmap ends: header, palette, pixels, and the mask of one bit a pixel."""
    width, height, _, depth, packing = struct.unpack_from("<iiHHI", part, 4)
    (colours,) = struct.unpack_from("<I", part, 32)
    if packing not in {_PLAIN, _FIELDS} or width <= 0:
        raise ValueError(packing)
    rows = abs(height) // 2
    palette = 4 * (colours or (1 << depth if depth <= 8 else 0))
    fields = 12 if packing == _FIELDS and length == min(_HEADERS) else 0
    row, mask = (-(-width * bits // 32) * 4 for bits in (depth, 1))
    return int(length + fields + palette + rows * (row + mask))
