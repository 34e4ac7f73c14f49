"""Tables that are written as lists of lists: `{list-table}`, after MyST's and Sphinx's directive.

    ```{list-table} Two coils
    :header-rows: 1
    :label: tbl-coils

    * - Coil
      - SNR
    * - knee
      - 180
    ```

Each item of the list is a row, and each item in that a cell, which may hold any Markdown. Pandoc's
extension of that name writes the block as `::: {.list-table header-rows=1}`, with a caption as the
first paragraph. A table in the block, as in MyST's `{table}`, gets the caption and the label.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import chain, repeat
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.block_trees import children_of, classes_of, set_classes, take, take_title
from sitegen.content.construct import Construct, Mistake
from sitegen.content.div_attributes import BLOCK_ATTRIBUTE, check_class
from sitegen.content.syntax.table_widths import WIDTHS
from sitegen.diagnostics import Guesses, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.content.construct import Finding, PageTree
    from sitegen.content.div_fences import Div
    from sitegen.content.scanner import MarkdownSource

__all__ = ["LIST_TABLE", "LIST_TABLES", "check_list_table", "is_list_table"]

_NAME = "list-table"
#: With what such a table begins in the HTML, until it is one.
LIST_TABLE = f'<div class="{_NAME}'
_TABLE = re.compile(r"[\s>]*(?:\||\+[-=:+]|[^\n]*\|[^\n]*\n[\s>|]*:?-)")
_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?=\s|\Z)")
_ROW = re.compile(r"(?:[-+*]|\d{1,9}[.)])[ \t]+(?=(?:[-+*]|\d{1,9}[.)])(?:\s|\Z))")
_COUNTS = ("header-rows", "stub-columns", "header-cols")
#: A table is as wide as the text, and stands in the middle.
_WITHOUT_EFFECT = {"width": "", "align": "center"}
#: Options that `table_widths` reads.
_WIDTHS = ("tbl-colwidths", "widths")
_ALIGNED = {"l": "text-left", "c": "text-center", "r": "text-right"}
_SEPARATOR = re.compile(r"[\s,]+")
_DIGITS = 4
_OPTIONS = (*_COUNTS, "aligns", "class", "id", "label", "name", *_WIDTHS, *_WITHOUT_EFFECT)


class _ListTables(Construct):
    source_marks = (f"{{{_NAME}}}", f".{_NAME}")
    html_marks = (LIST_TABLE,)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield what is wrong with tables that are no lists of lists."""
        for div in source.blocks.divs:
            if not is_list_table(div):
                continue
            rows = _rows_of(source, div)
            if not rows and not _has_table(source, div):
                hint = "write '* - ' before the first cell of each row, '  - ' before the others"
                code = "table-option" if div.is_directive else BLOCK_ATTRIBUTE
                yield Mistake(div.start, Problem(code, "this table has no rows", hint))
            yield from _short_rows(rows)

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Make a table of each such div; any that holds something else stays a list."""
        for box in reversed(tree.root.css(f"div.{_NAME}")):
            _make_table(tree, box)
        return ()


def is_list_table(div: Div) -> bool:
    """Tell whether a block is a table that is written as a list."""
    if div.is_directive or div.name:
        return div.name == _NAME
    return any(each.name == "class" and _NAME in each.value.split() for each in div.attributes)


def _has_table(source: MarkdownSource, div: Div) -> bool:
    """Tell whether a table that is written otherwise stands in a block."""
    if _TABLE.match(source.text, div.line_end) or source.html_blocks:
        return True
    return not div.is_directive and "|" in source.text[div.line_end : _end_of(source, div)]


def _end_of(source: MarkdownSource, div: Div) -> int:
    return next((each for each in (div.closing[0], div.end) if each >= 0), len(source.text))


class _Row(NamedTuple):
    """Where a row begins, and how many cells it has."""

    start: int
    cells: int


def _rows_of(source: MarkdownSource, div: Div) -> list[_Row]:
    """Return the rows in a block that are items of one list."""
    lines, rows = source.blocks.lines, list[_Row]()
    row_column = cell_column = -1
    end = _end_of(source, div)
    for number in range(bisect_left(lines, div.line_end, key=lambda each: each.start), len(lines)):
        line = lines[number]
        if line.start >= end:
            break
        row = _ROW.match(source.text, line.content, line.end)
        if row and row_column in {-1, line.column}:
            row_column, cell_column = line.column, line.column + row.end() - line.content
            rows.append(_Row(line.content, 1))
        elif line.column == cell_column and _ITEM.match(source.text, line.content, line.end):
            rows[-1] = _Row(rows[-1].start, rows[-1].cells + 1)
    return rows


def _short_rows(rows: list[_Row]) -> Iterator[Mistake]:
    """Yield the first row that has fewer cells than another one."""
    most = max((row.cells for row in rows), default=0)
    short = [row for row in rows if row.cells < most]
    if short:
        more = f" (and {len(short) - 1:,} more in this table)" if len(short) > 1 else ""
        message = f"this row has {short[0].cells} of the {most} cells that another one has{more}"
        hint = "write '  - ' alone for an empty cell"
        yield Mistake(short[0].start, Problem("table-cells", message, hint))


def check_list_table(div: Div) -> Iterator[tuple[int, Problem]]:
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
            known = f"a table takes {', '.join(_COUNTS)}, label and class"
            hint = guesses.did_you_mean(each.name, lambda: _OPTIONS, known)
            message = f"the option '{each.name}' means nothing in a table"
            yield each.at, Problem(BLOCK_ATTRIBUTE, message, hint)
        elif each.name == "class":
            problems = filter(None, map(check_class, each.value.split()))
            yield from ((each.value_at, problem) for problem in problems)


def _make_table(tree: PageTree, box: LexborNode) -> None:
    inside = children_of(box)
    blocks = [each for each in inside if "block-title" not in classes_of(each)]
    is_titled = len(blocks) < len(inside)
    above = blocks.pop(0) if len(blocks) > 1 and blocks[0].tag == "p" and not is_titled else None
    rows = [_cells_of(each) for each in children_of(blocks[0])] if len(blocks) == 1 else []
    is_list = bool(rows) and all(rows)
    if not is_list and not (blocks and blocks[0].tag == "table"):
        return
    caption = take_title(box) or ((above.inner_html or "").strip() if above else "")
    if above:
        above.decompose()
    table = _table_of(tree, box, rows) if is_list else blocks[0]
    columns, widths = (take(box, f"data-{name}") for name in _WIDTHS)
    if columns or widths:
        table.attrs[WIDTHS] = columns or f"widths={widths}"
    if caption:
        table.inner_html = f"<caption>{caption}</caption>\n{table.inner_html or ''}"
    if "id" in box.attributes:
        table.attrs["id"] = box.attributes["id"] or ""
    classes = [*classes_of(table), *classes_of(box)]
    set_classes(table, [each for each in classes if each != _NAME])
    if is_list:
        box.insert_before(table)
        box.decompose()
    else:
        box.unwrap()


def _table_of(tree: PageTree, box: LexborNode, rows: list[list[str]]) -> LexborNode:
    """Return a table of these cells, as the options of the block say, which are taken away."""
    heads, *stubs = (_count(take(box, f"data-{name}")) for name in _COUNTS)
    aligns = [
        _ALIGNED.get(each[:1], "") for each in _SEPARATOR.split(take(box, "data-aligns") or "")
    ]
    for name in _WITHOUT_EFFECT:
        take(box, f"data-{name}")
    written = []
    for number, row in enumerate(rows):
        cells = (
            _cell(text, align, is_head=number < heads, is_stub=column < max(stubs))
            for column, (text, align) in enumerate(
                zip(row, chain(aligns, repeat("")), strict=False)
            )
        )
        written.append(f"<tr>{''.join(cells)}</tr>")
    table = tree.parser.create_node("table")
    table.inner_html = _parts(written, heads)
    return table


def _parts(rows: list[str], heads: int) -> str:
    parts = {"thead": rows[:heads], "tbody": rows[heads:]}
    return "".join(
        "\n".join((f"<{name}>", *inner, f"</{name}>\n")) for name, inner in parts.items() if inner
    )


def _cells_of(row: LexborNode) -> list[str]:
    """Return the HTML of the cells in a row; empty if it is anything else than a list."""
    inner = children_of(row)
    is_list = len(inner) == 1 and inner[0].tag in {"ul", "ol"}
    if not is_list or any(
        each.is_text_node and (each.text_content or "").strip()
        for each in row.iter(include_text=True)
    ):
        return []
    return [_content(each) for each in children_of(inner[0])]


def _content(item: LexborNode) -> str:
    """Return what is in an item; a paragraph alone is the text of the cell."""
    inner = children_of(item)
    if len(inner) == 1 and inner[0].tag == "p" and not inner[0].attributes:
        return (inner[0].inner_html or "").strip()
    return (item.inner_html or "").strip()


def _cell(text: str, align: str, *, is_head: bool, is_stub: bool) -> str:
    """Return a cell, which may head its column or its row, if anything is in it."""
    given = f' class="{align}"' if align else ""
    if text and (is_head or is_stub):
        return f'<th scope="{"col" if is_head else "row"}"{given}>{text}</th>'
    return f"<td{given}>{text}</td>"


def _count(written: str | None) -> int:
    return int(written) if written and written.isdecimal() and len(written) < _DIGITS else 0


LIST_TABLES = _ListTables()
