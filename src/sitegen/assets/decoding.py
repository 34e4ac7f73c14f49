"""Pixels of every mode -> upright sRGB. A large image passes in bands, to need little memory."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from sitegen.assets.opening import TURNED, read_orientation, reading
from sitegen.assets.profiles import (
    Converter,
    gamma_converter,
    lab_converter,
    profile_converter,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageFile import ImageFile

__all__ = ["Decoded", "Decoder", "can_shrink"]

#: What makes an image of each EXIF orientation upright; Pillow's own function also rewrites the
#: metadata, and fails on some of it.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: Orientations whose first column, or first row, is the last of what is stored.
_FROM_RIGHT, _FROM_BOTTOM = (2, 3, 6, 7), (3, 4, 7, 8)
_BAND_PIXELS = 4_000_000
_JPEG_SCALES = (8, 4, 2, 1)
_WIDE = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")
#: Bits of the samples that cameras store in 16, and of those that nobody has to guess.
_CAMERA_BITS = (8, 10, 12, 14, 16)
_SIXTEEN = 65535
#: The alpha of a pixel through which nothing shines.
_SOLID = 255
_PHOTOMETRIC, _WHITE_IS_ZERO = 262, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """An upright image in L, RGB or RGBa (colours multiplied by alpha, as resizing needs them).

    `size` is that of the source, `box` the place of its pixels in `image`, whose last column and
    row may stand for less than a whole one.
    """

    image: Image.Image
    size: tuple[int, int]
    box: tuple[float, float, float, float]

    @property
    def alpha(self) -> bool:
        """Whether some pixel is transparent."""
        return self.image.mode == "RGBa"


def can_shrink(image: ImageFile, factor: float) -> int:
    """Return by how much to make an opened image smaller while it is decoded: `factor` at most.

    JPEG's own way, which keeps all that the smaller size can show, leaves the rest to Lanczos. The
    average of squares is coarser, so twice the detail remains.
    """
    if image.format in {"JPEG", "MPO"}:
        most = max(1, min(int(factor), *image.size))
        return next(scale for scale in _JPEG_SCALES if scale <= most)
    return max(1, min(int(factor / 2), *image.size))


class Decoder:
    """The pixels of an opened image. Raises ImageProblem, as all of its methods do."""

    def __init__(self, image: ImageFile, shrink: int = 1) -> None:
        self._image = image
        self._size = image.size
        self._orientation = read_orientation(image)
        self._shrink = shrink
        self._reduce = shrink
        with reading():
            if shrink > 1 and image.format in {"JPEG", "MPO"}:
                image.draft(None, (image.width // shrink, image.height // shrink))
                self._reduce = 1
            image.load()
            self._mode = _kind(image)
            self._levels = _levels(image) if self._mode == "wide" else (0.0, 1.0)
            clear = image.info.get("transparency")
            self._clear = clear if self._mode == "wide" and isinstance(clear, int) else None
            self._to_srgb = _converter(image, self._mode)

    def part(self, box: tuple[int, int, int, int]) -> Image.Image:
        """Return a piece of what is stored, not turned, in L, RGB or RGBA."""
        with reading():
            return self._plain(self._image.crop(box))

    def whole(self) -> Decoded:
        """Return all of it, upright."""
        with reading():
            image = self._reduced()
            if image.mode == "RGBa" and image.getchannel("a").getextrema()[0] == _SOLID:
                image = image.convert("RGBA").convert("RGB")
            turn = _UPRIGHT.get(self._orientation)
            upright = image.transpose(turn) if turn is not None else image
        upright.info = {}
        size = self._size[::-1] if self._orientation in TURNED else self._size
        width, height = size[0] / self._shrink, size[1] / self._shrink
        left = upright.width - width if self._orientation in _FROM_RIGHT else 0
        top = upright.height - height if self._orientation in _FROM_BOTTOM else 0
        box = (left, top, left + width, top + height)
        return Decoded(image=upright, size=size, box=box)

    def _reduced(self) -> Image.Image:
        """Convert and shrink in bands: a whole copy in another mode may not fit into memory."""
        if self._reduce == 1 and self._image.mode in {"L", "RGB"} and not self._works():
            # Another format's next picture would be decoded into the same memory.
            return self._image if self._image.format == "JPEG" else self._image.copy()
        width, height = (math.ceil(side / self._reduce) for side in self._image.size)
        whole: Image.Image | None = None
        for top, bottom in self._bands():
            band = self._plain(self._image.crop((0, top, self._image.width, bottom)))
            if band.mode == "RGBA":
                band = band.convert("RGBa")
            if self._reduce > 1:
                band = band.reduce(self._reduce)
            if whole is None:
                whole = Image.new(band.mode, (width, height))
            whole.paste(band, (0, top // self._reduce))
        assert whole is not None  # noqa: S101  # an opened image has pixels
        return whole

    def _bands(self) -> Iterator[tuple[int, int]]:
        width, height = self._image.size
        rows = max(1, _BAND_PIXELS // (width * self._reduce)) * self._reduce
        for top in range(0, height, rows):
            yield top, min(height, top + rows)

    def _works(self) -> bool:
        return self._to_srgb is not None or self._image.has_transparency_data

    def _plain(self, band: Image.Image) -> Image.Image:
        """Return a band in L, RGB or RGBA, its colours in sRGB."""
        if self._mode == "wide":
            alpha = _mask(band, self._clear) if self._clear is not None else None
            colours = _scaled(band, self._levels)
        elif band.has_transparency_data:
            if band.mode == "La":
                band = band.convert("LA")
            solid = band.convert("RGBA")
            alpha, colours = solid.getchannel("A"), solid.convert("RGB")
        else:
            alpha, colours = None, band if band.mode == self._mode else band.convert(self._mode)
        if self._to_srgb is not None:
            colours = self._to_srgb(colours)
        if colours.mode not in {"L", "RGB"}:
            colours = colours.convert("RGB")
        if alpha is not None:
            colours = colours.convert("RGB")
            colours.putalpha(alpha)
        colours.info = {}
        return colours


def _kind(image: Image.Image) -> str:
    """Return the mode in which the colours are understood: L, RGB, CMYK, LAB or wide."""
    if image.mode in _WIDE:
        return "wide"
    if image.mode in {"1", "L"} and not image.has_transparency_data:
        return "L"
    return image.mode if image.mode in {"CMYK", "LAB"} else "RGB"


def _converter(image: Image.Image, mode: str) -> Converter | None:
    if mode == "LAB":
        return lab_converter()
    profile = image.info.get("icc_profile")
    if isinstance(profile, bytes) and profile:
        return profile_converter(profile, "L" if mode == "wide" else mode)
    gamma = image.info.get("gamma")
    if isinstance(gamma, float) and "srgb" not in image.info and mode != "CMYK":
        return gamma_converter(gamma)
    return None


def _levels(image: ImageFile) -> tuple[float, float]:
    """Return the samples that are black and white in an image of more than eight bits.

    Sixteen bits: all that they can hold in a PNG, as browsers show it; in a TIFF, all that the
    camera's 8, 10, 12, 14 or 16 bits can, for browsers show none and nobody sees the rest. Else
    there is no such limit: the darkest and the brightest.
    """
    if image.mode.startswith("I;16"):
        low, high = 0.0, float(_SIXTEEN)
        if image.format == "TIFF":
            brightest = _extremes(image)[1]
            high = next(float(2**bits - 1) for bits in _CAMERA_BITS if brightest < 2**bits)
    else:
        low, high = _extremes(image)
        if low == high:
            high = low + max(1.0, abs(low))
    tags = getattr(image, "tag_v2", {})
    # Pillow inverts what is stored as "white is zero" only up to eight bits.
    return (high, low) if tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO else (low, high)


def _extremes(image: Image.Image) -> tuple[float, float]:
    readable = image if image.mode in {"I;16", "I", "F"} else image.convert("I")
    low, high = readable.getextrema()
    assert isinstance(low, int | float)  # noqa: S101  # one band
    assert isinstance(high, int | float)  # noqa: S101  # one band
    if math.isfinite(low) and math.isfinite(high):
        return float(low), float(high)
    # Measurements hold NaN where there is none, and an infinity after a division.
    samples = array("f", image.tobytes())
    finite = [value for value in samples if math.isfinite(value)]
    return (min(finite), max(finite)) if finite else (0.0, 1.0)


def _scaled(band: Image.Image, levels: tuple[float, float]) -> Image.Image:
    black, white = levels
    factor = 255 / (white - black)
    wide = band if band.mode in {"I", "F"} else band.convert("I")
    return (
        wide.convert("F").point(lambda value: value * factor + (0.5 - black * factor)).convert("L")
    )


def _mask(band: Image.Image, clear: int) -> Image.Image:
    wide = band if band.mode == "I" else band.convert("I")
    table = [255] * (_SIXTEEN + 1)
    table[clear & _SIXTEEN] = 0
    return wide.point(table, "L")
