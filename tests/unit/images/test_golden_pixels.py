"""Six patches in every kind of pixels and orientation: what a browser shows is what was meant."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import PurePosixPath

import pytest
from PIL import Image

from sitegen.images.derivatives import make_variants
from sitegen.images.inspection import inspect_image
from sitegen.model import ImageFormat, Variant
from support.pictures import encoded, opened, png_of, tiff_of
from support.profiles import (
    Colour,
    cmyk_profile,
    delta_e,
    grey_profile,
    inks_to_lab,
    lab_to_rgb,
    rgb_profile,
    wide_to_rgb,
)

FORMATS: tuple[ImageFormat, ...] = ("AVIF", "JPEG", "PNG", "WEBP")
SIDE, COLUMNS, ROWS = 32, 3, 2
SIZE = (SIDE * COLUMNS, SIDE * ROWS)
COLOURS = (
    (200, 60, 50),
    (60, 160, 80),
    (50, 80, 170),
    (220, 200, 70),
    (120, 120, 120),
    (250, 245, 240),
)
GREYS = (8, 60, 110, 160, 210, 250)
INKS = (
    (0, 200, 180, 0),
    (180, 0, 160, 20),
    (200, 120, 0, 30),
    (10, 20, 200, 0),
    (0, 0, 0, 128),
    (0, 0, 0, 0),
)
#: Pillow's own way back, from the upright image to what is stored.
STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
UPRIGHT = {**STORED, 6: Image.Transpose.ROTATE_270, 8: Image.Transpose.ROTATE_90}
Made = tuple[bytes, list[Colour]]


def patches(mode: str, values: tuple[object, ...]) -> Image.Image:
    image = Image.new(mode, SIZE)
    for number, value in enumerate(values):
        left, top = number % COLUMNS * SIDE, number // COLUMNS * SIDE
        # Pillow fills sixteen-bit images wrongly: made, then pasted.
        image.paste(Image.new(mode, (SIDE, SIDE), value), (left, top))  # type: ignore[arg-type]
    return image


def pixel(image: Image.Image, x: float, y: float) -> tuple[int, int, int]:
    found = image.convert("RGB").getpixel((int(x), int(y)))
    assert isinstance(found, tuple)
    return int(found[0]), int(found[1]), int(found[2])


def stored(image: Image.Image, orientation: int, kind: str, **options: object) -> bytes:
    turn = STORED.get(orientation)
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = image.transpose(turn) if turn is not None else image
    turned.info = {}
    return encoded(turned, kind, exif=exif, **options)


def grey(*values: float) -> list[Colour]:
    return [(value, value, value) for value in values]


def rgb_colours() -> list[Colour]:
    return [(float(r), float(g), float(b)) for r, g, b in COLOURS]


def paper(*inks: tuple[int, int, int, int]) -> list[Colour]:
    return [
        ((255 - c) * (255 - k) / 255, (255 - m) * (255 - k) / 255, (255 - y) * (255 - k) / 255)
        for c, m, y, k in inks
    ]


def rgb_jpeg(orientation: int) -> Made:
    image = patches("RGB", COLOURS)
    return stored(image, orientation, "JPEG", quality=97, subsampling=0), rgb_colours()


def progressive_jpeg(orientation: int) -> Made:
    image = patches("RGB", COLOURS)
    return stored(image, orientation, "JPEG", quality=97, progressive=True), rgb_colours()


def grey_jpeg(orientation: int) -> Made:
    return stored(patches("L", GREYS), orientation, "JPEG", quality=97), grey(*GREYS)


def cmyk_jpeg(orientation: int) -> Made:
    # Pillow writes CMYK as Adobe does: inverted.
    return stored(patches("CMYK", INKS), orientation, "JPEG", quality=98), paper(*INKS)


def printed_jpeg(orientation: int) -> Made:
    data = stored(
        patches("CMYK", INKS), orientation, "JPEG", quality=98, icc_profile=cmyk_profile()
    )
    return data, [lab_to_rgb(inks_to_lab(ink)) for ink in INKS]


def wide_png(orientation: int) -> Made:
    data = stored(patches("RGB", COLOURS), orientation, "PNG", icc_profile=rgb_profile())
    return data, [wide_to_rgb(colour) for colour in COLOURS]


def wide_webp(orientation: int) -> Made:
    data = stored(
        patches("RGB", COLOURS), orientation, "WEBP", lossless=True, icc_profile=rgb_profile()
    )
    return data, [wide_to_rgb(colour) for colour in COLOURS]


def wide_avif(orientation: int) -> Made:
    options: dict[str, object] = {"quality": 100, "subsampling": "4:4:4", "max_threads": 1}
    data = stored(
        patches("RGB", COLOURS), orientation, "AVIF", icc_profile=rgb_profile(), **options
    )
    # What is stored is lossy already: of interest is what becomes of that.
    plain = opened(data)
    centres = [(x, y) for y in (16, 48) for x in (16, 48, 80)]
    upright = plain.transpose(UPRIGHT[orientation]) if orientation > 1 else plain
    return data, [wide_to_rgb(pixel(upright, x, y)) for x, y in centres]


def wide_palette(orientation: int) -> Made:
    image = patches("RGB", COLOURS).quantize(6)
    return stored(image, orientation, "PNG", icc_profile=rgb_profile()), [
        wide_to_rgb(colour) for colour in COLOURS
    ]


def linear_grey(orientation: int) -> Made:
    image = patches("L", GREYS)
    data = stored(image, orientation, "PNG", icc_profile=grey_profile(1.0))
    lights = [value / 255 for value in GREYS]
    return data, grey(*(255 * (1.055 * light ** (1 / 2.4) - 0.055) for light in lights))


def grey_with_a_colour_profile(orientation: int) -> Made:
    data = stored(patches("L", GREYS), orientation, "PNG", icc_profile=rgb_profile())
    return data, [wide_to_rgb((value, value, value)) for value in GREYS]


def opaque_alpha(orientation: int) -> Made:
    image = patches("RGB", COLOURS).convert("RGBA")
    return stored(image, orientation, "PNG"), rgb_colours()


def gif(orientation: int) -> Made:
    del orientation  # it has none
    return encoded(patches("RGB", COLOURS).quantize(6), "GIF"), rgb_colours()


def bilevel(orientation: int) -> Made:
    values = (0, 255, 0, 255, 255, 0)
    return stored(patches("1", values), orientation, "PNG"), grey(*values)


def sixteen_bit_png(orientation: int) -> Made:
    values = tuple(value * 257 for value in GREYS)
    return stored(patches("I;16", values), orientation, "PNG"), grey(*GREYS)


def twelve_bit_tiff(orientation: int) -> Made:
    values = (0, 500, 1500, 2500, 3500, 4095)
    data = stored(patches("I;16", values), orientation, "TIFF")
    return data, grey(*(value * 255 / 4095 for value in values))


def big_endian_tiff(orientation: int) -> Made:
    values = tuple(value * 257 for value in GREYS)
    data = stored(patches("I;16B", values), orientation, "TIFF")
    return data, grey(*GREYS)


def integer_tiff(orientation: int) -> Made:
    values = (-70_000, 0, 20_000, 90_000, 150_000, 200_000)
    data = stored(patches("I", values), orientation, "TIFF")
    return data, grey(*((value + 70_000) * 255 / 270_000 for value in values))


def float_tiff(orientation: int) -> Made:
    values = (-0.25, 0.0, 0.1, 0.375, 0.5, 0.75)
    data = stored(patches("F", values), orientation, "TIFF", compression="tiff_adobe_deflate")
    return data, grey(*((value + 0.25) * 255 for value in values))


def rgb_tiff(orientation: int) -> Made:
    image = patches("RGB", COLOURS)
    return stored(image, orientation, "TIFF", compression="tiff_lzw"), rgb_colours()


def cmyk_tiff(orientation: int) -> Made:
    return stored(patches("CMYK", INKS), orientation, "TIFF"), paper(*INKS)


SOURCES = (
    rgb_jpeg,
    progressive_jpeg,
    grey_jpeg,
    cmyk_jpeg,
    printed_jpeg,
    wide_png,
    wide_webp,
    wide_avif,
    wide_palette,
    linear_grey,
    grey_with_a_colour_profile,
    opaque_alpha,
    gif,
    bilevel,
    sixteen_bit_png,
    twelve_bit_tiff,
    big_endian_tiff,
    integer_tiff,
    float_tiff,
    rgb_tiff,
    cmyk_tiff,
)


def made(data: bytes) -> dict[ImageFormat, Image.Image]:
    info = inspect_image(PurePosixPath("a.png"), data, "")
    assert (info.width, info.height) == SIZE
    variants = [
        Variant(
            key=kind,
            output=PurePosixPath(f"a.{kind}"),
            width=info.width,
            height=info.height,
            format=kind,
            quality=95,
            side=1600,
        )
        for kind in FORMATS
    ]
    return {variant.format: opened(file) for variant, file in make_variants(data, variants)}


def differences(image: Image.Image, expected: list[Colour]) -> list[float]:
    """Return how far the middle of each patch is from what it should be."""
    assert image.size == SIZE
    plain = image.convert("RGB")
    found = []
    for number, colour in enumerate(expected):
        place = ((number % COLUMNS + 0.5) * SIDE, (number // COLUMNS + 0.5) * SIDE)
        pixel = plain.getpixel((int(place[0]), int(place[1])))
        assert isinstance(pixel, tuple)
        found.append(delta_e((pixel[0], pixel[1], pixel[2]), colour))
    return found


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.__name__)
def test_colours_are_those_that_were_meant(source: Callable[[int], Made], orientation: int) -> None:
    data, expected = source(orientation)
    for kind, image in made(data).items():
        found = differences(image, expected)
        assert max(found) <= 2, (kind, found)


def _rows(width: int, samples: list[bytes], before: bytes = b"") -> bytes:
    """Return the rows of six patches, given the bytes of one sample of each."""
    lines = []
    for row in range(ROWS):
        line = b"".join(sample * SIDE for sample in samples[row * COLUMNS : (row + 1) * COLUMNS])
        assert len(line) == width
        lines += [before + line] * SIDE
    return b"".join(lines)


def test_sixteen_bits_of_colour() -> None:
    samples = [b"".join(struct.pack(">H", part * 257 + 9) for part in colour) for colour in COLOURS]
    data = png_of(SIZE, 16, 2, _rows(SIZE[0] * 6, samples, b"\0"))
    for kind, image in made(data).items():
        assert max(differences(image, rgb_colours())) <= 2, kind


def test_lab() -> None:
    labs = [(128, 60, 40), (140, -35, 30), (90, 10, -50), (200, 0, 60), (128, 0, 0), (245, 0, 0)]
    samples = [struct.pack("Bbb", *lab) for lab in labs]
    data = tiff_of(SIZE, _rows(SIZE[0] * 3, samples), photometric=8, bits=(8, 8, 8))
    expected = [lab_to_rgb((light / 2.55, a, b)) for light, a, b in labs]
    for kind, image in made(data).items():
        assert max(differences(image, expected)) <= 2, kind


@pytest.mark.parametrize("order", ["<", ">"])
def test_white_is_zero_in_sixteen_bits(order: str) -> None:
    samples = [struct.pack(f"{order}H", 65535 - value * 257) for value in GREYS]
    data = tiff_of(SIZE, _rows(SIZE[0] * 2, samples), photometric=0, bits=(16,), order=order)
    if order == ">":  # Pillow reads it in one order only: refused, not wrong
        return
    for kind, image in made(data).items():
        assert max(differences(image, grey(*GREYS))) <= 2, kind


def test_what_is_not_a_number_is_black() -> None:
    values = (float("nan"), 1.0, float("inf"), 0.5, float("-inf"), 0.0)
    samples = [struct.pack("<f", value) for value in values]
    data = tiff_of(SIZE, _rows(SIZE[0] * 4, samples), photometric=1, bits=(32,), t339=3)
    for kind, image in made(data).items():
        expected = grey(0, 255, 255, 127.5, 0, 0)
        assert max(differences(image, expected)) <= 2, kind


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_few_bits_with_one_transparent_grey(depth: int) -> None:
    top = 2**depth - 1
    values = [0, top, top // 2 or 1, 0, top, 0]
    rows = b""
    for row in range(ROWS):
        bits = "".join(f"{value:0{depth}b}" * SIDE for value in values[row * 3 : row * 3 + 3])
        line = int(bits, 2).to_bytes(len(bits) // 8, "big")
        rows += (b"\0" + line) * SIDE
    data = png_of(SIZE, depth, 0, rows, (b"tRNS", struct.pack(">H", top // 2 or 1)))
    alpha = made(data)["PNG"].convert("RGBA").getchannel("A")
    found = [alpha.getpixel((SIDE * c + 16, SIDE * r + 16)) for r in range(ROWS) for c in range(3)]
    assert found == [0 if value == (top // 2 or 1) else 255 for value in values]


def test_one_transparent_colour_of_sixteen_bits() -> None:
    samples = [b"".join(struct.pack(">H", part * 257) for part in colour) for colour in COLOURS]
    data = png_of(SIZE, 16, 2, _rows(SIZE[0] * 6, samples, b"\0"), (b"tRNS", samples[2]))
    alpha = made(data)["WEBP"].getchannel("A")
    assert alpha.getpixel((SIDE * 2 + 16, 16)) == 0
    assert alpha.getpixel((16, 16)) == 255
    wide = [struct.pack(">H", value * 257) for value in GREYS]
    data = png_of(SIZE, 16, 0, _rows(SIZE[0] * 2, wide, b"\0"), (b"tRNS", wide[4]))
    alpha = made(data)["PNG"].convert("RGBA").getchannel("A")
    assert [alpha.getpixel((x, 48)) for x in (16, 48, 80)] == [255, 0, 255]


def test_a_gamma_of_its_own() -> None:
    samples = [bytes((value,)) for value in GREYS]
    rows = _rows(SIZE[0], samples, b"\0")
    linear = png_of(SIZE, 8, 0, rows, (b"gAMA", struct.pack(">I", 100_000)))
    expected = grey(*(255 * (1.055 * (value / 255) ** (1 / 2.4) - 0.055) for value in GREYS))
    for kind, image in made(linear).items():
        assert max(differences(image, expected)) <= 2, kind
    usual = png_of(SIZE, 8, 0, rows, (b"gAMA", struct.pack(">I", 45_455)))
    assert max(differences(made(usual)["PNG"], grey(*GREYS))) == 0


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA", "P", "La"])
def test_alpha_is_kept_where_there_is_one(mode: str) -> None:
    image = patches(
        "RGBA",
        tuple(
            (*colour, alpha)
            for colour, alpha in zip(COLOURS, (255, 0, 128, 255, 64, 0), strict=True)
        ),
    )
    expected = rgb_colours()
    if mode in {"LA", "La"}:
        luma = image.convert("LA")
        expected = [
            (grey_, grey_, grey_)
            for grey_ in (float(luma.getpixel((x, y))[0]) for y in (16, 48) for x in (16, 48, 80))
        ]  # type: ignore[index]
        image = luma
    if mode in {"PA", "P"}:
        image = image.quantize(6, method=Image.Quantize.FASTOCTREE)
    if mode == "PA":
        colours = patches("RGB", COLOURS).quantize(6)
        colours.putalpha(patches("L", (255, 0, 128, 255, 64, 0)))
        image = colours
    kind = "TIFF" if mode in {"PA", "La"} else "PNG"
    if mode == "La":
        shares = [
            struct.pack("BB", *image.convert("La").getpixel((x, y)))
            for y in (16, 48)
            for x in (16, 48, 80)
        ]  # type: ignore[misc]
        data = tiff_of(SIZE, _rows(SIZE[0] * 2, shares), photometric=1, bits=(8, 8), t338=1)
    else:
        data = encoded(image, kind)
    made_ = made(data)
    info = inspect_image(PurePosixPath("a.png"), data, "")
    assert info.alpha
    for kind_ in ("AVIF", "PNG", "WEBP"):
        alpha = made_[kind_].convert("RGBA").getchannel("A")
        found = [alpha.getpixel((x, y)) for y in (16, 48) for x in (16, 48, 80)]
        assert all(
            abs(a - b) <= 2 for a, b in zip(found, (255, 0, 128, 255, 64, 0), strict=True)
        ), (kind_, found)  # type: ignore[operator]
    solid = [colour for colour, part in zip(expected, (1, 0, 0, 1, 0, 0), strict=True) if part]
    for kind_, shown in made_.items():
        plain = shown.convert("RGB")
        for colour, x, y in zip(solid, (16, 16), (16, 48), strict=True):
            pixel = plain.getpixel((x, y))
            assert isinstance(pixel, tuple)
            assert delta_e((pixel[0], pixel[1], pixel[2]), colour) <= 2, kind_
    ground = made_["JPEG"].getpixel((48, 16))
    assert isinstance(ground, tuple)
    assert delta_e((ground[0], ground[1], ground[2]), (255, 255, 255)) <= 2
