"""The lines of a table that is drawn with characters, by the columns of a terminal.

A wide character, such as those of Chinese, takes two columns, one that combines with another none
(Unicode Standard Annex 11), and a tab reaches to the next column that four divides.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

__all__ = ["DisplayRow", "read_row"]

_TAB = 4
_WIDE = frozenset("WF")
#: Fills the second column of a wide character.
_FILLER = "\0"


class DisplayRow(NamedTuple):
    """One line: a character for each column, and where in the source each is.

    `offsets` is None if the columns are the characters of the source from `start` on.
    """

    shown: str
    start: int
    offsets: tuple[int, ...] | None = None

    def place_of(self, column: int) -> int:
        """Return the index into the source of what stands at a column, or of the end."""
        column = min(column, len(self.shown))
        return self.start + (column if self.offsets is None else self.offsets[column])


def read_row(text: str, start: int, end: int) -> DisplayRow:
    """Read a line of a source, without the spaces at its end."""
    line = text[start:end].rstrip(" \t\r")
    if line.isascii() and "\t" not in line:
        return DisplayRow(line, start)
    shown: list[str] = []
    offsets: list[int] = []
    for at, character in enumerate(line):
        if character == "\t":
            width = _TAB - len(shown) % _TAB
            shown += [" "] * width
        elif unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Me"}:
            continue
        else:
            width = 1 + (unicodedata.east_asian_width(character) in _WIDE)
            shown += [character, _FILLER][:width]
        offsets += [at] * width
    return DisplayRow("".join(shown), start, (*offsets, len(line)))
