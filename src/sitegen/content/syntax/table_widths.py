"""Widths of the columns of tables in Markdown: Quarto's `tbl-colwidths`, and `widths` of MyST.

They stand behind a caption, `: The coils {tbl-colwidths="[60,40]"}`, in a div around the table, or
in a list table. See https://quarto.org/docs/authoring/tables.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.block_trees import take
from sitegen.content.construct import Construct, Mistake
from sitegen.content.div_attributes import BLOCK_ATTRIBUTE
from sitegen.content.tables.column_widths import AUTOMATIC, read_widths, write_columns
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.content.construct import PageTree

__all__ = ["TABLE_WIDTHS", "WIDTHS"]

#: The attribute of a table, or of a div around it.
WIDTHS = "data-tbl-colwidths"
#: How it is called in a div or behind a caption. An option of another name stands before its value.
_NAME = "tbl-colwidths"
_OTHER = "widths="
_CELLS = frozenset({"td", "th"})
_SPAN = compile_late(r"[1-9][0-9]{0,3}")
_EXAMPLE = "write a number for each column, such as [60,40]"


class _TableWidths(Construct):
    html_marks = (WIDTHS, "data-widths")

    def mark(self, tree: PageTree) -> Iterator[Mistake]:
        """Put the columns into the tables; yield widths that are none of their columns."""
        passed: dict[str, int] = {}
        for box in tree.root.css(f"[{WIDTHS}]"):
            written = take(box, WIDTHS) or ""
            attribute = written if written.startswith(_OTHER) else f"{_NAME}={written}"
            number = passed.get(attribute, 0)
            passed[attribute] = number + 1
            problem = _place(tree, box, written.removeprefix(_OTHER))
            if problem:
                yield Mistake(tree.positions.index("attribute", attribute, number), problem)


def _place(tree: PageTree, box: LexborNode, written: str) -> Problem | None:
    """Give the columns of the tables in a box their widths; return what is wrong."""
    if written.strip().casefold() in AUTOMATIC:
        return None
    widths = read_widths(written)
    if widths is None:
        message = f"'{written[:40]}' are no widths of columns"
        return Problem(BLOCK_ATTRIBUTE, message, _EXAMPLE)
    tables = [box] if box.tag == "table" else box.css("table")
    if not tables:
        message = "there is no table for these widths"
        return Problem(BLOCK_ATTRIBUTE, message, "write them behind its caption")
    for table in tables:
        count = _count_columns(table)
        if count != len(widths):
            message = f"there are {len(widths)} widths for {count} columns"
            return Problem(BLOCK_ATTRIBUTE, message, _EXAMPLE)
        _insert(tree, table, widths)
    return None


def _insert(tree: PageTree, table: LexborNode, widths: tuple[int, ...]) -> None:
    columns = tree.parser.create_node("colgroup")
    columns.inner_html = (
        write_columns(widths).removeprefix("<colgroup>").removesuffix("</colgroup>")
    )
    first = table.css_first("caption, thead, tbody, tr")
    if first is not None and first.tag == "caption":
        first.insert_after(columns, move=True)
    elif first is not None:
        first.insert_before(columns, move=True)


def _count_columns(table: LexborNode) -> int:
    row = table.css_first("tr")
    cells = [each for each in row.iter() if each.tag in _CELLS] if row is not None else []
    return sum(_span(each.attributes.get("colspan") or "") for each in cells)


def _span(written: str) -> int:
    """Return how many columns a cell takes; in HTML, an author may have written anything."""
    return int(written) if _SPAN.fullmatch(written) else 1


TABLE_WIDTHS = _TableWidths()
