from __future__ import annotations

import math
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sitegen.images.derivatives import make_variants
from sitegen.images.resizing import crop_box
from sitegen.model import Variant
from support.pictures import encoded, opened

SIDES = st.integers(1, 5000)
SHARES = st.floats(0, 1)


@pytest.mark.parametrize(
    ("size", "ratio", "focus", "box"),
    [
        ((400, 200), 1.0, (0.5, 0.5), (100, 0, 300, 200)),
        ((400, 200), 1.0, (0.0, 0.0), (0, 0, 200, 200)),
        ((400, 200), 1.0, (0.3, 0.9), (20, 0, 220, 200)),
        ((400, 200), 1.0, (1.0, 0.5), (200, 0, 400, 200)),
        ((200, 400), 2.0, (0.5, 0.25), (0, 50, 200, 150)),
        ((200, 400), 2.0, (0.5, 1.0), (0, 300, 200, 400)),
        ((300, 300), 1.0, (0.0, 1.0), (0, 0, 300, 300)),
        ((4000, 3000), 480 / 630, (0.5, 0.5), (857.142857, 0, 3142.857143, 3000)),
    ],
)
def test_crops(
    size: tuple[int, int],
    ratio: float,
    focus: tuple[float, float],
    box: tuple[float, float, float, float],
) -> None:
    assert crop_box(size, ratio, focus) == pytest.approx(box)


@given(size=st.tuples(SIDES, SIDES), ratio=st.floats(0.1, 10), focus=st.tuples(SHARES, SHARES))
def test_a_crop_is_as_large_as_can_be_and_as_near(
    size: tuple[int, int], ratio: float, focus: tuple[float, float]
) -> None:
    left, top, right, bottom = crop_box(size, ratio, focus)
    width, height = right - left, bottom - top
    assert 0 <= left <= right <= size[0] + 1e-6
    assert 0 <= top <= bottom <= size[1] + 1e-6
    assert width / height == pytest.approx(ratio, rel=1e-6)
    assert math.isclose(width, size[0]) or math.isclose(height, size[1])
    for low, length, whole, share in (
        (left, width, size[0], focus[0]),
        (top, height, size[1], focus[1]),
    ):
        away = abs(low + length / 2 - share * whole)
        nearest = abs(min(max(share * whole, length / 2), whole - length / 2) - share * whole)
        assert away == pytest.approx(nearest, abs=1e-6)


def variant(size: tuple[int, int], focus: tuple[float, float] = (0.5, 0.5)) -> Variant:
    return Variant(
        key="",
        output=PurePosixPath("a.png"),
        width=size[0],
        height=size[1],
        format="PNG",
        crop=True,
        focus=focus,
        side=1600,
    )


@pytest.mark.parametrize(("share", "colour"), [(0.0, "red"), (0.5, "green"), (1.0, "blue")])
def test_the_focus_is_in_the_picture(share: float, colour: str) -> None:
    image = Image.new("RGB", (300, 100))
    for number, name in enumerate(("red", "green", "blue")):
        image.paste(name, (number * 100, 0, number * 100 + 100, 100))
    for turned, focus in ((image, (share, 0.5)), (image.rotate(-90, expand=True), (0.5, share))):
        ((_, made),) = make_variants(encoded(turned, "PNG"), [variant((50, 50), focus)])
        expected = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
        inner = opened(made).convert("RGB").crop((4, 4, 46, 46))  # the filter looks around
        assert {pixel for _, pixel in inner.getcolors() or ()} == {expected}


@pytest.mark.parametrize("size", [(1200, 630), (101, 60), (100, 61)])
def test_no_pixel_is_enlarged(size: tuple[int, int]) -> None:
    fine = Image.effect_noise((100, 60), 80).convert("RGB")
    ((_, made),) = make_variants(encoded(fine, "PNG"), [variant(size)])
    left, top = (size[0] - 100) // 2, (size[1] - 60) // 2
    image = opened(made).convert("RGB")
    assert image.size == size
    assert image.crop((left, top, left + 100, top + 60)).tobytes() == fine.tobytes()


def test_hidden_colours_do_not_bleed() -> None:
    image = Image.new("RGBA", (100, 100), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 50, 100))
    whole = Variant(
        key="", output=PurePosixPath("a.png"), width=33, height=33, format="PNG", side=1600
    )
    ((_, made),) = make_variants(encoded(image, "PNG"), [whole])
    for _, (red, _, _, alpha) in opened(made).getcolors() or ():  # type: ignore[misc]
        assert alpha < 8 or red < 8
