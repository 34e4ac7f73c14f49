"""What an author says of how an image is shown: its size, and which part of it is cut out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.model import ImageUse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "MOST_RATIO",
    "NOT_CUT",
    "check_sizes",
    "read_columns",
    "read_focus",
    "read_ratio",
    "read_use",
]

#: No strip is longer than this, by its width or by its height.
MOST_RATIO = 10.0
#: What is wrong with a focus alone.
NOT_CUT = "focus needs ratio: an image that is not cut to a shape shows every point"
_PERCENT = re.compile(r"([1-9]\d?|100)%", re.ASCII)
_PAIR = re.compile(r"\s*(\d{1,5}(?:\.\d{1,6})?)\s*[,/:x ]\s*(\d{1,5}(?:\.\d{1,6})?)\s*", re.ASCII)
_NUMBER = re.compile(r"\s*(\d{1,5}(?:\.\d{1,6})?)\s*", re.ASCII)


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


def check_sizes(attributes: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Yield the name of each size that cannot be used, and why."""
    width, height = attributes.get("width"), attributes.get("height")
    if width and not (width.isascii() and width.isdigit()) and not _PERCENT.fullmatch(width):
        yield "width", f"width='{width}' is not a number of pixels, nor a share such as 50%"
    if height and not (height.isascii() and height.isdigit()):
        yield "height", f"height='{height}' is not a number of pixels"
