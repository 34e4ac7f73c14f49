"""The hill behind the lab, as a map: lines of equal height, and the way up from the bus stop."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .canvas import Canvas, glow, outline, spline
from .palette import AMBER, DEEP, INK, MIST, SEA, TEAL, ramp_at, tint

if TYPE_CHECKING:
    from PIL import Image

PLAN = Canvas(width=160, height=90, unit=8)
LEVELS = 11
#: Tops: x, y, spread along x and y, height.
TOPS = ((84, 38, 30, 21, 1.0), (108, 54, 22, 15, 0.42), (52, 52, 20, 13, 0.26))
STREETS = (
    "-2,70 22,66 48,73 78,80 112,78 140,70 162,74",
    "22,66 18,44 26,22 20,-2",
    "140,70 136,48 144,26 138,-2",
)
WAY = "30,67.5 39,60 49,59 56,51 66,52 72,44 80,42"


def plan() -> Image.Image:
    """Draw the map."""
    light = PLAN.vignette((84, 42), (100, 70), floor=0.0)
    picture = tint(light, (INK, DEEP, (18, 62, 74)))
    heights = PLAN.exact_field(_height, pitch=0.5)
    for level in range(1, LEVELS):
        share = level / LEVELS
        # A band around one height, as a mask: white on the line, and gone a little beside it.
        above = heights.point(lambda value, at=share: value * 9000 - at * 9000 + 128).convert("L")
        edge = above.point([255 - min(255, abs(value - 128) * 2) for value in range(256)])
        picture = glow(picture, edge, ramp_at((TEAL, SEA, MIST), share), 0.9)
    for street in STREETS:
        course = spline(outline(street), closed=False)
        picture = glow(picture, PLAN.stroke(course, 1.5, soft=0.15), MIST, 0.28)
    way = spline(outline(WAY), closed=False)
    picture = glow(picture, PLAN.stroke(way, 1.0, soft=0.12), AMBER, 0.95)
    for place, size in ((way[0], 1.5), (way[-1], 2.1)):
        picture = glow(picture, PLAN.ellipse(place, (size, size), soft=0.1), AMBER, 1.0)
        picture = glow(picture, PLAN.ellipse(place, (size / 2.2, size / 2.2), soft=0.1), INK, 1.0)
    return PLAN.finish(picture)


def _height(x: float, y: float) -> float:
    return sum(
        rise * math.exp(-(((x - top_x) / wide) ** 2) - ((y - top_y) / tall) ** 2)
        for top_x, top_y, wide, tall, rise in TOPS
    )
