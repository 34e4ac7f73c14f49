"""TIFF files put together by hand: directories with any entries, and strips of any bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["Tag", "handmade_tiff", "page"]

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 12: 8}
_CODES = {1: "B", 3: "H", 4: "I"}
#: The types of TIFF 6.0 for bytes, and numbers of two and four bytes.
_SHORT, _LONG = 3, 4


class Tag(NamedTuple):
    """An entry of a directory: its tag, its type, and numbers, bytes as they are, or strips."""

    tag: int
    kind: int
    values: Sequence[int] | bytes | tuple[bytes, ...]


def page(*strips: bytes, **changed: int | Sequence[int]) -> list[Tag]:
    """Return the entries of a picture in one strip each plane; `t259=5` replaces an entry."""
    width, height = 64, 48
    usual = {
        "t256": width,
        "t257": height,
        "t258": (8, 8, 8),
        "t259": 1,
        "t262": 2,
        "t277": 3,
        "t278": height,
    }
    entries = [
        Tag(int(name[1:]), _LONG if name != "t258" else _SHORT, _several(value))
        for name, value in {**usual, **changed}.items()
    ]
    return [*entries, Tag(273, _LONG, strips), Tag(279, _LONG, [len(each) for each in strips])]


def _several(value: int | Sequence[int]) -> Sequence[int]:
    return (value,) if isinstance(value, int) else value


def handmade_tiff(*pages: Iterable[Tag]) -> bytes:
    """Return a TIFF of these pages. The entries are sorted by their tags, as they have to be."""
    made = bytearray(b"II*\0\0\0\0\0")
    told = 4
    for entries in pages:
        rows = [_entry(each, made) for each in sorted(entries, key=lambda each: each.tag)]
        made += bytes(len(made) % 2)
        struct.pack_into("<I", made, told, len(made))
        made += struct.pack("<H", len(rows)) + b"".join(rows)
        told = len(made)
        made += bytes(4)
    return bytes(made)


def _entry(entry: Tag, made: bytearray) -> bytes:
    values = entry.values
    if isinstance(values, tuple) and values and isinstance(values[0], bytes):
        values = [_put(each, made) for each in values if isinstance(each, bytes)]
    if not isinstance(values, bytes):
        values = struct.pack(f"<{len(values)}{_CODES[entry.kind]}", *values)
    count = len(values) // _SIZES[entry.kind]
    head = struct.pack("<HHI", entry.tag, entry.kind, count)
    short = len(values) <= 4
    return head + (values.ljust(4, b"\0") if short else struct.pack("<I", _put(values, made)))


def _put(content: bytes, made: bytearray) -> int:
    made += bytes(len(made) % 2)
    start = len(made)
    made += content
    return start
