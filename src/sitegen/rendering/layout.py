"""Compute how wide the theme shows an image, for `sizes`.

The numbers are those of `theme/assets/css/sitegen.css`; a test compares them in a browser.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.model import Kind

if TYPE_CHECKING:
    from sitegen.model import Picture

__all__ = ["at_most", "column_width", "picture_sizes"]

#: 65 characters of the usual fonts of systems, at 16 pixels.
_LINE = 626
_SCALES = {"sm": 0.875, "base": 1.0, "lg": 1.125, "xl": 1.25, "2xl": 1.5}
#: What else limits it: the column of a page, and that of the home page.
_PAGE, _WHOLE = 848, 1152
#: The screen without the space at both sides.
_SCREEN = "calc(100vw - 2.5rem)"
#: So much has room on every screen.
_NARROWEST = 280
#: The theme's grids: as many boxes as have room, from the widest screens to the narrowest.
_GRIDS = {
    "people": "(min-width: 40rem) 14rem, 46vw",
    "cards": f"(min-width: 40rem) 14rem, (min-width: 30rem) 46vw, {_SCREEN}",
    "columns": f"(min-width: 64rem) {{half}}px, (min-width: 36rem) 46vw, {_SCREEN}",
}
#: Two of `columns` have room from here on.
_TWO = 600
#: Pixels that a picture of a gallery takes at least, in a row of up to three and in one of more;
#: where there is no room for all, there are two.
_LEAST, _LEAST_OF_MANY = 148, 116
_FEW, _ON_A_PHONE = 3, 2


@lru_cache
def column_width(prose: str, kind: Kind = Kind.PAGE) -> int:
    """Return how many pixels wide the text is at most, by the classes of `theme.prose`."""
    names = [name.rpartition(":")[2] for name in prose.split()]
    whole = _WHOLE if kind is Kind.HOME else _PAGE
    if "prose" not in names or "max-w-none" in names:
        return whole
    scales = [_SCALES[size] for size in _SCALES if f"prose-{size}" in names]
    return min(round(_LINE * max(scales, default=1.0)), whole)


def picture_sizes(picture: Picture, width: int, column: int) -> str:
    """Return `sizes` of a picture that its author made `width` pixels wide, 0 for as it comes."""
    if width:
        return at_most(width)
    if picture.columns > 1:
        return _in_a_row(picture.columns, column)
    if picture.within:
        return _GRIDS[picture.within].format(half=column // 2 if column > _TWO else column)
    return at_most(column)


def at_most(width: int) -> str:
    """Return `sizes` of what is so many pixels wide, or as wide as the screen has room."""
    if width <= _NARROWEST:
        return f"{width}px"
    return f"(min-width: {width}px) {width}px, {_SCREEN}"


def _in_a_row(number: int, column: int) -> str:
    widths = [f"(min-width: {column}px) {column // number}px"]
    if number > _ON_A_PHONE:
        least = number * (_LEAST if number <= _FEW else _LEAST_OF_MANY) + 40
        widths.append(f"(min-width: {least}px) {92 // number}vw")
    return ", ".join([*widths, "46vw"])
