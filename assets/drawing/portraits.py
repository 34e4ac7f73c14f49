"""Portraits without faces: for some people of the lab, an abstract picture of their work."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from PIL import Image, ImageChops, ImageDraw

from .canvas import Canvas, Point, glow, seeded
from .palette import AMBER, DEEP, INK, MIST, SEA, TEAL, Colour, ramp_at, tint

UPRIGHT = Canvas(width=48, height=60, unit=12)
GOLDEN_ANGLE = math.pi * (math.sqrt(5) - 1) / 2
RAMP = (TEAL, SEA, (120, 190, 192), MIST)


def _ground(centre: Point) -> Image.Image:
    light = UPRIGHT.vignette(centre, (34, 40), floor=0.1)
    return tint(light, (INK, DEEP, (22, 74, 86)))


def rings() -> Image.Image:
    """Draw two sources of waves, and their rings where they pass through each other."""
    first, second = (17.0, 22.0), (32.0, 41.0)

    def wave(x: float, y: float) -> float:
        near = math.hypot(x - first[0], y - first[1])
        far = math.hypot(x - second[0], y - second[1])
        both = math.cos(near * 1.55) / (1 + near / 18) + math.cos(far * 1.55) / (1 + far / 18)
        lifted: float = max(0.0, both / 2) ** 1.6
        return lifted

    waves = UPRIGHT.field(wave, pitch=0.18)
    picture = glow(_ground((24, 30)), waves, SEA, 0.95)
    picture = glow(picture, waves.point([max(0, v * 2 - 255) for v in range(256)]), MIST, 0.9)
    for centre, fill in ((first, AMBER), (second, MIST)):
        picture = glow(picture, UPRIGHT.ellipse(centre, (2.2, 2.2), soft=1.0), fill, 0.6)
        picture = glow(picture, UPRIGHT.ellipse(centre, (0.9, 0.9), soft=0.1), fill, 1.0)
    return UPRIGHT.finish(picture)


def spokes() -> Image.Image:
    """Draw lines through one point, each turned by the golden angle, thirteen of them in amber."""
    centre = (24.0, 31.0)
    picture = _ground(centre)
    thin, thick = UPRIGHT.grey(), UPRIGHT.grey()
    for number in range(89):
        angle = number * GOLDEN_ANGLE
        reach = 20.0
        dx, dy = reach * math.cos(angle), reach * math.sin(angle)
        ends = ((centre[0] - dx, centre[1] - dy), (centre[0] + dx, centre[1] + dy))
        layer = UPRIGHT.stroke(ends, 0.24 if number < 13 else 0.1)
        if number < 13:
            thick = ImageChops.lighter(thick, layer)
        else:
            thin = ImageChops.lighter(thin, layer)
    light = UPRIGHT.vignette(centre, (15, 15), floor=0.15)
    picture = glow(picture, ImageChops.multiply(thin, light), SEA, 0.9)
    picture = glow(picture, ImageChops.multiply(thick, light), AMBER, 0.95)
    picture = glow(picture, UPRIGHT.ellipse(centre, (2.0, 2.0), soft=1.2), MIST, 0.9)
    return UPRIGHT.finish(picture)


def ribbons() -> Image.Image:
    """Draw two ribbons of fine lines that cross as the cruciate ligaments do."""
    picture = _ground((24, 30))
    for way, ramp in ((1, RAMP), (-1, (AMBER, AMBER, (246, 205, 142), AMBER))):
        for line in range(19):
            share = line / 18 - 0.5
            points = [_on_ribbon(step / 60, share, way) for step in range(61)]
            mask = UPRIGHT.stroke(points, 0.17)
            picture = glow(picture, mask, ramp_at(ramp, abs(share) * 2), 0.95)
    return UPRIGHT.finish(picture)


def _on_ribbon(t: float, share: float, way: int) -> Point:
    """Return a place on a line of a ribbon, which twists once on its way down."""
    width = 9.5 * math.cos(math.pi * (t - 0.12) * 1.35) + 2.5
    x = 24 + way * 15 * math.cos(math.pi * t) + share * width
    return x, 6 + 48 * t + way * share * 6


def contours() -> Image.Image:
    """Draw the contour lines of a hill and of the smaller one beside it."""
    picture = _ground((22, 27))
    height = UPRIGHT.exact_field(_hill, pitch=0.12)
    for level in range(1, 15):
        edge = level / 15
        inside = height.point(lambda value: value * 255 + 0).convert("L")
        mask = inside.point([255 if value > edge * 255 else 0 for value in range(256)])
        line = ImageChops.subtract(UPRIGHT.blur(mask, 0.14), UPRIGHT.blur(mask, 0.34))
        bright = line.point([min(255, value * 4) for value in range(256)])
        fill: Colour = AMBER if level > 12 else ramp_at(RAMP, level / 13)
        picture = glow(picture, bright, fill, 0.95)
    return UPRIGHT.finish(picture)


def _hill(x: float, y: float) -> float:
    def bump(cx: float, cy: float, wide: float, tall: float) -> float:
        return math.exp(-(((x - cx) / wide) ** 2) - ((y - cy) / tall) ** 2)

    wobble = 0.03 * math.sin(x * 0.42 + 1.2) * math.cos(y * 0.31)
    return min(1.0, 0.97 * bump(20, 24, 13, 15) + 0.62 * bump(33, 44, 11, 10) + wobble)


def grain() -> Image.Image:
    """Draw a disc of dots, coarse on the left and fine on the right, like an image that forms."""
    picture = _ground((28, 30))
    draw = ImageDraw.Draw(picture)
    for (x, y), size in _dots():
        away = math.hypot(x - 24, y - 30) / 19
        if away > 1:
            continue
        bright = 0.25 + 0.75 * math.sqrt(max(0.0, 1 - away**2))
        near_amber = math.hypot(x - 30, y - 23) < 3.4
        fill = AMBER if near_amber else ramp_at(RAMP, bright)
        radius = UPRIGHT.pixels(size * 0.46 * (0.55 + 0.45 * bright))
        cx, cy = UPRIGHT.pixels(x), UPRIGHT.pixels(y)
        draw.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), fill=fill)
    return UPRIGHT.finish(picture)


def _dots() -> Iterator[tuple[Point, float]]:
    """Yield columns of dots that grow finer from left to right."""
    chance = seeded(5)
    x = 4.0
    while x < 44:
        size = 2.6 - 1.9 * (x - 4) / 40
        y = 8 + chance.uniform(0, size)
        while y < 54:
            yield (x + size / 2, y), size
            y += size
        x += size


PORTRAITS: dict[str, Callable[[], Image.Image]] = {
    "rings": rings,
    "spokes": spokes,
    "ribbons": ribbons,
    "contours": contours,
    "grain": grain,
}
