"""Tables as their author has drawn them: rows of cells, each with the places of its lines."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["BrokenTable", "DrawnCell", "DrawnPart", "DrawnTable"]


class DrawnCell(NamedTuple):
    """Where the lines of a cell are in the source, as `(start, end)`.

    It has as many columns as it is wide, and as many rows as it is high. `align` is `left`,
    `center`, `right` or empty. One that `is_text` holds no blocks, as the cells between bars.
    """

    lines: tuple[tuple[int, int], ...]
    align: str = ""
    width: int = 1
    height: int = 1
    is_text: bool = False


class DrawnPart(NamedTuple):
    """The rows of `thead`, `tbody` or `tfoot`."""

    tag: str
    rows: tuple[tuple[DrawnCell, ...], ...]


class DrawnTable(NamedTuple):
    """A table, from one line of the source up to another."""

    first: int
    end: int
    parts: tuple[DrawnPart, ...]

    @property
    def cell_count(self) -> int:
        """The number of its cells."""
        return sum(len(row) for part in self.parts for row in part.rows)


class BrokenTable(NamedTuple):
    """Lines that look like a table and are none: up to which line, where it fails, what to do."""

    first: int
    end: int
    place: int
    hint: str
