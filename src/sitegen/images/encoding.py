"""Encode pixels as a JPEG, PNG, WebP or AVIF file without metadata."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from sitegen.images.image_problem import IMAGE_TOO_LARGE, ImageProblem
from sitegen.images.resizing import flatten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.model import Variant

__all__ = ["WEBP_METHOD", "check_size", "encode", "is_smaller_exact"]

#: Half the time of method 4 for a tenth more bytes at the same similarity.
WEBP_METHOD = 2
#: At the same similarity a tenth fewer bytes than speed 9, for four times its time.
_AVIF_SPEED = 8
#: From so many pixels on, a progressive JPEG is smaller, by a twentieth.
_PROGRESSIVE = 16_000
#: What has more colours once it is scaled is smaller with loss: smooth edges cost more than blocks.
_FEW_COLOURS = 1024
#: AVIF needs about so much of WebP's bytes. Of what needs less without loss, AVIF would be larger.
_AVIF_SHARE = 0.75
_USUAL_QUALITY = 78
#: How hard to try without loss, 0 to 100; beyond, seconds buy no bytes.
_LOSSLESS_EFFORT = 50
#: Level 9 needs three times as long for half a percent.
_PNG_LEVEL = 6
_PALETTE = 256
#: The longest side that each format can hold, or that browsers show.
_LONGEST = {"AVIF": 16_384, "JPEG": 65_500, "WEBP": 16_383}


def check_size(variant: Variant) -> None:
    """Raise ImageProblem for a variant that its format cannot hold."""
    longest = _LONGEST.get(variant.format)
    if longest is not None and max(variant.width, variant.height) > longest:
        size = f"{variant.width} × {variant.height}"
        message = f"it would be {size} pixels, more than {variant.format} can hold ({longest})"
        raise ImageProblem(IMAGE_TOO_LARGE, message, "cut it into parts")


def encode(image: Image.Image, variant: Variant) -> bytes:
    """Return a file of the variant's format. `image` is in L, RGB or RGBA, and says nothing else.

    The same pixels make the same bytes, on any number of processors. Raises ImageProblem.
    """
    check_size(variant)
    if variant.format == "JPEG":
        return _jpeg(flatten(image, variant), variant)
    if variant.format == "WEBP":
        return _webp(image, variant)
    if variant.format == "AVIF":
        # More threads would cut the image into other tiles. Colours at half the resolution blur
        # coloured print.
        detail = {"subsampling": "4:4:4"} if variant.flat and image.mode != "L" else {}
        return _saved(
            image, "AVIF", quality=variant.quality, speed=_AVIF_SPEED, max_threads=1, **detail
        )
    return _png(image)


def _jpeg(image: Image.Image, variant: Variant) -> bytes:
    detail = {"subsampling": 0} if variant.flat else {}
    progressive = image.width * image.height >= _PROGRESSIVE
    return _saved(
        image, "JPEG", quality=variant.quality, optimize=True, progressive=progressive, **detail
    )


def _webp(image: Image.Image, variant: Variant) -> bytes:
    lossy = _lossy(image, variant.quality)
    if not variant.exact and not (variant.flat and image.getcolors(_FEW_COLOURS)):
        return lossy
    return min(_exact(image), lossy, key=len)


def _lossy(image: Image.Image, quality: int) -> bytes:
    return _saved(image, "WEBP", quality=quality, method=WEBP_METHOD)


def _exact(image: Image.Image) -> bytes:
    return _saved(image, "WEBP", lossless=True, quality=_LOSSLESS_EFFORT, method=WEBP_METHOD)


def is_smaller_exact(tiles: Iterable[Image.Image]) -> bool:
    """Tell from pieces of a drawing, in L, RGB or RGBA, whether it is smaller without loss.

    That is, smaller than AVIF, which WebP stands for: it is quicker. Whatever a site's qualities
    are, the answer is the same, for it is kept.
    """
    pieces = list(tiles)
    exact = sum(len(_exact(tile)) for tile in pieces)
    return exact <= _AVIF_SHARE * sum(len(_lossy(tile, _USUAL_QUALITY)) for tile in pieces)


def _png(image: Image.Image) -> bytes:
    """Return a PNG, with a palette where that changes no pixel."""
    if image.mode == "RGB" and image.getcolors(_PALETTE):
        indexed = image.quantize(_PALETTE, dither=Image.Dither.NONE)
        if indexed.convert("RGB").tobytes() == image.tobytes():
            image = indexed
    return _saved(image, "PNG", compress_level=_PNG_LEVEL)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
