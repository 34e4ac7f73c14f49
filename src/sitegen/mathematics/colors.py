r"""Colours in formulas: a class for each, which is readable on a light and on a dark page.

A page has no inline styles, and an exact colour would be right on one ground only. So names of
`dvipsnames` and of SVG, and mixtures such as `red!50!black`, become the nearest with a class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.diagnostics import did_you_mean
from sitegen.mathematics.tokens import written

if TYPE_CHECKING:
    from sitegen.mathematics.rewriting import Rewriter
    from sitegen.mathematics.tokens import Token, TokenReader

__all__ = ["COLORS", "color_class"]

COLORS = (
    "black blue brown cyan darkgray gray green lightgray lime magenta olive orange pink purple red "
    "teal violet white yellow"
).split()
#: Other names, small, for each colour; one that ends in the name of a colour is known without.
_OTHER_NAMES = {
    "black": "",
    "blue": "navy cerulean periwinkle indigo",
    "brown": "maroon mahogany sepia tan rawsienna bittersweet sienna chocolate",
    "cyan": "aqua",
    "darkgray": "darkgrey dimgray dimgrey",
    "gray": "grey silver",
    "green": "emerald",
    "magenta": "fuchsia mulberry",
    "orange": "peach apricot melon coral",
    "pink": "salmon carnationpink rhodamine",
    "purple": "plum orchid darkorchid thistle",
    "red": "crimson tomato firebrick redorange orangered",
    "teal": "turquoise aquamarine",
    "violet": "lavender",
    "yellow": "gold goldenrod dandelion",
}
_NEAREST = {other: name for name, others in _OTHER_NAMES.items() for other in others.split()}


def color_class(rewriter: Rewriter, reader: TokenReader, command: Token) -> str:
    """Return the class of the colour that comes next, or nothing if it is not known."""
    model = reader.option()
    given = reader.name(command)
    name = _nearest(given) if model is None else ""
    if name:
        return f"math-{name}"
    shown = given if model is None else f"[{written(model)}]{given}"
    otherwise = f"write one of {', '.join(COLORS)}"
    message = f"the color '{shown}' is not known, and is left out"
    rewriter.problem(command.index, message, did_you_mean(given, COLORS, otherwise))
    return ""


def _nearest(given: str) -> str:
    """Return the colour that a name stands for; of a mixture, its first one."""
    name = given.partition("!")[0].strip()
    if name in COLORS:
        return name
    small = name.lower()
    if small in _NEAREST:
        return _NEAREST[small]
    return next((each for each in reversed(COLORS) if small.endswith(each)), "")
