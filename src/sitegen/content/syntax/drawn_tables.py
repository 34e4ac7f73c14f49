"""Tables of Pandoc that are drawn with characters: grid tables, simple and multiline tables.

They have become HTML before the source is scanned (`tables/table_rewriting`); here, their cells are
unwrapped, and what looks like such a table and is none is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake, TreeStep
from sitegen.content.notebooks.document import BLOCK_OPEN
from sitegen.content.syntax.mistyped_markup import MISTYPED_CODE
from sitegen.content.tables.drawn_tables import BrokenTable
from sitegen.content.tables.table_finder import find_drawn_tables, may_hold_drawn_tables
from sitegen.content.tables.table_rewriting import has_drawn_tables, unwrap_cells
from sitegen.diagnostics import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.tables.drawn_tables import DrawnTable

__all__ = ["DRAWN_TABLES"]

_SHOWN = 40
_TOO_DEEP = "write it outside of the table: four are in each other at most"


class _DrawnTables(Construct):
    source_marks = ("+-", "+=", "+:", "-- ", "--\t", BLOCK_OPEN)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield the step that unwraps cells, and a mistake for each table that is broken."""
        if has_drawn_tables(source):
            yield TreeStep(unwrap_cells)
        if may_hold_drawn_tables(source):
            for each in find_drawn_tables(source):
                if isinstance(each, BrokenTable):
                    yield Mistake(each.place, _problem(source, each, each.hint))
                else:
                    place = source.blocks.lines[each.first].content
                    yield Mistake(place, _problem(source, each, _TOO_DEEP))


def _problem(source: MarkdownSource, table: DrawnTable | BrokenTable, hint: str) -> Problem:
    line = source.blocks.lines[table.first]
    written = source.text[line.content : line.end].strip().replace("\t", " ")
    shown = written if len(written) <= _SHOWN else f"{written[: _SHOWN - 1]}…"
    message = f"the table that begins with '{shown}' is shown as text"
    return Problem(MISTYPED_CODE, message, hint)


DRAWN_TABLES = _DrawnTables()
