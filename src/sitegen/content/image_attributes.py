"""Parse the attributes of an image: size, ratio and focus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.model import ImageSize, ImageUse

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "MOST_RATIO",
    "NOT_CUT",
    "read_columns",
    "read_focus",
    "read_ratio",
    "read_size",
    "read_use",
]

#: No strip is longer than this, by its width or by its height.
MOST_RATIO = 10.0
#: More than any screen has, and than any image that is read.
_MOST_PIXELS = 99_999
_LENGTH = compile_late(
    r"\s*(\d{1,5}(?:\.\d{1,6})?)\s*(px|pt|pc|in|cm|mm)?\s*", re.ASCII | re.IGNORECASE
)
#: The pixels in each unit, as in CSS.
_UNITS = {"px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54}
#: What is wrong with a focus alone.
NOT_CUT = "focus needs ratio: an image that is not cut to a shape shows every point"
_PERCENT = compile_late(r"\s*([1-9]\d?(?:\.\d{1,6})?|100(?:\.0+)?)\s*%\s*", re.ASCII)
_PAIR = compile_late(
    r"\s*(\d{1,5}(?:\.\d{1,6})?)(?:\s*+[,/:x]\s*+|\s++)(\d{1,5}(?:\.\d{1,6})?)\s*", re.ASCII
)
_NUMBER = compile_late(r"\s*(\d{1,5}(?:\.\d{1,6})?)\s*", re.ASCII)


def read_focus(text: str) -> tuple[float, float]:
    """Return a point such as `0.3,0.6`, in shares from the top left. Raises ValueError."""
    found = _PAIR.fullmatch(text)
    point = (float(found[1]), float(found[2])) if found else (2.0, 2.0)
    if max(point) > 1:
        message = f"'{text}' is not a point such as '0.3,0.6', from 0,0 at the top left to 1,1"
        raise ValueError(message)
    return point


def read_ratio(text: str) -> float:
    """Return width by height of `16/9`, `4:3` or `1.5`. Raises ValueError."""
    pair, number = _PAIR.fullmatch(text), _NUMBER.fullmatch(text)
    ratio = float(number[1]) if number else 0.0
    if pair and float(pair[2]):
        ratio = float(pair[1]) / float(pair[2])
    if not 1 / MOST_RATIO <= ratio <= MOST_RATIO:
        message = f"'{text}' is not width by height such as '16/9' or '1.5'"
        raise ValueError(message)
    return ratio


def read_use(attributes: Mapping[str, str | None]) -> ImageUse:
    """Read `focus` and `ratio`. Raises ValueError."""
    focus, ratio = attributes.get("focus"), attributes.get("ratio")
    return ImageUse(
        ratio=read_ratio(ratio) if ratio is not None else 0.0,
        focus=read_focus(focus) if focus is not None else (0.5, 0.5),
    )


def read_columns(text: str) -> int:
    """Return how many images share a row, from 1 to 6. Raises ValueError."""
    if len(text) != 1 or text not in "123456":
        message = f"columns='{text}' is not a number from 1 to 6"
        raise ValueError(message)
    return int(text)


def read_size(attributes: Mapping[str, str | None]) -> tuple[ImageSize, tuple[str, ...]]:
    """Read `width` and `height`; what cannot be used is left out and said, with its name first.

    Beside a width, a height in percent is that of nothing, as in browsers.
    """
    width, height = attributes.get("width") or "", attributes.get("height") or ""
    in_percent = _PERCENT.fullmatch(width)
    width_in_pixels, height_in_pixels = _pixels(width), _pixels(height)
    problems = []
    if width_in_pixels is None and not in_percent:
        message = f"width='{width[:40]}' is not a number of pixels, nor a share such as 50%"
        problems.append(message)
    if height_in_pixels is None and not (width and _PERCENT.fullmatch(height)):
        problems.append(f"height='{height[:40]}' is not a number of pixels")
    size = ImageSize(
        width=width_in_pixels or 0,
        share=max(1, round(float(in_percent[1]))) if in_percent else 0,
        height=height_in_pixels or 0,
    )
    return size, tuple(problems)


def _pixels(text: str) -> int | None:
    """Return a length in pixels, 0 for none and for `auto`; None if it is something else."""
    if text.strip().casefold() in {"", "auto"}:
        return 0
    found = _LENGTH.fullmatch(text)
    pixels = round(float(found[1]) * _UNITS[(found[2] or "px").casefold()]) if found else 0
    return pixels if 1 <= pixels <= _MOST_PIXELS else None
