"""Pictures of the raw data behind an image: its Fourier transform and its projections."""

from __future__ import annotations

import cmath
import math

from PIL import Image, ImageChops

from .canvas import Canvas, fade, glow
from .head import draw_cut, sinogram
from .palette import AMBER, MRI, SINOGRAM, SPECTRUM, tint

WIDE = Canvas(width=160, height=90, unit=10)
GRID = 512
GOLDEN_ANGLE = math.pi * (math.sqrt(5) - 1) / 2


def fourier(values: list[complex]) -> list[complex]:
    """Transform a signal whose length is a power of two (Cooley and Tukey, radix 2)."""
    count = len(values)
    if count == 1:
        return values
    even, odd = fourier(values[::2]), fourier(values[1::2])
    turned = [cmath.exp(-2j * math.pi * k / count) * odd[k] for k in range(count // 2)]
    low = [a + b for a, b in zip(even, turned, strict=True)]
    return low + [a - b for a, b in zip(even, turned, strict=True)]


def spectrum(picture: Image.Image) -> Image.Image:
    """Return the logarithm of the magnitude of a square picture's transform, zero in the middle."""
    size = picture.width
    data = picture.tobytes()
    rows = [
        fourier([complex(value) for value in data[r * size : (r + 1) * size]]) for r in range(size)
    ]
    columns = [fourier([row[c] for row in rows]) for c in range(size)]
    logs = [[math.log1p(abs(columns[c][r])) for c in range(size)] for r in range(size)]
    floor, peak = 3.2, max(max(row) for row in logs)
    half = size // 2
    pixels = bytes(
        round(
            255
            * max(0.0, (logs[(r + half) % size][(c + half) % size] - floor) / (peak - floor))
            ** 1.25
        )
        for r in range(size)
        for c in range(size)
    )
    return Image.frombytes("L", (size, size), pixels)


def kspace() -> Image.Image:
    """Draw the head's k-space under the golden-angle spokes that would sample it."""
    square = spectrum(draw_cut(0.0, GRID, soft=0.0))
    crop = square.crop((0, GRID * 7 // 32, GRID, GRID * 25 // 32))
    grey = crop.resize(WIDE.size, Image.Resampling.BICUBIC)
    light = WIDE.vignette((80, 45), (84, 62), floor=0.2)
    picture = tint(ImageChops.multiply(WIDE.blur(grey, 0.14), light), SPECTRUM)
    spokes = WIDE.grey()
    for number in range(13):
        angle = number * GOLDEN_ANGLE
        reach = (100 * math.cos(angle), 100 * math.sin(angle))
        ends = ((80 - reach[0], 45 - reach[1]), (80 + reach[0], 45 + reach[1]))
        spokes = ImageChops.lighter(spokes, WIDE.stroke(ends, 0.13))
    return WIDE.finish(glow(picture, ImageChops.multiply(spokes, light), AMBER, 0.6))


def projections() -> Image.Image:
    """Draw the head phantom beside the wave pattern of its projections."""
    waves = sinogram(480, 220).resize(WIDE.size, Image.Resampling.BICUBIC)
    shade = WIDE.field(lambda x, _y: 0.08 + 0.92 / (1 + math.exp(-(x - 62) / 7)), pitch=1.5)
    picture = tint(ImageChops.multiply(fade(waves, 0.96), shade), SINOGRAM)
    side = round(WIDE.pixels(66))
    spot = (round(WIDE.pixels(5)), round(WIDE.pixels(12)))
    head = draw_cut(0.0, side)
    disc = head.point([min(255, value * 6) for value in range(256)])
    picture.paste(tint(head, MRI), spot, disc)
    ray = WIDE.stroke(((71, 8), (71, 82)), 0.22)
    picture = glow(picture, WIDE.blur(ray, 1.2), AMBER, 0.5)
    return WIDE.finish(glow(picture, ray, AMBER, 0.9))
