"""Find bytes at the end of a TIFF's strips and tiles that the picture does not need (TIFF 6.0).

A strip holds a known number of bytes, compressed. Where these end is found without making pixels of
them: the decoder of such files writes to the terminal what it does not like.
"""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.images.fax_codes import FAXES, Fax, find_fax_end
from sitegen.images.formats import open_image, reading

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

__all__ = ["Strip", "find_packed_end", "list_strips"]

_WIDTH, _LENGTH, _BITS, _COMPRESSION = 256, 257, 258, 259
_STRIPS, _SAMPLES, _ROWS, _SIZES, _PLANAR = 273, 277, 278, 279, 284
_TILE_WIDTH, _TILE_LENGTH, _TILES, _TILE_SIZES = 322, 323, 324, 325
_JPEG_TABLES = 347
_FILL_ORDER, _T4_OPTIONS = 266, 292
_NONE, _LZW, _JPEG, _PACK_BITS, _LZMA, _ZSTANDARD = 1, 5, 7, 32773, 34925, 50000
_DEFLATE = frozenset({8, 32946})
_SEPARATE = _TURNED = 2
_START, _END = b"\xff\xd8", b"\xff\xd9"
#: Codes of LZW that stand for no bytes, and the longest code.
_CLEAR, _FINISH, _FIRST, _LONGEST = 256, 257, 258, 12
_CHUNK = 1 << 20
#: A fax of more bytes takes too long to read bit by bit; that of a page has a quarter of them.
_MOST_FAX = 400_000
_ZSTANDARD_START = b"\x28\xb5\x2f\xfd"


class Strip(NamedTuple):
    """Compressed pixels: how, from where to where, and how many bytes they are without that.

    `tables` are what a JPEG in a strip leaves to the whole file, `fax` is how a fax is read.
    """

    kind: int
    start: int
    end: int
    size: int
    tables: bytes = b""
    fax: Fax | None = None

    @property
    def is_jpeg(self) -> bool:
        """Whether it is a JPEG; its end is found as in other JPEGs."""
        return self.kind == _JPEG

    def jpeg(self, data: bytes) -> bytes:
        """Return the JPEG in it, as a file."""
        tables = self.tables.removeprefix(_START).removesuffix(_END)
        return _START + tables + data[self.start : self.end].removeprefix(_START)


def list_strips(data: bytes) -> Iterator[Strip]:
    """Yield the strips and tiles of all pages. Raises ImageProblem."""
    image = open_image(data)
    for number in range(getattr(image, "n_frames", 1)):
        with reading():
            image.seek(number)
            yield from _list_page(_tags_of(image))


def _tags_of(image: ImageFile) -> dict[int, tuple[Any, ...]]:
    tags: Any = getattr(image, "tag_v2", {})
    values = ((tag, tags[tag]) for tag in tags)
    return {tag: value if isinstance(value, tuple) else (value,) for tag, value in values}


def _list_page(tags: dict[int, tuple[Any, ...]]) -> Iterator[Strip]:
    (width,), (length,) = tags[_WIDTH], tags[_LENGTH]
    samples = tags.get(_SAMPLES, (1,))[0]
    planes = samples if tags.get(_PLANAR, (1,))[0] == _SEPARATE else 1
    bits = tags.get(_BITS, (1,))
    depth = (sum(bits) if len(bits) > 1 else bits[0] * samples) // planes
    is_tiled = _TILES in tags
    names = (_TILES, _TILE_SIZES) if is_tiled else (_STRIPS, _SIZES)
    starts, sizes = (tags.get(name, ()) for name in names)
    across = tags[_TILE_WIDTH][0] if is_tiled else width
    row = -(-depth * across // 8)
    rows = tags[_TILE_LENGTH][0] if is_tiled else min(tags.get(_ROWS, (length,))[0], length)
    kind = tags.get(_COMPRESSION, (_NONE,))[0]
    tables = tags.get(_JPEG_TABLES, (b"",))[0]
    each = -(-length // rows)
    for number, (start, size) in enumerate(zip(starts, sizes, strict=True)):
        left = rows if is_tiled else min(rows, length - number % each * rows)
        fax = _read_fax(tags, kind, across, left) if kind in FAXES else None
        yield Strip(kind, start, start + size, left * row, tables, fax)


def _read_fax(tags: dict[int, tuple[Any, ...]], kind: int, width: int, rows: int) -> Fax:
    is_turned = tags.get(_FILL_ORDER, (1,))[0] == _TURNED
    return Fax(kind, width, rows, is_turned, bool(tags.get(_T4_OPTIONS, (0,))[0] & 1))


def find_packed_end(strip: Strip, data: bytes) -> int:
    """Return how many bytes of a strip are needed; all, if its compression is not known here."""
    packed = data[strip.start : strip.end]
    if strip.kind == _NONE:
        return min(strip.size, len(packed))
    if strip.kind in _DEFLATE or strip.kind == _LZMA:
        is_lzma = strip.kind == _LZMA
        inflater = lzma.LZMADecompressor() if is_lzma else zlib.decompressobj()
        return len(packed) - len(_rest(inflater, packed))
    if strip.kind == _LZW:
        return _lzw_end(packed, strip.size)
    if strip.kind == _PACK_BITS:
        return _pack_bits_end(packed, strip.size)
    if strip.kind == _ZSTANDARD:
        return _zstandard_end(packed)
    if strip.fax and len(packed) <= _MOST_FAX:
        return find_fax_end(packed, strip.fax)
    return len(packed)


def _rest(inflater: Any, packed: bytes) -> bytes:
    """Return what follows compressed bytes; nothing if they are damaged."""
    try:
        while packed and not inflater.eof:
            inflater.decompress(packed, _CHUNK)
            packed = getattr(inflater, "unconsumed_tail", b"")
            if not packed and not inflater.eof and getattr(inflater, "needs_input", True):
                break
    except (zlib.error, lzma.LZMAError):
        return b""
    return bytes(inflater.unused_data)


def _zstandard_end(packed: bytes) -> int:
    """Return how many bytes a frame takes (RFC 8878, section 3.1.1); all if it is damaged."""
    if not packed.startswith(_ZSTANDARD_START) or len(packed) < 5:  # noqa: PLR2004  # the head
        return len(packed)
    told = packed[4]
    is_single, has_checksum = told >> 5 & 1, told >> 2 & 1
    at = 5 + (not is_single) + (0, 1, 2, 4)[told & 3] + (is_single, 2, 4, 8)[told >> 6]
    is_last = False
    while not is_last and at + 3 <= len(packed):
        head = int.from_bytes(packed[at : at + 3], "little")
        is_last, is_repeated = bool(head & 1), head >> 1 & 3 == 1
        at += 3 + (1 if is_repeated else head >> 3)
    return min(at + 4 * has_checksum, len(packed))


def _pack_bits_end(packed: bytes, size: int) -> int:
    """Return how many bytes it takes for `size` bytes (TIFF 6.0, section 9)."""
    at = made = 0
    while made < size and at < len(packed):
        head = packed[at]
        made += 0 if head == 128 else head + 1 if head < 128 else 257 - head  # noqa: PLR2004  # of the format
        at += 1 if head == 128 else head + 2 if head < 128 else 2  # noqa: PLR2004  # as above
    return at


def _lzw_end(packed: bytes, size: int) -> int:
    """Return how many bytes it takes for `size` bytes (TIFF 6.0, section 13).

    Of each code, only the length of what it stands for is kept. The code for the end counts, too.
    """
    lengths = [1] * _FIRST
    bits, held, width, made, before = 0, 0, 9, 0, 0
    for at, byte in enumerate(packed):
        bits, held = bits << 8 | byte, held + 8
        if held < width:
            continue
        held -= width
        code = bits >> held
        bits &= (1 << held) - 1
        if made >= size or code == _FINISH:
            return at + 1
        if code == _CLEAR:
            lengths, width, before = [1] * _FIRST, 9, 0
            continue
        if code > len(lengths) - (not before):
            return len(packed)  # damaged, or of the kind before TIFF 5
        if before:
            lengths.append(before + 1)
        before = lengths[code]
        made += before
        # Codes get longer one entry too early, as the first programs had it.
        width = min(_LONGEST, (len(lengths) + 1).bit_length())
    return len(packed)
