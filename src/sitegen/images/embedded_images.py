"""Remove metadata from pictures that are embedded in other files as `data:` URLs.

Where possible, the pixels stay as they are compressed in the file, and only the parts of the
container that hold something else are left out: PNG (W3C, third edition), JPEG (ITU T.81, annex B)
and WebP (RFC 9649). Where metadata says how to show the pixels (a colour profile, an orientation),
or bytes are hidden behind them, the picture is encoded again.
"""

from __future__ import annotations

import base64
import io
import re
import struct
from typing import TYPE_CHECKING, Literal

from sitegen.images.color_profiles import profile_converter
from sitegen.images.data_urls import parse_data_url
from sitegen.images.decoding import Decoder
from sitegen.images.formats import MAX_MEGAPIXELS, open_image, read_orientation, reading
from sitegen.images.image_problem import IMAGE_BROKEN, IMAGE_FORMAT, IMAGE_TOO_LARGE, ImageProblem
from sitegen.images.signatures import identify_format
from sitegen.images.unused_bytes import has_unused_bytes
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageFile import ImageFile

__all__ = ["Embedded", "strip_raster"]

Raster = Literal["PNG", "JPEG", "WEBP"]

_PICTURE_TYPE = compile_late(r"image/(?:png|jpe?g|webp)")
_FONT_TYPE = compile_late(
    r"font/\w+|application/(?:x-)?font-\w+|application/vnd\.ms-opentype"
    r"|application/octet-stream"
)
#: What browsers load, after a check of their own.
_FONTS = {"WOFF2": "woff2", "WOFF": "woff", "OpenType": "otf", "TrueType": "ttf"}

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Pixels and what their numbers mean; the last three are those of an animation.
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"cICP"}
    | {b"acTL", b"fcTL", b"fdAT"}
)
_WEBP_KEPT = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})
#: The flags of VP8X for a profile, EXIF and XMP.
_WEBP_FLAGS = 0x20 | 0x08 | 0x04
_RIFF_HEADER = 12

_MARK, _EOI, _SOS, _APP0, _APP14, _COM = 0xFF, 0xD9, 0xDA, 0xE0, 0xEE, 0xFE
_APPS = range(0xE0, 0xF0)
_ALONE = {0x01, *range(0xD0, 0xD8)}
_JFIF = b"JFIF\0"
_JFIF_SIZE = 12
_ADOBE = b"Adobe"
_ADOBE_SIZE = 12
#: A marker other than a stuffed byte or a restart ends a scan.
_SCAN_END = compile_late(rb"\xff[^\x00\xd0-\xd7\xff]")
_QUALITY = 95
_GREYS = frozenset({"1", "L", "LA", "I;16", "I"})


class Embedded:
    """The pictures of one file; together they may not have more pixels than one image may."""

    def __init__(self) -> None:
        self._pixels = 0
        self._known: dict[str, str] = {}

    def clean(self, url: str) -> str:
        """Return a picture's URL without metadata; empty if it is no picture that is understood.

        Raises ImageProblem when there are too many pixels.
        """
        if url not in self._known:
            self._known[url] = self._clean(url)
        return self._known[url]

    def clean_font(self, url: str) -> str:
        """Return a font's URL with the type that it has; empty if it is none."""
        data = _content(url, _FONT_TYPE)
        kind = _FONTS.get(identify_format(data), "")
        return _written(f"font/{kind}", data) if kind else ""

    def _clean(self, url: str) -> str:
        data = _content(url, _PICTURE_TYPE)
        if not data:
            return ""
        try:
            kind, pixels, clean = strip_raster(data)
        except ImageProblem as error:
            if error.problem.code == IMAGE_TOO_LARGE:
                raise
            return ""
        self._pixels += pixels
        if self._pixels > MAX_MEGAPIXELS * 1_000_000:
            message = f"its pictures have more than {MAX_MEGAPIXELS} million pixels in all"
            raise ImageProblem(IMAGE_TOO_LARGE, message, "make them smaller")
        return _written(f"image/{kind.lower()}", clean)


def strip_raster(data: bytes) -> tuple[Raster, int, bytes]:
    """Return the format of a PNG, JPEG or WebP, its number of pixels, and its bytes without more.

    Raises ImageProblem for anything else.
    """
    image = open_image(data)
    kind = "JPEG" if image.format == "MPO" else image.format
    if kind not in {"PNG", "JPEG", "WEBP"}:
        raise ImageProblem(IMAGE_FORMAT, f"it holds a picture of the kind {kind}")
    raster: Raster = "PNG" if kind == "PNG" else "JPEG" if kind == "JPEG" else "WEBP"
    with reading():
        turned = read_orientation(image) > 1
        if turned or _has_other_colours(image):
            clean = _remake(image, raster)
        else:
            clean = _without_metadata(data, raster)
            clean = _remake(image, raster) if has_unused_bytes(clean) else clean
        check = open_image(clean)
        check.load()
    return raster, check.width * check.height, clean


def _content(url: str, kinds: re.Pattern[str]) -> bytes:
    """Return the content of a `data:` URL if it has one of these media types."""
    parsed = parse_data_url(url) if url[:5].casefold() == "data:" else None
    return parsed[1] if parsed and kinds.fullmatch(parsed[0]) else b""


def _written(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _has_other_colours(image: ImageFile) -> bool:
    """Tell whether a profile says anything but what browsers take for granted."""
    profile = image.info.get("icc_profile")
    mode = "CMYK" if image.mode == "CMYK" else "L" if image.mode in _GREYS else "RGB"
    return bool(profile) and profile_converter(profile, mode) is not None


def _remake(image: ImageFile, kind: Raster) -> bytes:
    """Turn the pixels upright and convert them to sRGB."""
    found = Decoder(image).whole().image
    upright = found.convert("RGBA") if found.mode == "RGBa" else found
    out = io.BytesIO()
    if kind == "PNG":
        upright.save(out, "PNG")
    elif kind == "WEBP":
        upright.save(out, "WEBP", lossless=True, exact=True)
    else:
        upright.save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return out.getvalue()


def _without_metadata(data: bytes, kind: Raster) -> bytes:
    pieces = {"PNG": _png_chunks, "JPEG": _jpeg_segments, "WEBP": _webp_chunks}[kind](data)
    clean = b"".join(pieces)
    if kind == "WEBP":
        clean = b"RIFF" + struct.pack("<I", len(clean) + 4) + b"WEBP" + clean
    return clean


def _png_chunks(data: bytes) -> Iterator[bytes]:
    """Yield the signature and the chunks to keep. Raises struct.error when it is cut off."""
    yield _PNG_SIGNATURE
    at, name = len(_PNG_SIGNATURE), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if name in _PNG_KEPT:
            yield data[at:end]
        at = end


def _webp_chunks(data: bytes) -> Iterator[bytes]:
    """Yield the chunks to keep; those of an animation's frames hold chunks themselves."""
    (size,) = struct.unpack_from("<I", data, 4)
    at, stop = _RIFF_HEADER, min(len(data), size + 8)
    while at < stop:
        name, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        if name == b"VP8X":
            flags = data[at + 8] & ~_WEBP_FLAGS
            yield data[at : at + 8] + bytes([flags]) + data[at + 9 : end]
        elif name in _WEBP_KEPT:
            yield data[at:end]
        at = end


def _jpeg_segments(data: bytes) -> Iterator[bytes]:
    """Yield the segments to keep, without what applications added; raises IndexError at a cut."""
    yield data[:2]
    at = 2
    while True:
        if data[at] != _MARK:
            raise ImageProblem(IMAGE_BROKEN, "it is damaged")
        marker = data[at + 1]
        if marker == _MARK:  # a filler
            at += 1
            continue
        if marker == _EOI:
            yield b"\xff\xd9"
            return
        if marker in _ALONE:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        yield _jpeg_segment(marker, data[at:end])
        at = end
        if marker == _SOS:
            found = _SCAN_END.search(data, at)
            if found is None:
                raise ImageProblem(IMAGE_BROKEN, "it is cut off")
            yield data[at : found.start()]
            at = found.start()


def _jpeg_segment(marker: int, segment: bytes) -> bytes:
    """Return a segment as it is to be; of applications' only what says how to show the pixels."""
    body = segment[4:]
    if marker == _APP0 and body.startswith(_JFIF):
        return b"\xff\xe0\0\x10" + body[:_JFIF_SIZE] + b"\0\0"  # without its thumbnail
    if marker == _APP14 and body.startswith(_ADOBE):
        return b"\xff\xee\0\x0e" + body[:_ADOBE_SIZE]
    return b"" if marker in _APPS or marker == _COM else segment
