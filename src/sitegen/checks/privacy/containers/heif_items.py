"""Read the items of a HEIF file: their list, their bytes, and how they belong together.

What is damaged raises ValueError, IndexError or struct.error; so does what no reader looks at.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from sitegen.checks.privacy.containers.boxes import Box, walk_boxes
from sitegen.checks.privacy.findings import DAMAGE

__all__ = ["Item", "Numbers", "Reference", "read_items", "read_places", "read_references"]

_MOST_ITEMS = 10_000
_WIDE = 2
#: Where the bytes of an item are: in the file, or in a box beside its list.
_METHODS = frozenset({0, 1})
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
        code = ">HH4s" if version == _WIDE else ">IH4s"
        number, protection, kind = struct.unpack_from(code, data, inner.start + 4)
        at = inner.start + 4 + struct.calcsize(code)
        words = data[at : inner.end].split(b"\0")
        # A name; of metadata, also its type and how that is encoded.
        is_mime = kind == b"mime"
        if protection or len(words) > (4 if is_mime else 2) or words[-1]:
            raise ValueError(DAMAGE)
        name, mime = (each.decode("utf-8", "replace") for each in (*words, b"")[:2])
        items.append(Item(number, kind, name, mime if is_mime else ""))
    if len({each.number for each in items}) < len(items):
        raise ValueError(DAMAGE)
    return items


class Numbers:
    """Reads numbers of given sizes one after another."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def next(self, size: int) -> int:
        """Return the next number, of so many bytes."""
        self.at += size
        if self.at > len(self.data):
            raise ValueError(DAMAGE)
        return int.from_bytes(self.data[self.at - size : self.at])


def read_places(data: bytes, box: Box) -> dict[int, list[tuple[int, int, int]]]:
    """Return the pieces of each item of an `iloc` box: construction method, start, length."""
    version = data[box.start]
    read = Numbers(data[: box.end], box.start + 4)
    sizes = read.next(2)
    offset, length, base, index = ((sizes >> shift) & 15 for shift in (12, 8, 4, 0))
    places: dict[int, list[tuple[int, int, int]]] = {}
    for _ in range(min(read.next(2 if version < _WIDE else 4), _MOST_ITEMS)):
        number = read.next(2 if version < _WIDE else 4)
        method = read.next(2) if version else 0
        elsewhere = read.next(2)
        start = read.next(base)
        pieces = []
        for _ in range(read.next(2)):
            # It counts for a method that nobody uses for pictures.
            elsewhere |= read.next(index) if version else 0
            piece = start + read.next(offset)
            pieces.append((method, piece, read.next(length)))
        # A length of 0 means all that follows, whatever that is.
        is_whole = all(size for _, _, size in pieces)
        if method not in _METHODS or elsewhere or number in places or not is_whole:
            raise ValueError(DAMAGE)
        places[number] = pieces
    if read.at != box.end:
        raise ValueError(DAMAGE)
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
