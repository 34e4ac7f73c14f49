"""Blocks in rows, as Quarto lays them out: `::: {#fig-all layout="[[1,1],[1]]"}`.

Each list is a row, each number the share of a block in its width; one below zero is a gap. A single
list is one row. Widths become classes, as those of columns do. After Quarto ("Figures", "Custom
Layout").
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sitegen.content.block_trees import FENCED, children_of, classes_of, take
from sitegen.content.construct import Construct, Mistake
from sitegen.content.div_attributes import BLOCK_ATTRIBUTE
from sitegen.diagnostics import Problem
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.content.construct import Finding, PageTree
    from sitegen.content.scanner import MarkdownSource

__all__ = ["LAYOUTS"]

_NAME = "layout"
_LONGEST, _MOST_ROWS, _MOST_COLUMNS = 400, 40, 8
_LARGEST = 1_000_000
_STEP, _WHOLE = 5, 100
_HINT = 'write a list for each row: layout="[[1,1],[1]]"'
_ROW = "columns columns-sized layout-row"


class _Layouts(Construct):
    source_marks = (f"{_NAME}=",)
    source_needs = ("::",)
    html_marks = (FENCED,)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake for each layout that is none."""
        for div in source.blocks.divs:
            for each in div.attributes:
                if each.name == _NAME and not _read_rows(each.value):
                    message = f"{_NAME}='{each.value[:40]}' is no list of rows"
                    yield Mistake(each.value_at, Problem(BLOCK_ATTRIBUTE, message, _HINT))

    def mark(self, tree: PageTree) -> Iterator[Mistake]:
        """Put blocks into rows; what has no place in them follows below."""
        for number, box in enumerate(tree.root.css(f"div[data-{_NAME}]")):
            rows = _read_rows(take(box, f"data-{_NAME}") or "")
            rest = _lay_out(tree.parser, box, rows) if rows else 0
            if rest:
                message = f"the layout has no place for {rest} of the blocks"
                index = tree.positions.index("attribute", _NAME, number)
                yield Mistake(index, Problem(BLOCK_ATTRIBUTE, message, "add a row, or a number"))


def _read_rows(written: str) -> list[list[int]]:
    """Return the shares of each row in percent; nothing if there is a mistake."""
    if len(written) > _LONGEST or set(written) - set("[]0123456789.,- \t"):
        return []
    try:
        rows = json.loads(written)
    except ValueError:
        return []
    if isinstance(rows, list) and rows and not isinstance(rows[0], list):
        rows = [rows]
    if not isinstance(rows, list) or not 0 < len(rows) <= _MOST_ROWS:
        return []
    shares = [_shares(row) for row in rows]
    return shares if all(shares) else []


def _shares(row: object) -> list[int]:
    """Return shares as multiples of five percent; those of gaps are negative."""
    if not isinstance(row, list) or not 0 < len(row) <= _MOST_COLUMNS:
        return []
    numbers = [each for each in row if isinstance(each, int | float) and each]
    if len(numbers) < len(row) or max(numbers) < 0 or max(map(abs, numbers)) > _LARGEST:
        return []
    largest = max(map(abs, numbers))
    whole = sum(abs(each / largest) for each in numbers)
    shares = []
    for each in numbers:
        share = round(abs(each / largest) / whole * _WHOLE / _STEP) * _STEP
        share = min(max(share, _STEP), _WHOLE - _STEP)
        shares.append(share if each > 0 else -share)
    return shares


def _lay_out(parser: LexborHTMLParser, box: LexborNode, rows: list[list[int]]) -> int:
    """Put the children of a block into rows; return how many are left."""
    parts = [each for each in children_of(box) if "block-title" not in classes_of(each)]
    if kind_of_label(box.attributes.get("id") or "") and parts and _is_caption(parts[-1]):
        parts.pop()
    waiting = iter(parts)
    placed = 0
    for row in rows:
        chosen = [next(waiting, None) if share > 0 else None for share in row]
        first = next((each for each in chosen if each is not None), None)
        if first is None:
            break
        placed += sum(each is not None for each in chosen)
        if len(row) == 1:
            continue
        holder = parser.create_node("div")
        holder.attrs["class"] = _ROW
        first.insert_before(holder, move=True)
        for share, part in zip(row, chosen, strict=True):
            column = parser.create_node("div")
            column.attrs["class"] = f"column column-{abs(share)}"
            if part is not None:
                column.insert_child(part, move=True)
            holder.insert_child(column, move=True)
    return len(parts) - placed


def _is_caption(node: LexborNode) -> bool:
    return node.tag == "p" and node.css_first("img") is None and "class" not in node.attributes


LAYOUTS = _Layouts()
