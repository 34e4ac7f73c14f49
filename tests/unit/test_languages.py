"""Languages and the direction of their text."""

from __future__ import annotations

import pytest

from sitegen.config import text_direction


@pytest.mark.parametrize(
    "language", ["ar", "he", "fa", "ur", "AR-eg", "yi", "ps", "ckb", "az-Arab", "pa-Arab-PK", "dv"]
)
def test_right_to_left(language: str) -> None:
    assert text_direction(language) == "rtl"


@pytest.mark.parametrize(
    "language", ["en", "de-CH", "zh-Hant", "ar-Latn", "az", "pa", "ku", "hi", "arn"]
)
def test_left_to_right(language: str) -> None:
    assert text_direction(language) == "ltr"
