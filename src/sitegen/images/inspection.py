"""Inspect an image file: format, size, colours, or the reason why it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sitegen.images.analysis import color_grid, dominant_color, is_flat, sample_boxes
from sitegen.images.animation import count_frames
from sitegen.images.decoding import Decoder, can_shrink
from sitegen.images.encoding import is_smaller_exact
from sitegen.images.formats import (
    MAX_MEGAPIXELS,
    READABLE,
    open_image,
    refuse_as_svg,
    upright_size,
)
from sitegen.images.image_problem import IMAGE_TOO_LARGE, ImageProblem
from sitegen.model import ImageFormat, ImageInfo

if TYPE_CHECKING:
    from pathlib import PurePosixPath

__all__ = ["READABLE", "inspect_image"]

#: To see its colours, an image need not be larger.
_SIDE = 256
#: Pictures of an animation, however small: a quarter of an hour at ten a second.
_MOST_FRAMES = 10_000
_MPO, _JPEG = "MPO", "JPEG"


def inspect_image(
    path: PurePosixPath, data: bytes, digest: str, max_megapixels: int = MAX_MEGAPIXELS
) -> ImageInfo:
    """Look at an image once, as small as it can be decoded. Raises ImageProblem.

    What is returned can be published: all of it was read. The pictures of an animation count
    together against `max_megapixels`, and only the first is read.
    """
    if path.suffix.casefold() == ".svg":
        return _inspect_svg(path, data, digest)
    image = open_image(data, max_megapixels)
    width, height = upright_size(image)
    frames = count_frames(image, data)
    if frames * width * height > max_megapixels * 1_000_000:
        size = f"{frames} pictures of {width} × {height} pixels"
        message = f"it is animated: {size}, more than {max_megapixels} million in all"
        raise ImageProblem(IMAGE_TOO_LARGE, message, "make it smaller, or use a video")
    if frames > _MOST_FRAMES:
        message = f"it is animated: {frames:,} pictures, more than {_MOST_FRAMES:,}"
        raise ImageProblem(IMAGE_TOO_LARGE, message, "make it shorter, or use a video")
    # A telephone's JPEG with a depth map or a preview behind it: the first picture is the picture.
    kind = cast("ImageFormat", _JPEG if image.format == _MPO else image.format)
    decoder = Decoder(image, can_shrink(image, max(width, height) / _SIDE))
    whole = decoder.whole()
    # What JPEG has been through has no colours left that are exactly the same.
    tiles = [] if kind == _JPEG else [decoder.part(box) for box in sample_boxes(image.size)]
    flat = bool(tiles) and is_flat(tiles)
    return ImageInfo(
        path=path,
        digest=digest,
        width=width,
        height=height,
        format=kind,
        frames=frames,
        alpha=whole.alpha,
        flat=flat,
        exact=flat and frames == 1 and is_smaller_exact(tiles),
        color="" if whole.alpha else dominant_color(whole.image),
        grid=() if whole.alpha else color_grid(whole.image),
    )


def _inspect_svg(path: PurePosixPath, data: bytes, digest: str) -> ImageInfo:
    from sitegen.images.svg.cleaning import clean_svg  # many sites have none

    refuse_as_svg(data)
    svg = clean_svg(data)
    return ImageInfo(
        path=path,
        digest=digest,
        width=svg.width,
        height=svg.height,
        format="SVG",
        removed=svg.removed,
    )
