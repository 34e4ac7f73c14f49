"""Decide which tables and blocks of code the keyboard can stop at: those that may scroll.

How wide a screen is, nobody knows here: what has room on the smallest phone never scrolls. In a
browser, `js/scroll-regions.js` leaves only those that do scroll.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["is_wide_table", "mark_wide_code"]

#: Characters that have room in a line of code, and in a row of a table, on 320 pixels.
_CODE = 24
_ROW = 34
#: What the space around a cell takes, in characters.
_GAP = 4
_TAB = 4


def mark_wide_code(root: LexborNode) -> None:
    """Let the keyboard stop at the blocks of code that may scroll."""
    for block in root.css("pre"):
        text = block.text(deep=True).expandtabs(_TAB)
        if max(map(len, text.split("\n"))) > _CODE:
            block.attrs["tabindex"] = "0"


def is_wide_table(table: LexborNode) -> bool:
    """Tell whether a table may be wider than a small screen, by what cannot be broken in it."""
    widths: list[int] = []
    for row in table.css("tr"):
        cells = row.css("td, th")
        widths += [0] * (len(cells) - len(widths))
        for column, cell in enumerate(cells):
            widths[column] = max(widths[column], _least_width(cell))
    return sum(widths) + _GAP * len(widths) > _ROW


def _least_width(cell: LexborNode) -> int:
    text = cell.text(deep=True)
    if cell.css("img, pre, video, svg"):
        return _ROW
    if "quantity" in (cell.attributes.get("class") or "").split():
        return len(text)
    return max((len(word) for word in re.split(r"[\s-]+", text)), default=0)
