from __future__ import annotations

import io
from functools import cache
from pathlib import PurePosixPath

import pytest
from msgspec.structs import replace
from PIL import Image

from sitegen.images.derivatives import make_variants
from sitegen.images.inspection import ImageProblem
from sitegen.model import ImageFormat, Variant
from support.pictures import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    corners,
    encoded,
    jpeg_with_metadata,
    opened,
    picture,
    png_with_text,
)

ALL: tuple[ImageFormat, ...] = ("AVIF", "JPEG", "PNG", "WEBP")


def variant(size: tuple[int, int], kind: ImageFormat = "PNG", *, crop: bool = False) -> Variant:
    return Variant(
        key=f"{size}{kind}{crop}",
        output=PurePosixPath(f"a-{size[0]}-{crop}.{kind.lower()}"),
        width=size[0],
        height=size[1],
        format=kind,
        quality=90,
        crop=crop,
        side=1600,
    )


def make(data: bytes, size: tuple[int, int], kind: ImageFormat = "PNG", **more: bool) -> bytes:
    ((_, made),) = make_variants(data, [variant(size, kind, **more)])
    return made


def at(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    pixel = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(pixel, tuple)
    return pixel


def near(pixel: tuple[int, ...], colour: tuple[int, ...], by: int = 24) -> bool:
    return all(abs(a - b) <= by for a, b in zip(pixel, colour, strict=True))


UPRIGHT = {
    1: (RED, GREEN, BLUE, WHITE),
    2: (GREEN, RED, WHITE, BLUE),
    3: (WHITE, BLUE, GREEN, RED),
    4: (BLUE, WHITE, RED, GREEN),
    5: (RED, BLUE, GREEN, WHITE),
    6: (BLUE, RED, WHITE, GREEN),
    7: (WHITE, GREEN, BLUE, RED),
    8: (GREEN, WHITE, RED, BLUE),
}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ALL)
def test_orientation_is_applied(orientation: int, kind: ImageFormat) -> None:
    size = (50, 80) if orientation >= 5 else (80, 50)
    image = opened(make(jpeg_with_metadata(orientation), size, kind))
    found = [at(image, x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    assert image.size == size
    assert all(near(a, b) for a, b in zip(found, UPRIGHT[orientation], strict=True)), found


SECRETS = (
    b"secret",
    b"Secret",
    b"Photographer",
    b"Exif",
    b"http://ns.adobe.com",
    b"xmpmeta",
    b"ICC_PROFILE",
    b"iCCP",
    b"ICCP",
    b"tEXt",
    b"iTXt",
    b"zTXt",
    b"eXIf",
    b"EXIF",
    b"XMP ",
)


@cache
def with_secrets(source: str) -> bytes:
    """Return a picture that holds what must not be published."""
    if source == "png":
        return png_with_text()
    if source == "webp":
        secrets = dict.fromkeys(("icc_profile", "xmp"), b"secret")
        return encoded(corners((640, 400)), "WEBP", exif=b"Exif\0\0secret", **secrets)
    return jpeg_with_metadata(3 if source == "turned" else 1)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("crop", [False, True])
@pytest.mark.parametrize("size", [(640, 400), (320, 200), (1200, 630)])
@pytest.mark.parametrize("source", ["jpeg", "png", "webp", "turned"])
def test_no_metadata_survives(
    source: str, size: tuple[int, int], kind: ImageFormat, *, crop: bool
) -> None:
    if size == (1200, 630) and not crop:
        size = (160, 100)
    made = make(with_secrets(source), size, kind, crop=crop)
    assert [secret for secret in SECRETS if secret in made] == []
    image = opened(made)
    assert image.size == size
    assert not image.getexif()
    assert set(image.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
        "loop",
        "background",
        "timestamp",
        "duration",
    }


def test_a_damaged_profile_changes_nothing() -> None:
    plain = encoded(Image.new("RGB", (16, 16), (10, 200, 30)), "PNG")
    broken = encoded(Image.new("RGB", (16, 16), (10, 200, 30)), "PNG", icc_profile=b"nonsense")
    assert near(
        at(opened(make(broken, (16, 16))), 0.5, 0.5), at(opened(make(plain, (16, 16))), 0.5, 0.5), 1
    )


def test_transparency_of_palettes() -> None:
    image = Image.new("P", (40, 40), 0)
    image.putpalette([255, 0, 0, 0, 0, 255] + [0] * 762)
    image.paste(1, (20, 0, 40, 40))
    data = encoded(image, "PNG", transparency=0)
    small = opened(make(data, (20, 20)))
    assert small.mode == "RGBA"
    assert small.getpixel((3, 10))[3] == 0  # type: ignore[index]
    assert small.getpixel((16, 10)) == (0, 0, 255, 255)
    flat = opened(make(data, (20, 20), "JPEG"))
    assert near(at(flat, 0.15, 0.5), (255, 255, 255))
    assert near(at(flat, 0.85, 0.5), (0, 0, 255))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
@pytest.mark.parametrize("kind", ALL)
def test_every_mode_becomes_every_kind(mode: str, kind: ImageFormat) -> None:
    data = encoded(corners().convert(mode), "PNG")
    image = opened(make(data, (40, 24), kind))
    assert image.size == (40, 24)
    assert image.format == kind


def test_transparency_by_a_single_colour() -> None:
    data = encoded(Image.new("RGB", (8, 8), (1, 2, 3)), "PNG", transparency=(1, 2, 3))
    assert opened(make(data, (8, 8))).convert("RGBA").getpixel((4, 4))[3] == 0  # type: ignore[index]
    grey = encoded(Image.new("L", (8, 8), 7), "PNG", transparency=7)
    assert opened(make(grey, (8, 8))).convert("RGBA").getpixel((4, 4))[3] == 0  # type: ignore[index]


def test_a_small_image_is_never_enlarged_to_fill() -> None:
    image = opened(make(picture(size=(100, 50), colour=BLUE), (1200, 630), "JPEG", crop=True))
    assert image.size == (1200, 630)
    sharp = corners((100, 50))
    sharp_made = opened(make(encoded(sharp, "PNG"), (1200, 630), "PNG", crop=True)).convert("RGB")
    inner = sharp_made.crop((550, 290, 650, 340))
    assert inner.tobytes() == sharp.tobytes()


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (2, 5), (31, 17)])
def test_odd_sizes(size: tuple[int, int]) -> None:
    data = picture(size=size)
    for kind in ALL:
        assert opened(make(data, (min(size[0], 480), min(size[1], 480)), kind)).size
        assert opened(make(data, (1200, 630), kind, crop=True)).size == (1200, 630)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF"])
def test_truncated_images_are_refused(kind: str) -> None:
    noise = Image.effect_noise((200, 160), 90).convert("RGB")
    data = encoded(noise, kind)
    refused = 0
    for part in (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97):
        cut = data[: int(len(data) * part)]
        try:
            make(cut, (100, 80))
        except ImageProblem as error:
            refused += 1
            assert error.problem.code in {"image-broken", "image-format"}  # noqa: PT017  # either outcome is right
            assert "\n" not in str(error)  # noqa: PT017  # either outcome is right
    assert refused == 7


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF"])
def test_damaged_images_never_raise_anything_else(kind: str) -> None:
    data = bytearray(encoded(corners((120, 90)), kind))
    for place in range(2, len(data), max(1, len(data) // 60)):
        broken = bytes(data[:place]) + bytes([data[place] ^ 0xFF]) + bytes(data[place + 1 :])
        try:
            made = make(broken, (60, 45))
        except ImageProblem as error:
            assert error.problem.code.startswith("image-")  # noqa: PT017  # either outcome is right
        else:
            assert opened(made).size == (60, 45)


def test_bytes_do_not_depend_on_the_other_variants() -> None:
    data = jpeg_with_metadata()
    wanted = [
        variant((320, 200), "WEBP"),
        variant((160, 100), "JPEG"),
        variant((400, 250), "JPEG", crop=True),
    ]
    together = {each.key: made for each, made in make_variants(data, wanted)}
    alone = {each.key: made for one in wanted for each, made in make_variants(data, [one])}
    assert together == alone


def test_a_telephone_s_second_picture_is_left_out() -> None:
    data = encoded(
        corners(), "MPO", save_all=True, append_images=[Image.new("RGB", (80, 48), "black")]
    )
    image = opened(make(data, (80, 48)))
    assert near(at(image, 0.25, 0.25), RED)
    assert io.BytesIO(data).getbuffer().nbytes > 0


@pytest.mark.parametrize("shape", [(1600, 2), (2, 1600), (601, 397)])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_decoding_small_shifts_nothing(shape: tuple[int, int], orientation: int) -> None:
    """A JPEG is decoded at an eighth: its last column and row may stand for less than a whole."""
    image = Image.linear_gradient("L").rotate(90).resize(shape, Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(image, "JPEG", quality=95, exif=exif)
    wide, high = shape if orientation < 5 else shape[::-1]
    size = (max(1, wide // 10), max(1, high // 10))
    small = replace(variant(size), side=max(size))
    ((_, quick),) = make_variants(data, [small])
    ((_, exact),) = make_variants(data, [replace(small, side=max(shape))])
    pairs = zip(opened(quick).tobytes(), opened(exact).tobytes(), strict=True)
    assert max(abs(a - b) for a, b in pairs) <= 3


def test_a_crop_that_needs_more_detail_gets_it() -> None:
    """The side of a square in a wide image is as long as the image is high: not made of less."""
    fine = Image.effect_noise((800, 200), 60)
    data = encoded(fine, "JPEG", quality=98)
    square = replace(variant((200, 200), crop=True), side=400)
    ((_, made),) = make_variants(data, [square])
    middle = opened(data).crop((300, 0, 500, 200))
    pairs = zip(opened(made).tobytes(), middle.tobytes(), strict=True)
    assert max(abs(a - b) for a, b in pairs) == 0


def test_what_a_format_cannot_hold_is_refused() -> None:
    data = picture(size=(4, 17_000))
    with pytest.raises(ImageProblem, match="more than WEBP can hold") as caught:
        make(data, (4, 17_000), "WEBP")
    assert caught.value.problem.code == "image-too-large"
    assert opened(make(data, (4, 17_000), "PNG")).size == (4, 17_000)


def test_the_background_shows_through_where_a_format_has_no_transparency() -> None:
    clear = encoded(Image.new("RGBA", (40, 40), (255, 0, 0, 0)), "PNG")
    dark = replace(variant((40, 40), "JPEG"), background="#102030")
    ((_, made),) = make_variants(clear, [dark])
    assert near(at(opened(made), 0.5, 0.5), (16, 32, 48), 3)


def test_what_is_exact_keeps_every_pixel_in_webp() -> None:
    image = Image.linear_gradient("L").resize((60, 50)).convert("RGB")
    image.paste(corners((20, 20)), (10, 10))
    wanted = replace(variant(image.size, "WEBP"), flat=True, exact=True)
    ((_, data),) = make_variants(encoded(image, "PNG"), [wanted])
    assert opened(data).convert("RGB").tobytes() == image.tobytes()
