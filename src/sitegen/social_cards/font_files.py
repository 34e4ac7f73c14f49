"""Read the faces in a font file and the characters that they cover.

The tables are read in place, https://learn.microsoft.com/typography/opentype/spec/: a lookup reads
none of the thousands of entries that are not asked for.
"""

from __future__ import annotations

import re
import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from mmap import mmap
from typing import Protocol

import msgspec

__all__ = ["Characters", "Face", "FontProblem", "quality", "read_faces"]

#: A font file, read or mapped.
Data = bytes | mmap
#: More faces than these in one file are none that somebody made.
_MOST_FACES = 64
_MOST_TABLES = 256
_OUTLINES = {b"glyf", b"CFF ", b"CFF2"}
#: Pictures instead of outlines, which have fixed sizes and colours of their own.
_BITMAPS = {b"CBDT", b"sbix", b"EBDT"}
_WHOLE_UNICODE = {(3, 10): 0, (0, 4): 1, (0, 6): 2}
_FIRST_PLANE = {(3, 1): 3, (0, 3): 4, (0, 2): 5, (0, 1): 6, (0, 0): 7}
_SEGMENTS, _GROUPS = 4, 12
_FULL_NAME, _WINDOWS = 4, 3
_MONOSPACED = 9
_NORMAL_WIDTH = 5
#: Fonts that have glyphs for everything, and letters in none of them.
_NO_LETTERS = re.compile(r"last ?resort|adobe ?blank|emoji|notdef", re.IGNORECASE)
_DAMAGED = (struct.error, IndexError, ValueError, OverflowError, MemoryError, KeyError)


class FontProblem(Exception):  # noqa: N818  # a value for a diagnostic, not an error of ours
    """Why a file cannot be used as a font."""


class Characters(Protocol):
    """The characters of which a face has a glyph."""

    def __contains__(self, char: object) -> bool: ...


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """A face as its file describes it; `weight` is 400 for regular, 700 for bold."""

    index: int
    name: str
    weight: int
    italic: bool
    monospaced: bool
    narrow: bool
    characters: Characters


def read_faces(data: Data) -> tuple[Face, ...]:
    """Return the faces in a TrueType or OpenType file or collection that can be drawn in any size.

    Raises FontProblem. `data` may be a memory map: only small parts of it are read.
    """
    try:
        if bytes(data[:4]) == b"ttcf":
            (count,) = struct.unpack_from(">I", data, 8)
            places = struct.unpack_from(f">{min(count, _MOST_FACES)}I", data, 12)
        elif bytes(data[:4]) in {b"\0\1\0\0", b"OTTO", b"true"}:
            places = (0,)
        else:
            raise FontProblem("it is no TrueType or OpenType font")
        faces = [_read_face(data, index, place) for index, place in enumerate(places)]
    except _DAMAGED as error:
        raise FontProblem("it is damaged") from error
    return tuple(face for face in faces if face)


def quality(face: Face) -> tuple[object, ...]:
    """Return a key that sorts upright, proportional, not too light faces first."""
    plain = (face.italic, face.monospaced, face.narrow)
    return (*plain, abs(face.weight - 500) // 100, face.name, face.index)


def _read_face(data: Data, index: int, place: int) -> Face | None:
    (count,) = struct.unpack_from(">H", data, place + 4)
    tables: dict[bytes, tuple[int, int]] = {}
    for number in range(min(count, _MOST_TABLES)):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, place + 12 + 16 * number)
        tables[tag] = (offset, length)
    if not _OUTLINES & tables.keys() or _BITMAPS & tables.keys():
        return None
    characters = _read_characters(data, *tables[b"cmap"])
    name = _read_name(data, *tables.get(b"name", (0, 0)))
    if characters is None or _NO_LETTERS.search(name):
        return None
    weight, width, proportion, style = 400, _NORMAL_WIDTH, 0, 0
    if b"OS/2" in tables:
        start = tables[b"OS/2"][0]
        weight, width = struct.unpack_from(">HH", data, start + 4)
        (proportion,) = struct.unpack_from(">B", data, start + 35)
        (style,) = struct.unpack_from(">H", data, start + 62)
    return Face(
        index=index,
        name=name,
        weight=weight,
        italic=bool(style & 1),
        monospaced=proportion == _MONOSPACED,
        narrow=width < _NORMAL_WIDTH,
        characters=characters,
    )


def _read_name(data: Data, place: int, length: int) -> str:
    """Return the full name, or nothing where there is none to be read."""
    if not length:
        return ""
    _, count, strings = struct.unpack_from(">HHH", data, place)
    for number in range(min(count, _MOST_TABLES)):
        record = struct.unpack_from(">6H", data, place + 6 + 12 * number)
        platform, _, _, kind, size, offset = record
        if kind == _FULL_NAME and platform == _WINDOWS:
            start = place + strings + offset
            return bytes(data[start : start + size]).decode("utf-16-be", "replace")
    return ""


def _read_characters(data: Data, place: int, length: int) -> Characters | None:
    (count,) = struct.unpack_from(">H", data, place + 2)
    found: list[tuple[int, int]] = []
    for number in range(min(count, _MOST_TABLES)):
        platform, encoding, offset = struct.unpack_from(">HHI", data, place + 4 + 8 * number)
        rank = (_WHOLE_UNICODE | _FIRST_PLANE).get((platform, encoding))
        if rank is not None:
            found.append((rank, place + offset))
    for _, start in sorted(found):
        (kind,) = struct.unpack_from(">H", data, start)
        if kind == _GROUPS:
            return _Groups(data, start)
        if kind == _SEGMENTS:
            return _Segments(data, start, place + length)
    return None


class _Groups:
    """Format 12: ranges of all of Unicode."""

    def __init__(self, data: Data, start: int) -> None:
        (count,) = struct.unpack_from(">I", data, start + 12)
        numbers = _numbers("I", data[start + 16 : start + 16 + 12 * count])
        self._first, self._last, self._glyph = numbers[0::3], numbers[1::3], numbers[2::3]

    def __contains__(self, char: object) -> bool:
        code = ord(str(char))
        place = bisect_right(self._first, code) - 1
        if place < 0 or code > self._last[place]:
            return False
        return self._glyph[place] + code - self._first[place] != 0


class _Segments:
    """Format 4: ranges of the first 65,536 characters, some with a list of glyphs."""

    def __init__(self, data: Data, start: int, end: int) -> None:
        (double,) = struct.unpack_from(">H", data, start + 6)
        count = double // 2
        numbers = _numbers("H", data[start + 14 : end])
        self._last = numbers[:count]
        self._first = numbers[count + 1 : 2 * count + 1]
        self._delta = numbers[2 * count + 1 : 3 * count + 1]
        self._offset = numbers[3 * count + 1 : 4 * count + 1]
        self._glyphs = numbers[4 * count + 1 :]
        if len(self._offset) != count:
            raise FontProblem("it is damaged")

    def __contains__(self, char: object) -> bool:
        code = ord(str(char))
        place = bisect_left(self._last, code)
        if place == len(self._last) or code < self._first[place]:
            return False
        glyph = code
        if self._offset[place]:
            before = len(self._offset) - place
            where = self._offset[place] // 2 + code - self._first[place] - before
            if not 0 <= where < len(self._glyphs):
                return False
            glyph = self._glyphs[where]
            if glyph == 0:
                return False
        return (glyph + self._delta[place]) & 0xFFFF != 0


def _numbers(kind: str, data: Data) -> array[int]:
    numbers = array(kind)
    numbers.frombytes(bytes(data[: len(data) // numbers.itemsize * numbers.itemsize]))
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
