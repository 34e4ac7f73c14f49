"""Find bytes in a TIFF's strips and tiles that the picture does not need (TIFF 6.0).

A strip holds a known number of bytes, compressed. Where these end is found without making pixels of
them: the decoder of such files writes to the terminal what it does not like.
"""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sitegen.images.fax_codes import FAXES, Fax, find_fax_end
from sitegen.images.tiff_directories import TiffEntry, TiffReader

__all__ = ["Strip", "find_packed_end", "list_strips"]

_WIDTH, _LENGTH, _BITS, _COMPRESSION, _COLOURS = 256, 257, 258, 259, 262
_STRIPS, _SAMPLES, _ROWS, _SIZES, _PLANAR = 273, 277, 278, 279, 284
_TILE_WIDTH, _TILE_LENGTH, _TILES, _TILE_SIZES = 322, 323, 324, 325
_FILL_ORDER, _T4_OPTIONS, _JPEG_TABLES = 266, 292, 347
_NUMBERS = frozenset(
    {
        *(_WIDTH, _LENGTH, _BITS, _COMPRESSION, _COLOURS, _STRIPS, _SAMPLES, _ROWS, _SIZES),
        *(_PLANAR, _TILE_WIDTH, _TILE_LENGTH, _TILES, _TILE_SIZES, _FILL_ORDER, _T4_OPTIONS),
    }
)
_NONE, _LZW, _JPEG, _PACK_BITS, _LZMA, _WEBP = 1, 5, 7, 32773, 34925, 50001
_DEFLATE = frozenset({8, 32946})
#: What is read byte by byte or, in a fax, bit by bit, and how much longer that takes.
_WEIGHTS = {_LZW: 1, _PACK_BITS: 1, **dict.fromkeys(FAXES, 10)}
_KNOWN = frozenset({_NONE, _JPEG, _LZMA, _WEBP, *_DEFLATE, *_WEIGHTS})
#: That many bytes, with their weight, are read in some seconds; the fax of a page has 100,000.
_MOST_WEIGHT = 4_000_000
#: Colours that may be kept for fewer places than there are pixels.
_SUBSAMPLED = 6
_SEPARATE = _TURNED = 2
_START, _END = b"\xff\xd8", b"\xff\xd9"
#: Codes of LZW that stand for no bytes, and the longest code.
_CLEAR, _FINISH, _FIRST, _LONGEST = 256, 257, 258, 12
_CHUNK = 1 << 20
_RIFF_HEAD = 8


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

    def picture(self, data: bytes) -> bytes:
        """Return the JPEG or WebP in it as a file; nothing if it holds neither."""
        packed = data[self.start : self.end]
        if self.kind == _JPEG:
            tables = self.tables.removeprefix(_START).removesuffix(_END)
            return _START + tables + packed.removeprefix(_START)
        return packed if self.kind == _WEBP else b""


def list_strips(
    tiff: TiffReader, pages: Iterable[Mapping[int, TiffEntry]]
) -> tuple[Strip, ...] | None:
    """Return the strips and tiles of all pages, which are entries by their tags.

    None if nobody can tell what is in them: because of how they are compressed, or because that
    would take too long. Raises ValueError and others for what is damaged, as `TiffReader` does.
    """
    found: list[Strip] = []
    weight = 0
    for by_tag in pages:
        tags = {tag: tiff.numbers(each) for tag, each in by_tag.items() if tag in _NUMBERS}
        kind = tags.get(_COMPRESSION, (_NONE,))[0]
        is_subsampled = kind != _JPEG and tags.get(_COLOURS, (0,))[0] == _SUBSAMPLED
        if kind not in _KNOWN or is_subsampled:
            return None
        tables = tiff.value(by_tag[_JPEG_TABLES]) if _JPEG_TABLES in by_tag else b""
        if tables and kind != _JPEG:
            raise ValueError(kind)
        strips = list(_list_page(tags, kind, tables))
        if any(strip.end > len(tiff.data) for strip in strips):
            raise ValueError(kind)
        weight += _WEIGHTS.get(kind, 0) * sum(each.end - each.start for each in strips)
        if weight > _MOST_WEIGHT:
            return None
        found += strips
    return tuple(found)


def _list_page(tags: dict[int, tuple[int, ...]], kind: int, tables: bytes) -> Iterator[Strip]:
    (width,), (length,) = tags.get(_WIDTH, ()), tags.get(_LENGTH, ())
    samples = tags.get(_SAMPLES, (1,))[0]
    planes = samples if tags.get(_PLANAR, (1,))[0] == _SEPARATE else 1
    bits = tags.get(_BITS, (1,))
    depth = (sum(bits) if len(bits) > 1 else bits[0] * samples) // max(planes, 1)
    is_tiled = _TILES in tags
    names = (_TILES, _TILE_SIZES) if is_tiled else (_STRIPS, _SIZES)
    starts, sizes = (tags.get(name, ()) for name in names)
    across = tags.get(_TILE_WIDTH, (0,))[0] if is_tiled else width
    row = -(-depth * across // 8)
    tall = tags.get(_TILE_LENGTH, (0,))[0]
    rows = tall if is_tiled else min(tags.get(_ROWS, (length,))[0], length)
    if min(rows, across, planes) < 1:
        raise ValueError(rows)
    each = -(-length // rows)
    count = each * planes * (-(-width // across) if is_tiled else 1)
    # Nobody looks at more of them, nor at strips where there are tiles.
    is_both = is_tiled and bool(tags.keys() & {_STRIPS, _SIZES})
    if len(starts) != count or len(sizes) != count or is_both:
        raise ValueError(count)
    for number, (start, size) in enumerate(zip(starts, sizes, strict=True)):
        left = rows if is_tiled else min(rows, length - number % each * rows)
        fax = _read_fax(tags, kind, across, left) if kind in FAXES else None
        yield Strip(kind, start, start + size, left * row, tables, fax)


def _read_fax(tags: dict[int, tuple[int, ...]], kind: int, width: int, rows: int) -> Fax:
    is_turned = tags.get(_FILL_ORDER, (1,))[0] == _TURNED
    return Fax(kind, width, rows, is_turned, bool(tags.get(_T4_OPTIONS, (0,))[0] & 1))


def find_packed_end(strip: Strip, data: bytes) -> int:
    """Return how many bytes of a strip are needed. Raises ValueError, IndexError for a damaged one.

    Of a JPEG, all bytes count: its end is found as in other JPEGs.
    """
    packed = data[strip.start : strip.end]
    if strip.kind == _NONE:
        if len(packed) < strip.size:
            raise ValueError(strip.size)
        return strip.size
    if strip.kind in _DEFLATE or strip.kind == _LZMA:
        is_lzma = strip.kind == _LZMA
        inflater = lzma.LZMADecompressor() if is_lzma else zlib.decompressobj()
        return _inflated_end(inflater, packed, strip.size)
    if strip.kind == _LZW:
        return _lzw_end(packed, strip.size)
    if strip.kind == _PACK_BITS:
        return _pack_bits_end(packed, strip.size)
    if strip.kind == _WEBP:
        return _RIFF_HEAD + int.from_bytes(packed[4:_RIFF_HEAD], "little")
    return find_fax_end(packed, strip.fax) if strip.fax else len(packed)


def _inflated_end(inflater: Any, packed: bytes, size: int) -> int:
    """Return how many bytes it takes for `size` bytes; 0 if they stand for more."""
    rest, made = packed, 0
    try:
        while not inflater.eof:
            found = inflater.decompress(rest, _CHUNK)
            rest = getattr(inflater, "unconsumed_tail", b"")
            made += len(found)
            if made > size:
                return 0
            if not found and not rest and not inflater.eof:
                raise ValueError(made)
    except (zlib.error, lzma.LZMAError) as error:
        raise ValueError(made) from error
    return len(packed) - len(inflater.unused_data)


def _pack_bits_end(packed: bytes, size: int) -> int:
    """Return how many bytes it takes for `size` bytes (TIFF 6.0, section 9)."""
    at = made = 0
    while made < size:
        head = packed[at]
        is_literal = head < 128  # noqa: PLR2004  # of the format
        made += 0 if head == 128 else head + 1 if is_literal else 257 - head  # noqa: PLR2004  # as above
        at += 1 if head == 128 else head + 2 if is_literal else 2  # noqa: PLR2004  # as above
        if is_literal and made > size:
            at -= made - size
    if at > len(packed):
        raise ValueError(at)
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
            raise ValueError(code)  # damaged, or of the kind before TIFF 5
        if before:
            lengths.append(before + 1)
        before = lengths[code]
        made += before
        # Codes get longer one entry too early, as the first programs had it.
        width = min(_LONGEST, (len(lengths) + 1).bit_length())
    if made < size:
        raise ValueError(made)
    return len(packed)
