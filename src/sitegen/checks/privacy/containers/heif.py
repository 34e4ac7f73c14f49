"""Find metadata in AVIF and HEIF files (ISO/IEC 23008-12, AV1 image file format).

Pixels are examined in pictures of AV1. Those of films and of HEVC are not: where they end can only
be told by decoding them, and there is no decoder for that.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable, Iterable, Iterator

import msgspec

from sitegen.checks.privacy.containers.av1 import find_in_av1
from sitegen.checks.privacy.containers.boxes import XMP_UUID, Box, walk_boxes
from sitegen.checks.privacy.containers.heif_items import (
    Item,
    Reference,
    read_items,
    read_places,
    read_references,
)
from sitegen.checks.privacy.containers.heif_properties import find_in_properties
from sitegen.checks.privacy.containers.tiff import find_in_exif, has_gaps
from sitegen.checks.privacy.findings import (
    BETWEEN,
    DAMAGE,
    PICTURE,
    PROVENANCE,
    SOFTWARE,
    THUMBNAIL,
    UNSEEN,
    read_xmp,
)

__all__ = ["find_in_heif", "list_frame_ends"]

_STORES, _FREE = b"mdat", frozenset({b"free", b"skip"})
#: Which kinds of files a file says to be.
_BRANDS = frozenset(
    b"avif avis avio mif1 mif2 mif3 miaf MA1A MA1B MiHA MiHB MiHE MiPr msf1 heic heix heim heis "
    b"hevc hevx tmap geo1 unif isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 mp41 mp42".split()
)
_HANDLERS = frozenset({b"", b"libavif"})
_NAMES = frozenset({"", "Color", "Alpha"})
_PICTURES = frozenset({b"av01", b"hvc1", b"grid", b"iovl", b"iden", b"tmap"})
#: How long those are at most that say how others are put together; an overlay also has two numbers
#: for each. `tmap` tells how bright the other form of the picture is (ISO 21496-1).
_LENGTHS = {b"grid": 12, b"iden": 0, b"iovl": 18, b"tmap": 142}
_OFFSETS = 8
_REFERENCES = frozenset({b"dimg", b"auxl", b"cdsc", b"prem"})
_C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


class _Heif(msgspec.Struct):
    """The items of a file, where their bytes are, and which of them belong to the picture."""

    data: bytes
    stores: list[Box] = msgspec.field(default_factory=list)
    idat: Box | None = None
    items: dict[int, Item] = msgspec.field(default_factory=dict)
    places: dict[int, list[tuple[int, int, int]]] = msgspec.field(default_factory=dict)
    properties: Box | None = None
    groups: Box | None = None
    is_film: bool = False
    primary: int = 0
    references: list[Reference] = msgspec.field(default_factory=list)

    def shown(self) -> set[int]:
        """Return the numbers of the items that belong to the primary one."""
        shown = {self.primary}
        while True:
            more = {
                number
                for each in self.references
                for number in each.belonging(shown)
                if number not in shown
            }
            if not more:
                return shown
            shown |= more

    def content(self, number: int) -> bytes:
        return b"".join(self.data[start:end] for start, end in self.ranges(number))

    def ranges(self, number: int) -> list[tuple[int, int]]:
        found = []
        for method, start, size in self.places.get(number, ()):
            inside = self.idat.start if method == 1 and self.idat else 0
            limit = self.idat.end if method == 1 and self.idat else len(self.data)
            end = inside + start + size
            if end > limit:
                raise ValueError(DAMAGE)
            found.append((inside + start, end))
        return found


def find_in_heif(data: bytes) -> Iterator[str]:
    """Yield what an AVIF or HEIF file holds besides its picture."""
    heif = _Heif(data)
    yield from _find_in_boxes(heif, _FILE, 0, len(data))
    if heif.is_film:
        yield UNSEEN
        return
    yield from _find_in_items(heif)
    yield from _find_in_stores(heif)


def list_frame_ends(data: bytes) -> tuple[int, ...]:
    """Return the offsets at which the AV1 frames of a picture end; none if the file is damaged."""
    heif = _Heif(data)
    try:
        deque(_find_in_boxes(heif, _FILE, 0, len(data)), maxlen=0)
        frames = [each.number for each in heif.items.values() if each.kind == b"av01"]
        return tuple(end for number in frames for _, end in heif.ranges(number)[-1:])
    except (struct.error, IndexError, ValueError, OverflowError):
        return ()


_Reader = Callable[[_Heif, Box], Iterable[str]]


def _find_in_boxes(
    heif: _Heif, readers: dict[bytes, _Reader], start: int, end: int
) -> Iterator[str]:
    """Yield what the boxes between two offsets hold. Nobody reads a second one of a kind."""
    seen: set[bytes] = set()
    for box in walk_boxes(heif.data, start, end):
        content = heif.data[box.start : box.end]
        if box.kind == _STORES:
            heif.stores.append(box)
        elif box.kind in _FREE:
            if content.strip(b"\0"):
                yield BETWEEN
        elif box.kind == b"uuid":
            yield from _find_in_uuid(content)
        elif box.kind in readers and box.kind not in seen:
            seen.add(box.kind)
            yield from readers[box.kind](heif, box)
        else:
            yield f"box '{box.name}'"


def _find_in_kinds(heif: _Heif, box: Box) -> Iterator[str]:
    content = heif.data[box.start : box.end]
    brands = {content[:4], *(content[at : at + 4] for at in range(8, len(content), 4))}
    if not brands <= _BRANDS:
        yield "box 'ftyp'"


def _find_in_film(heif: _Heif, box: Box) -> Iterable[str]:
    del box
    heif.is_film = True
    return ()


def _find_in_meta(heif: _Heif, box: Box) -> Iterator[str]:
    return _find_in_boxes(heif, _META, box.start + 4, box.end)


def _find_in_handler(heif: _Heif, box: Box) -> Iterator[str]:
    name, _, more = heif.data[box.start + 24 : box.end].partition(b"\0")
    if name not in _HANDLERS:
        yield SOFTWARE
    elif more or any(heif.data[box.start + 12 : box.start + 24]):
        yield BETWEEN


def _read_primary(heif: _Heif, box: Box) -> Iterator[str]:
    heif.primary = int.from_bytes(heif.data[box.start + 4 : box.end])
    if box.end - box.start > 8:  # a version, and a number of four bytes
        yield BETWEEN


def _read_places(heif: _Heif, box: Box) -> Iterable[str]:
    heif.places = read_places(heif.data, box)
    return ()


def _read_items(heif: _Heif, box: Box) -> Iterable[str]:
    heif.items = {each.number: each for each in read_items(heif.data, box)}
    return ()


def _read_references(heif: _Heif, box: Box) -> Iterator[str]:
    heif.references = read_references(heif.data, box)
    for kind in {each.kind for each in heif.references} - _REFERENCES:
        yield THUMBNAIL if kind == b"thmb" else f"box '{kind.decode('latin-1')}'"


def _note(name: str) -> _Reader:
    """Return a reader that keeps a box under a name: its content depends on the items."""

    def note(heif: _Heif, box: Box) -> Iterable[str]:
        setattr(heif, name, box)
        return ()

    return note


def _find_in_uuid(content: bytes) -> Iterator[str]:
    if content.startswith(XMP_UUID):
        yield from read_xmp(content)
    else:
        yield PROVENANCE if content.startswith(_C2PA_UUID) else "box 'uuid'"


_FILE: dict[bytes, _Reader] = {
    b"ftyp": _find_in_kinds,
    b"meta": _find_in_meta,
    b"moov": _find_in_film,
}
_META: dict[bytes, _Reader] = {
    b"hdlr": _find_in_handler,
    b"pitm": _read_primary,
    b"iloc": _read_places,
    b"iinf": _read_items,
    b"iref": _read_references,
    b"iprp": _note("properties"),
    b"grpl": _note("groups"),
    b"idat": _note("idat"),
}


def _find_in_items(heif: _Heif) -> Iterator[str]:
    shown = heif.shown()
    for item in heif.items.values():
        yield from _find_in_item(heif, item)
        if item.kind in _PICTURES and item.number not in shown:
            yield PICTURE
    known = heif.items.keys()
    if any(not known >= {each.start, *each.ends} for each in heif.references):
        yield BETWEEN
    if heif.properties:
        yield from find_in_properties(heif.data, heif.properties, known)
    if heif.groups:
        yield from _find_in_groups(heif, heif.groups)


def _find_in_item(heif: _Heif, item: Item) -> Iterator[str]:
    if item.kind == b"Exif":
        content = heif.content(item.number)
        skipped = struct.unpack_from(">I", content)[0]
        yield "EXIF"
        yield from find_in_exif(content[4 + skipped :])
    elif item.kind == b"mime":
        if "xml" in item.mime:
            yield from read_xmp(heif.content(item.number))
        else:
            yield f"item '{item.mime}'"
    elif item.kind not in _PICTURES:
        yield f"item '{item.kind.decode('latin-1')}'"
    else:
        if item.name not in _NAMES:
            yield "description"
        yield from _find_in_picture(heif, item)


def _find_in_picture(heif: _Heif, item: Item) -> Iterator[str]:
    if item.kind == b"hvc1":
        yield UNSEEN
    elif item.kind == b"av01":
        yield from find_in_av1(heif.content(item.number))
    else:
        parts = sum(len(each.ends) for each in heif.references if each.start == item.number)
        most = _LENGTHS[item.kind] + (_OFFSETS * parts if item.kind == b"iovl" else 0)
        if len(heif.content(item.number)) > most:
            yield BETWEEN


def _find_in_groups(heif: _Heif, groups: Box) -> Iterator[str]:
    """Yield a finding unless the groups are items of which a reader shows one."""
    for box in walk_boxes(heif.data, groups.start, groups.end):
        content = heif.data[box.start : box.end]
        _, _, count, *numbers = struct.unpack(f">{len(content) // 4}I", content)
        is_whole = count == len(numbers) == len(set(numbers))
        if box.kind != b"altr" or not is_whole or not heif.items.keys() >= {*numbers}:
            yield "box 'grpl'"


def _find_in_stores(heif: _Heif) -> Iterator[str]:
    """Yield a finding if stored bytes do not belong to an item."""
    used = [place for number in heif.items for place in heif.ranges(number)]
    for box in (*heif.stores, *([heif.idat] if heif.idat else [])):
        inside = [(start - box.start, end - box.start) for start, end in used if start < box.end]
        if has_gaps(heif.data[box.start : box.end], [place for place in inside if place[1] > 0]):
            yield BETWEEN
