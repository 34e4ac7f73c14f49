"""Pictures with words behind their compressed pixels."""

from __future__ import annotations

import io
import struct

from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

__all__ = ["with_a_longer_frame", "with_a_longer_strip"]


def with_a_longer_frame(data: bytes, words: bytes) -> bytes:
    """Return an AVIF of which the last frame, at the end of the file, is longer by some words."""
    start = data.index(b"mdat")
    # The header of a frame, its size in seven bits or fourteen, and that many bytes to the end.
    frame, after, size = next(
        (at, at + count, found)
        for at in range(start, len(data))
        for count, found in ((2, data[at + 1]), (3, data[at + 1] & 127 | data[at + 2] << 7))
        if data[at] == 0x32 and found == len(data) - at - count
    )
    longer = size + len(words)
    told = bytes((longer & 127 | 128, longer >> 7))
    grown = data[start:frame] + b"\x32" + told + data[after:] + words
    more = len(grown) - len(data[start:])
    head = bytearray(data[:start])
    head[-4:] = struct.pack(">I", len(grown) + 4)
    items = head.index(b"iloc") + 8
    places = [items + 4 + 14 * number + 6 for number in range(head[items + 3])]
    last = max(places, key=lambda at: bytes(head[at : at + 4]))
    (length,) = struct.unpack_from(">I", head, last + 4)
    struct.pack_into(">I", head, last + 4, length + more)
    return bytes(head) + grown


def with_a_longer_strip(data: bytes, words: bytes) -> bytes:
    """Return a TIFF of which the last strip is longer by some words, at the end of the file."""
    with Image.open(io.BytesIO(data)) as image:
        assert isinstance(image, TiffImageFile)
        sizes, starts = image.tag_v2[279], image.tag_v2[273]
    start, size = starts[-1], sizes[-1]
    moved = data[:start] + bytes(size) + data[start + size :] + data[start : start + size] + words
    for old, new in ((start, len(data)), (size, size + len(words))):
        told = struct.pack("<I", old)
        at = moved.index(told, moved.index(struct.pack("<H", 273 if old == start else 279)))
        moved = moved[:at] + struct.pack("<I", new) + moved[at + 4 :]
    return moved
