"""Write PNG files of at most sixteen colours: https://www.w3.org/TR/png-3/.

Half of Pillow's time for such a picture goes into trying filters and passing small buffers on. Two
pixels to a byte and no filter make a card's file smaller in a tenth of it.

Three quarters of a card are empty rows. These are compressed once for all cards: the parts of a
deflate stream can be put together as long as none refers to what is before it.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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
#: Repetitions of one byte are all that is looked for: a third less time, and smaller files.
_TEXT = (1, zlib.DEFLATED, -zlib.MAX_WBITS, 8, zlib.Z_RLE)
_EMPTY = (9, zlib.DEFLATED, -zlib.MAX_WBITS)


def encode_png(canvas: Image.Image, palette: bytes) -> bytes:
    """Return the file of a picture of mode P, whose pixels are indices below 16.

    `palette` has three bytes for each colour.
    """
    width, height = canvas.size
    row = -(-width * _BITS // 8)
    # Each row begins with the number of its filter: the zeros that Pillow leaves behind the rows.
    rows = b"\0" + canvas.tobytes("raw", "P;4", row + 1, 1)[:-1]
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, _BITS, _INDEXED, 0, 0, 0)),
            _chunk(b"PLTE", palette),
            _chunk(b"IDAT", _compress(rows, _BAND * (row + 1))),
            _chunk(b"IEND", b""),
        )
    )


def _compress(data: bytes, band: int) -> bytes:
    """Return data as a stream of zlib; a `band` of so many bytes is often empty."""
    packer = zlib.compressobj(*_TEXT)
    pieces = [_HEADER]
    check = 1
    for part, is_empty in _parts(data, band):
        if is_empty:
            pieces.append(_compress_zeros(len(part)))
            check = _add_zeros(check, len(part))
        else:
            # After a full flush, nothing refers to what is before it.
            pieces += (packer.compress(part), packer.flush(zlib.Z_FULL_FLUSH))
            check = zlib.adler32(part, check)
    return b"".join((*pieces, _LAST_BLOCK, check.to_bytes(4, "big")))


def _parts(data: bytes, band: int) -> Iterator[tuple[bytes, bool]]:
    """Yield bands, as many together as are alike, and whether they are empty."""
    zeros = bytes(band)
    bands = [data.startswith(zeros, start) for start in range(0, len(data), band)]
    first = 0
    for is_empty, alike in groupby(bands):
        last = first + band * len(list(alike))
        yield data[first:last], is_empty
        first = last


@lru_cache(maxsize=512)
def _compress_zeros(length: int) -> bytes:
    packer = zlib.compressobj(*_EMPTY)
    return packer.compress(bytes(length)) + packer.flush(zlib.Z_FULL_FLUSH)


def _add_zeros(check: int, length: int) -> int:
    """Return what `zlib.adler32` does for so many zeros after the data of a check sum."""
    last, total = check & 0xFFFF, check >> 16
    return ((total + length * last) % _ADLER) << 16 | last


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(content, zlib.crc32(name))
    return struct.pack(">I4s", len(content), name) + content + struct.pack(">I", check)
