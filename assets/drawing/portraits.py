"""Portraits of people who do not exist: shadows in front of a window, known by hair and clothes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from PIL import Image, ImageChops

from .canvas import Canvas, Point, fade, glow, intersect, outline, spline
from .palette import INK, MIST, PAPER, Colour, colour, mix, tint

BUST = Canvas(width=40, height=40, unit=10)

Shape = tuple[Point, ...]

HAIR: dict[str, tuple[Shape, ...]] = {
    "short": (
        outline(
            "13.6,17 13.2,11.5 16,7.6 20.5,6.6 25,8 27,12 26.4,17 25.6,13.6 22,11.6 "
            "17,12.2 14.6,13.8"
        ),
    ),
    "long": (outline("11.6,31 12.2,18 13,11 17,7.2 22,6.8 26.6,10 28,18 28.6,31 24,33 16,33"),),
    "bob": (outline("12.2,23.6 12,15 14.4,9 20,6.6 25.8,9 28,15 27.8,23.6 25,25 15,25"),),
    "bun": (
        outline("17,5.6 20,2.6 23.2,5.6 20,8.6"),
        outline("13.6,16 13.8,10.4 20,6.8 26.2,10.4 26.4,16 24,11.6 16,11.6"),
    ),
    "curls": (
        outline(
            "11.4,18 11,13 13,9.6 15,6.6 18.4,6.4 21,4.8 24,6.6 26.6,8 28.6,12 28.6,18 26,21 14,21"
        ),
    ),
    "crop": (outline("14,15 14.4,10.4 20,7.6 25.6,10.4 26,15 24.6,12 20,10.6 15.4,12"),),
    "scarf": (outline("11.6,27 11.8,16 14,9 20,6.2 26,9 28.2,16 28.4,27 24.6,31 15.4,31"),),
    "side": (
        outline(
            "12.8,19 12.8,12 16,7.4 22,6.2 26.6,9.4 27.2,16 25.8,12.8 21.6,12.4 17.4,10.6 15,14"
        ),
    ),
}
FACE = outline("20,9.4 24.2,10.8 26,15 25.2,20 22.6,23.8 20,24.8 17.4,23.8 14.8,20 14,15 15.8,10.8")
NECK = outline("17.2,21 22.8,21 23,29 20,31 17,29")
SHOULDERS = outline("2,44 4,35 9.5,30.4 16.6,28 20,30.4 23.4,28 30.5,30.4 36,35 38,44")
COLLAR = outline("16.2,27.6 20,35.4 23.8,27.6 25.6,28.6 21.8,38 18.2,38 14.4,28.6")


@dataclass(frozen=True, kw_only=True)
class Sitter:
    """How one portrait looks."""

    name: str
    field: Colour
    cloth: Colour
    style: str

    @property
    def shadow(self) -> Colour:
        """The colour of head and hair: that of the field, almost black."""
        return mix(self.field, INK, 0.68)


SITTERS = (
    Sitter(
        name="helene-vossberg",
        field=colour("#2c7d84"),
        cloth=colour("#12313b"),
        style="bob",
    ),
    Sitter(
        name="matteo-carvonelli",
        field=colour("#d8a869"),
        cloth=colour("#24505c"),
        style="short",
    ),
    Sitter(
        name="amara-osei-lindt",
        field=colour("#6fa8a6"),
        cloth=colour("#d9714e"),
        style="curls",
    ),
    Sitter(
        name="jonas-wiedekamp",
        field=colour("#8b9fa8"),
        cloth=colour("#17606b"),
        style="side",
    ),
    Sitter(
        name="leyla-demirsoy",
        field=colour("#e2c9a3"),
        cloth=colour("#0f2b35"),
        style="scarf",
    ),
    Sitter(
        name="tobias-achterrath",
        field=colour("#4f7f95"),
        cloth=colour("#e3d5bd"),
        style="crop",
    ),
    Sitter(
        name="mei-lin-harkort",
        field=colour("#c98a6b"),
        cloth=colour("#20424e"),
        style="long",
    ),
    Sitter(
        name="ruben-castelyn",
        field=colour("#34626d"),
        cloth=colour("#c9d8d3"),
        style="bun",
    ),
)


def portrait(sitter: Sitter) -> Image.Image:
    """Draw one portrait."""
    light = BUST.vignette((14, 9), (34, 38), floor=0.0)
    picture = tint(light, (mix(sitter.field, INK, 0.3), mix(sitter.field, PAPER, 0.34)))
    picture = glow(picture, BUST.ellipse((20, 19.5), (15.6, 15.6)), PAPER, 0.3)
    shapes = [BUST.polygon(spline(each)) for each in (*HAIR[sitter.style], FACE, NECK)]
    picture = _solid(picture, reduce(ImageChops.lighter, shapes), sitter.shadow)
    shoulders = BUST.polygon(spline(SHOULDERS))
    picture = _solid(picture, shoulders, sitter.cloth)
    collar = intersect(BUST.polygon(spline(COLLAR)), shoulders)
    picture = glow(picture, collar, mix(sitter.cloth, MIST, 0.3), 0.8)
    return BUST.finish(picture)


def _solid(picture: Image.Image, mask: Image.Image, fill: Colour) -> Image.Image:
    """Fill a shape, a little lighter towards the window on the left."""
    lit = BUST.field(lambda x, y: max(0.0, 1 - (x + y * 0.5) / 46), pitch=2)
    shaded = tint(lit, (mix(fill, INK, 0.14), mix(fill, PAPER, 0.2)))
    return Image.composite(shaded, picture, fade(mask, 1.0))
