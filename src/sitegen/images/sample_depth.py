"""Reduce grey images of 16 or 32 bits, as cameras and calculations store them, to 8 bits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

from PIL import Image, ImageMath

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PIL.ImageFile import ImageFile

__all__ = ["WIDE", "find_clear", "find_levels", "samples", "scaled"]

#: Pillow's modes for it.
WIDE = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")
#: Bits of the samples that cameras store in 16, and of those that nobody has to guess.
_CAMERA_BITS = (8, 10, 12, 14, 16)
_SIXTEEN = 65535
_PHOTOMETRIC, _WHITE_IS_ZERO = 262, 0
_SAMPLE_FORMAT, _UNSIGNED = 339, 1
_FLOAT_MAX = 3.4028234663852886e38


def find_levels(image: ImageFile, bands: Iterable[Image.Image]) -> tuple[float, float]:
    """Return the samples that are black and white; `bands` are all pieces of the image.

    Sixteen bits: all that they can hold in a PNG, as browsers show it; in a TIFF, all that the
    camera's 8, 10, 12, 14 or 16 bits can, for browsers show none and nobody sees the rest. Else
    there is no such limit: the darkest and the brightest.
    """
    if not image.mode.startswith("I;16"):
        low, high = _extremes(samples(image, band) for band in bands)
        if low == high:
            high = low + max(1.0, abs(low))
    elif image.format == "TIFF":
        low, brightest = 0.0, _extremes(samples(image, band) for band in bands)[1]
        high = next(float(2**bits - 1) for bits in _CAMERA_BITS if brightest < 2**bits)
    else:
        low, high = 0.0, float(_SIXTEEN)
    # Pillow inverts what is stored as "white is zero" only up to eight bits.
    return (high, low) if _tag(image, _PHOTOMETRIC) == _WHITE_IS_ZERO else (low, high)


def samples(image: ImageFile, band: Image.Image) -> Image.Image:
    """Return a piece of an image in I or F, with the values that are stored."""
    if image.mode == "I" and image.format == "TIFF" and _is_unsigned(image):
        # Pillow reads 32 bits as a number with a sign.
        return _calculate(
            lambda parts: parts["float"](parts["band"]) + (parts["band"] < 0) * 2.0**32, band
        )
    return band if band.mode in {"I", "F"} else band.convert("I")


def _is_unsigned(image: ImageFile) -> bool:
    found = _tag(image, _SAMPLE_FORMAT)
    return found is None or found in {_UNSIGNED, (_UNSIGNED,)}


def _tag(image: ImageFile, number: int) -> object:
    return getattr(image, "tag_v2", {}).get(number)


def _extremes(bands: Iterable[Image.Image]) -> tuple[float, float]:
    low, high = math.inf, -math.inf
    for band in bands:
        least, most = _range_of(band)
        low, high = min(low, least), max(high, most)
    return (low, high) if low <= high else (0.0, 1.0)


def _range_of(band: Image.Image) -> tuple[float, float]:
    low, high = _ends(band)
    if math.isfinite(low) and math.isfinite(high):
        return low, high
    # Measurements hold NaN where there is none, and an infinity after a division.
    real = _calculate(
        lambda parts: (parts["band"] >= -_FLOAT_MAX) * (parts["band"] <= _FLOAT_MAX) * 255, band
    )
    return _end_of(band, real, _FLOAT_MAX, 0), _end_of(band, real, -_FLOAT_MAX, 1)


def _end_of(band: Image.Image, real: Image.Image, other: float, end: int) -> float:
    """Return the lowest (0) or highest (1) of what is real, with another number for the rest."""
    canvas = Image.new("F", band.size, other)
    canvas.paste(band, mask=real.convert("L"))
    return _ends(canvas)[end]


def _ends(band: Image.Image) -> tuple[float, float]:
    """Return the lowest and the highest of one channel."""
    low, high = cast("tuple[float, float]", band.getextrema())
    return float(low), float(high)


def _calculate(formula: Callable[[dict[str, Any]], Any], band: Image.Image) -> Image.Image:
    """Return what a formula makes of each of the `band`'s values."""
    return cast("Image.Image", ImageMath.lambda_eval(formula, band=band))


def scaled(band: Image.Image, levels: tuple[float, float]) -> Image.Image:
    """Return a piece in I or F as one in L."""
    black, white = levels
    factor = 255 / (white - black)
    wide = band.convert("F")
    return wide.point(lambda value: value * factor + (0.5 - black * factor)).convert("L")


def find_clear(band: Image.Image, clear: int) -> Image.Image:
    """Return a mask of what is not transparent, which is one value of sixteen bits."""
    wide = band if band.mode == "I" else band.convert("I")
    table = [255] * (_SIXTEEN + 1)
    table[clear & _SIXTEEN] = 0
    return wide.point(table, "L")
