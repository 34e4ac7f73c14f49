"""Colours shared by every picture, so that the site looks like one hand drew it."""

from __future__ import annotations

from typing import TypeAlias

from PIL import Image, ImageColor

Colour: TypeAlias = tuple[int, int, int]


def colour(code: str) -> Colour:
    """Turn a hex code into red, green and blue."""
    red, green, blue = ImageColor.getrgb(code)[:3]
    return red, green, blue


INK = colour("#08141b")
DEEP = colour("#0f2b35")
TEAL = colour("#17606b")
SEA = colour("#3b9a9f")
MIST = colour("#cfe3e1")
PAPER = colour("#f7f5f0")
SLATE = colour("#5a6c76")
AMBER = colour("#eaa550")
CORAL = colour("#d9714e")

# Ramps run from dark to bright; `ramp_table` spreads them evenly over 256 grey values.
MRI = (
    colour("#050c11"),
    colour("#123038"),
    colour("#4c7f88"),
    colour("#aecdcd"),
    colour("#f5f7f2"),
)
FILM = (
    colour("#060d13"),
    colour("#1a3440"),
    colour("#587884"),
    colour("#a9bfc3"),
    colour("#f2f4f0"),
)
SPECTRUM = (INK, DEEP, TEAL, SEA, MIST, colour("#fbe9c8"), AMBER)
SINOGRAM = (INK, DEEP, TEAL, SEA, colour("#9fcac5"), colour("#f6e2b8"), AMBER)
THICKNESS = (CORAL, AMBER, colour("#f1d9a4"), colour("#a8cfc8"), SEA, TEAL, DEEP)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Blend two colours; `share` is the weight of the second, 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def ramp_at(ramp: tuple[Colour, ...], position: float) -> Colour:
    """Read a ramp at a position from 0 to 1."""
    scaled = max(0.0, min(1.0, position)) * (len(ramp) - 1)
    index = min(int(scaled), len(ramp) - 2)
    return mix(ramp[index], ramp[index + 1], scaled - index)


def tint(grey: Image.Image, ramp: tuple[Colour, ...]) -> Image.Image:
    """Colour a grey picture with a ramp."""
    table = [ramp_at(ramp, value / 255) for value in range(256)]
    bands = [grey.point([entry[band] for entry in table]) for band in range(3)]
    return Image.merge("RGB", bands)
