"""Columns and grids: `::: {.columns}`, `layout-ncol=2`, `::: {.grid}`, `<div class="row">`.

Widths become classes, in steps of five percent, since a page may have no inline styles. After
Pandoc ("Columns"), Quarto ("Page Layout", "Grid"), MyST ("Grids") and Bootstrap ("Grid system").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.block_trees import (
    FENCED,
    children_of,
    classes_of,
    set_classes,
    take,
    take_title,
)
from sitegen.content.construct import Construct, Mistake
from sitegen.content.div_attributes import BLOCK_ATTRIBUTE
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.content.construct import Finding, PageTree
    from sitegen.content.scanner import MarkdownSource

__all__ = ["COLUMNS"]

_PERCENT = compile_late(r"(\d{1,3})(?:\.\d+)?%")
_COUNTS = compile_late(r"[1-6]( [1-6])*")
_STEP = 5
_WHOLE = 100
_LAYOUT, _ROWS = "layout-ncol", "layout-nrow"
_MOST = 6
#: A column of Bootstrap, and how many of the twelve parts of its row it takes.
_BOOTSTRAP = compile_late(r"col(?:-(?:sm|md|lg|xl|xxl))?(?:-(?P<parts>[1-9]|1[0-2]|auto))?")
_PARTS = 12


class _Columns(Construct):
    source_marks = ("width=", f"{_LAYOUT}=", f"{_ROWS}=")
    source_needs = ("::",)
    html_marks = (FENCED, 'class="row', 'class="grid')

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake for each width that is no percentage, and each count that is none."""
        for div in source.blocks.divs:
            is_column = div.name == "column" or any(
                each.name == "class" and each.value == "column" for each in div.attributes
            )
            for each in div.attributes:
                if is_column and each.name == "width" and not _share(each.value):
                    message = f"width='{each.value[:40]}' is not a share of the columns"
                    hint = 'write a percentage, such as width="40%"'
                elif each.name in {_LAYOUT, _ROWS} and not _COUNTS.fullmatch(each.value):
                    message = f"{each.name}='{each.value[:40]}' is not a number from 1 to 6"
                    hint = f"write {each.name}=2"
                else:
                    continue
                yield Mistake(each.value_at, Problem(BLOCK_ATTRIBUTE, message, hint))

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Write widths and counts as classes."""
        for box in tree.root.css("div.columns"):
            columns = [each for each in children_of(box) if "column" in classes_of(each)]
            shares = [_share(take(each, "data-width") or "") for each in columns]
            for column, share in zip(columns, shares, strict=True):
                if share:
                    set_classes(column, [*classes_of(column), f"column-{share}"])
            if any(shares):
                set_classes(box, ["columns-sized", *classes_of(box)])
        for box in tree.root.css("div.row"):
            _set_row(box)
        for box in tree.root.css("div.grid"):
            _set_grid(box)
        for box in tree.root.css(f"div[data-{_LAYOUT}], div[data-{_ROWS}]"):
            if kind_of_label(box.attributes.get("id") or ""):
                continue  # the parts of a figure
            rows = take(box, f"data-{_ROWS}") or ""
            count = take(box, f"data-{_LAYOUT}") or _columns_for(children_of(box), rows)
            if _COUNTS.fullmatch(count):
                set_classes(box, ["layout-columns", f"layout-columns-{count[0]}", *classes_of(box)])
        return ()


def _columns_for(blocks: list[LexborNode], rows: str) -> str:
    """Return how many columns blocks need to stand in so many rows; nothing for no number."""
    if not _COUNTS.fullmatch(rows):
        return ""
    return str(min(max(-(-len(blocks) // int(rows[0])), 1), _MOST))


def _share(width: str) -> int:
    """Return a percentage as a multiple of five from 5 to 95; 0 for anything else."""
    found = _PERCENT.fullmatch(width.strip())
    if not found or not 0 < int(found[1]) <= _WHOLE:
        return 0
    return min(max(round(int(found[1]) / _STEP) * _STEP, _STEP), _WHOLE - _STEP)


def _set_grid(box: LexborNode) -> None:
    """Give a grid as many columns as it asks for; MyST names one count for each size of screen."""
    if "cards" in classes_of(box):
        _make_cards(box)
    first = next(iter(children_of(box)), None)
    written = first.text(strip=True) if first and "block-title" in classes_of(first) else ""
    counts = take(box, "data-columns") or ""
    if _COUNTS.fullmatch(written):
        take_title(box)
        counts = written
    if _COUNTS.fullmatch(counts):
        set_classes(box, [*classes_of(box), f"grid-{counts.split()[-1]}"])
    if any(each.startswith("g-col-") for node in children_of(box) for each in classes_of(node)):
        set_classes(box, [*classes_of(box), "grid-of-twelve"])


def _make_cards(box: LexborNode) -> None:
    """Make a card of each item of the list in a grid, as Material for MkDocs does."""
    children = children_of(box)
    if len(children) == 1 and children[0].tag in {"ul", "ol"}:
        items = [each for each in children_of(children[0]) if each.tag == "li"]
        cards = [f'<div class="block-card">\n{each.inner_html or ""}\n</div>' for each in items]
        box.inner_html = "\n" + "\n".join(cards) + "\n"
        set_classes(box, [each for each in classes_of(box) if each != "cards"])


def _set_row(box: LexborNode) -> None:
    """Lay a row of Bootstrap out, if all that is in it are columns."""
    columns = children_of(box)
    found = [_parts_of(each) for each in columns]
    parts = [each for each in found if each is not None]
    sizes = {each for each in parts if each}
    if not columns or len(parts) < len(columns):
        return
    if len(sizes) <= 1 and (not sizes or all(parts)):
        count = min(_PARTS // sizes.pop() if sizes else len(columns), _MOST)
        set_classes(box, ["layout-columns", f"layout-columns-{count}", *classes_of(box)])
    elif sum(parts) <= _PARTS:
        for column, size in zip(columns, parts, strict=True):
            sized = [f"column-{_share(f'{_WHOLE * size // _PARTS}%')}"] if size else []
            set_classes(column, ["column", *sized, *classes_of(column)])
        set_classes(box, ["columns-sized", "columns", *classes_of(box)])


def _parts_of(node: LexborNode) -> int | None:
    """Return how many parts of its row a column takes; 0 if it does not say, None for no column."""
    found = [_BOOTSTRAP.fullmatch(each) for each in classes_of(node)]
    columns = [each for each in found if each]
    if not columns:
        return None
    return next((int(each["parts"]) for each in columns if (each["parts"] or "auto") != "auto"), 0)


COLUMNS = _Columns()
