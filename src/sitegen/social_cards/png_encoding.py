"""Write PNG files of at most sixteen colours: https://www.w3.org/TR/png-3/.

Half of Pillow's time for such a picture goes into trying filters and passing small buffers on. Two
pixels to a byte and no filter make a card's file smaller in a tenth of it.

Three quarters of a card are empty rows. These are compressed once for all cards: the parts of a
deflate stream can be put together as long as none refers to what is before it. Small parts, such as
the name of the site, are compressed once for all cards that have them.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL import Image

__all__ = ["encode_png"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BITS, _INDEXED = 4, 3
#: What begins a stream of zlib, and an empty last block: RFC 1950 and RFC 1951.
_HEADER, _LAST_BLOCK = b"\x78\x01", b"\x03\x00"
#: The modulus of zlib's check sum.
_ADLER = 65_521
#: Rows that are looked at together.
_BAND = 8
#: Bands that are looked at together where there is no text.
_TOGETHER = 6
#: Repetitions of one byte are all that is looked for: a third less time, and smaller files.
_TEXT = (1, zlib.DEFLATED, -zlib.MAX_WBITS, 8, zlib.Z_RLE)
_EMPTY = (9, zlib.DEFLATED, -zlib.MAX_WBITS)
#: Parts of at most so many bytes are kept, up to so many: 48 rows of a card, 2 MB.
_SMALL, _MOST_KEPT = 48 * 601, 64
#: Small parts and what they were compressed to, by their check sums.
_kept: dict[int, tuple[bytes, bytes]] = {}


def encode_png(canvas: Image.Image, palette: bytes) -> bytes:
    """Return the file of a picture of mode P, whose pixels are indices below 16.

    `palette` has three bytes for each colour.
    """
    width, height = canvas.size
    row = -(-width * _BITS // 8)
    rows = canvas.tobytes("raw", "P;4", row + 1, 1)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, _BITS, _INDEXED, 0, 0, 0)),
            _chunk(b"PLTE", palette),
            _chunk(b"IDAT", _compress(_parts(rows, _BAND * (row + 1)))),
            _chunk(b"IEND", b""),
        )
    )


def _parts(rows: bytes, band: int) -> Iterator[tuple[int, bytes]]:
    """Yield the length of each part of the rows, and its bytes; none if these are zeros.

    Each row begins with the number of its filter: the zero that Pillow leaves behind the one before
    it. So every part begins a byte earlier in `rows`, and there is none before the first.
    """
    at = 0
    for start, end in _find_text(rows, band):
        if start > at:
            yield start - at, b""
        yield end - start, rows[start - 1 : end - 1] if start else b"\0" + rows[: end - 1]
        at = end
    if at < len(rows):
        yield len(rows) - at, b""


def _find_text(rows: bytes, band: int) -> Iterator[tuple[int, int]]:
    """Yield where bands are that are not empty, as many together as follow each other.

    A last band with fewer rows counts as one of them.
    """
    zeros, many = bytes(band), bytes(_TOGETHER * band)
    is_empty = rows.startswith
    start, begun = 0, -1
    while start < len(rows):
        if not is_empty(zeros, max(0, start - 1)):
            begun = start if begun < 0 else begun
            start += band
            continue
        if begun >= 0:
            yield begun, start
            begun = -1
        start += band
        while is_empty(many, start - 1):
            start += len(many)
    if begun >= 0:
        yield begun, len(rows)


def _compress(parts: Iterable[tuple[int, bytes]]) -> bytes:
    """Return parts, each with its length, as a stream of zlib."""
    pieces = [_HEADER]
    check = 1
    for length, part in parts:
        if part:
            own = zlib.adler32(part)
            pieces.append(_compress_text(part, own))
        else:
            own = 1 | length % _ADLER << 16
            pieces.append(_compress_zeros(length))
        check = _join_checks(check, own, length)
    return b"".join((*pieces, _LAST_BLOCK, check.to_bytes(4, "big")))


def _compress_text(part: bytes, check: int) -> bytes:
    """Return a part, compressed; `check` is its check sum."""
    known = _kept.get(check)
    if known and known[0] == part:
        return known[1]
    packer = zlib.compressobj(*_TEXT)
    # After a full flush, nothing refers to what is before it.
    packed = packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)
    if len(part) <= _SMALL:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[check] = part, packed
    return packed


@lru_cache(maxsize=512)
def _compress_zeros(length: int) -> bytes:
    packer = zlib.compressobj(*_EMPTY)
    return packer.compress(bytes(length)) + packer.flush(zlib.Z_FULL_FLUSH)


def _join_checks(before: int, check: int, length: int) -> int:
    """Return the check sum of two parts from theirs, and from the length of the second."""
    low, high = before & 0xFFFF, before >> 16
    total = high + (check >> 16) + length * (low - 1)
    return total % _ADLER << 16 | (low + (check & 0xFFFF) - 1) % _ADLER


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(content, zlib.crc32(name))
    return struct.pack(">I4s", len(content), name) + content + struct.pack(">I", check)
