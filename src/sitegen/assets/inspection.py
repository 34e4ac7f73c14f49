"""What an image file is, from its header alone; and what is refused."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, cast

from PIL import Image, UnidentifiedImageError

from sitegen.model import ImageFormat, ImageInfo

if TYPE_CHECKING:
    from pathlib import PurePosixPath

__all__ = [
    "DECODER_ERRORS",
    "IMAGE_SUFFIXES",
    "MAX_PIXELS",
    "ImageProblem",
    "inspect_image",
    "open_image",
    "read_orientation",
]

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg"})
#: Pillow registers 43 decoders; those of the web are enough, and safer.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 120_000_000
#: What Pillow's decoders raise for files that are damaged or made to harm.
DECODER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
_MPO = "MPO"
_ORIENTATION = 0x0112
_MAX_ORIENTATION = 8
_TURNED = (5, 6, 7, 8)

# Our own limit stands in `open_image`, as an error: Pillow only warns at half of its limit.
Image.MAX_IMAGE_PIXELS = None


class ImageProblem(Exception):  # noqa: N818  # a value for a diagnostic, not an error of ours
    """Why a file cannot be used as an image: a diagnostic's code, message and hint."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint


def inspect_image(path: PurePosixPath, data: bytes, digest: str) -> ImageInfo:
    """Read format and size. Raises ImageProblem for what cannot be published."""
    if path.suffix.casefold() == ".svg":
        return _inspect_svg(path, data, digest)
    image = open_image(data)
    width, height = image.size
    turned = read_orientation(image) in _TURNED
    try:
        frames = getattr(image, "n_frames", 1)
    except DECODER_ERRORS as error:
        raise _broken(error) from error
    if frames > 1 and image.format != _MPO:
        hint = "use one frame, or a video"
        raise ImageProblem("image-format", f"it is animated ({frames} frames)", hint)
    if turned:
        width, height = height, width
    # A telephone's JPEG with a depth map or a preview behind it: the first picture is the picture.
    kind = cast("ImageFormat", "JPEG" if image.format == _MPO else image.format)
    return ImageInfo(path=path, digest=digest, width=width, height=height, format=kind)


def _inspect_svg(path: PurePosixPath, data: bytes, digest: str) -> ImageInfo:
    from sitegen.assets.svg import clean_svg  # many sites have none

    svg = clean_svg(data)
    return ImageInfo(
        path=path,
        digest=digest,
        width=svg.width,
        height=svg.height,
        format="SVG",
        removed=svg.removed,
    )


def read_orientation(image: Image.Image) -> int:
    """Return the EXIF orientation from 1 to 8; 1 (upright) when there is none that can be read."""
    try:
        found = image.getexif().get(_ORIENTATION)
    except DECODER_ERRORS:
        return 1
    return found if isinstance(found, int) and 1 <= found <= _MAX_ORIENTATION else 1


def open_image(data: bytes) -> Image.Image:
    """Open one of the web's raster formats. Raises ImageProblem."""
    if not data:
        raise ImageProblem("image-broken", "it is empty", "export it again")
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except UnidentifiedImageError as error:
        hint = "sitegen reads JPEG, PNG, WebP, GIF and SVG"
        raise ImageProblem("image-format", "it is not an image, or damaged", hint) from error
    except DECODER_ERRORS as error:
        raise _broken(error) from error
    width, height = image.size
    if width * height > MAX_PIXELS:
        message = f"it has {width} × {height} pixels, more than {MAX_PIXELS // 1_000_000} million"
        raise ImageProblem("image-too-large", message, "make it smaller")
    return image


def _broken(error: BaseException) -> ImageProblem:
    reason = " ".join(str(error).split()) or type(error).__name__
    return ImageProblem("image-broken", f"it cannot be read: {reason}", "export it again")
