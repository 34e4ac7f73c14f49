"""Read grid tables: Pandoc's manual, "Grid tables", which come from reStructuredText.

    +-----------+------+
    | Coil      |  SNR |
    +===========+=====:+
    | head      |  120 |
    +-----------+------+

The corners `+` of all lines of dashes divide a table into fields. A cell is a rectangle of them
around which there are dashes and bars, and none inside that reach from one side to the other.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.tables.drawn_tables import DrawnCell, DrawnPart
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.content.tables.display_rows import DisplayRow

__all__ = ["GridError", "read_grid"]

_CORNER = compile_late(r"\+(?=[-=:])|(?<=[-=:])\+")
_BORDER = compile_late(r"\+(?:[-=:]+\+)+")
_DOUBLE = compile_late(r"\+(?:[=:]+\+)+")
_DASHES = "-=:"
_BARS = frozenset("|+")


class GridError(Exception):
    """A grid that is not whole: the number of a row, the column in it, and what to do."""

    def __init__(self, row: int, column: int, hint: str) -> None:
        super().__init__(hint)
        self.row = row
        self.column = column
        self.hint = hint


class _Box(NamedTuple):
    """A cell by the numbers of its corners: from one to another, in both directions."""

    top: int
    left: int
    bottom: int
    right: int


def read_grid(rows: Sequence[DisplayRow], margin: int) -> tuple[DrawnPart, ...]:
    """Return the parts of a table whose lines begin at the column `margin`. Raises GridError."""
    grid = _Grid([row.shown[margin:] for row in rows])
    head, foot = grid.divisions()
    aligned = grid.alignments(head)
    made: dict[int, list[DrawnCell]] = {}
    for box in grid.boxes:
        lines = _lines_in(rows, grid, box, margin)
        made.setdefault(box.top, []).append(
            DrawnCell(lines, aligned[box.left], grid.width(box), grid.height(box))
        )
    parts = (
        ("thead", 0, head),
        ("tbody", head, foot or grid.bottom),
        ("tfoot", foot or grid.bottom, grid.bottom),
    )
    return tuple(
        DrawnPart(tag, tuple(tuple(made[top]) for top in range(first, last) if top in made))
        for tag, first, last in parts
        if last > first
    )


def _lines_in(
    rows: Sequence[DisplayRow], grid: _Grid, box: _Box, margin: int
) -> tuple[tuple[int, int], ...]:
    """Return where the lines of a cell are, without the space that is before all of them."""
    left, right = margin + grid.xs[box.left] + 1, margin + grid.xs[box.right]
    inside = rows[grid.ys[box.top] + 1 : grid.ys[box.bottom]]
    texts = [row.shown[left:right].rstrip() for row in inside]
    indent = min((len(each) - len(each.lstrip(" ")) for each in texts if each), default=0)
    written = [number for number, text in enumerate(texts) if text]
    if not written:
        return ()
    return tuple(
        (row.place_of(left + indent), row.place_of(left + max(len(text), indent)))
        for row, text in list(zip(inside, texts, strict=True))[written[0] : written[-1] + 1]
    )


class _Grid:
    """The lines of a table, and its corners: `xs` and `ys` are the columns and lines with any."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        width = len(lines[0])
        if not _BORDER.fullmatch(lines[0]):
            raise GridError(0, 0, "write only '-' or '=' between the '+' of its first line")
        xs, ys = set(), []
        for number, line in enumerate(lines):
            if len(line) != width or line[0] not in _BARS or line[-1] not in _BARS:
                hint = "let each line begin with '|' or '+', and end with one below the last of"
                raise GridError(number, min(len(line), width) - 1, f"{hint} its first line")
            corners = [found.start() for found in _CORNER.finditer(line)]
            if corners:
                xs.update(corners)
                ys.append(number)
        if len(ys) < 2 or ys[-1] != len(lines) - 1 or not _BORDER.fullmatch(lines[-1]):  # noqa: PLR2004  # above and below
            raise GridError(0, 0, f"write '{lines[0][:40]}' below its last line, too")
        self.xs, self.ys = sorted(xs), ys
        self.bottom = len(ys) - 1
        self._dashes = [self._has_dashes(y) for y in ys]
        self._bars = [self._has_bars(y) for y in range(self.bottom)]
        self.boxes = self._find_boxes()
        # A line at which no cell begins is within those that span it.
        self._rows = _count({box.top for box in self.boxes}, self.bottom)
        self._columns = _count({box.left for box in self.boxes}, len(xs))

    def width(self, box: _Box) -> int:
        """Return how many columns a cell has."""
        return self._columns[box.right] - self._columns[box.left]

    def height(self, box: _Box) -> int:
        """Return how many rows a cell has."""
        return self._rows[box.bottom] - self._rows[box.top]

    def _has_dashes(self, y: int) -> list[bool]:
        """Return for each field whether there are dashes above it, along a line."""
        line = self.lines[y]
        return [
            line[self.xs[x] + 1 : self.xs[x + 1]].strip(_DASHES) == ""
            and line[self.xs[x]] in "+-=:|"
            for x in range(len(self.xs) - 1)
        ]

    def _has_bars(self, y: int) -> list[bool]:
        """Return for each column of corners whether there are bars between two lines of them."""
        lines = self.lines[self.ys[y] : self.ys[y + 1] + 1]
        return [all(line[x] in _BARS for line in lines) for x in self.xs]

    def _find_boxes(self) -> list[_Box]:
        """Return the cells, row by row. Raises GridError."""
        found = []
        width = len(self.xs) - 1
        taken = [[False] * width for _ in range(self.bottom)]
        for top in range(self.bottom):
            for left in range(width):
                if taken[top][left]:
                    continue
                box = self._box(top, left)
                for y in range(box.top, box.bottom):
                    for x in range(box.left, box.right):
                        if taken[y][x]:
                            raise self._error(y, x)
                        taken[y][x] = True
                found.append(box)
        return found

    def _box(self, top: int, left: int) -> _Box:
        bars = self._bars[top]
        right = next((x for x in range(left + 1, len(self.xs)) if bars[x]), 0)
        if not right or not bars[left] or not all(self._dashes[top][left:right]):
            raise self._error(top, left)
        bottom = top + 1
        while not all(self._dashes[bottom][left:right]):
            bars = self._bars[bottom]
            if not bars[left] or not bars[right]:
                raise self._error(bottom, left if not bars[left] else right)
            if self._dashes[bottom][left] or self._dashes[bottom][right - 1]:
                raise self._error(bottom, left)  # a line that does not reach the other side
            bottom += 1
        return _Box(top, left, bottom, right)

    def _error(self, y: int, x: int) -> GridError:
        hint = "draw '|' and '-' all around each cell, and '+' where they meet"
        return GridError(self.ys[y], self.xs[x], hint)

    def divisions(self) -> tuple[int, int]:
        """Return at which line of corners the head ends, and where the foot begins; 0 for none."""
        lines = [self.lines[y] for y in self.ys]
        double = [number for number, line in enumerate(lines) if number and _DOUBLE.fullmatch(line)]
        has_foot = len(double) > 2 and double[-1] == self.bottom  # noqa: PLR2004  # the head has one
        head = double[0] if double and double[0] < self.bottom else 0
        return head, double[-2] if has_foot else 0

    def alignments(self, head: int) -> list[str]:
        """Return how each field is aligned, by the colons below the head or in the first line."""
        line = self.lines[self.ys[head]]
        found = []
        for x in range(len(self.xs) - 1):
            start = line.rfind("+", 0, self.xs[x] + 1) + 1
            end = line.find("+", self.xs[x] + 1)
            left, right = line[start] == ":", line[end - 1] == ":"
            found.append(("center" if right else "left") if left else "right" if right else "")
        return found


def _count(starts: set[int], last: int) -> list[int]:
    """Return for each number up to the last how many smaller ones are in a set."""
    return list(accumulate((number in starts for number in range(last)), initial=0))
