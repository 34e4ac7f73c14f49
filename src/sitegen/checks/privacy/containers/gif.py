"""Find metadata in GIF files: blocks and extensions (GIF89a)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sitegen.checks.privacy.containers.gif_pixels import has_bytes_behind
from sitegen.checks.privacy.findings import (
    AFTER_END,
    COMMENT,
    DAMAGE,
    HIDDEN,
    PROFILE,
    PROVENANCE,
    TABLES,
    read_xmp,
)

__all__ = ["find_in_gif"]

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_CONTROL, _COMMENT, _TEXT, _APPLICATION = 0xF9, 0xFE, 0x01, 0xFF
#: The flag of a palette, for all frames or for one.
_HAS_PALETTE = 0x80
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_LOOP = 3


def find_in_gif(data: bytes) -> Iterator[str]:
    """Yield what a GIF file holds besides its frames."""
    at = 13 + _palette(data[10])
    is_palette_used = not data[10] & _HAS_PALETTE
    while True:
        kind = data[at]
        if kind == _TRAILER:
            break
        if kind == _IMAGE:
            blocks, end = _blocks(data, at + 11 + _palette(data[at + 9]))
            is_palette_used |= not data[at + 9] & _HAS_PALETTE
            if _has_bytes_behind(data, at, blocks):
                yield HIDDEN
            at = end
        elif kind == _EXTENSION:
            label = data[at + 1]
            blocks, at = _blocks(data, at + 2)
            yield from _find_in_extension(label, blocks)
        else:
            yield DAMAGE
            return
    if not is_palette_used:
        yield TABLES
    if at + 1 < len(data):
        yield AFTER_END


def _has_bytes_behind(data: bytes, at: int, blocks: list[bytes]) -> bool:
    """Tell whether bytes follow the pixels of the frame whose descriptor is at an offset."""
    width, height = struct.unpack_from("<HH", data, at + 5)
    code_size = data[at + 10 + _palette(data[at + 9])]
    return has_bytes_behind(b"".join(blocks), code_size, width * height)


def _palette(flags: int) -> int:
    """Return the length in bytes of the colour table that a descriptor declares."""
    return 3 << ((flags & 7) + 1) if flags & _HAS_PALETTE else 0


def _blocks(data: bytes, at: int) -> tuple[list[bytes], int]:
    """Return a chain of sub-blocks, and the offset after it."""
    blocks = []
    while data[at]:
        block = data[at + 1 : at + 1 + data[at]]
        blocks.append(block)
        at += 1 + data[at]
    return blocks, at + 1


def _find_in_extension(label: int, blocks: list[bytes]) -> Iterator[str]:
    first, rest = (blocks[0], blocks[1:]) if blocks else (b"", [])
    if label == _CONTROL:
        if len(first) != 4 or rest:
            yield DAMAGE
    elif label == _COMMENT:
        yield COMMENT
    elif label == _TEXT:
        yield "text"
    elif label != _APPLICATION:
        yield f"extension {label}"
    elif first in _LOOPS and len(rest) == 1 and len(rest[0]) == _LOOP and rest[0][0] == 1:
        return
    elif first.startswith(b"XMP Data"):
        yield from read_xmp(b"".join(rest))
    elif first.startswith(b"ICCRGBG1"):
        yield PROFILE
    elif first.startswith(b"C2PA"):
        yield PROVENANCE
    else:
        yield f"application data ({first[:8].decode('latin-1').strip()})"
