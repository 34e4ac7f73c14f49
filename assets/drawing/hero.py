"""The home page's picture: from the signal to the image to the answer."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageDraw

from .canvas import Canvas, fade, intersect, ribbon, spline
from .knee import FEMUR, KNEE, LEG, LIGAMENTS, PATELLA, TIBIA, knee_slice
from .palette import AMBER, DEEP, INK, MIST, MRI, SEA, SPECTRUM, TEAL, Colour, tint
from .signals import GRID, spectrum

HERO = Canvas(width=160, height=100, unit=10)
CENTRE = 80.0
HEIGHTS = (77.0, 49.5, 22.0)
SIDE = 900
SQUASH = 0.42
DIAGONAL = 92.0


def signal_to_answer() -> Image.Image:
    """Stack three panes: k-space below, the slice in the middle, its segmentation on top."""
    light = HERO.vignette((CENTRE, 50), (86, 70), floor=0.0)
    picture = tint(light, (INK, DEEP, (20, 70, 82))).convert("RGBA")
    grey = _square(knee_slice(seed=11))
    panes = (_signal_pane(grey), _image_pane(grey), _answer_pane())
    for number, (pane, height) in enumerate(zip(panes, HEIGHTS, strict=True)):
        if number:
            picture.alpha_composite(_threads(HEIGHTS[number - 1], height))
        shadow = Image.new("RGBA", pane.size, (*INK, 0))
        shadow.putalpha(fade(pane.getchannel("A"), 0.45))
        fallen = _laid_flat(shadow, height + 5)
        fallen.putalpha(HERO.blur(fallen.getchannel("A"), 1.6))
        picture.alpha_composite(fallen)
        picture.alpha_composite(_laid_flat(pane, height))
    return HERO.finish(picture.convert("RGB"))


def _square(layer: Image.Image) -> Image.Image:
    """Cut the part of the knee's canvas around the joint."""
    left, size = round(KNEE.pixels(30)), layer.height
    return layer.crop((left, 0, left + size, size)).resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def _signal_pane(grey: Image.Image) -> Image.Image:
    signal = spectrum(grey.resize((GRID, GRID), Image.Resampling.LANCZOS)).resize(
        (SIDE, SIDE), Image.Resampling.BICUBIC
    )
    return _framed(tint(signal, SPECTRUM), Image.new("L", signal.size, 240), SEA)


def _image_pane(grey: Image.Image) -> Image.Image:
    bright = grey.point([min(255, round(value * 1.25)) for value in range(256)])
    return _framed(tint(bright, MRI), Image.new("L", grey.size, 236), MIST)


def _answer_pane() -> Image.Image:
    """Paint each structure in its colour on a pane of dark glass."""
    colours = Image.new("RGB", (SIDE, SIDE), DEEP)
    alpha = Image.new("L", (SIDE, SIDE), 150)
    bones = [KNEE.polygon(spline(bone)) for bone in (FEMUR, TIBIA, PATELLA)]
    free = ImageChops.invert(ImageChops.lighter(ImageChops.lighter(bones[0], bones[1]), bones[2]))
    bands = [
        intersect(KNEE.polygon(ribbon(spline(course, closed=False), width)), free)
        for course, width in LIGAMENTS
    ]
    layers = [(KNEE.polygon(spline(LEG)), TEAL, 190), *((bone, MIST, 236) for bone in bones)]
    layers += [(band, SEA, 236) for band in bands[:3]]
    layers.append((bands[3], AMBER, 255))
    for mask, fill, strength in layers:
        small = _square(mask)
        colours.paste(fill, mask=small)
        alpha.paste(strength, mask=small)
    return _framed(colours, alpha, AMBER)


def _framed(colours: Image.Image, alpha: Image.Image, edge: Colour) -> Image.Image:
    """Give a pane a thin bright edge."""
    pane = colours.convert("RGBA")
    pane.putalpha(alpha)
    ImageDraw.Draw(pane).rectangle((0, 0, SIDE - 1, SIDE - 1), outline=(*edge, 255), width=5)
    return pane


def _laid_flat(pane: Image.Image, height: float) -> Image.Image:
    """Turn a pane by 45 degrees and tilt it, as seen from above, centred at a height."""
    scale = SIDE * math.sqrt(2) / HERO.pixels(DIAGONAL)
    across, down = scale * math.sqrt(0.5), scale * math.sqrt(0.5) / SQUASH
    x, y = HERO.pixels(CENTRE), HERO.pixels(height)
    matrix = (
        across, down, SIDE / 2 - across * x - down * y,
        -across, down, SIDE / 2 + across * x - down * y,
    )  # fmt: skip
    return pane.transform(HERO.size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)


def _threads(low: float, high: float) -> Image.Image:
    """Join the outer corners of two panes with dotted lines."""
    layer = Image.new("RGBA", HERO.size, (*MIST, 0))
    draw = ImageDraw.Draw(layer)
    half, dot = DIAGONAL / 2, 0.16
    for x in (CENTRE - half, CENTRE + half):
        for step in range(round((low - high) / 1.5)):
            y = high + step * 1.5
            box = HERO.place(((x - dot, y - dot), (x + dot, y + dot)))
            draw.ellipse((*box[0], *box[1]), fill=(*MIST, 170))
    return layer
