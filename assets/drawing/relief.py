"""A knee as lines, one an echo: the home page's relief and the contours of the research page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw

from .canvas import Canvas, fade, glow, intersect, ribbon, seeded, spline
from .knee import FEMUR, KNEE, LIGAMENTS, PATELLA, TIBIA
from .palette import AMBER, DEEP, INK, MIST, SEA, TEAL, Colour, mix, ramp_at, tint

if TYPE_CHECKING:
    from collections.abc import Sequence

RELIEF = Canvas(width=160, height=100, unit=8.75)
CONTOURS = KNEE
#: Samples for each unit of the picture, of what a line is drawn from.
DENSITY = 6
LINES = 48
TOP, BOTTOM = 13.0, 97.0
LEFT, RIGHT = 14.0, 146.0
#: Where the knee's own picture begins, and how much larger it is drawn.
SHIFT, SCALE = (80 - 72 * 1.08, 6.0), 1.08
RAMP = (TEAL, SEA, (120, 190, 192), MIST, (245, 247, 242))


def echoes() -> Image.Image:
    """Draw a knee as the echoes of its rows: flat where it is silent, high where it answers.

    Lines are drawn from the back to the front, each over what it hides.
    """
    light = RELIEF.vignette((80, 52), (84, 66), floor=0.0)
    picture = tint(light, (INK, DEEP, (18, 62, 74)))
    ground = picture.copy()
    draw = ImageDraw.Draw(picture)
    bones = ImageChops.add(_samples(_bones(), 1.1), _samples(_bones(), 6), scale=2)
    ligament = _samples(_ligament(), 0.3)
    chance = seeded(31)
    for line in range(LINES):
        y = TOP + (BOTTOM - TOP) * line / (LINES - 1)
        phases = [chance.uniform(0, math.tau) for _ in range(4)]
        heights = [_height(x, y, bones, phases) for x in _steps()]
        points = RELIEF.place([(x, y - h) for x, h in zip(_steps(), heights, strict=True)])
        hidden = RELIEF.grey()
        below = [*points, *RELIEF.place([(RIGHT, y + 9), (LEFT, y + 9)])]
        ImageDraw.Draw(hidden).polygon(below, fill=255)
        picture.paste(ground, mask=hidden)
        for index in range(len(points) - 1):
            x = LEFT + index / DENSITY
            answer = _value(ligament, x, y)
            fill = mix(_line_colour(x, heights[index], ground, points[index]), AMBER, answer)
            width = RELIEF.pixels(0.2 + 0.22 * answer)
            draw.line((points[index], points[index + 1]), fill=fill, width=round(width))
    return RELIEF.finish(glow(picture, _shine(), AMBER, 0.32))


def contours() -> Image.Image:
    """Draw lines of equal distance from the bones, and the ligaments between them as ribbons."""
    light = CONTOURS.vignette((72, 44), (92, 66), floor=0.0)
    picture = tint(light, (INK, DEEP, (18, 62, 74)))
    bones = _bones()
    picture = _with_lines(picture, bones)
    picture = glow(picture, intersect(bones, CONTOURS.blur(bones, 5)), TEAL, 0.75)
    inner = _with_lines(picture, ImageChops.invert(bones))
    picture = Image.composite(inner, picture, fade(bones, 0.5))
    for bone in (FEMUR, TIBIA, PATELLA):
        picture = glow(picture, CONTOURS.stroke(_closed(spline(bone)), 0.5, soft=0.1), MIST, 0.95)
    free = ImageChops.invert(bones)
    for (course, width), fill in zip(LIGAMENTS, (SEA, SEA, SEA, AMBER), strict=True):
        band = CONTOURS.polygon(ribbon(spline(course, closed=False), width), soft=0.12)
        picture = glow(picture, intersect(band, free), fill, 0.9)
    return CONTOURS.finish(picture)


def _with_lines(picture: Image.Image, bones: Image.Image) -> Image.Image:
    """Add the lines around the bones: a blurred mask falls with the distance from them."""
    for number, radius in enumerate((1.2, 2.6, 4.4, 6.6, 9.4, 13, 17.5, 23)):
        smooth = CONTOURS.blur(bones, radius)
        inside = smooth.point([255 if value > 48 else 0 for value in range(256)])
        edge = ImageChops.subtract(CONTOURS.blur(inside, 0.16), CONTOURS.blur(inside, 0.5))
        line = edge.point([min(255, value * 4) for value in range(256)])
        picture = glow(picture, line, ramp_at((MIST, SEA, TEAL), number / 7), 0.95 - 0.08 * number)
    return picture


def _bones() -> Image.Image:
    first, second, third = (KNEE.polygon(spline(bone)) for bone in (FEMUR, TIBIA, PATELLA))
    return ImageChops.lighter(ImageChops.lighter(first, second), third)


def _ligament() -> Image.Image:
    course, width = LIGAMENTS[3]
    band = KNEE.polygon(ribbon(spline(course, closed=False), width))
    return intersect(band, ImageChops.invert(_bones()))


def _shine() -> Image.Image:
    """Return a soft light over the ligament."""
    course, width = LIGAMENTS[3]
    band = ribbon(spline(course, closed=False), width)
    placed = [(x * SCALE + SHIFT[0], y * SCALE + SHIFT[1]) for x, y in band]
    return RELIEF.polygon(placed, soft=1.1)


def _closed(curve: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [*curve, curve[0]]


def _samples(mask: Image.Image, soft: float) -> Image.Image:
    size = round(KNEE.width * DENSITY), round(KNEE.height * DENSITY)
    return KNEE.blur(mask, soft).resize(size, Image.Resampling.BOX)


def _value(samples: Image.Image, x: float, y: float) -> float:
    """Return what the knee's picture has at a place of the relief, 0 to 1; nothing outside."""
    column = round((x - SHIFT[0]) / SCALE * DENSITY)
    row = round((y - SHIFT[1]) / SCALE * DENSITY)
    if 0 <= column < samples.width and 0 <= row < samples.height:
        value = samples.getpixel((column, row))
        return float(value) / 255 if isinstance(value, int) else 0.0
    return 0.0


def _steps() -> list[float]:
    return [LEFT + step / DENSITY for step in range(round((RIGHT - LEFT) * DENSITY) + 1)]


def _height(x: float, y: float, bones: Image.Image, phases: Sequence[float]) -> float:
    """Return how far a line rises: over the bones, with the ripple of a signal around them."""
    relief: float = _value(bones, x, y) ** 1.3
    centre = (x - 80) / 40
    packet = math.exp(-(centre**2) * 1.6)
    waves = zip((0.31, 0.52, 0.83, 1.05), phases, strict=True)
    ripple = sum(math.sin(x * pace + phase) for pace, phase in waves) / 4
    return 6.4 * relief + packet * ripple * (0.55 + 0.5 * relief)


def _line_colour(
    x: float, height: float, ground: Image.Image, place: tuple[float, float]
) -> Colour:
    """Return a line's colour: brighter the higher, and lost in the ground at both ends."""
    bright = ramp_at(RAMP, max(0.0, min(1.0, 0.12 + height / 7.2)))
    dark = ground.getpixel((min(int(place[0]), ground.width - 1), max(0, int(place[1]))))
    red, green, blue = dark if isinstance(dark, tuple) else (0, 0, 0)
    ends = min(x - LEFT, RIGHT - x) / 26
    return mix((int(red), int(green), int(blue)), bright, max(0.0, min(1.0, ends)))
