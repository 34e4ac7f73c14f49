"""Find metadata in AVIF and HEIF files (ISO/IEC 23008-12, AV1 image file format)."""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable, Iterable, Iterator

import msgspec

from sitegen.checks.privacy.containers.boxes import XMP_UUID, Box, read_text_at, walk_boxes
from sitegen.checks.privacy.containers.heif_items import (
    Item,
    Reference,
    find_in_av1,
    read_items,
    read_places,
    read_references,
)
from sitegen.checks.privacy.containers.hevc import (
    find_in_hevc,
    find_in_hevc_settings,
    read_length_size,
)
from sitegen.checks.privacy.containers.tiff import find_in_exif, has_gaps
from sitegen.checks.privacy.findings import (
    BETWEEN,
    DAMAGE,
    PICTURE,
    PROFILE,
    PROVENANCE,
    SOFTWARE,
    THUMBNAIL,
    TIME,
    read_xmp,
)

__all__ = ["find_in_heif", "list_frame_ends"]

_PARENTS = frozenset({b"iprp", b"ipco", b"moov", b"trak", b"mdia", b"minf", b"stbl"})
_STRUCTURAL = frozenset(
    {
        *(b"pitm", b"ipma", b"idat", b"grpl", b"iloc", b"iinf", b"dinf", b"edts", b"tref", b"elst"),
        *(b"ispe", b"pixi", b"irot", b"imir", b"clap", b"pasp", b"clli", b"mdcv", b"cclv"),
        *(b"a1op", b"a1lx", b"lsel", b"amve", b"vmhd", b"nmhd", b"stts", b"stsc", b"stsz", b"stz2"),
        *(b"stco", b"co64", b"stss", b"ctts", b"sgpd", b"sbgp", b"sdtp"),
    }
)
#: The longest content of boxes that have a fixed one; a picture has up to four channels.
_LENGTHS = {
    b"ispe": 12,
    b"irot": 1,
    b"imir": 1,
    b"clap": 32,
    b"pasp": 8,
    b"clli": 4,
    b"mdcv": 24,
    b"cclv": 28,
    b"a1op": 1,
    b"lsel": 2,
    b"amve": 8,
    b"pitm": 8,
    b"pixi": 9,
    b"vmhd": 12,
    b"nmhd": 4,
}
#: The length of colours that are numbers: their kind, three numbers, and a bit.
_COLOURS = 11
_ENCODER = b"AOM Coding"
_HANDLERS = frozenset({"", "libavif"})
_NAMES = frozenset({"", "Color", "Alpha"})
_ALPHA = frozenset({"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1"})
_PICTURES = frozenset({b"av01", b"hvc1", b"grid", b"iovl", b"iden", b"tmap"})
_C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


class _Heif(msgspec.Struct):
    """The items of a file, where their bytes are, and which of them belong to the picture."""

    data: bytes
    stores: list[Box] = msgspec.field(default_factory=list)
    idat: Box | None = None
    items: list[Item] = msgspec.field(default_factory=list)
    places: dict[int, list[tuple[int, int, int]]] = msgspec.field(default_factory=dict)
    has_tracks: bool = False
    primary: int = 0
    #: How many bytes tell the length of a unit of HEVC; encoders take four.
    length_size: int = 4
    references: list[Reference] = msgspec.field(default_factory=list)

    def read_box(self, box: Box) -> None:
        """Read a box that lists items or their locations."""
        if box.kind == b"iinf":
            self.items.extend(read_items(self.data, box))
        elif box.kind == b"iloc":
            self.places.update(read_places(self.data, box))
        elif box.kind == b"idat":
            self.idat = box
        elif box.kind == b"pitm":
            self.primary = int.from_bytes(self.data[box.start + 4 : box.end])

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
            end = inside + start + size if size else limit
            if end > limit:
                raise ValueError(DAMAGE)
            found.append((inside + start, end))
        return found


def find_in_heif(data: bytes) -> Iterator[str]:
    """Yield what an AVIF or HEIF file holds besides its picture."""
    heif = _Heif(data)
    for box in walk_boxes(data):
        if box.kind == b"mdat":
            heif.stores.append(box)
        elif box.kind != b"ftyp":
            yield from _find_in_box(heif, box)
    shown = heif.shown()
    for item in heif.items:
        yield from _find_in_item(heif, item)
        if item.kind in _PICTURES and item.number not in shown:
            yield PICTURE
    if not heif.has_tracks:
        yield from _find_in_stores(heif)


def list_frame_ends(data: bytes) -> tuple[int, ...]:
    """Return the offsets at which the AV1 frames of a picture end; none if the file is damaged.

    Of a film's frames, this says nothing: they are in no item.
    """
    heif = _Heif(data)
    try:
        for box in walk_boxes(data):
            if box.kind in {b"meta", b"moov"}:
                deque(_find_in_box(heif, box), maxlen=0)
        frames = [each.number for each in heif.items if each.kind == b"av01"]
        return tuple(end for number in frames for _, end in heif.ranges(number)[-1:])
    except (struct.error, IndexError, ValueError, OverflowError):
        return ()


def _find_in_box(heif: _Heif, box: Box) -> Iterator[str]:
    data = heif.data
    if box.kind in _PARENTS or box.kind == b"meta":
        heif.has_tracks |= box.kind == b"moov"
        for inner in walk_boxes(data, box.start + (4 if box.kind == b"meta" else 0), box.end):
            yield from _find_in_box(heif, inner)
    elif box.kind in _STRUCTURAL:
        heif.read_box(box)
        if box.end - box.start > _LENGTHS.get(box.kind, box.end):
            yield BETWEEN
    elif box.kind == b"hvcC":
        heif.length_size = read_length_size(data[box.start : box.end])
        yield from find_in_hevc_settings(data[box.start : box.end])
    elif box.kind == b"iref":
        heif.references += read_references(data, box)
        yield from _find_in_references(data[box.start : box.end])
    else:
        content = data[box.start : box.end]
        read = _CONTENTS.get(box.kind)
        yield from read(content) if read else (f"box '{box.name}'",)


def _find_in_free(content: bytes) -> Iterator[str]:
    if content.strip(b"\0"):
        yield BETWEEN


def _find_in_handler(content: bytes) -> Iterator[str]:
    if read_text_at(content, 24, len(content)) not in _HANDLERS:
        yield SOFTWARE


def _find_in_colours(content: bytes) -> Iterator[str]:
    if content[:4] != b"nclx":
        yield PROFILE
    elif len(content) > _COLOURS:
        yield BETWEEN


def _find_in_auxiliary(content: bytes) -> Iterator[str]:
    name, _, more = content[4:].partition(b"\0")
    if name.decode("latin-1") not in _ALPHA:
        yield PICTURE
    elif more.strip(b"\0"):
        yield BETWEEN


def _find_in_references(content: bytes) -> Iterator[str]:
    if any(inner.kind == b"thmb" for inner in walk_boxes(content, 4)):
        yield THUMBNAIL


def _find_in_times(content: bytes) -> Iterator[str]:
    if content[4 : 4 + (16 if content[0] else 8)].strip(b"\0"):
        yield TIME


def _find_in_samples(content: bytes) -> Iterator[str]:
    if _ENCODER not in content:
        yield SOFTWARE


def _find_in_uuid(content: bytes) -> Iterator[str]:
    if content.startswith(XMP_UUID):
        yield from read_xmp(content)
    else:
        yield PROVENANCE if content.startswith(_C2PA_UUID) else "box 'uuid'"


_CONTENTS: dict[bytes, Callable[[bytes], Iterable[str]]] = {
    b"free": _find_in_free,
    b"skip": _find_in_free,
    b"hdlr": _find_in_handler,
    b"colr": _find_in_colours,
    b"auxC": _find_in_auxiliary,
    b"av1C": lambda content: find_in_av1(content[4:]),
    b"mvhd": _find_in_times,
    b"tkhd": _find_in_times,
    b"mdhd": _find_in_times,
    b"stsd": _find_in_samples,
    b"uuid": _find_in_uuid,
    b"udes": lambda _: ("description",),
}


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
    elif item.name not in _NAMES:
        yield "description"
    elif item.kind == b"av01":
        yield from find_in_av1(heif.content(item.number))
    elif item.kind == b"hvc1":
        yield from find_in_hevc(heif.content(item.number), heif.length_size)


def _find_in_stores(heif: _Heif) -> Iterator[str]:
    """Yield a finding if stored bytes do not belong to an item."""
    used = [place for number in heif.places for place in heif.ranges(number)]
    for box in (*heif.stores, *([heif.idat] if heif.idat else [])):
        inside = [(start - box.start, end - box.start) for start, end in used if start < box.end]
        if has_gaps(heif.data[box.start : box.end], [place for place in inside if place[1] > 0]):
            yield BETWEEN
