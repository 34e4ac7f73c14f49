"""Slices of test objects with known properties, and one slice of a knee with noise and without."""

from __future__ import annotations

import math

from PIL import Image, ImageChops

from .canvas import Canvas, ellipse_points, fade, seeded
from .head import draw_cut
from .knee import knee_plain
from .palette import MRI, tint

SLICE = Canvas(width=120, height=90, unit=5)
MIDDLE = (60.0, 45.0)
PAIR = (720, 405)
WATER = 150


def spheres() -> Image.Image:
    """Draw twelve spheres in a ring, from large to small."""
    grey = _vessel()
    for number in range(12):
        angle = math.tau * number / 12 - math.pi / 2
        centre = (60 + 25 * math.cos(angle), 45 + 25 * math.sin(angle))
        radius = 5.2 - 0.36 * number
        grey.paste(24, mask=SLICE.ellipse(centre, (radius, radius), soft=0.15))
    return _scanned(grey, seed=31)


def rods() -> Image.Image:
    """Draw groups of rods, each finer than the one before."""
    grey = _vessel()
    for group in range(4):
        gap = 3.6 - 0.9 * group
        for row in range(5):
            for column in range(5):
                at = (34 + 17 * group + (column - 2) * gap, 45 + (row - 2) * gap)
                grey.paste(20, mask=SLICE.ellipse(at, (gap / 4, gap / 4), soft=0.1))
    return _scanned(grey, seed=32)


def grid() -> Image.Image:
    """Draw a grid of known pitch, bent as a magnet bends it at its rim."""
    grey = _vessel()
    for number in range(-5, 6):
        for upright in (True, False):
            line = [_bent(number * 6.5, step, upright=upright) for step in range(-38, 39, 2)]
            inside = [p for p in line if math.dist(p, MIDDLE) < 38.5]
            if len(inside) > 1:
                grey.paste(30, mask=SLICE.stroke(inside, 0.7, soft=0.12))
    return _scanned(grey, seed=33)


def head() -> Image.Image:
    """Draw the head phantom in which most methods are tried first."""
    side = round(SLICE.pixels(84))
    grey = SLICE.grey(6)
    grey.paste(draw_cut(0.0, side), (round(SLICE.pixels(18)), round(SLICE.pixels(3))))
    return _scanned(grey, seed=34)


def knee_denoised() -> Image.Image:
    """Draw the knee without noise, small."""
    return knee_plain().convert("L").resize(PAIR, Image.Resampling.LANCZOS)


def knee_noisy() -> Image.Image:
    """Draw the same knee as from a scan that was too short."""
    return _add_noise(knee_denoised(), seed=35, share=0.55)


def _vessel() -> Image.Image:
    """Return a round vessel full of water, seen from above."""
    grey = SLICE.grey(6)
    wall = ellipse_points(MIDDLE, (41, 41))
    grey.paste(60, mask=SLICE.polygon(wall))
    water = SLICE.ellipse(MIDDLE, (39.5, 39.5), soft=0.2)
    grey.paste(SLICE.texture(30, 12, low=WATER - 6, high=WATER + 6), mask=water)
    return grey


def _bent(across: float, along: float, *, upright: bool) -> tuple[float, float]:
    x, y = (across, along) if upright else (along, across)
    stretch = 1 + 0.06 * (math.hypot(x, y) / 38) ** 3
    return 60 + x * stretch, 45 + y * stretch


def _scanned(grey: Image.Image, seed: int) -> Image.Image:
    """Finish a slice: the coil sees the middle best, and some noise remains."""
    light = SLICE.vignette(MIDDLE, (80, 80), floor=0.3)
    lit = SLICE.finish(ImageChops.multiply(grey, light))
    return tint(_add_noise(lit, seed=seed, share=0.08), MRI)


def _add_noise(grey: Image.Image, *, seed: int, share: float) -> Image.Image:
    """Add noise, nearly normal: the mean of three even ones."""
    source = seeded(seed)
    count = grey.width * grey.height
    first, second, third = (
        Image.frombytes("L", grey.size, source.randbytes(count)) for _ in range(3)
    )
    noise = Image.blend(Image.blend(first, second, 0.5), third, 1 / 3)
    offset = round(128 * share)
    return ImageChops.subtract(
        ImageChops.add(grey, fade(noise, share)), Image.new("L", grey.size, offset)
    )
