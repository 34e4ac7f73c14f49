"""Wide pictures of the projects: a field that falls silent, and a drawer full of phantoms."""

from __future__ import annotations

import math

from PIL import Image, ImageChops

from .canvas import Canvas, Point, fade, glow, seeded
from .palette import AMBER, DEEP, INK, MIST, SEA, TEAL, mix, ramp_at, tint

WIDE = Canvas(width=160, height=100, unit=8)
RAMP = (TEAL, SEA, (120, 190, 192), MIST)


def silence() -> Image.Image:
    """Draw waves that fall silent inside a disc, whose rim is amber."""
    centre, radius = (92.0, 50.0), 21.0
    picture = tint(WIDE.vignette((80, 50), (110, 80), floor=0.1), (INK, DEEP, (20, 66, 78)))
    chance = seeded(17)
    for row in range(46):
        y = 3 + row * 2.1
        phase = chance.uniform(-0.3, 0.3)
        points: list[Point] = []
        for step in range(641):
            x = step / 4
            away = math.hypot(x - centre[0], y - centre[1]) / radius
            loud = 1 / (1 + math.exp(-(away - 1.12) * 11))
            lift = math.sin(x * 0.34 + row * 0.22 + phase) + 0.5 * math.sin(x * 0.13 - row * 0.1)
            points.append((x, y - 1.5 * lift * loud))
        inside = abs(y - centre[1]) < radius * 0.98
        mask = WIDE.stroke(points, 0.2)
        if inside:
            mask = ImageChops.multiply(
                mask, ImageChops.invert(WIDE.ellipse(centre, (radius, radius), soft=2.2))
            )
        picture = glow(picture, mask, ramp_at(RAMP, 0.25 + 0.6 * math.sin(row / 45 * math.pi)), 0.9)
    rim = [
        (centre[0] + radius * math.cos(turn), centre[1] + radius * math.sin(turn))
        for turn in (math.tau * step / 240 for step in range(241))
    ]
    picture = glow(picture, WIDE.stroke(rim, 0.9, soft=1.6), AMBER, 0.5)
    return WIDE.finish(glow(picture, WIDE.stroke(rim, 0.28), AMBER, 0.95))


def library() -> Image.Image:
    """Draw forty discs in rows, each with another section of nobody in it; one is amber."""
    picture = tint(WIDE.vignette((80, 44), (120, 80), floor=0.15), (INK, DEEP, (20, 66, 78)))
    chance = seeded(9)
    for number in range(40):
        column, row = number % 8, number // 8
        centre = (10 + 20.0 * column, 10.0 + 20 * row)
        marked = number == 21
        outer = WIDE.ellipse(centre, (7.6, 7.6))
        picture = glow(picture, outer, mix(DEEP, TEAL, chance.uniform(0.1, 0.7)), 0.9)
        for ring in range(5):
            size = 6.6 - 1.25 * ring
            turn = chance.uniform(0, 180)
            shape = (size, size * chance.uniform(0.62, 0.95))
            place = (centre[0] + chance.uniform(-0.5, 0.5), centre[1] + chance.uniform(-0.5, 0.5))
            edge = _rim(place, shape, turn)
            fill = AMBER if marked else ramp_at(RAMP, 0.2 + 0.19 * ring)
            picture = glow(picture, edge, fill, 0.95)
    return WIDE.finish(picture)


def _rim(centre: Point, radii: Point, angle: float) -> Image.Image:
    outer = WIDE.ellipse(centre, radii, angle=angle)
    inner = WIDE.ellipse(centre, (radii[0] - 0.3, radii[1] - 0.3), angle=angle)
    return fade(ImageChops.subtract(outer, inner), 1.0)
