"""Write PNG files of at most sixteen colours: https://www.w3.org/TR/png-3/.

Half of Pillow's time for such a picture goes into trying filters and passing small buffers on. Two
pixels to a byte, no filter and zlib's first level make a card's file smaller in a third of it.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["encode_png"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BITS, _INDEXED = 4, 3
_LEVEL, _MEMORY = 1, 9


def encode_png(canvas: Image.Image, palette: bytes) -> bytes:
    """Return the file of a picture of mode P, whose pixels are indices below 16.

    `palette` has three bytes for each colour.
    """
    width, height = canvas.size
    row = -(-width * _BITS // 8)
    # Each row begins with the number of its filter: the zeros that Pillow leaves behind the rows.
    rows = b"\0" + canvas.tobytes("raw", "P;4", row + 1, 1)[:-1]
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS, _MEMORY)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, _BITS, _INDEXED, 0, 0, 0)),
            _chunk(b"PLTE", palette),
            _chunk(b"IDAT", packer.compress(rows) + packer.flush()),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(content, zlib.crc32(name))
    return struct.pack(">I4s", len(content), name) + content + struct.pack(">I", check)
