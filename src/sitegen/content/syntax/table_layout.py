"""Tables in Markdown: cells that span others, and numbers aligned at their decimal point.

`^^` in a cell goes on with the cell above, `<<` with the one before. Classes of a table, or of a
div around it, say what else is wanted: `decimal`, and what the theme does with `sortable` and
`sticky-header`.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct
from sitegen.content.tables.table_numbers import pad_number, read_fractions
from sitegen.content.tables.table_spans import LEFT, UP, find_spans

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from sitegen.content.construct import Mistake, PageTree

__all__ = ["TABLE_LAYOUT"]

_CELLS = frozenset({"td", "th"})
_MARKS = (f">{UP}<", f">{escape(LEFT)}<")
_DECIMAL = "decimal"
_STICKY = "sticky-header"


class _TableLayout(Construct):
    html_marks = (*_MARKS, _DECIMAL, _STICKY)

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Change the tables that ask for it."""
        if "<table" not in tree.html:
            return ()
        has_marks = any(mark in tree.html for mark in _MARKS)
        for table in tree.root.css("table"):
            if has_marks:
                for part in table.iter():
                    if part.tag in {"thead", "tbody", "tfoot"}:
                        _span(part)
            classes = _classes_around(table)
            if _DECIMAL in classes:
                _align(table)
            if _STICKY in classes:
                _make_high(table, tree.words["table"])
        return ()


def _classes_around(table: LexborNode) -> set[str]:
    """Return the classes of a table and of the divs around it."""
    found: set[str] = set()
    node: LexborNode | None = table
    while node is not None and node.tag in {"table", "div", "figure"}:
        found.update((node.attributes.get("class") or "").split())
        node = node.parent
    return found


def _rows(part: LexborNode) -> list[list[LexborNode]]:
    return [[cell for cell in row.iter() if cell.tag in _CELLS] for row in part.css("tr")]


def _text(cell: LexborNode) -> str:
    return cell.text(deep=True).strip()


def _span(part: LexborNode) -> None:
    rows = _rows(part)
    texts = [[_text(cell) for cell in row] for row in rows]
    if not any(text in {UP, LEFT} for row in texts for text in row):
        return
    for row, spans in zip(rows, find_spans(texts), strict=True):
        for cell, span in zip(row, spans, strict=True):
            if span is None:
                cell.decompose()
                continue
            if span.width > 1:
                cell.attrs["colspan"] = str(span.width)
            if span.height > 1:
                cell.attrs["rowspan"] = str(span.height)


def _align(table: LexborNode) -> None:
    """Align the columns of numbers of a table without spans over columns."""
    body = table.css_first("tbody")
    rows = _rows(body) if body is not None else []
    width = min(map(len, rows), default=0)
    heads = table.css("thead tr")
    last = [cell for cell in heads[-1].iter() if cell.tag in _CELLS] if heads else []
    if any(
        "colspan" in cell.attributes or "rowspan" in cell.attributes for r in rows for cell in r
    ):
        return
    for at in range(width):
        column = [row[at] for row in rows]
        fractions = read_fractions([_text(cell) for cell in column])
        if fractions is None:
            continue
        longest = max(fractions, default=0)
        for cell, own in zip(column, fractions, strict=True):
            if own >= 0:
                cell.inner_html = (cell.inner_html or "").strip() + pad_number(longest, own)
            _set_numbers(cell)
        if at < len(last):
            _set_numbers(last[at])


def _set_numbers(cell: LexborNode) -> None:
    kept = [
        name
        for name in (cell.attributes.get("class") or "").split()
        if name not in {"text-left", "text-center", "text-right"}
    ]
    cell.attrs["class"] = " ".join((*kept, "text-right", "numbers"))


def _make_high(table: LexborNode, word: str) -> None:
    """Let the box of a table scroll up and down, too, below its headings."""
    box = table.parent
    if box is None or box.attributes.get("class") != "table-wrap":
        return
    box.attrs["class"] = "table-wrap table-high"
    box.attrs["role"] = "region"
    box.attrs["tabindex"] = "0"
    if "aria-label" not in box.attributes:
        caption = table.css_first("caption")
        box.attrs["aria-label"] = _text(caption) if caption is not None else word


TABLE_LAYOUT = _TableLayout()
