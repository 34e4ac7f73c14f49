"""A map of cartilage thickness, unrolled from the femur and the tibia onto the plane."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageDraw, ImageFont

from .canvas import Canvas, glow, outline, spline
from .palette import DEEP, INK, MIST, THICKNESS, ramp_at, tint

MAP = Canvas(width=160, height=90, unit=10)
BANDS = 9
THINNEST, THICKEST = 1.0, 3.4

FEMUR = outline(
    "52,9 63,13 74,9 80,16 84,30 88,46 90,62 87,76 79,82 71.5,77 69.5,64 68.5,50 63,43 "
    "57.5,50 56.5,64 54.5,77 47,82 39,76 36,62 38,46 42,30 46,16"
)
TIBIA_MEDIAL = outline("104,27 111,23 119,26 121.5,37 121,52 116,64 107.5,65 101.5,56 100,41")
TIBIA_LATERAL = outline("128.5,30 136,25 144,29 147.5,40 145.5,53 138,61 130,59 126.5,49 126,38")
# Where cartilage is thicker (above 0) or thinner (below 0): x, y, spread, height.
HILLS: tuple[tuple[float, float, float, float], ...] = (
    (63, 22, 12, 0.48), (44, 56, 8, 0.28), (80, 52, 8, 0.38), (83, 72, 7, 0.16), (44, 74, 7, 0.12),
    (47, 63, 4.6, -0.62), (55, 34, 6, -0.16), (73, 36, 7, 0.14),
    (110, 45, 8, 0.33), (106.5, 52, 4.4, -0.47), (136.5, 42, 9, 0.52),
    (116, 34, 6, 0.12), (140, 53, 6, 0.1),
)  # fmt: skip


def thickness_map() -> Image.Image:
    """Draw three cartilage plates, their thickness in steps from coral (thin) to ink (thick)."""
    light = MAP.vignette((74, 46), (98, 70), floor=0.0)
    picture = tint(light, (INK, DEEP))
    plates = MAP.grey()
    for plate in (FEMUR, TIBIA_MEDIAL, TIBIA_LATERAL):
        plates = ImageChops.lighter(plates, MAP.polygon(spline(plate)))
    picture = glow(picture, MAP.blur(plates, 2.4), MIST, 0.22)
    picture.paste(_bands(), mask=plates)
    for plate in (FEMUR, TIBIA_MEDIAL, TIBIA_LATERAL):
        edge = spline(plate)
        picture = glow(picture, MAP.stroke([*edge, edge[0]], 0.34), MIST, 0.9)
    _draw_scale(picture)
    return MAP.finish(picture)


def _thickness(x: float, y: float) -> float:
    height = 0.42
    for hill_x, hill_y, spread, rise in HILLS:
        height += rise * math.exp(-((x - hill_x) ** 2 + (y - hill_y) ** 2) / (2 * spread**2))
    return height


def _bands() -> Image.Image:
    """Colour the whole plane in steps; each step has a smooth edge."""
    levels = MAP.exact_field(_thickness, pitch=0.5)
    picture = Image.new("RGB", MAP.size, THICKNESS[0])
    gain = 180.0 * 255
    for band in range(1, BANDS):
        offset = 128 - gain * band / BANDS
        above = levels.point(lambda value, shift=offset: value * gain + shift)
        picture.paste(ramp_at(THICKNESS, band / (BANDS - 1)), mask=above.convert("L"))
    return picture


def _draw_scale(picture: Image.Image) -> None:
    """Draw the colour scale, in millimetres."""
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(MAP.pixels(2.3))
    left, top, width, height = 12.0, 21.0, 2.6, 48.0
    for band in range(BANDS):
        low, high = top + height * (BANDS - 1 - band) / BANDS, top + height * (BANDS - band) / BANDS
        box = MAP.place(((left, low), (left + width, high)))
        draw.rectangle((*box[0], *box[1]), fill=ramp_at(THICKNESS, band / (BANDS - 1)))
    for mark in range(4):
        share = mark / 3
        value = THINNEST + (THICKEST - THINNEST) * share
        spot = MAP.place([(left + width + 1.6, top + height * (1 - share))])[0]
        draw.text(spot, f"{value:.1f}", font=font, fill=MIST, anchor="lm")
    draw.text(MAP.place([(left, top - 4)])[0], "mm", font=font, fill=MIST, anchor="lm")
