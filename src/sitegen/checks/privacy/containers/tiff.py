"""Find metadata in TIFF files and in EXIF (TIFF 6.0; BigTIFF; Exif 2.32).

A tag is either part of how the picture is stored or a finding. Every byte has to belong to a
directory, to a value or to pixels.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from sitegen.checks.privacy.findings import (
    AUTHOR,
    BETWEEN,
    CAMERA,
    COMMENT,
    DAMAGE,
    GPS,
    IPTC,
    OWNER,
    PICTURE,
    PROFILE,
    PROVENANCE,
    SERIAL,
    SOFTWARE,
    THUMBNAIL,
    TIME,
    read_photoshop,
    read_xmp,
)

__all__ = ["find_in_exif", "find_in_tiff", "has_gaps"]

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_SIZES |= {16: 8, 17: 8, 18: 8}
_ASCII, _UNDEFINED = 2, 7
_GPS_IFD, _EXIF_IFD, _SUB_IFDS, _INTEROP = 0x8825, 0x8769, 0x014A, 0xA005
_STRIPS, _STRIP_SIZES, _TILES, _TILE_SIZES = 273, 279, 324, 325
_JPEG_AT, _JPEG_SIZE = 513, 514
_JPEG_TABLES = 347
#: Lists whose length depends on the picture.
_LISTS = frozenset({_STRIPS, _STRIP_SIZES, _TILES, _TILE_SIZES, 320, _JPEG_TABLES, 532})
#: How a picture is stored and shown.
_IN_TIFF = frozenset(
    {
        *(254, 255, 256, 257, 258, 259, 262, 266, _STRIPS, 274, 277, 278, _STRIP_SIZES, 280, 281),
        *(282, 283, 284, 292, 293, 296, 297, 317, 318, 319, 320, 322, 323, _TILES, _TILE_SIZES),
        *(332, 334, 336, 338, 339, 340, 341, _JPEG_TABLES, 512, _JPEG_AT, _JPEG_SIZE, 515),
        *(529, 530, 531, 532),
    }
)
#: The same in EXIF: which side is up, how many pixels.
_IN_EXIF = frozenset({256, 257, 274, 282, 283, 296, 531, _EXIF_IFD})
_IN_EXIF |= {0x9000, 0x9101, 0xA000, 0xA001, 0xA002, 0xA003}
_FOUR_BYTES = frozenset({0x9000, 0x9101, 0xA000})
_WORDS = {
    **dict.fromkeys((0xA431, 0xC62F, 0xA435), SERIAL),
    **dict.fromkeys((0x010F, 0x0110, 0xA433, 0xA434, 0xC614, 0xC615), CAMERA),
    **dict.fromkeys((0x013B, 0x9C9D, 0x8298), AUTHOR),
    **dict.fromkeys((0x0132, 0x9003, 0x9004, 0x9290, 0x9291, 0x9292, 0xC71B), TIME),
    **dict.fromkeys((0x9010, 0x9011, 0x9012), TIME),
    **dict.fromkeys((0x9286, 0x9C9C), COMMENT),
    **dict.fromkeys((0x010D, 0x010E, 0x011D, 0x9C9B, 0x9C9E, 0x9C9F), "description"),
    **dict.fromkeys((0x0131, 0x013C), SOFTWARE),
    **dict.fromkeys((33550, 33922, 34264, 34735, 34736, 34737), "place"),
    **dict.fromkeys((42112, 50838, 50839), "description"),
    0xA430: OWNER,
    0x927C: "maker note",
    0xA420: "unique number",
    0x8773: PROFILE,
    0x83BB: IPTC,
    0xCD41: PROVENANCE,
    _GPS_IFD: GPS,
}
_XMP, _PHOTOSHOP = 0x02BC, 0x8649
_MOST_FOLDERS, _MOST_ENTRIES, _MOST_COUNT = 64, 4096, 8


class _Entry(NamedTuple):
    tag: int
    kind: int
    length: int
    at: int

    @property
    def size(self) -> int:
        return _SIZES.get(self.kind, 1) * self.length


class _Tiff(msgspec.Struct):
    """The directories of a TIFF; `used` collects the ranges of bytes that belong to something."""

    data: bytes
    order: str = "<"
    big: bool = False
    used: list[tuple[int, int]] = msgspec.field(default_factory=list)
    _seen: set[int] = msgspec.field(default_factory=set)

    def open(self) -> int:
        """Return the offset of the first directory."""
        self.order = {b"II": "<", b"MM": ">"}.get(self.data[:2], "")
        if not self.order:
            raise ValueError(DAMAGE)
        self.big = self.number(2, "H") == 43
        self.used.append((0, 16 if self.big else 8))
        return self.number(8, "Q") if self.big else self.number(4, "I")

    def number(self, at: int, code: str) -> int:
        return int(struct.unpack_from(self.order + code, self.data, at)[0])

    def entries(self, at: int) -> tuple[list[_Entry], int]:
        """Return the entries of a directory, and the offset of the next one."""
        if at in self._seen or len(self._seen) >= _MOST_FOLDERS:
            raise ValueError(DAMAGE)
        self._seen.add(at)
        head, size, code = (8, 20, "Q") if self.big else (2, 12, "I")
        count = self.number(at, "Q" if self.big else "H")
        if count > _MOST_ENTRIES:
            raise ValueError(DAMAGE)
        entries = [self._entry(at + head + number * size, code) for number in range(count)]
        end = at + head + count * size
        self.used.append((at, end + struct.calcsize(code)))
        return entries, self.number(end, code)

    def _entry(self, at: int, code: str) -> _Entry:
        width = struct.calcsize(code)
        entry = _Entry(self.number(at, "H"), self.number(at + 2, "H"), self.number(at + 4, code), 0)
        inside = at + 4 + width
        start = inside if entry.size <= width else self.number(inside, code)
        if start + entry.size > len(self.data):
            raise ValueError(DAMAGE)
        if start != inside:
            self.used.append((start, start + entry.size))
        return entry._replace(at=start)

    def value(self, entry: _Entry) -> bytes:
        return self.data[entry.at : entry.at + entry.size]

    def numbers(self, entry: _Entry) -> tuple[int, ...]:
        code = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}.get(entry.kind)
        if code is None:
            raise ValueError(DAMAGE)
        return struct.unpack_from(f"{self.order}{entry.length}{code}", self.data, entry.at)

    def note_pixels(self, by_tag: Mapping[int, _Entry]) -> None:
        """Add the pixels that a directory points to to `used`."""
        for where, sizes in (
            (_STRIPS, _STRIP_SIZES),
            (_TILES, _TILE_SIZES),
            (_JPEG_AT, _JPEG_SIZE),
        ):
            if where in by_tag and sizes in by_tag:
                places = zip(self.numbers(by_tag[where]), self.numbers(by_tag[sizes]), strict=True)
                self.used.extend((start, start + size) for start, size in places)


def find_in_tiff(data: bytes) -> Iterator[str]:
    """Yield what a TIFF file holds besides its pages."""
    tiff = _Tiff(data)
    at = tiff.open()
    while at:
        entries, at = tiff.entries(at)
        by_tag = {entry.tag: entry for entry in entries}
        if 254 in by_tag and tiff.numbers(by_tag[254])[0] & 1:
            yield THUMBNAIL
        tiff.note_pixels(by_tag)
        for entry in entries:
            yield from _find_in_entry(tiff, entry, _IN_TIFF)
    if has_gaps(data, tiff.used):
        yield BETWEEN


def find_in_exif(block: bytes) -> Iterator[str]:
    """Yield what an EXIF block contains besides the orientation."""
    block = block.removeprefix(b"Exif\0\0")
    tiff, clean = _Tiff(block), True
    entries, following = tiff.entries(tiff.open())
    if following:
        clean = False
        yield THUMBNAIL
    for entry in entries:
        for word in _find_in_entry(tiff, entry, _IN_EXIF):
            clean = False
            yield word
    if clean and has_gaps(block, tiff.used):
        yield "EXIF"


def _find_in_entry(tiff: _Tiff, entry: _Entry, structural: frozenset[int]) -> Iterator[str]:
    """Yield what an entry contains, nothing if it describes how the picture is stored."""
    if entry.tag == _EXIF_IFD:
        inner, _ = tiff.entries(tiff.numbers(entry)[0])
        for each in inner:
            yield from _find_in_entry(tiff, each, _IN_EXIF - {_EXIF_IFD})
    elif entry.tag == _GPS_IFD:
        inner, _ = tiff.entries(tiff.numbers(entry)[0])
        yield GPS if any(each.tag for each in inner) else "EXIF"
    elif entry.tag == _XMP:
        yield from read_xmp(tiff.value(entry))
    elif entry.tag == _PHOTOSHOP:
        yield from read_photoshop(tiff.value(entry))
    elif entry.tag == _SUB_IFDS:
        yield PICTURE
    elif entry.tag not in structural:
        yield _WORDS.get(entry.tag, "EXIF" if structural is not _IN_TIFF else f"tag {entry.tag}")
    elif not _is_plain(entry):
        yield f"tag {entry.tag}"


def _is_plain(entry: _Entry) -> bool:
    """Tell whether a value has the type that its tag needs, so that no text hides in it."""
    if entry.tag in _FOUR_BYTES:
        return entry.length == 4
    if entry.tag in _LISTS:
        return entry.kind != _ASCII
    return entry.kind not in {_ASCII, _UNDEFINED} and entry.length <= _MOST_COUNT


def has_gaps(data: bytes, used: list[tuple[int, int]]) -> bool:
    """Tell whether there are bytes other than 0 outside the used ranges."""
    at = 0
    for start, end in [*sorted(used), (len(data), len(data))]:
        if start > at and data[at:start].strip(b"\0"):
            return True
        at = max(at, end)
    return False
