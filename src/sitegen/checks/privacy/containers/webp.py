"""Find metadata in WebP files: RIFF chunks (WebP container specification)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sitegen.checks.privacy.containers.tiff import find_in_exif
from sitegen.checks.privacy.findings import (
    AFTER_END,
    BETWEEN,
    DAMAGE,
    PROFILE,
    PROVENANCE,
    read_xmp,
)

__all__ = ["find_in_webp"]

_PIXELS = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
_SIZES = {b"VP8X": 10, b"ANIM": 6}
_FRAME_HEADER = 16


def find_in_webp(data: bytes) -> Iterator[str]:
    """Yield what a WebP file holds besides its picture."""
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data) or end % 2:
        yield DAMAGE
        return
    yield from _find_in_chunks(data, 12, end, in_frame=False)
    if end < len(data):
        yield AFTER_END


def _find_in_chunks(data: bytes, at: int, end: int, *, in_frame: bool) -> Iterator[str]:
    while at < end:
        name, size = struct.unpack_from("<4sI", data, at)
        start, stop = at + 8, at + 8 + size
        at = stop + size % 2
        if at > end:
            yield DAMAGE
            return
        if size % 2 and data[stop]:
            yield BETWEEN
        if name == b"ANMF" and not in_frame and size >= _FRAME_HEADER:
            yield from _find_in_chunks(data, start + _FRAME_HEADER, stop, in_frame=True)
        else:
            yield from _find_in_chunk(name, data[start:stop])


def _find_in_chunk(name: bytes, content: bytes) -> Iterator[str]:
    if name in _PIXELS:
        return
    if name in _SIZES:
        if len(content) != _SIZES[name]:
            yield DAMAGE
    elif name == b"EXIF":
        yield from find_in_exif(content)
    elif name == b"XMP ":
        yield from read_xmp(content)
    elif name == b"ICCP":
        yield PROFILE
    elif name == b"C2PA":
        yield PROVENANCE
    else:
        yield f"chunk '{name.decode('latin-1')}'"
