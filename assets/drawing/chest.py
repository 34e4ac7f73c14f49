"""A frontal chest radiograph made from shapes alone, and its emergence from a coarse mosaic."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw

from .canvas import Canvas, Point, fade, glow, intersect, outline, seeded, spline
from .palette import AMBER, FILM, MIST, SEA, tint

if TYPE_CHECKING:
    import random

CHEST = Canvas(width=160, height=90, unit=10)
MIDDLE = 92.0

# Half outlines, given for the picture's right side and mirrored at MIDDLE.
BODY = outline("7,-8 8,4 20,9 38,14 50,24 56,40 60,70 62,100 0,100 0,-8")
LUNG = outline(
    "8,12 13,8.5 20,11 27,20 32,33 35,48 36.5,62 37,73 31,70 23,67 15,67.5 10,66 9,54 9.5,40 "
    "7,28 6.5,18"
)
HEART = outline("-8,36 -9,46 -11,56 -9,66 2,70 16,70 22,65 20.5,57 15,48 9.5,40 8,32 0,28")
CLAVICLE = outline("4,14 14,11.5 24,10 34,6 42,6.5")
RIBS = 9


def chest_emerging() -> Image.Image:
    """Draw a radiograph that forms, from left to right, out of ever finer squares."""
    film = tint(_radiograph(seed=5), FILM)
    picture = film.copy()
    columns = ((0.0, 40.0, 8.0), (40.0, 56.0, 4.0), (56.0, 64.0, 2.0), (64.0, 72.0, 1.0))
    for left, right, cell in columns:
        box = (round(CHEST.pixels(left)), 0, round(CHEST.pixels(right)), film.height)
        picture.paste(_mosaic(film, cell).crop(box), box)
    heart = CHEST.polygon(_heart())
    clear = ImageChops.subtract(CHEST.polygon(((72, 0), (160, 0), (160, 90), (72, 90))), heart)
    for lung in _both_lungs():
        inside = intersect(CHEST.polygon(lung), clear)
        border = intersect(CHEST.stroke([*lung, lung[0]], 0.36), clear)
        shared = intersect(CHEST.stroke([*_heart(), _heart()[0]], 0.36), inside)
        picture = glow(picture, inside, SEA, 0.14)
        picture = glow(picture, ImageChops.lighter(border, shared), MIST, 0.85)
    line = CHEST.stroke(((72, -5), (72, 95)), 0.3)
    picture = glow(picture, CHEST.blur(line, 1.6), AMBER, 0.5)
    return CHEST.finish(glow(picture, line, AMBER, 0.95))


def _mirrored(half: tuple[Point, ...], side: int) -> list[Point]:
    return [(MIDDLE + side * x, y) for x, y in half]


def _both_lungs() -> list[list[Point]]:
    return [spline(_mirrored(LUNG, side)) for side in (-1, 1)]


def _heart() -> list[Point]:
    return spline([(MIDDLE + x, y) for x, y in HEART])


def _radiograph(seed: int) -> Image.Image:
    grey = CHEST.grey(6)
    body = ImageChops.lighter(*(CHEST.polygon(_mirrored(BODY, side)) for side in (-1, 1)))
    tissue = CHEST.texture(seed, 9, low=128, high=160)
    grey.paste(tissue, mask=CHEST.blur(body, 2.2))
    for lung in _both_lungs():
        grey.paste(CHEST.texture(seed + 1, 6, low=30, high=52), mask=CHEST.polygon(lung, soft=0.8))
    lungs = CHEST.blur(ImageChops.lighter(*(CHEST.polygon(lung) for lung in _both_lungs())), 0.6)
    grey = ImageChops.add(grey, intersect(_vessels(seed), lungs))
    grey = ImageChops.add(grey, intersect(_ribs(), CHEST.blur(body, 1.5)))
    heart = CHEST.polygon(_heart(), soft=0.9)
    grey.paste(CHEST.texture(seed + 2, 8, low=164, high=186), mask=fade(heart, 0.94))
    grey = ImageChops.add(grey, _spine())
    grey.paste(
        40,
        mask=fade(
            CHEST.stroke(((MIDDLE, -5), (MIDDLE + 0.3, 14), (MIDDLE + 0.6, 28)), 3.4, soft=0.9), 0.5
        ),
    )
    light = CHEST.vignette((MIDDLE, 42), (78, 74), floor=0.16)
    return ImageChops.multiply(CHEST.blur(grey, 0.14), light)


def _ribs() -> Image.Image:
    layer = CHEST.grey()
    for number in range(RIBS):
        top = 9 + number * 7.4
        reach = 14 + 27 * math.sin(min(1.0, (number + 1.4) / 6) * math.pi / 2)
        for side in (-1, 1):
            back = spline(
                [(MIDDLE + side * x, y) for x, y in _rib_course(top, reach)], closed=False
            )
            rib = CHEST.stroke(back, 2.5, soft=0.45)
            core = CHEST.stroke(back, 1.2, soft=0.5)
            layer = ImageChops.add(layer, fade(ImageChops.subtract(rib, fade(core, 0.4)), 0.27))
    for side in (-1, 1):
        collar = CHEST.stroke(spline(_mirrored(CLAVICLE, side), closed=False), 2.5, soft=0.4)
        layer = ImageChops.add(layer, fade(collar, 0.26))
    return layer


def _rib_course(top: float, reach: float) -> tuple[Point, ...]:
    return (
        (3, top),
        (reach * 0.4, top - 2.2),
        (reach * 0.78, top + 1.2),
        (reach, top + 8.5),
        (reach * 0.93, top + 15),
        (reach * 0.66, top + 19.5),
    )


def _spine() -> Image.Image:
    layer = CHEST.grey()
    column = CHEST.stroke(((MIDDLE, -5), (MIDDLE, 95)), 8.5, soft=0.9)
    layer = ImageChops.add(layer, fade(column, 0.1))
    for number in range(14):
        disc = CHEST.ellipse((MIDDLE, 3 + number * 6.6), (3.6, 2.3), soft=0.6)
        layer = ImageChops.add(layer, fade(disc, 0.04))
    return layer


def _vessels(seed: int) -> Image.Image:
    """Grow branching vessels outwards from each hilum."""
    layer = CHEST.grey()
    draw = ImageDraw.Draw(layer)
    chance = seeded(seed + 3)
    for side in (-1, 1):
        for start in range(9):
            heading = math.radians(-78 + start * 20 + chance.uniform(-6, 6))
            _grow(draw, chance, (MIDDLE + side * 9.5, 36 + start), (side, heading), 1.05)
    return fade(CHEST.blur(layer, 0.2), 0.5)


def _grow(
    draw: ImageDraw.ImageDraw,
    chance: random.Random,
    start: Point,
    course: tuple[int, float],
    width: float,
) -> None:
    """Draw one vessel and its branches; `course` is the side and the angle."""
    side, heading = course
    x, y = start
    for _ in range(chance.randint(3, 5)):
        heading += chance.uniform(-0.16, 0.16)
        step = 1.1 + width * 1.3
        end = (x + side * math.cos(heading) * step, y + math.sin(heading) * step)
        draw.line(
            CHEST.place(((x, y), end)),
            fill=round(50 + 78 * min(1.0, width)),
            width=max(1, round(CHEST.pixels(width))),
        )
        x, y = end
    smallest = 0.16
    if width * 0.7 > smallest:
        for turn in (-0.42, 0.36):
            _grow(
                draw,
                chance,
                (x, y),
                (side, heading + turn + chance.uniform(-0.15, 0.15)),
                width * 0.7,
            )


def _mosaic(picture: Image.Image, cell: float) -> Image.Image:
    columns, rows = round(CHEST.width / cell), round(CHEST.height / cell)
    small = picture.resize((columns, rows), Image.Resampling.BOX)
    return small.resize(picture.size, Image.Resampling.NEAREST)
