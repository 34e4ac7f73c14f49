from __future__ import annotations

import random
from pathlib import PurePosixPath

import pytest
from PIL import Image, ImageDraw, ImageFilter

from sitegen.images.analysis import color_grid, dominant_color, sample_boxes
from sitegen.images.inspection import inspect_image
from sitegen.model import ImageInfo
from support.pictures import corners, encoded


def look(image: Image.Image, kind: str = "PNG") -> ImageInfo:
    return inspect_image(PurePosixPath("a.png"), encoded(image, kind), "")


def plot(size: tuple[int, int] = (900, 600)) -> Image.Image:
    """Draw curves and axes, smooth at their edges."""
    large = Image.new("RGB", (size[0] * 2, size[1] * 2), "white")
    draw = ImageDraw.Draw(large)
    draw.line((100, 100, 100, 1100, 1700, 1100), fill="black", width=4)
    for number, colour in enumerate(("#1f77b4", "#ff7f0e", "#2ca02c")):
        points = [(100 + x, 1000 - number * 200 - (x * x) // 3000) for x in range(0, 1500, 20)]
        draw.line(points, fill=colour, width=6)
    return large.resize(size, Image.Resampling.BOX)


def screenshot(size: tuple[int, int] = (1280, 800)) -> Image.Image:
    image = Image.new("RGB", size, "#f6f8fa")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], 60), fill="#24292f")
    for line in range(40):
        draw.text((40, 80 + line * 16), "def measure(knee): return knee.width " * 4, fill="#0550ae")
    return image


def photograph(size: tuple[int, int] = (900, 600)) -> Image.Image:
    bands = [Image.linear_gradient("L").rotate(turn).resize(size) for turn in (0, 90, 180)]
    noise = Image.effect_noise(size, 12)
    return Image.merge("RGB", [Image.blend(band, noise, 0.3) for band in bands])


def scan(size: tuple[int, int] = (512, 512)) -> Image.Image:
    """Draw a slice: tissue with noise on a ground that is exactly black."""
    tissue = Image.effect_noise(size, 25).filter(ImageFilter.GaussianBlur(1))
    mask = Image.new("1", size)
    ImageDraw.Draw(mask).ellipse((130, 110, 380, 400), fill=1)
    ground = Image.new("L", size)
    ground.paste(tissue, mask=mask)
    return ground


def cells() -> Image.Image:
    """Draw soft spots on an even ground, as fluorescence shows them."""
    image = Image.new("L", (600, 400))
    draw, luck = ImageDraw.Draw(image), random.Random(1)  # noqa: S311  # the same each time
    for _ in range(30):
        x, y = luck.randrange(600), luck.randrange(400)
        draw.ellipse((x, y, x + 30, y + 30), fill=200)
    return image.filter(ImageFilter.GaussianBlur(6))


@pytest.mark.parametrize("drawn", [plot, screenshot])
def test_drawings_are_flat(drawn: type) -> None:
    assert look(drawn()).flat
    assert look(drawn().quantize(64), "GIF").flat


def scaled() -> Image.Image:
    """Draw a plot as programs do that make it smaller: soft edges in many colours."""
    return plot((900, 600)).resize((643, 429), Image.Resampling.LANCZOS)


@pytest.mark.parametrize(("drawn", "is_exact"), [(screenshot, True), (plot, True), (scaled, False)])
def test_what_is_smaller_without_loss_is_exact(drawn: type, *, is_exact: bool) -> None:
    image = drawn()
    assert (look(image).flat, look(image).exact) == (True, is_exact)
    without_loss = encoded(image, "WEBP", lossless=True)
    assert (len(without_loss) < len(encoded(image, "AVIF", quality=60, speed=8))) == is_exact


@pytest.mark.parametrize("taken", [photograph, scan, cells])
def test_photographs_are_not(taken: type) -> None:
    assert not look(taken()).flat
    assert not look(taken()).exact
    assert not look(taken(), "WEBP").flat


def test_a_jpeg_never_is() -> None:
    assert not look(plot(), "JPEG").flat


def test_a_plain_image_is_flat() -> None:
    assert look(Image.new("RGB", (300, 300), "red")).flat
    assert look(Image.new("RGB", (1, 300), "red")).width == 1


def test_the_dominant_colour_is_one_that_is_there() -> None:
    image = Image.new("RGB", (120, 90), (200, 30, 30))
    image.paste((30, 30, 200), (0, 0, 50, 90))
    assert dominant_color(image) == "#c81e1e"
    assert look(image).color == "#c81e1e"
    half = Image.new("RGB", (96, 36), "white")
    half.paste("black", (0, 0, 48, 36))
    assert dominant_color(half) == "#000000"


def test_the_grid_is_row_by_row() -> None:
    image = Image.new("RGB", (40, 30))
    for row in range(3):
        for column in range(4):
            image.paste(
                (column * 85, row * 119, 17),
                (column * 10, row * 10, column * 10 + 10, row * 10 + 10),
            )
    expected = tuple(f"#{column * 5:x}{row * 7:x}1" for row in range(3) for column in range(4))
    assert color_grid(image) == expected
    assert look(image).grid == expected


def test_the_grid_is_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encoded(corners((80, 60)), "PNG", exif=exif)
    info = inspect_image(PurePosixPath("a.png"), data, "")
    assert info.grid[0] == "#11d"
    assert info.grid[3] == "#d11"


def test_what_is_transparent_has_neither() -> None:
    image = Image.new("RGBA", (40, 30), (10, 20, 30, 255))
    assert not look(image).alpha
    assert look(image).color == "#0a141e"
    image.putpixel((3, 3), (0, 0, 0, 254))
    info = look(image)
    assert (info.alpha, info.color, info.grid) == (True, "", ())


@pytest.mark.parametrize("size", [(1, 1), (100, 3000), (5000, 4000), (1024, 1025)])
def test_samples_lie_inside(size: tuple[int, int]) -> None:
    boxes = sample_boxes(size)
    assert len(boxes) <= 16
    for left, top, right, bottom in boxes:
        assert 0 <= left < right <= size[0]
        assert 0 <= top < bottom <= size[1]
