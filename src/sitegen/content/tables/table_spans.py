"""Cells that span rows and columns: `^^` goes on with the cell above, `<<` with the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LEFT", "UP", "Span", "find_spans"]

UP, LEFT = "^^", "<<"


class Span(NamedTuple):
    """A cell: its first column, and how many columns and rows it spans."""

    column: int
    width: int = 1
    height: int = 1


def find_spans(rows: Sequence[Sequence[str]]) -> list[list[Span | None]]:
    """Return the span of each cell, None for a cell that another one covers.

    A mark that has no cell to go on with, or would not make a rectangle, stays as it is.
    """
    spans: list[list[Span | None]] = []
    #: For each column, the row and the column of the cell that covers it in the row above.
    above: list[tuple[int, int]] = []
    for number, row in enumerate(rows):
        line: list[Span | None] = []
        owners: list[tuple[int, int]] = []
        for column, text in enumerate(row):
            owner = (number, column)
            line.append(Span(column))
            if text == LEFT and column and owners[column - 1][0] == number:
                owner = owners[column - 1]
            elif text == UP and column < len(above) and _fits(spans, above, row, column, number):
                owner = above[column]
            if owner != (number, column):
                line[column] = None
                _grow([*spans, line], owner, number, column)
            owners.append(owner)
        spans.append(line)
        above = owners
    return spans


def _fits(
    spans: list[list[Span | None]],
    above: list[tuple[int, int]],
    row: Sequence[str],
    column: int,
    number: int,
) -> bool:
    """Tell whether a cell above can go on in this row: with all of its columns."""
    top, first = above[column]
    cell = spans[top][first]
    if cell is None or top + cell.height < number:
        return False
    last = first + cell.width
    return last <= len(row) and all(text == UP for text in row[first:last])


def _grow(spans: list[list[Span | None]], owner: tuple[int, int], row: int, column: int) -> None:
    top, first = owner
    cell = spans[top][first]
    if cell is not None:
        width = max(cell.width, column - first + 1)
        spans[top][first] = Span(first, width, max(cell.height, row - top + 1))
