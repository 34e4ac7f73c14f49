"""Decode an image to upright sRGB pixels, in bands to limit memory."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec
from PIL import Image

from sitegen.images.color_profiles import (
    Converter,
    gamma_converter,
    lab_converter,
    profile_converter,
)
from sitegen.images.formats import TURNED, read_orientation, reading
from sitegen.images.sample_depth import WIDE, find_clear, find_levels, samples, scaled

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
#: Converting holds several copies of a band at once; smaller ones save little more.
_BAND_PIXELS = 1_000_000
_JPEG_SCALES = (8, 4, 2, 1)
#: The alpha of a pixel through which nothing shines.
_SOLID = 255


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
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
            self._levels = (0.0, 1.0)
            if self._mode == "wide":
                self._levels = find_levels(image, (strip for _, strip in self._strips()))
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
        bands = self._bands()
        _, band = next(bands)
        whole = Image.new(band.mode, (width, height))
        whole.paste(band)
        for top, band in bands:
            whole.paste(band, (0, top))
        return whole

    def _bands(self) -> Iterator[tuple[int, Image.Image]]:
        """Yield converted and smaller pieces, one at least, and the rows where they go."""
        for top, strip in self._strips():
            band = self._plain(strip)
            if band.mode == "RGBA":
                band = band.convert("RGBa")
            yield top // self._reduce, band.reduce(self._reduce) if self._reduce > 1 else band

    def _strips(self) -> Iterator[tuple[int, Image.Image]]:
        width, height = self._image.size
        rows = max(1, _BAND_PIXELS // (width * self._reduce)) * self._reduce
        for top in range(0, height, rows):
            yield top, self._image.crop((0, top, width, min(height, top + rows)))

    def _works(self) -> bool:
        return self._to_srgb is not None or self._image.has_transparency_data

    def _plain(self, band: Image.Image) -> Image.Image:
        """Return a band in L, RGB or RGBA, its colours in sRGB."""
        if self._mode == "wide":
            alpha = find_clear(band, self._clear) if self._clear is not None else None
            colours = scaled(samples(self._image, band), self._levels)
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
    if image.mode in WIDE:
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
