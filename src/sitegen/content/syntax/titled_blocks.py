"""Blocks that differ in their element or their title: details, cards, steps, notes in the margin.

`::: {.details title="…"}` is folded, `::: {.card title="…"}` a card, `::: {.steps}` numbers its
headings, `::: {.column-margin}` and `[text]{.aside}` stand in the margin where there is room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.block_trees import (
    FENCED,
    children_of,
    classes_of,
    put_title,
    rename,
    set_classes,
    take,
    take_title,
)
from sitegen.content.construct import Construct
from sitegen.content.directive_names import MARGIN_CLASSES
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from sitegen.content.construct import Mistake, PageTree

__all__ = ["TITLED_BLOCKS"]

_DETAILS = frozenset({"details", "dropdown", "spoiler"})
_CARDS = frozenset({"card", "grid-item-card"})
_HEADING = compile_late(r"h[1-6]")


class _TitledBlocks(Construct):
    html_marks = (FENCED, "column-margin")

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Give each its element, its title and its class."""
        for box in reversed(tree.root.css("div[class]")):
            classes = classes_of(box)
            if _DETAILS.intersection(classes):
                _fold(tree, box, classes)
            elif _CARDS.intersection(classes):
                _make_card(tree, box, classes)
            elif MARGIN_CLASSES.intersection(classes):
                _put_aside(box, classes)
            elif "steps" in classes:
                _divide(box)
        # A figure is made of the paragraph later.
        for image in tree.root.css("img[class]"):
            if MARGIN_CLASSES.intersection(classes_of(image)):
                others = [each for each in classes_of(image) if each not in MARGIN_CLASSES]
                set_classes(image, ["margin-note", *others])
        return ()


def _fold(tree: PageTree, box: LexborNode, classes: list[str]) -> None:
    title = take_title(box, heading=True) or tree.words.get("details", "Details")
    is_open = "data-open" in box.attributes and take(box, "data-open") != "false"
    is_open = is_open or take(box, "data-collapse") == "false"
    set_classes(box, ["details", *(each for each in classes if each not in _DETAILS)])
    if is_open:
        box.attrs["open"] = ""
    rename(tree.parser, box, "details", f"<summary>{title}</summary>\n")


def _make_card(tree: PageTree, box: LexborNode, classes: list[str]) -> None:
    """Give a card its title; the theme's own `.card` is the entry of a list."""
    title = take_title(box)
    set_classes(box, ["block-card", *(each for each in classes if each not in _CARDS)])
    if title:
        put_title(tree.parser, box, "block-card-title", title)


def _put_aside(node: LexborNode, classes: list[str]) -> None:
    set_classes(node, ["margin-note", *(each for each in classes if each not in MARGIN_CLASSES)])
    if "role" not in node.attributes:
        node.attrs["role"] = "note"


def _divide(box: LexborNode) -> None:
    """Put each heading and what follows it into a step; a list has its own."""
    level = next(
        (each.tag for each in children_of(box) if _HEADING.fullmatch(each.tag or "")), None
    )
    if level is None:
        return
    step = None
    for each in list(box.iter(include_text=True)):  # texts of shortcodes are in no element
        if each.tag == level:
            step = each.parser.create_node("div")
            step.attrs["class"] = "step"
            each.insert_before(step, move=True)
        is_blank = each.is_text_node and not (each.text_content or "").strip()
        if step is not None and not is_blank:
            step.insert_child(each, move=True)


TITLED_BLOCKS = _TitledBlocks()
