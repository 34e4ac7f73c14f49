"""Open image files: allowed formats, size limits, and clear errors for everything else."""

from __future__ import annotations

import contextlib
import io
import re
import struct
import warnings
import zlib
from typing import TYPE_CHECKING

from PIL import Image, TiffImagePlugin, UnidentifiedImageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageFile import ImageFile

__all__ = [
    "IMAGE_SUFFIXES",
    "MAX_MEGAPIXELS",
    "READABLE",
    "TURNED",
    "ImageProblem",
    "open_image",
    "read_orientation",
    "reading",
    "refuse_as_svg",
    "reopen_image",
    "upright_size",
]

IMAGE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".svg"}
)
READABLE = "sitegen reads JPEG, PNG, WebP, GIF, AVIF, TIFF and SVG"
MAX_MEGAPIXELS = 120
#: Pillow registers 43 decoders; those of the web and of microscopes are enough, and safer.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF")
#: What Pillow's decoders raise for files that are damaged or made to harm. Its warnings are errors
#: where a program asks for that.
_DECODER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    Warning,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
_ORIENTATION = 0x0112
_MAX_ORIENTATION = 8
#: Orientations of which height is width.
TURNED = (5, 6, 7, 8)
#: An ordinary progressive JPEG has about ten; each costs as much as the whole image.
_MOST_SCANS = 1000
_TIFF, _SVG, _GZIP = "TIFF", "an SVG", "compressed with gzip"
_POINTER = "a pointer of Git LFS to a file that was not fetched"
_HINTS = {_SVG: "give it the ending .svg", _POINTER: "run git lfs pull"}
_TIFF_HINT = (
    "export it as PNG, or as TIFF: in grey of 8 or 16 bits, or of 32 in floating point, or in RGB"
)
_BITS, _CHANNELS, _SAMPLE_FORMAT, _BYTE = 258, 277, 339, 8
_NUMBERS = {
    1: "whole numbers",
    2: "whole numbers",
    3: "floating point",
    5: "complex numbers",
    6: "complex numbers",
}
_SPREAD = {"L;2": 85, "L;4": 17}
_START_OF_SCAN = b"\xff\xda"
_PNG = b"\x89PNG\r\n\x1a\n"
_SIGNATURES = {
    rb"\xff\xd8\xff": "JPEG",
    rb"\x89PNG": "PNG",
    rb"GIF8": "GIF",
    rb"RIFF.{4}WEBP": "WebP",
    rb".{4}ftypavi[fs]": "AVIF",
    rb"II[*+]\0|MM\0[*+]": _TIFF,
}
#: What else carries the name of an image now and then.
_OTHERS = {
    rb"8BPS": "a Photoshop file (PSD)",
    rb"%PDF-": "a PDF",
    rb"%!PS|\xc5\xd0\xd3\xc6": "PostScript (EPS)",
    rb"SIMPLE  =": "a FITS file",
    rb".{4}ftyp(hei[cfmsx]|hev[cmsx]|mif1|msf1)": "a HEIC photograph",
    rb".{4}ftyp|\x1aE\xdf\xa3|RIFF.{4}AVI ": "a film",
    rb"\0\0\0\x0cJXL |\xff\x0a": "a JPEG XL file",
    rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51": "a JPEG 2000 file",
    rb".{128}DICM": "a DICOM file",
    rb".{344}n[+i][12]\0": "a NIfTI volume",
    rb"\x89HDF": "an HDF5 file",
    rb"\x93NUMPY": "a NumPy array",
    rb"ZISRAWFILE": "a Zeiss microscope's file (CZI)",
    rb"\x76\x2f\x31\x01": "an OpenEXR file",
    rb"BM.{4}\0\0\0\0": "a Windows bitmap (BMP)",
    rb"\0\0[\x01\x02]\0": "an icon (ICO)",
    rb"P[1-7]\s": "a Netpbm file (PPM)",
    rb"PK\x03\x04": "a ZIP archive or an office document",
    rb"\x1f\x8b": _GZIP,
    rb"version https://git-lfs": _POINTER,
    rb"(?i)(\xef\xbb\xbf)?\s*(<!doctype html|<html)": "a web page",
    rb"(?i)(\xef\xbb\xbf)?\s*<.*svg[\s>]": _SVG,
}
_HEAD = 1024


class ImageProblem(Exception):  # noqa: N818  # a value for a diagnostic, not an error of ours
    """Why a file cannot be used as an image: a diagnostic's code, message and hint."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Turn whatever a decoder raises into an ImageProblem."""
    try:
        with _undisturbed():
            yield
    except _DECODER_ERRORS as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        if "MAX_TEXT_CHUNK" in reason or "MAX_TEXT_MEMORY" in reason:
            message = "it holds compressed text or a colour profile of more than 1 MB"
            hint = "export it again without comments"
            raise ImageProblem("image-broken", message, hint) from error
        raise ImageProblem(
            "image-broken", f"it cannot be read: {reason}", "export it again"
        ) from error


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Do without Pillow's limit and warnings for a while; a program that imports us keeps them.

    Our own limit stands in `open_image`, as an error: Pillow only warns at half of its limit. What
    else it warns of is either refused here or no trouble.
    """
    limit = Image.MAX_IMAGE_PIXELS
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        Image.MAX_IMAGE_PIXELS = None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = limit


def open_image(data: bytes, max_megapixels: int = MAX_MEGAPIXELS) -> ImageFile:
    """Open a raster image by its content, whatever its name. Raises ImageProblem."""
    image = reopen_image(data)
    width, height = image.size
    if width * height > max_megapixels * 1_000_000:
        message = f"it has {width} × {height} pixels, more than {max_megapixels} million"
        raise ImageProblem("image-too-large", message, "make it smaller")
    if width < 1 or height < 1:
        raise ImageProblem("image-broken", "it has no pixels", "export it again")
    if image.format == "PNG":
        _check_png(memoryview(data))
    elif image.format in {"JPEG", "MPO"} and data.count(_START_OF_SCAN) > _MOST_SCANS:
        message = f"it has more than {_MOST_SCANS} scans"
        raise ImageProblem("image-broken", message, "export it again")
    return image


def reopen_image(data: bytes) -> ImageFile:
    """Open a raster image that `open_image` has once found good. Raises ImageProblem."""
    if not data:
        raise ImageProblem("image-broken", "it is empty", "export it again")
    with reading():
        try:
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
        except UnidentifiedImageError as error:
            raise _unknown(data) from error
    _mend_transparency(image)
    return image


def _mend_transparency(image: ImageFile) -> None:
    """Pillow brings samples of 2, 4 and 16 bits to 8, but not the one that is transparent."""
    found = image.info.get("transparency")
    rawmode = image.tile[0].args if image.tile else None
    if isinstance(found, int) and rawmode in _SPREAD:
        image.info["transparency"] = min(255, found * _SPREAD[rawmode])
    elif isinstance(found, tuple) and rawmode == "RGB;16B":
        image.info["transparency"] = tuple(part >> 8 for part in found)


def _unknown(data: bytes) -> ImageProblem:
    """Say what a file is that could not be opened."""
    head = data[:_HEAD]
    own = _match(_SIGNATURES, head)
    if own == _TIFF:
        return ImageProblem("image-format", _unknown_tiff(data), _TIFF_HINT)
    if own:
        return ImageProblem("image-broken", f"it is a damaged {own}", "export it again")
    other = _match(_OTHERS, head)
    if other:
        return _other(other)
    return ImageProblem("image-format", "it is not an image, or damaged", READABLE)


def refuse_as_svg(data: bytes) -> None:
    """Raise ImageProblem for a file that is called an SVG and is plainly something else."""
    head = data[:_HEAD]
    own, other = _match(_SIGNATURES, head), _match(_OTHERS, head)
    if own:
        message, hint = f"it is no SVG but {own}", f"give it the ending .{own.lower()}"
        raise ImageProblem("image-format", message, hint)
    if other not in {"", _SVG, _GZIP}:
        raise _other(other)


def _other(name: str) -> ImageProblem:
    hint = _HINTS.get(name, "export it as PNG or JPEG")
    return ImageProblem("image-format", f"it is {name}", hint)


def _unknown_tiff(data: bytes) -> str:
    """Say which samples a TIFF has, if they may be what cannot be read."""
    with contextlib.suppress(*_DECODER_ERRORS):
        tags = TiffImagePlugin.ImageFileDirectory_v2(data[:8])
        file = io.BytesIO(data)
        file.seek(tags.next)
        tags.load(file)
        bits = max(tags.get(_BITS, (1,)))
        numbers = _NUMBERS.get(max(tags.get(_SAMPLE_FORMAT, (1,))))
        if numbers and bits > _BYTE:
            several = " and several channels" if tags.get(_CHANNELS, 1) > 1 else ""
            return f"it is a TIFF of {bits} bits in {numbers}{several}, which cannot be read"
    return "it is damaged, or a kind of TIFF that cannot be read"


def _match(starts: dict[bytes, str], head: bytes) -> str:
    found = (name for start, name in starts.items() if re.match(start, head, re.DOTALL))
    return next(found, "")


def _check_png(data: memoryview) -> None:
    """Refuse a PNG that is cut off or damaged, which Pillow does not notice in every chunk."""
    place = len(_PNG)
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        name = bytes(data[place + 4 : place + 8])
        end = place + 8 + length
        if end + 4 > len(data):
            break
        # An upper-case letter first: nobody can show the image without this chunk.
        if name[:1].isupper() or name == b"fdAT":
            (check,) = struct.unpack_from(">I", data, end)
            if zlib.crc32(data[place + 4 : end]) != check:
                message = f"its {name.decode('latin-1')} data are damaged"
                raise ImageProblem("image-broken", message, "export it again")
        if name == b"IEND":
            return
        place = end + 4
    raise ImageProblem("image-broken", "it is cut off", "export it again")


def read_orientation(image: ImageFile) -> int:
    """Return the EXIF orientation from 1 to 8; 1 (upright) when there is none that can be read.

    Pillow turns TIFFs by itself when it loads them, and loads PNGs to find what may stand behind
    the pixels. Raises ImageProblem.
    """
    if image.format == "TIFF":
        return 1
    if image.format == "PNG":
        with reading():
            image.load()
    try:
        with _undisturbed():
            found = image.getexif().get(_ORIENTATION)
    except _DECODER_ERRORS:
        return 1
    return found if isinstance(found, int) and 1 <= found <= _MAX_ORIENTATION else 1


def upright_size(image: ImageFile) -> tuple[int, int]:
    """Return width and height of an opened image after it was turned. Raises ImageProblem."""
    width, height = image.size
    return (height, width) if read_orientation(image) in TURNED else (width, height)
