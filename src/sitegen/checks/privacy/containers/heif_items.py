"""Read the items of a HEIF file: their list, their bytes, and what AV1 items contain."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from sitegen.checks.privacy.containers.boxes import Box, read_text_at, walk_boxes
from sitegen.checks.privacy.findings import DAMAGE

__all__ = ["Item", "Reference", "find_in_av1", "read_items", "read_places", "read_references"]

_METADATA, _PADDING, _RESERVED = 5, 15, frozenset({0, *range(9, 15)})
#: Metadata of HDR pictures that is kept (AV1, 5.8): content light level, mastering display.
_LIGHT = (1, 2)
_MOST_ITEMS = 10_000
#: Items that describe another one: transparency, metadata; thumbnails are findings of their own.
_BELONGING = frozenset({b"auxl", b"cdsc", b"prem", b"thmb"})


class Item(NamedTuple):
    """An entry of the list of items; `mime` is set for items of that kind only."""

    number: int
    kind: bytes
    name: str
    mime: str = ""


class Reference(NamedTuple):
    """An entry of the box of references: of which kind, from which item, to which ones."""

    kind: bytes
    start: int
    ends: tuple[int, ...]

    def belonging(self, shown: set[int]) -> Iterator[int]:
        """Yield the items that belong to a picture with these items because of this reference.

        A grid and an overlay are made of other items; transparency names the item that it is for.
        """
        if self.kind == b"dimg" and self.start in shown:
            yield from self.ends
        elif self.kind in _BELONGING and not shown.isdisjoint(self.ends):
            yield self.start
        elif self.kind == b"dimg" and not shown.isdisjoint(self.ends):
            yield self.start  # the picture in another form, such as with a gain map


def read_items(data: bytes, box: Box) -> list[Item]:
    """Return the items of an `iinf` box."""
    head = 6 if data[box.start] == 0 else 8
    items = []
    for inner in walk_boxes(data, box.start + head, box.end):
        version = data[inner.start]
        if inner.kind != b"infe" or version not in {2, 3}:
            raise ValueError(DAMAGE)
        code = ">HH4s" if version == 2 else ">IH4s"
        number, _, kind = struct.unpack_from(code, data, inner.start + 4)
        at = inner.start + 4 + struct.calcsize(code)
        name = read_text_at(data, at, inner.end)
        after = data.find(b"\0", at, inner.end) + 1
        mime = read_text_at(data, after, inner.end) if kind == b"mime" and after else ""
        items.append(Item(number, kind, name, mime))
    return items


class _Numbers:
    """Reads numbers of given sizes one after another."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def next(self, size: int) -> int:
        self.at += size
        if self.at > len(self.data):
            raise ValueError(DAMAGE)
        return int.from_bytes(self.data[self.at - size : self.at])


def read_places(data: bytes, box: Box) -> dict[int, list[tuple[int, int, int]]]:
    """Return the pieces of each item of an `iloc` box: construction method, start, length."""
    version = data[box.start]
    read = _Numbers(data[: box.end], box.start + 4)
    sizes = read.next(2)
    offset, length, base, index = ((sizes >> shift) & 15 for shift in (12, 8, 4, 0))
    places: dict[int, list[tuple[int, int, int]]] = {}
    for _ in range(min(read.next(2 if version < 2 else 4), _MOST_ITEMS)):
        number = read.next(2 if version < 2 else 4)
        method = read.next(2) & 15 if version else 0
        read.next(2)
        start = read.next(base)
        pieces = []
        for _ in range(read.next(2)):
            if version:
                read.next(index)
            piece = start + read.next(offset)
            pieces.append((method, piece, read.next(length)))
        places[number] = pieces
    return places


def read_references(data: bytes, box: Box) -> list[Reference]:
    """Return the entries of an `iref` box."""
    code = ">H" if data[box.start] == 0 else ">I"
    size = struct.calcsize(code)
    found = []
    for inner in walk_boxes(data, box.start + 4, box.end):
        start = struct.unpack_from(code, data, inner.start)[0]
        (count,) = struct.unpack_from(">H", data, inner.start + size)
        at = inner.start + size + 2
        if at + count * size != inner.end:
            raise ValueError(DAMAGE)
        ends = (struct.unpack_from(code, data, at + number * size)[0] for number in range(count))
        found.append(Reference(inner.kind, start, tuple(ends)))
    return found


def find_in_av1(stream: bytes) -> Iterator[str]:
    """Yield what an AV1 stream contains besides frames (AV1 bitstream specification, 5.3)."""
    at = 0
    while at < len(stream):
        head = stream[at]
        kind, extended, sized = head >> 3 & 15, head & 4, head & 2
        at += 2 if extended else 1
        size, at = _leb128(stream, at) if sized else (len(stream) - at, at)
        if at + size > len(stream):
            raise ValueError(DAMAGE)
        told = kind == _METADATA and _leb128(stream, at)[0] not in _LIGHT
        if told or kind == _PADDING or kind in _RESERVED:
            yield "metadata in the stream"
        at += size


def _leb128(stream: bytes, at: int) -> tuple[int, int]:
    """Return a number of variable length, and the offset after it."""
    value = 0
    for count in range(8):
        byte = stream[at + count]
        value |= (byte & 127) << (7 * count)
        if byte < 128:
            return value, at + count + 1
    raise ValueError(DAMAGE)
