"""A midline sagittal knee, as proton-density MRI shows it: front to the left."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw

from .canvas import Canvas, Point, along, fade, glow, intersect, outline, ribbon, spline
from .palette import AMBER, CORAL, DEEP, INK, MIST, MRI, SEA, tint

KNEE = Canvas(width=160, height=90, unit=10)

LEG = outline(
    "42,-12 40,4 36,18 32,30 32,40 37,52 42,63 45,76 47,102 124,102 124,84 120,70 113,58 "
    "109,48 110,36 116,20 121,4 122,-12"
)
FEMUR = outline(
    "61,-12 61,4 59,14 54,23 51,31 51.5,39 55,45 61,48.5 66,48 72,43.5 80,37 88,31 91.5,26 "
    "90,19 86,10 85,-2 85,-12"
)
TIBIA = outline(
    "56,59.5 64,58 70,56.2 74,54.2 78,56.4 86,57.6 95,59 99.5,62 99,68 94,76 90,86 89,102 "
    "63,102 61,88 56,78 51.5,71 51.5,64"
)
PATELLA = outline("40,20.5 45,19.5 48.3,24 48.6,30 46.6,36 42,39.5 38.6,35 37.6,27")
FAT_PAD = outline("45,40.5 49.5,39.5 53,46 60,51 64,55.5 57,58 51.5,62 48.5,57")
NOTCH = outline("60,50 68,48 80,39 93,29 101,36 102,50 100,60 86,57 73,53.5 65,56")
TROCHLEA = outline("53.2,22 50.2,30 50.6,39 54.2,46 60.5,50.2 66.5,49.4")
PATELLAR_CARTILAGE = outline("46,20.5 49.2,24.5 49.6,30 47.6,36")
PLATEAU = outline("57,58.6 64.5,57 70,55.2 74,53.2 78,55.4 86,56.5 95.5,58")
QUADRICEPS_TENDON = outline("45.6,-12 45,2 43.4,12 42.4,20 42.4,24")
PATELLAR_TENDON = outline("41.6,35 42.4,40 45,49 48.2,58.6 51.4,68 55,75")
ANTERIOR_CRUCIATE = outline("86,25 87.4,33 83,39.6 76.4,46.4 69.6,54.6 66,60")
POSTERIOR_CRUCIATE = outline("70,43.4 76,43.6 83.4,44 90.4,47 95.4,53 97.6,61 96,66")
LIGAMENTS: tuple[tuple[tuple[Point, ...], float], ...] = (
    (QUADRICEPS_TENDON, 3.8),
    (PATELLAR_TENDON, 3.2),
    (POSTERIOR_CRUCIATE, 4.2),
    (ANTERIOR_CRUCIATE, 3.9),
)
VESSEL = outline("105,-12 104.4,10 103.6,26 104.6,44 107,62 108.6,102")
HAMSTRING = outline("108,-12 107,10 106,26 108,38 112,26 117,6 118,-12")
CALF = outline("99,42 103,54 101,70 97,84 96,102 120,102 119,84 114,68 107,55 104,44")
MUSCLE_FRONT = outline("49,-12 48,4 47,14 52,16 56,8 58,-12")


def knee_slice(seed: int) -> Image.Image:
    """Draw the grey slice."""
    grey = KNEE.grey(4)
    leg = KNEE.polygon(spline(LEG), soft=0.5)
    grey.paste(KNEE.texture(seed, 5, low=140, high=200), mask=leg)
    _draw_muscles(grey, seed)
    _draw_soft_parts(grey, seed)
    _draw_cartilage(grey)
    _draw_ligaments(grey)
    _draw_bones(grey, seed)
    skin = KNEE.stroke(spline(LEG), 0.9, soft=0.35)
    grey.paste(205, mask=fade(skin, 0.75))
    speckle = KNEE.texture(seed + 9, 0.45, low=118, high=138)
    grey = ImageChops.add(grey, speckle, offset=-128)
    light = KNEE.vignette((70, 45), (62, 62), floor=0.22)
    return ImageChops.multiply(KNEE.blur(grey, 0.09), light)


def _draw_muscles(grey: Image.Image, seed: int) -> None:
    fibres = KNEE.texture(seed + 1, 1.6, low=58, high=104)
    stretched = fibres.resize((fibres.width, fibres.height * 5)).crop(
        (0, 0, fibres.width, fibres.height)
    )
    for muscle in (HAMSTRING, CALF, MUSCLE_FRONT):
        grey.paste(stretched, mask=KNEE.polygon(spline(muscle), soft=0.6))
        grey.paste(40, mask=fade(KNEE.stroke(spline(muscle), 0.4, soft=0.25), 0.5))


def _draw_soft_parts(grey: Image.Image, seed: int) -> None:
    grey.paste(
        KNEE.texture(seed + 2, 3, low=128, high=168), mask=KNEE.polygon(spline(NOTCH), soft=0.7)
    )
    lobules = KNEE.texture(seed + 3, 1.8, low=150, high=206)
    grey.paste(lobules, mask=KNEE.polygon(spline(FAT_PAD), soft=0.5))
    vessel = spline(VESSEL, closed=False)
    grey.paste(30, mask=KNEE.stroke(vessel, 3.4, soft=0.35))
    grey.paste(96, mask=fade(KNEE.stroke(along(vessel, 0.7), 0.5, soft=0.3), 0.6))


def _draw_bones(grey: Image.Image, seed: int) -> None:
    marrow = ImageChops.multiply(
        KNEE.texture(seed + 4, 7, low=176, high=238),
        KNEE.texture(seed + 5, 0.9, low=222, high=255),
    )
    for bone in (FEMUR, TIBIA, PATELLA):
        edge = spline(bone)
        inside = KNEE.polygon(edge)
        grey.paste(22, mask=KNEE.stroke(edge, 1.15, soft=0.16))
        rim = intersect(inside, ImageChops.invert(KNEE.blur(inside, 3.2)))
        grey.paste(marrow, mask=KNEE.polygon(edge, soft=0.22))
        grey.paste(92, mask=fade(rim, 0.8))
        grey.paste(24, mask=KNEE.stroke(edge, 0.62, soft=0.14))
    physis = spline(((52.5, 26), (64, 21.5), (76, 21), (90, 23)), closed=False)
    grey.paste(120, mask=fade(KNEE.stroke(physis, 0.5, soft=0.4), 0.55))
    scar = spline(((54, 69), (66, 67.5), (82, 68), (96, 69.5)), closed=False)
    grey.paste(120, mask=fade(KNEE.stroke(scar, 0.5, soft=0.4), 0.5))


def _draw_cartilage(grey: Image.Image) -> None:
    for course, width in ((TROCHLEA, 3.4), (PATELLAR_CARTILAGE, 3.2), (PLATEAU, 2.8)):
        grey.paste(214, mask=KNEE.stroke(spline(course, closed=False), width, soft=0.22))


def _draw_ligaments(grey: Image.Image) -> None:
    for course, width in LIGAMENTS:
        curve = spline(course, closed=False)
        grey.paste(24, mask=KNEE.polygon(ribbon(curve, width), soft=0.3))
        for shift in (-0.3, -0.12, 0.1, 0.28):
            strand = KNEE.stroke(along(curve, shift * width), 0.2, soft=0.16)
            grey.paste(84, mask=fade(strand, 0.5))


def knee_plain() -> Image.Image:
    """Draw the knee as it leaves the scanner, over a dark field."""
    return KNEE.finish(_backdrop(tint(knee_slice(seed=11), MRI)))


def knee_ligaments() -> Image.Image:
    """Draw the knee with its segmented ligaments and a finding marked on one of them."""
    picture = _backdrop(tint(fade(knee_slice(seed=23), 0.82), MRI))
    bones = ImageChops.lighter(KNEE.polygon(spline(FEMUR)), KNEE.polygon(spline(TIBIA)))
    free = ImageChops.invert(ImageChops.lighter(bones, KNEE.polygon(spline(PATELLA))))
    for (course, width), fill in zip(LIGAMENTS, (MIST, MIST, SEA, AMBER), strict=True):
        shape = ribbon(spline(course, closed=False), width)
        picture = glow(picture, intersect(KNEE.polygon(shape, soft=1.5), free), fill, 0.4)
        picture = glow(picture, intersect(KNEE.polygon(shape, soft=0.08), free), fill, 0.72)
    finding = KNEE.ellipse((80, 42.4), (2.3, 1.9), angle=-42, soft=0.5)
    picture = glow(picture, finding, CORAL, 0.95)
    _draw_viewfinder(picture)
    return KNEE.finish(picture)


def _backdrop(picture: Image.Image) -> Image.Image:
    """Fill the black air around the leg with a quiet dark gradient."""
    air = ImageChops.invert(KNEE.polygon(spline(LEG), soft=1.2))
    light = KNEE.vignette((80, 40), (80, 60), floor=0.0)
    field = tint(fade(light, 0.75), (INK, DEEP))
    return ImageChops.add(picture, Image.composite(field, Image.new("RGB", field.size), air))


def _draw_viewfinder(picture: Image.Image) -> None:
    """Mark the region of interest with four corners."""
    draw = ImageDraw.Draw(picture)
    left, top, right, bottom, arm = 66.0, 27.0, 104.0, 63.0, 4.0
    for x, inward_x in ((left, arm), (right, -arm)):
        for y, inward_y in ((top, arm), (bottom, -arm)):
            corner = KNEE.place([(x + inward_x, y), (x, y), (x, y + inward_y)])
            draw.line(corner, fill=MIST, width=round(KNEE.pixels(0.3)), joint="curve")
