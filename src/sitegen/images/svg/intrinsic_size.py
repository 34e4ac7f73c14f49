"""Compute the intrinsic size of an SVG (SVG 2, section 8; CSS Values, section 6)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

__all__ = ["measure", "missing_box"]

#: CSS pixels; what depends on a font is as in a page that sets none.
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "ch": 8.0,
}
_NUMBER = r"[+-]?(?:\d{1,9}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?"
_LENGTH = re.compile(rf"({_NUMBER})([a-zA-Z]*)")
_BOX = re.compile(rf"({_NUMBER})(?:[\s,]+|(?=[+-]))({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})")
_LARGEST = 1_000_000
#: CSS 2.2, section 10.3.2.
_WIDTH, _HEIGHT = 300.0, 150.0


def measure(attributes: Mapping[str, str]) -> tuple[int, int]:
    """Return width and height in CSS pixels by the root's attributes, 0 for none to be seen.

    A share of the page, such as `100%`, says nothing: then it is as large as its `viewBox`, and
    without one as large as browsers show what has no size of its own.
    """
    width, height = _length(attributes, "width"), _length(attributes, "height")
    box = _box(attributes)
    if not box:
        width = _WIDTH if _is_open(attributes, "width") else width
        height = _HEIGHT if _is_open(attributes, "height") else height
    if box and not (width and height):
        if width:
            height = width * box[1] / box[0]
        elif height:
            width = height * box[0] / box[1]
        else:
            width, height = box
    if not (0 < width <= _LARGEST and 0 < height <= _LARGEST):
        return 0, 0
    return max(1, round(width)), max(1, round(height))


def missing_box(attributes: Mapping[str, str]) -> str:
    """Return the `viewBox` of a file that has a size only, so that it scales; empty for none."""
    width, height = _length(attributes, "width"), _length(attributes, "height")
    if "viewBox" in attributes or not (width and height):
        return ""
    return f"0 0 {_written(width)} {_written(height)}"


def _length(attributes: Mapping[str, str], name: str) -> float:
    found = _LENGTH.fullmatch(attributes.get(name, "").strip())
    if found is None or found[2].casefold() not in _UNITS:
        return 0.0
    return max(0.0, float(found[1]) * _UNITS[found[2].casefold()])


def _is_open(attributes: Mapping[str, str], name: str) -> bool:
    """Tell whether a file leaves a size to the page."""
    told = attributes.get(name, "auto").strip()
    return told == "auto" or told.endswith("%")


def _box(attributes: Mapping[str, str]) -> tuple[float, float] | None:
    found = _BOX.fullmatch(attributes.get("viewBox", "").strip())
    if found is None:
        return None
    width, height = float(found[3]), float(found[4])
    return (width, height) if width > 0 and height > 0 else None


def _written(number: float) -> str:
    return str(int(number)) if math.isfinite(number) and number == int(number) else repr(number)
