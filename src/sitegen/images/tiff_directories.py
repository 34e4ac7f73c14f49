"""Read the directories of a TIFF or of EXIF (TIFF 6.0; BigTIFF), without making pixels of it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

__all__ = ["TiffEntry", "TiffReader"]

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_SIZES |= {16: 8, 17: 8, 18: 8}
_CODES = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_BIG = 43
_MOST_FOLDERS, _MOST_ENTRIES = 64, 4096


class TiffEntry(NamedTuple):
    """An entry of a directory: its tag, the type of its values, their number and offset."""

    tag: int
    kind: int
    length: int
    at: int

    @property
    def size(self) -> int:
        """How many bytes the values take."""
        return _SIZES.get(self.kind, 1) * self.length


class TiffReader(msgspec.Struct):
    """The directories of a TIFF; `used` collects the ranges of bytes that belong to something.

    What is damaged raises ValueError, IndexError, struct.error or OverflowError.
    """

    data: bytes
    order: str = "<"
    big: bool = False
    used: list[tuple[int, int]] = msgspec.field(default_factory=list)
    _seen: set[int] = msgspec.field(default_factory=set)

    def open(self) -> int:
        """Return the offset of the first directory."""
        self.order = {b"II": "<", b"MM": ">"}.get(self.data[:2], "")
        if not self.order:
            raise ValueError(self.order)
        self.big = self._number(2, "H") == _BIG
        self.used.append((0, 16 if self.big else 8))
        return self._number(8, "Q") if self.big else self._number(4, "I")

    def entries(self, at: int) -> tuple[list[TiffEntry], int]:
        """Return the entries of a directory, and the offset of the next one, 0 for none."""
        if at in self._seen or len(self._seen) >= _MOST_FOLDERS:
            raise ValueError(at)
        self._seen.add(at)
        head, size, code = (8, 20, "Q") if self.big else (2, 12, "I")
        count = self._number(at, "Q" if self.big else "H")
        if count > _MOST_ENTRIES:
            raise ValueError(count)
        entries = [self._entry(at + head + number * size, code) for number in range(count)]
        # Of two entries for a tag, a reader takes one, and nobody looks at the other.
        if len({each.tag for each in entries}) < count:
            raise ValueError(count)
        end = at + head + count * size
        self.used.append((at, end + struct.calcsize(code)))
        return entries, self._number(end, code)

    def pages(self) -> Iterator[dict[int, TiffEntry]]:
        """Yield the entries of the directories of a file, each by their tags."""
        at = self.open()
        while at:
            entries, at = self.entries(at)
            yield {each.tag: each for each in entries}

    def value(self, entry: TiffEntry) -> bytes:
        """Return the bytes of an entry's values."""
        return self.data[entry.at : entry.at + entry.size]

    def numbers(self, entry: TiffEntry) -> tuple[int, ...]:
        """Return the values of an entry, which have to be whole numbers."""
        code = _CODES.get(entry.kind)
        if code is None:
            raise ValueError(entry.kind)
        return struct.unpack_from(f"{self.order}{entry.length}{code}", self.data, entry.at)

    def _number(self, at: int, code: str) -> int:
        return int(struct.unpack_from(self.order + code, self.data, at)[0])

    def _entry(self, at: int, code: str) -> TiffEntry:
        width = struct.calcsize(code)
        kind, length = self._number(at + 2, "H"), self._number(at + 4, code)
        entry = TiffEntry(self._number(at, "H"), kind, length, 0)
        inside = at + 4 + width
        start = inside if entry.size <= width else self._number(inside, code)
        if start + entry.size > len(self.data):
            raise ValueError(start)
        if start != inside:
            self.used.append((start, start + entry.size))
        return entry._replace(at=start)
