"""Markup in titles, as plain text and as HTML."""

from __future__ import annotations

import pytest

from sitegen.content.title_markup import read_title


@pytest.mark.parametrize(
    ("title", "text", "html"),
    [
        ("At 10^-3^ M", "At 10⁻³ M", "At 10<sup>-3</sup> M"),
        ("R^2^ of m^−12^", "R² of m⁻¹²", "R<sup>2</sup> of m<sup>−12</sup>"),
        ("The 7^th^ of x^-^", "The 7th of x-", "The 7<sup>th</sup> of x<sup>-</sup>"),
        ("*H~2~O* in `10^-3^`", "H2O in 10^-3^", "<em>H<sub>2</sub>O</em> in <code>10^-3^</code>"),
    ],
)
def test_titles(title: str, text: str, html: str) -> None:
    assert read_title(title) == (text, html)
