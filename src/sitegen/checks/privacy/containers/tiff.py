"""Find metadata in TIFF files and in EXIF (TIFF 6.0; BigTIFF; Exif 2.32).

A tag is either part of how the picture is stored or a finding. Every byte has to belong to a
directory, to a value or to pixels.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.checks.privacy.findings import (
    AUTHOR,
    BETWEEN,
    CAMERA,
    COMMENT,
    GPS,
    IPTC,
    OWNER,
    PICTURE,
    PROFILE,
    PROVENANCE,
    SERIAL,
    SOFTWARE,
    TABLES,
    THUMBNAIL,
    TIME,
    UNSEEN,
    read_photoshop,
    read_xmp,
)
from sitegen.images.tiff_directories import TiffEntry, TiffReader
from sitegen.images.tiff_strips import list_strips

__all__ = ["find_in_exif", "find_in_tiff", "has_gaps"]

_ASCII, _UNDEFINED = 2, 7
_GPS_IFD, _EXIF_IFD, _SUB_IFDS, _INTEROP = 0x8825, 0x8769, 0x014A, 0xA005
_SUB_FILE, _OLD_SUB_FILE, _BITS, _COLOURS, _PALETTE = 254, 255, 258, 262, 320
_STRIPS, _STRIP_SIZES, _TILES, _TILE_SIZES = 273, 279, 324, 325
_JPEG_TABLES = 347
#: Lists whose length depends on the picture: it is compared with that.
_LISTS = frozenset({_STRIPS, _STRIP_SIZES, _TILES, _TILE_SIZES, _PALETTE, _JPEG_TABLES})
_REDUCED, _PALETTED, _MOST_BITS = 2, 3, 16
_TOLD = frozenset({_SUB_FILE, _OLD_SUB_FILE, _BITS, _COLOURS})
#: How a picture is stored and shown.
_IN_TIFF = frozenset(
    {
        *(_SUB_FILE, _OLD_SUB_FILE, 256, 257, _BITS, 259, _COLOURS, 266, _STRIPS, 274, 277, 278),
        *(_STRIP_SIZES, 280, 281, 282, 283, 284, 292, 293, 296, 297, 317, 318, 319, _PALETTE),
        *(322, 323, _TILES, _TILE_SIZES, 332, 334, 336, 338, 339, 340, 341, _JPEG_TABLES),
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
#: Values of other tags: six fractions are the longest.
_MOST_COUNT, _MOST_BYTES = 8, 48


def find_in_tiff(data: bytes) -> Iterator[str | bytes]:
    """Yield what a TIFF file holds besides its pages, and the JPEG or WebP files in its strips."""
    tiff = TiffReader(data)
    pages = list(tiff.pages())
    for by_tag in pages:
        numbers = {tag: tiff.numbers(by_tag[tag]) for tag in _TOLD & by_tag.keys()}
        if numbers.get(_SUB_FILE, (0,))[0] & 1 or numbers.get(_OLD_SUB_FILE) == (_REDUCED,):
            yield THUMBNAIL
        if _PALETTE in by_tag and by_tag[_PALETTE].length != _colours(numbers):
            yield TABLES
        for entry in by_tag.values():
            yield from _find_in_entry(tiff, entry, _IN_TIFF)
    strips = list_strips(tiff, pages)
    if strips is None:
        yield UNSEEN
        return
    tiff.used.extend((strip.start, strip.end) for strip in strips)
    if has_gaps(data, tiff.used):
        yield BETWEEN
    for strip in strips:
        yield from filter(None, [strip.picture(data)])


def _colours(numbers: dict[int, tuple[int, ...]]) -> int:
    """Return how many values a palette has, 0 where none is used."""
    (bits, *others) = numbers.get(_BITS, (1,))
    is_used = numbers.get(_COLOURS) == (_PALETTED,) and not others
    return 3 << min(bits, _MOST_BITS) if is_used else 0


def find_in_exif(block: bytes) -> Iterator[str]:
    """Yield what an EXIF block contains besides the orientation."""
    block = block.removeprefix(b"Exif\0\0")
    tiff, clean = TiffReader(block), True
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


def _find_in_entry(tiff: TiffReader, entry: TiffEntry, structural: frozenset[int]) -> Iterator[str]:
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


def _is_plain(entry: TiffEntry) -> bool:
    """Tell whether a value has the type that its tag needs, so that no text hides in it."""
    if entry.tag in _FOUR_BYTES:
        return entry.length == 4
    if entry.tag in _LISTS:
        return entry.kind != _ASCII
    is_short = entry.length <= _MOST_COUNT and entry.size <= _MOST_BYTES
    return is_short and entry.kind not in {_ASCII, _UNDEFINED}


def has_gaps(data: bytes, used: list[tuple[int, int]]) -> bool:
    """Tell whether there are bytes other than 0 outside the used ranges."""
    at = 0
    for start, end in [*sorted(used), (len(data), len(data))]:
        if start > at and data[at:start].strip(b"\0"):
            return True
        at = max(at, end)
    return False
