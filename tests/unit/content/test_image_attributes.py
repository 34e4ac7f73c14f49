"""Sizes of images as authors of several generators write them."""

from __future__ import annotations

import pytest

from sitegen.content.image_attributes import read_size


@pytest.mark.parametrize(
    ("width", "pixels", "share"),
    [
        ("300", 300, 0),
        ("300px", 300, 0),
        ("300.4 PX", 300, 0),
        ("2.54cm", 96, 0),
        ("1in", 96, 0),
        ("12pt", 16, 0),
        ("50%", 0, 50),
        ("33.3%", 0, 33),
        ("100.0%", 0, 100),
        ("auto", 0, 0),
        ("", 0, 0),
    ],
)
def test_widths(width: str, pixels: int, share: int) -> None:
    size, problems = read_size({"width": width})
    assert (size.width, size.share, problems) == (pixels, share, ())


@pytest.mark.parametrize("width", ["0", "half", "-3", "100000", "120%", "3em", "1e3", "٣", "0.2"])
def test_what_is_no_width(width: str) -> None:
    size, problems = read_size({"width": width, "height": width})
    assert (size.width, size.share, size.height) == (0, 0, 0)
    assert [problem.partition("=")[0] for problem in problems] == ["width", "height"]
