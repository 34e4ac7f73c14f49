"""Tables that are written as lists of lists: `{list-table}`, after MyST's and Sphinx's directive.

    ```{list-table} Two coils
    :header-rows: 1
    :label: tbl-coils

    * - Coil
      - SNR
    * - knee
      - 180
    ```

Each item of the list is a row, and each item in that a cell, which may hold any Markdown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.block_trees import children_of, classes_of, set_classes, take, take_title
from sitegen.content.construct import Construct, Mistake
from sitegen.content.div_attributes import BLOCK_ATTRIBUTE, check_class
from sitegen.diagnostics import Guesses, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.content.construct import Finding, PageTree
    from sitegen.content.div_fences import Div
    from sitegen.content.scanner import MarkdownSource

__all__ = ["LIST_TABLE", "LIST_TABLES", "check_table", "is_table"]

_NAME = "list-table"
#: With what such a table begins in the HTML, until it is one.
LIST_TABLE = f'<div class="{_NAME}'
_ROWS = re.compile(r"[\s>]*(?:[-+*]|\d{1,9}[.)])[ \t]+(?:[-+*]|\d{1,9}[.)])(?:\s|\Z)")
_COUNTS = ("header-rows", "stub-columns")
#: The layout of a table follows from its cells, and it stands in the middle.
_WITHOUT_EFFECT = {"widths": "", "width": "", "align": "center"}
_DIGITS = 4
_OPTIONS = (*_COUNTS, "class", "id", "label", "name", *_WITHOUT_EFFECT)


class _ListTables(Construct):
    source_marks = (f"{{{_NAME}}}",)
    html_marks = (LIST_TABLE,)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield what is wrong with tables that are no lists of lists."""
        for div in source.blocks.divs:
            if _is_list_table(div) and not _ROWS.match(source.text, div.line_end):
                hint = "write '* - ' before the first cell of each row, '  - ' before the others"
                yield Mistake(div.start, Problem("table-option", "this table has no rows", hint))

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Make a table of each such div; any that holds something else stays a list."""
        for box in reversed(tree.root.css(f"div.{_NAME}")):
            _make_table(tree, box)
        return ()


def _is_list_table(div: Div) -> bool:
    return div.is_directive and div.name == _NAME


def is_table(div: Div) -> bool:
    """Tell whether a block is a table with a caption, written as a list or as any other table."""
    return div.is_directive and div.name in {_NAME, "table"}


def check_table(div: Div) -> Iterator[tuple[int, Problem]]:
    """Yield each option that means nothing in such a table, with its index."""
    guesses = Guesses()
    for each in div.attributes:
        if each.name in _COUNTS and not each.value.isdecimal():
            message = f"'{each.name}' is '{each.value}', and not a number"
            yield each.at, Problem(BLOCK_ATTRIBUTE, message, f"write ':{each.name}: 1'")
        elif each.name == "align" and each.value != _WITHOUT_EFFECT["align"]:
            message = "a table stands in the middle; 'align' means nothing here"
            yield each.at, Problem(BLOCK_ATTRIBUTE, message, "remove it")
        elif each.name not in _OPTIONS:
            counts = f"{', '.join(_COUNTS)}, " if div.name == _NAME else ""
            known = f"a table takes {counts}label and class"
            hint = guesses.did_you_mean(each.name, lambda: _OPTIONS, known)
            message = f"the option '{each.name}' means nothing in a table"
            yield each.at, Problem(BLOCK_ATTRIBUTE, message, hint)
        elif each.name == "class":
            problems = filter(None, map(check_class, each.value.split()))
            yield from ((each.value_at, problem) for problem in problems)


def _make_table(tree: PageTree, box: LexborNode) -> None:
    blocks = [each for each in children_of(box) if "block-title" not in classes_of(each)]
    rows = [_cells_of(each) for each in children_of(blocks[0])] if len(blocks) == 1 else []
    if not rows or not all(rows):
        return
    caption = take_title(box)
    heads, stubs = (_count(take(box, f"data-{name}")) for name in _COUNTS)
    for name in _WITHOUT_EFFECT:
        take(box, f"data-{name}")
    written = [
        _row([(text, row < heads, column < stubs) for column, text in enumerate(cells)])
        for row, cells in enumerate(rows)
    ]
    table = tree.parser.create_node("table")
    if "id" in box.attributes:
        table.attrs["id"] = box.attributes["id"] or ""
    set_classes(table, [each for each in classes_of(box) if each != _NAME])
    above = f"<caption>{caption}</caption>\n" if caption else ""
    table.inner_html = above + _parts(written, heads)
    box.insert_before(table)
    box.decompose()


def _parts(rows: list[str], heads: int) -> str:
    parts = {"thead": rows[:heads], "tbody": rows[heads:]}
    return "".join(
        "\n".join((f"<{name}>", *inner, f"</{name}>\n")) for name, inner in parts.items() if inner
    )


def _cells_of(row: LexborNode) -> list[str]:
    """Return the HTML of the cells in a row; empty if it is no list."""
    inner = children_of(row)
    if len(inner) != 1 or inner[0].tag not in {"ul", "ol"}:
        return []
    return [_content(each) for each in children_of(inner[0])]


def _content(item: LexborNode) -> str:
    """Return what is in an item; a paragraph alone is the text of the cell."""
    inner = children_of(item)
    if len(inner) == 1 and inner[0].tag == "p" and not inner[0].attributes:
        return (inner[0].inner_html or "").strip()
    return (item.inner_html or "").strip()


def _row(cells: list[tuple[str, bool, bool]]) -> str:
    """Return a row of cells: the text of each, and whether it heads a column or a row."""
    written = (
        f'<th scope="{"col" if is_head else "row"}">{text}</th>'
        if text and (is_head or is_stub)
        else f"<td>{text}</td>"
        for text, is_head, is_stub in cells
    )
    return f"<tr>{''.join(written)}</tr>"


def _count(written: str | None) -> int:
    return int(written) if written and written.isdecimal() and len(written) < _DIGITS else 0


LIST_TABLES = _ListTables()
