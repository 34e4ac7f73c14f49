"""Decide which tables and blocks of code the keyboard can stop at: those that may scroll.

How wide a screen is, nobody knows here: what has room on the smallest phone never scrolls. In a
browser, `js/scroll-regions.js` leaves only those that do scroll.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selectolax.lexbor import LexborNode

__all__ = ["is_wide_code", "is_wide_table", "mark_wide_code"]

#: Characters that have room in a line of code, and in a row of a table, on 320 pixels.
_CODE = 24
_ROW = 34
#: What the space around a cell takes, in characters.
_GAP = 4
_TAB = 4


def mark_wide_code(root: LexborNode) -> None:
    """Let the keyboard stop at the blocks of code that may scroll."""
    for block in root.css("pre"):
        if is_wide_code(block.text(deep=True)):
            block.attrs["tabindex"] = "0"


def is_wide_code(text: str) -> bool:
    """Tell whether a block of code may be wider than a small screen."""
    return max(map(len, text.expandtabs(_TAB).split("\n"))) > _CODE


def is_wide_table(rows: Iterable[Sequence[tuple[str, bool]]]) -> bool:
    """Tell whether a table may be wider than a small screen, by what cannot be broken in it.

    Of each cell, it takes the text and whether that stays on one line.
    """
    widths: list[int] = []
    for row in rows:
        widths += [0] * (len(row) - len(widths))
        for column, (text, is_whole) in enumerate(row):
            width = len(text)
            if width > widths[column]:  # otherwise none of its words is longer, either
                if not is_whole:
                    width = max(map(len, text.replace("-", " ").split()), default=0)
                widths[column] = max(widths[column], width)
    return sum(widths) + _GAP * len(widths) > _ROW
