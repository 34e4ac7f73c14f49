"""Choose the columns and rows of a table that a page shows, and put them in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sitegen.content.tables.table_files import TABLE_ROWS
from sitegen.content.tables.table_numbers import is_missing, number_value
from sitegen.diagnostics import Problem
from sitegen.model.collation import collation_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.content.tables.table_files import TableFile

__all__ = ["TableData", "select_rows"]

#: Of so many rows of one table it is said that they are too short or too long.
_MOST_TOLD = 5


class TableData(msgspec.Struct, frozen=True):
    """What is shown: rows of headings, and rows of cells; `names` are all columns of the file."""

    names: tuple[str, ...]
    headings: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]


def select_rows(
    table: TableFile,
    wanted: Sequence[tuple[str, str]],
    header_rows: int,
    sort: str,
    limit: int,
) -> tuple[TableData, list[tuple[int, Problem]]]:
    """Return the columns that are wanted, each with the heading for it, in as many rows.

    What is not there is left out. Also return what is wrong with rows, by their lines.
    """
    heads, rows, lines = _divide(table, header_rows)
    names = heads[-1] if heads else tuple(map(str, range(1, len(rows[0]) + 1 if rows else 1)))
    rows, problems = _even(rows, lines, len(names))
    heads = [(*each, *[""] * len(names))[: len(names)] for each in heads]
    descending = sort.startswith("-")
    key = sort.removeprefix("-")
    if key in names:
        rows = _sorted(rows, names.index(key), descending=descending)
    rows = rows[:limit] if limit else rows
    if wanted:
        picked = [(names.index(name), title) for name, title in wanted if name in names]
        rows = [tuple(row[at] for at, _ in picked) for row in rows]
        heads = [tuple(head[at] for at, _ in picked) for head in heads]
        if heads:
            titles = (title or heads[-1][n] for n, (_, title) in enumerate(picked))
            heads[-1] = tuple(titles)
    return TableData(names, tuple(heads), tuple(rows)), problems


def _divide(
    table: TableFile, header_rows: int
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], tuple[int, ...]]:
    if table.columns:
        return [table.columns], list(table.rows), table.lines
    heads = list(table.rows[:header_rows])
    return heads, list(table.rows[header_rows:]), table.lines[header_rows:]


def _even(
    rows: list[tuple[str, ...]], lines: Sequence[int], width: int
) -> tuple[list[tuple[str, ...]], list[tuple[int, Problem]]]:
    """Return rows of the same width, and what is wrong with the others."""
    problems: list[tuple[int, Problem]] = []
    others = 0
    for number, row in enumerate(rows):
        if len(row) == width:
            continue
        others += 1
        if others <= _MOST_TOLD:
            cells = f"{len(row)} cell{'s' if len(row) != 1 else ''}"
            message = f"this row has {cells}, the table has {width} columns"
            hint = "put quotes around a cell that holds a comma, and write empty cells, too"
            line = lines[number] if number < len(lines) else 0
            problems.append((line, Problem(TABLE_ROWS, message, hint)))
    if others > _MOST_TOLD:
        line, problem = problems[-1]
        more = f"{problem.message} (and {others - _MOST_TOLD:,} more rows are not right)"
        problems[-1] = (line, Problem(problem.code, more, problem.hint))
    even = [(*row, *[""] * (width - len(row)))[:width] for row in rows] if others else rows
    return even, problems


def _sorted(rows: list[tuple[str, ...]], at: int, *, descending: bool) -> list[tuple[str, ...]]:
    """Sort rows by a column, by number if it has no other text; what is missing comes last."""
    told: list[tuple[str, ...]] = []
    empty: list[tuple[str, ...]] = []
    for row in rows:
        (empty if is_missing(row[at]) else told).append(row)
    numbers = {row[at]: number_value(row[at]) for row in told}
    if None not in numbers.values():
        told.sort(key=lambda row: numbers[row[at]] or 0.0, reverse=descending)
    else:
        told.sort(key=lambda row: collation_key(row[at]), reverse=descending)
    return [*told, *empty]
