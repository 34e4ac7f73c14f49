"""Tables: captions (`Table: …`), and a box that scrolls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake, PageTree
from sitegen.content.html_text import plain_text
from sitegen.content.scroll_regions import is_wide_table
from sitegen.content.syntax.list_tables import LIST_TABLE
from sitegen.content.syntax.table_captions import SECOND
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["TABLES"]

_CAPTION = compile_late(r"Table:\s+")
#: A number, perhaps with a sign before it.
_QUANTITY = re.compile(r"[^\w\s(]{0,2}\s?\d")
_LONGEST = 16
_CELLS = frozenset({"td", "th"})


class _Tables(Construct):
    html_marks = ("<table", LIST_TABLE)

    def mark(self, tree: PageTree) -> Iterator[Mistake]:
        """Give the tables their captions and boxes; yield captions of which each has another."""
        _mark_tables(tree.parser, tree.root, tree.words)
        if "Table:" in tree.html:
            for written in _second_captions(tree.root):
                yield Mistake(tree.positions.text(written), SECOND)


def _mark_tables(parser: LexborHTMLParser, root: LexborNode, words: Mapping[str, str]) -> None:
    """Give each table its caption and a box that scrolls, by keyboard if it has to."""
    for table in root.css("table"):
        if _is_nested(table):
            continue  # it scrolls with the table around it
        found = table.css_first("caption")
        caption = _caption_of(table) if found is None else None
        if caption is not None:
            element = parser.create_node("caption")
            element.inner_html = caption
            first = table.child
            if first is None:
                table.insert_child(element)
            else:
                first.insert_before(element)
        found = table.css_first("caption")
        label = plain_text(found) if found is not None else ""
        is_wide = _is_wide(table)
        box = parser.create_node("div")
        attrs = box.attrs
        attrs["class"] = "table-wrap"
        if is_wide:
            attrs["role"] = "region"
            attrs["tabindex"] = "0"
            attrs["aria-label"] = label or words["table"]
        table.insert_before(box, move=True)
        box.insert_child(table, move=True)


def _is_nested(table: LexborNode) -> bool:
    around = table.parent
    while around is not None and around.tag != "table":
        around = around.parent
    return around is not None


def _is_wide(table: LexborNode) -> bool:
    """Tell whether a table may scroll; mark its quantities, which stay on one line."""
    rows = []
    for row in table.css("tr"):
        cells = [cell for cell in row.iter() if cell.tag in _CELLS]
        rows.append([_read_cell(cell) for cell in cells])
    return is_wide_table(rows) or table.css_first("img, pre, video, svg") is not None


def _read_cell(cell: LexborNode) -> tuple[str, bool]:
    """Return a cell's text, and whether it is a quantity such as `0.21 mm`, which is marked."""
    text = cell.text(deep=True).strip()
    if len(text) > _LONGEST or " " not in text or not _QUANTITY.match(text) or cell.tag != "td":
        return text, False
    own = cell.attributes.get("class")
    cell.attrs["class"] = f"{own} quantity" if own else "quantity"
    return text, True


def _caption_of(table: LexborNode) -> str | None:
    """Take the paragraph `Table: …` before or after a table, as in Pandoc."""
    for neighbour in (_beside(table, forward=False), _beside(table, forward=True)):
        inner = _inner_caption(neighbour)
        if neighbour is not None and inner:
            neighbour.decompose()
            return inner
    return None


def _inner_caption(node: LexborNode | None) -> str:
    """Return the text of a caption in its paragraph as HTML, or nothing."""
    if node is None or node.tag != "p":
        return ""
    inner = (node.inner_html or "").lstrip()
    found = _CAPTION.match(inner)
    return inner[found.end() :] if found else ""


def _second_captions(root: LexborNode) -> Iterator[str]:
    """Yield how the captions begin that are beside a table with a caption, and shown as text."""
    seen: set[int] = set()
    for box in root.css("div.table-wrap"):
        for forward in (False, True):
            other = _beside(box, forward=forward)
            if other is not None and other.mem_id not in seen and _inner_caption(other):
                seen.add(other.mem_id)
                text = other.child.text_content if other.child else ""
                yield (text or "").strip().partition("\n")[0]


def _beside(node: LexborNode, *, forward: bool) -> LexborNode | None:
    other = node.next if forward else node.prev
    while other is not None and other.is_text_node and not (other.text_content or "").strip():
        other = other.next if forward else other.prev
    return other


TABLES = _Tables()
