"""Open image files: allowed formats, size limits, and clear errors for everything else."""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING

from PIL import Image, TiffImagePlugin, UnidentifiedImageError

from sitegen.images.image_problem import IMAGE_BROKEN, IMAGE_FORMAT, IMAGE_TOO_LARGE, ImageProblem
from sitegen.images.signatures import identify_format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageFile import ImageFile

__all__ = [
    "MAX_MEGAPIXELS",
    "READABLE",
    "TURNED",
    "open_image",
    "read_orientation",
    "reading",
    "refuse_as_svg",
    "reopen_image",
    "upright_size",
]

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
#: What can be opened, unless it is damaged.
_OWN = frozenset({"JPEG", "PNG", "GIF", "WebP", "AVIF", "TIFF"})
#: What else carries the name of an image now and then.
_OTHERS = {
    "Photoshop": "a Photoshop file (PSD)",
    "PDF": "a PDF",
    "PostScript": "PostScript (EPS)",
    "FITS": "a FITS file",
    "HEIF": "a HEIC photograph",
    **dict.fromkeys(("MP4", "Matroska", "AVI"), "a film"),
    "JPEG XL": "a JPEG XL file",
    "JPEG 2000": "a JPEG 2000 file",
    "DICOM": "a DICOM file",
    "NIfTI": "a NIfTI volume",
    "HDF5": "an HDF5 file",
    "NumPy": "a NumPy array",
    "CZI": "a Zeiss microscope's file (CZI)",
    "OpenEXR": "an OpenEXR file",
    "BMP": "a Windows bitmap (BMP)",
    "ICO": "an icon (ICO)",
    "Netpbm": "a Netpbm file (PPM)",
    "ZIP": "a ZIP archive or an office document",
    "gzip": "compressed with gzip",
    "Git LFS": "a pointer of Git LFS to a file that was not fetched",
    "HTML": "a web page",
    "SVG": "an SVG",
}
_HINTS = {
    "SVG": "give it the ending .svg",
    "Git LFS": "run git lfs pull",
    "HEIF": "export it as JPEG",
}


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
            raise ImageProblem(IMAGE_BROKEN, message, hint) from error
        raise ImageProblem(
            IMAGE_BROKEN, f"it cannot be read: {reason}", "export it again"
        ) from error


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Do without Pillow's limit and warnings for a while; a program that imports us keeps them.

    Our own limit is in `open_image`, as an error: Pillow only warns at half of its limit. What
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
        raise ImageProblem(IMAGE_TOO_LARGE, message, "make it smaller")
    if width < 1 or height < 1:
        raise ImageProblem(IMAGE_BROKEN, "it has no pixels", "export it again")
    if image.format == "PNG":
        _check_png(memoryview(data))
    elif image.format in {"JPEG", "MPO"} and data.count(_START_OF_SCAN) > _MOST_SCANS:
        message = f"it has more than {_MOST_SCANS} scans"
        raise ImageProblem(IMAGE_BROKEN, message, "export it again")
    return image


def reopen_image(data: bytes) -> ImageFile:
    """Open a raster image that `open_image` has once found good. Raises ImageProblem."""
    if not data:
        raise ImageProblem(IMAGE_BROKEN, "it is empty", "export it again")
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
    name = identify_format(data)
    if name == "TIFF":
        return ImageProblem(IMAGE_FORMAT, _unknown_tiff(data), _TIFF_HINT)
    if name in _OWN:
        return ImageProblem(IMAGE_BROKEN, f"it is a damaged {name}", "export it again")
    if name in _OTHERS:
        return _other(name)
    return ImageProblem(IMAGE_FORMAT, "it is not an image, or damaged", READABLE)


def refuse_as_svg(data: bytes) -> None:
    """Raise ImageProblem for a file that is called an SVG and is plainly something else."""
    name = identify_format(data)
    if name in _OWN:
        message, hint = f"it is no SVG but {name}", f"give it the ending .{name.lower()}"
        raise ImageProblem(IMAGE_FORMAT, message, hint)
    if name in _OTHERS and name not in {"SVG", "gzip"}:
        raise _other(name)


def _other(name: str) -> ImageProblem:
    hint = _HINTS.get(name, "export it as PNG or JPEG")
    return ImageProblem(IMAGE_FORMAT, f"it is {_OTHERS[name]}", hint)


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
                raise ImageProblem(IMAGE_BROKEN, message, "export it again")
        if name == b"IEND":
            return
        place = end + 4
    raise ImageProblem(IMAGE_BROKEN, "it is cut off", "export it again")


def read_orientation(image: ImageFile) -> int:
    """Return the EXIF orientation from 1 to 8; 1 (upright) when there is none that can be read.

    Pillow turns TIFFs by itself when it loads them, and loads PNGs to find what may come after
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
