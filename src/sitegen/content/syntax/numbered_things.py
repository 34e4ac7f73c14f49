"""Numbers of figures, tables and listings: what has a label as its id, and a caption.

All that has a number, such as an equation, also gets a place for links to the pages that refer to
it: in its caption, or below it.

Figures may have parts, (a), (b) and so on, side by side:

    ::: {#fig-pair layout-ncol=2}
    ![Before](a.png){#fig-before}

    ![After](b.png){#fig-after}

    The caption of both
    :::
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.block_trees import classes_of, set_classes
from sitegen.content.construct import Construct, Mistake, PageTree
from sitegen.content.html_text import plain_text
from sitegen.content.number_marks import number_mark, referrers_node
from sitegen.content.short_texts import read_short_text
from sitegen.late_patterns import compile_late
from sitegen.model import LABEL_KINDS, kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["NUMBERED_THINGS"]

#: Kinds whose things have a caption, and the one whose things have no links below them.
_CAPTIONED = frozenset({"figure", "table", "listing"})
_SECTION = "section"
#: The elements of captions.
_CAPTIONS = {"figure": "figcaption", "table": "caption"}
_CODE_CAPTION = "lst-cap"
_BOXES = frozenset({"div", "section", "aside", "article"})
#: Where no block may stand.
_INLINE = frozenset({"p", "span", "math", "td", "th", "li", "a", "em", "strong"})
#: How the parts of a figure are laid out; of two, the first counts.
_LAYOUT = ("data-layout-ncol", "data-layout-nrow")
_COUNT = compile_late(r"[1-9]\d?", re.ASCII)
_MOST_COLUMNS = 4
#: How MyST asks for columns.
_GRID = compile_late(r"grid-cols-([1-9])")


class _NumberedThings(Construct):
    html_marks = (
        *(f'="{each}-' for each, kind in LABEL_KINDS.items() if kind != _SECTION),
        _CODE_CAPTION,
    )

    def mark(self, tree: PageTree) -> Iterator[Mistake]:
        """Put numbers into captions, and slots for links to or below all that is numbered."""
        for node in tree.root.css("[id]"):
            label = node.attributes.get("id") or ""
            kind = kind_of_label(label)
            if not kind or kind == _SECTION:
                continue
            thing = node
            if kind in _CAPTIONED:
                thing, mistakes = _thing_of(tree, node)
                yield from mistakes
                if thing.tag not in _CAPTIONS:
                    continue
                _number(tree.parser, thing, label)
            _put_links(tree.parser, thing, label)
        for code in tree.root.css(f"pre > code[{_CODE_CAPTION}]"):
            if code.parent is not None:  # without a label, it has no number
                figure, mistakes = _figure_of_code(tree, code, code.parent, "code-block")
                yield from mistakes
                title = figure.child
                if title is not None:
                    title.attrs["class"] = "code-title"


def _thing_of(tree: PageTree, node: LexborNode) -> tuple[LexborNode, tuple[Mistake, ...]]:
    """Return what has the caption if the element with the label has none, and mistakes in it."""
    if node.tag == "div":
        return _figure_of_div(tree.parser, node), ()
    if node.tag == "code" and node.parent is not None and node.parent.tag == "pre":
        figure, mistakes = _figure_of_code(tree, node, node.parent)
        figure.attrs["id"] = node.attributes.get("id") or ""
        del node.attrs["id"]
        return figure, mistakes
    return node, ()


def _put_links(parser: LexborHTMLParser, node: LexborNode, label: str) -> None:
    """Put a slot for links into a caption, at the end of a box, or behind what is in a line."""
    slot = referrers_node(parser, label)
    caption = next((c for c in node.iter() if c.tag == _CAPTIONS.get(node.tag or "")), None)
    is_formula = "math" in (node.attributes.get("class") or "")
    box = caption or (node if node.tag in _BOXES and not is_formula else None)
    if box is not None:
        box.insert_child(slot, move=True)
        return
    while node.tag in _INLINE and node.parent is not None and node.parent.tag != "body":
        node = node.parent
    if node.tag in _BOXES or node.tag == "math":
        node.insert_after(slot, move=True)


def _figure_of_div(parser: LexborHTMLParser, div: LexborNode) -> LexborNode:
    """Turn a fenced div into a figure; its last paragraph is the caption."""
    figure = parser.create_node("figure")
    parts = parser.create_node("div")
    children = list(div.iter(include_text=True))
    caption = _last_paragraph(div)
    columns = _columns(div)
    parts.attrs["class"] = f"figure-parts figure-parts-{columns}"
    classes = classes_of(div)
    set_classes(div, [each for each in classes if each != "grid" and not _GRID.fullmatch(each)])
    for child in children:
        if caption is None or child.mem_id != caption.mem_id:
            (parts if columns else figure).insert_child(child, move=True)
    if columns:
        _set_apart(parser, parts)
        figure.insert_child(parts, move=True)
    for name, value in div.attributes.items():
        if name not in _LAYOUT:
            figure.attrs[name] = value or ""
    if caption is not None:
        below = parser.create_node("figcaption")
        for child in list(caption.iter(include_text=True)):
            below.insert_child(child, move=True)
        first = figure.child if kind_of_label(div.attributes.get("id") or "") == "table" else None
        if first is not None:  # the captions of tables stand above them
            first.insert_before(below, move=True)
        else:
            figure.insert_child(below, move=True)
    div.insert_before(figure, move=True)
    div.decompose()
    return figure


def _last_paragraph(div: LexborNode) -> LexborNode | None:
    """Return the paragraph that ends a div, unless it is an image or a title."""
    last = div.last_child
    while last is not None and last.is_text_node and not (last.text_content or "").strip():
        last = last.prev
    is_text = last is not None and last.tag == "p" and last.css_first("img") is None
    return last if is_text and last is not None and "class" not in last.attributes else None


def _columns(div: LexborNode) -> int:
    """Return how many parts of a figure share a row; 0 if they stand one below the other."""
    for name in _LAYOUT[:2]:
        found = _COUNT.fullmatch(div.attributes.get(name) or "")
        if found:
            count = int(found[0])
            if name == "data-layout-nrow":
                parts = len([each for each in div.iter() if each.tag in {"figure", "p", "div"}])
                count = -(-max(parts - 1, 1) // count)
            return min(count, _MOST_COLUMNS)
    grid = next(filter(None, map(_GRID.fullmatch, classes_of(div))), None)
    return min(int(grid[1]), _MOST_COLUMNS) if grid else 0


def _set_apart(parser: LexborHTMLParser, parts: LexborNode) -> None:
    """Make a paragraph of each image of those that hold nothing else."""
    for paragraph in [each for each in parts.iter() if each.tag == "p"]:
        inner = list(paragraph.iter())
        if len(inner) < 2 or paragraph.text(strip=True):  # noqa: PLR2004  # it is apart already
            continue
        if all(each.tag == "img" for each in inner):
            for image in inner:
                holder = parser.create_node("p")
                paragraph.insert_before(holder, move=True)
                holder.insert_child(image, move=True)
            paragraph.decompose()


def _figure_of_code(
    tree: PageTree, code: LexborNode, block: LexborNode, kind: str = "listing"
) -> tuple[LexborNode, tuple[Mistake, ...]]:
    """Put a block of code into a figure, below its caption; return it, and mistakes in that."""
    figure = tree.parser.create_node("figure")
    figure.attrs["class"] = kind
    block.insert_before(figure, move=True)
    mistakes: tuple[Mistake, ...] = ()
    caption = tree.parser.create_node("figcaption")
    written = code.attributes.get(_CODE_CAPTION)
    if written is not None:
        read = read_short_text(written, tree.engine)
        place = _place_of(tree, written) if read.problems else -1
        mistakes = tuple(Mistake(place, problem) for problem in read.problems)
        caption.inner_html = read.html
        tree.positions.leave_out(caption)
        del code.attrs[_CODE_CAPTION]
    figure.insert_child(caption, move=True)
    figure.insert_child(block, move=True)
    return figure, mistakes


def _place_of(tree: PageTree, caption: str) -> int:
    """Return where a caption of code is written, or the attribute that gives it."""
    place = tree.positions.text(caption)
    if place >= 0:
        return place
    return tree.positions.index("attribute", f"{_CODE_CAPTION}={caption}", 0)


def _number(parser: LexborHTMLParser, thing: LexborNode, label: str) -> None:
    """Put the number of a thing before its caption."""
    caption = _caption_of(parser, thing)
    title = plain_text(caption)
    whole = _whole_of(thing, label)
    mark = number_mark(label, title=title, form="part" if whole else "full", within=whole)
    span = parser.create_node("span")
    span.attrs["class"] = "caption-label"
    span.inner_html = mark if whole or not title else f"{mark}:"
    first = caption.child
    if first is None:
        caption.insert_child(span, move=True)
        return
    first.insert_before(span, move=True)
    first.insert_before(" ")


def _caption_of(parser: LexborHTMLParser, thing: LexborNode) -> LexborNode:
    """Return the caption of a figure or a table, which is made if there is none."""
    tag = _CAPTIONS[thing.tag or ""]
    for child in thing.iter():
        if child.tag == tag:
            return child
    caption = parser.create_node(tag)
    first = thing.child
    if tag == "caption" and first is not None:
        first.insert_before(caption, move=True)
    else:
        thing.insert_child(caption, move=True)
    return caption


def _whole_of(thing: LexborNode, label: str) -> str:
    """Return the label of the figure of which this is a part, or nothing."""
    above = thing.parent
    while above is not None:
        found = above.attributes.get("id") or ""
        if above.tag == "figure" and kind_of_label(found) == kind_of_label(label):
            return found
        above = above.parent
    return ""


NUMBERED_THINGS = _NumberedThings()
