"""Read tables whose columns are rows of dashes.

    Coil       SNR
    -------  -----
    head       120

Pandoc's manual, "Simple tables" and "Multiline tables". Between two lines of dashes, blank lines
divide rows, and each may have several lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.tables.drawn_tables import DrawnCell, DrawnPart
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.content.tables.display_rows import DisplayRow

__all__ = ["COLUMN_DASHES", "CrossedColumnError", "is_rule", "read_columns"]

_RUN = re.compile(r"-+")
#: The line that divides columns, behind its margin.
COLUMN_DASHES = compile_late(r"(?=[^\n]*---)--+(?:[ \t]+-+)+[ \t]*$", re.MULTILINE)
_RULE = compile_late(r"-{3,}[ \t]*")


class CrossedColumnError(Exception):
    """Text that reaches from one column into another: the number of its row, and the column."""

    def __init__(self, row: int, column: int) -> None:
        super().__init__("text reaches into the next column")
        self.row = row
        self.column = column


def is_rule(line: str) -> bool:
    """Tell whether a line, without its margin, is one row of dashes."""
    return _RULE.fullmatch(line) is not None


def read_columns(
    dashes: DisplayRow,
    head: Sequence[DisplayRow],
    rows: Sequence[Sequence[DisplayRow]],
    margin: int,
) -> tuple[DrawnPart, ...]:
    """Return the parts of a table: what is above the dashes, and each row with its lines.

    Lines count from the column `margin`. Raises CrossedColumnError, in which the lines of the head
    and those of the rows have one number after the other.
    """
    runs = [found.span() for found in _RUN.finditer(dashes.shown)]
    for number, line in enumerate((*head, *(line for row in rows for line in row))):
        for start, _ in runs[1:]:
            if line.shown[start - 1 : start].strip():
                raise CrossedColumnError(number, start - 1)
    starts = [margin, *(start for start, _ in runs[1:])]
    ends = [*starts[1:], None]
    columns = list(zip(starts, ends, strict=True))
    example = head or (rows[0] if rows else ())
    aligned = [
        _alignment([line.shown[max(start, run[0]) : end] for line in example], run[1] - run[0])
        for (start, end), run in zip(columns, runs, strict=True)
    ]

    def make(lines: Sequence[DisplayRow]) -> tuple[DrawnCell, ...]:
        return tuple(
            DrawnCell(_lines_in(lines, start, end), align, is_text=True)
            for (start, end), align in zip(columns, aligned, strict=True)
        )

    body = DrawnPart("tbody", tuple(make(row) for row in rows))
    return (DrawnPart("thead", (make(head),)), body) if head else (body,)


def _lines_in(
    lines: Sequence[DisplayRow], start: int, end: int | None
) -> tuple[tuple[int, int], ...]:
    found = []
    for line in lines:
        text = line.shown[start:end]
        inner = text.strip()
        if inner:
            first = start + len(text) - len(text.lstrip())
            found.append((line.place_of(first), line.place_of(first + len(inner))))
    return tuple(found)


def _alignment(texts: Sequence[str], width: int) -> str:
    """Return how a column is aligned, by the shortest text beside its dashes."""
    written = sorted((text.rstrip() for text in texts if text.strip()), key=len)
    if not written:
        return ""
    left, right = not written[0].startswith(" "), len(written[0]) >= width
    if left == right:
        return "" if left else "center"
    return "left" if left else "right"
