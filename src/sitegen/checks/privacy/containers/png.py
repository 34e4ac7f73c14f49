"""Find metadata in PNG files: chunks, and bytes after the pixels (PNG, third edition)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import msgspec

from sitegen.checks.privacy.containers.tiff import find_in_exif
from sitegen.checks.privacy.findings import (
    AFTER_END,
    AUTHOR,
    COMMENT,
    DAMAGE,
    HIDDEN,
    PROFILE,
    PROVENANCE,
    SOFTWARE,
    TABLES,
    TIME,
    read_xmp,
)

__all__ = ["find_in_png"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Chunks that belong to a picture, and the lengths that they may have.
_STRUCTURAL: dict[bytes, range] = {
    b"IHDR": range(13, 14),
    b"PLTE": range(3, 769),
    b"IEND": range(1),
    b"tRNS": range(1, 257),
    b"gAMA": range(4, 5),
    b"cHRM": range(32, 33),
    b"sRGB": range(1, 2),
    b"cICP": range(4, 5),
    b"mDCV": range(24, 25),
    b"cLLI": range(8, 9),
    b"sBIT": range(1, 5),
    b"bKGD": range(1, 7),
    b"hIST": range(2, 513),
    b"pHYs": range(9, 10),
    b"sTER": range(1, 2),
    b"acTL": range(8, 9),
    b"fcTL": range(26, 27),
}
_CHUNKS = {b"iCCP": PROFILE, b"tIME": TIME, b"caBX": PROVENANCE}
_KEYS = {b"Author": AUTHOR, b"Artist": AUTHOR, b"Copyright": AUTHOR, b"Creation Time": TIME}
_KEYS |= {b"Software": SOFTWARE, b"Source": "camera", b"Description": "description"}
_KEYS |= {b"XML:com.adobe.xmp": "XMP", b"Comment": COMMENT}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ADAM7 = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
_STEP = 1 << 20
#: Where the header has the number of bits, and the kind of colours; the kind with a palette.
_DEPTH, _COLOUR, _PALETTE = 8, 9, 3
#: The length of a transparent colour by the kind of colours.
_TRANSPARENT = {0: 2, 2: 6}


class _Pixels(msgspec.Struct):
    """The compressed rows of one frame."""

    width: int
    height: int
    parts: list[bytes] = msgspec.field(default_factory=list)


class _Frames(msgspec.Struct):
    """Collects the compressed pixels of a picture, or of the frames of an animation."""

    header: bytes = b""
    coming: bytes = b""
    found: list[_Pixels] = msgspec.field(default_factory=list)

    def note(self, name: bytes, content: bytes) -> None:
        if name == b"IHDR":
            self.header = content
        elif name == b"fcTL":
            self.coming = content[4:]
        elif name == b"IDAT":
            self.coming = b""
            if not self.found:
                self.found.append(_Pixels(*struct.unpack_from(">II", self.header)))
            self.found[0].parts.append(content)
        elif name == b"fdAT":
            if self.coming:
                self.found.append(_Pixels(*struct.unpack_from(">II", self.coming)))
                self.coming = b""
            self.found[-1].parts.append(content[4:])


def find_in_png(data: bytes, *, inflate: bool = True) -> Iterator[str]:
    """Yield what a PNG file holds beside its picture."""
    if not data.startswith(_SIGNATURE):
        yield DAMAGE
        return
    at, name = len(_SIGNATURE), b""
    frames = _Frames()
    while name != b"IEND":
        size, name = struct.unpack_from(">I4s", data, at)
        content = data[at + 8 : at + 8 + size]
        (check,) = struct.unpack_from(">I", data, at + 8 + size)
        first = not frames.header
        if check != zlib.crc32(content, zlib.crc32(name)) or first != (name == b"IHDR"):
            yield DAMAGE
            return
        at += 12 + size
        frames.note(name, content)
        yield from _find_in_chunk(name, content)
        if _is_unused(name, len(content), frames.header):
            yield TABLES
    for frame in frames.found if inflate else ():
        yield from _find_behind_pixels(frame, frames.header)
    if at < len(data):
        yield AFTER_END


def _find_in_chunk(name: bytes, content: bytes) -> Iterator[str]:
    if name in {b"IDAT", b"fdAT"}:
        return
    if name in _STRUCTURAL:
        if len(content) not in _STRUCTURAL[name]:
            yield DAMAGE
    elif name == b"eXIf":
        yield from find_in_exif(content)
    elif name in {b"tEXt", b"zTXt", b"iTXt"}:
        yield from _find_in_text(content)
    else:
        yield _CHUNKS.get(name, f"chunk '{name.decode('latin-1')}'")


def _is_unused(name: bytes, size: int, header: bytes) -> bool:
    """Tell whether a table is there that the picture does not need, or is longer than needed."""
    kind, colours = header[_COLOUR], 1 << header[_DEPTH]
    if name == b"PLTE":
        return kind != _PALETTE or size > 3 * colours
    if name == b"tRNS":
        return size > (colours if kind == _PALETTE else _TRANSPARENT.get(kind, 0))
    return name == b"hIST"


def _find_in_text(content: bytes) -> Iterator[str]:
    key = content.partition(b"\0")[0]
    if _KEYS.get(key) != SOFTWARE:
        yield "text"
    if key in _KEYS:
        yield _KEYS[key]
    if key == b"XML:com.adobe.xmp":
        yield from read_xmp(content)
    if key.startswith(b"Raw profile type"):
        yield "EXIF"


def _find_behind_pixels(frame: _Pixels, header: bytes) -> Iterator[str]:
    """Yield a finding if rows are missing, or if bytes follow them."""
    wanted, found = _row_bytes(frame, header), 0
    inflater = zlib.decompressobj()
    for part in frame.parts:
        if inflater.eof and part:
            yield HIDDEN
            return
        rest = part
        while rest and not inflater.eof and found <= wanted:
            found += len(inflater.decompress(rest, _STEP))
            rest = inflater.unconsumed_tail
        if found > wanted or inflater.unused_data:
            yield HIDDEN
            return
    if not inflater.eof:
        found += len(inflater.flush())
    if found != wanted or not inflater.eof:
        yield HIDDEN if found > wanted else DAMAGE


def _row_bytes(frame: _Pixels, header: bytes) -> int:
    """Return how many bytes all rows take, each with its filter byte."""
    depth, kind, interlaced = header[8], header[9], header[12]
    bits = depth * _CHANNELS[kind] if kind in _CHANNELS else 0
    if not bits or not frame.width or not frame.height:
        raise ValueError(DAMAGE)
    passes = _ADAM7 if interlaced else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        width = -(-(frame.width - left) // across)
        height = -(-(frame.height - top) // down)
        if width > 0 and height > 0:
            total += height * (1 + (width * bits + 7) // 8)
    return total
