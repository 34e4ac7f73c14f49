"""Headings, tables, task lists, footnotes: the same whichever engine made the HTML."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from sitegen.content.text import slugify
from sitegen.model import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = [
    "Warned",
    "mark_footnotes",
    "mark_tables",
    "mark_task_lists",
    "name_headings",
    "nest_headings",
    "plain_text",
    "take_heading",
    "words_of",
]

#: Code, message, text to find in the source, hint.
Warned = tuple[str, str, str, str]

_HEADINGS = "h1, h2, h3, h4, h5, h6"
_TASK = re.compile(r"\[([ xX])\]\s+")
_TABLE_CAPTION = re.compile(r"Table:\s+")


def plain_text(node: LexborNode) -> str:
    """Return a node's words on one line, without footnote marks."""
    return " ".join(words_of(node))


def words_of(node: LexborNode) -> list[str]:
    """Return a node's words, without footnote marks."""
    if "fnref" not in (node.inner_html or ""):
        return node.text(deep=True).split()
    marks = node.css("sup[id^=fnref], .footnote-ref")
    skipped = {inner.mem_id for mark in marks for inner in mark.traverse(include_text=True)}
    words = [
        each.text_content or ""
        for each in node.traverse(include_text=True)
        if each.is_text_node and each.mem_id not in skipped
    ]
    return "".join(words).split()


def take_heading(root: LexborNode) -> str | None:
    """Remove an H1 that opens the body and return what it holds as HTML, without links."""
    first = root.child
    while first is not None and first.is_text_node and not (first.text_content or "").strip():
        first = first.next
    if first is None or first.tag != "h1":
        return None
    first.unwrap_tags(["a"])
    for nested in first.css(_HEADINGS):
        if nested.mem_id != first.mem_id:
            nested.unwrap() if nested.child else nested.decompose()
    inner = (first.inner_html or "").strip()
    first.decompose()
    return inner or None


def name_headings(
    parser: LexborHTMLParser, root: LexborNode
) -> tuple[tuple[Heading, ...], frozenset[str], tuple[Warned, ...]]:
    """Give every heading an id that is unique on the page, and demote any further H1.

    Returns the headings in order, as text only, all ids of the page, and warnings.
    """
    warnings = list(_demote(parser, root))
    taken: set[str] = set()
    for node in root.css("[id]"):
        own = node.attributes["id"] or ""
        if own in taken:
            message = f"the id '{own}' stands twice on this page"
            warnings.append(("duplicate-id", message, own, "rename one"))
        taken.add(own)
    headings: list[Heading] = []
    before = 1
    for node in root.css(_HEADINGS):
        level, text = int((node.tag or "h2")[1]), plain_text(node)
        own = node.attributes.get("id") or ""
        if not own:
            own = _free(slugify(text) or "section", taken)
            node.attrs["id"] = own
            taken.add(own)
        if level > before + 1:
            message = f"'{text}' jumps from level {before} to level {level}"
            hint = f"write it with '{'#' * (before + 1)}'"
            warnings.append(("heading-level", message, text, hint))
        before = level
        headings.append(Heading(id=own, title=html.escape(text, quote=False), level=level))
    return tuple(headings), frozenset(taken), tuple(warnings)


def _demote(parser: LexborHTMLParser, root: LexborNode) -> Iterator[Warned]:
    for node in root.css("h1"):
        replacement = parser.create_node("h2")
        for name, value in node.attributes.items():
            replacement.attrs[name] = value or ""
        for child in list(node.iter(include_text=True)):
            replacement.insert_child(child)
        node.replace_with(replacement)
        text = plain_text(replacement)
        message = f"'{text}' is a second H1; it becomes an H2"
        yield "heading-level", message, text, "write it with '##'"


def _free(wanted: str, taken: set[str]) -> str:
    number = 1
    candidate = wanted
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def nest_headings(headings: tuple[Heading, ...], depth: int) -> tuple[Heading, ...]:
    """Turn the list into a tree of levels 2 to `depth`."""
    kept = [each for each in headings if each.level <= depth]
    tree: list[Heading] = []
    index = 0
    while index < len(kept):
        end = index + 1
        while end < len(kept) and kept[end].level > kept[index].level:
            end += 1
        own = kept[index]
        children = nest_headings(tuple(kept[index + 1 : end]), depth)
        tree.append(Heading(id=own.id, title=own.title, level=own.level, children=children))
        index = end
    return tuple(tree)


def mark_tables(parser: LexborHTMLParser, root: LexborNode, words: Mapping[str, str]) -> None:
    """Give each table its caption and a box that scrolls by keyboard."""
    for table in root.css("table"):
        caption = _caption_of(table)
        if caption is not None:
            element = parser.create_node("caption")
            element.inner_html = caption
            first = table.child
            if first is None:
                table.insert_child(element)
            else:
                first.insert_before(element)
        label = plain_text(table.css("caption")[0]) if table.css("caption") else ""
        box = parser.create_node("div")
        box.attrs["class"] = "table-wrap"
        box.attrs["role"] = "region"
        box.attrs["tabindex"] = "0"
        box.attrs["aria-label"] = label or words["table"]
        box.inner_html = table.html or ""
        table.replace_with(box)


def _caption_of(table: LexborNode) -> str | None:
    """Take the paragraph `Table: …` before or after a table, as in Pandoc."""
    for neighbour in (_beside(table, forward=True), _beside(table, forward=False)):
        if neighbour is not None and neighbour.tag == "p":
            inner = (neighbour.inner_html or "").lstrip()
            found = _TABLE_CAPTION.match(inner)
            if found:
                neighbour.decompose()
                return inner[found.end() :]
    return None


def _beside(node: LexborNode, *, forward: bool) -> LexborNode | None:
    other = node.next if forward else node.prev
    while other is not None and other.is_text_node and not (other.text_content or "").strip():
        other = other.next if forward else other.prev
    return other


def mark_task_lists(root: LexborNode) -> None:
    """Turn `[ ]` and `[x]` at the head of list items into checkboxes with their text as label."""
    # Inner items first: rewriting an outer one makes new nodes of those that it holds.
    for item in reversed(root.css("li")):
        first = item.child
        while first is not None and first.is_text_node and not (first.text_content or "").strip():
            first = first.next
        holder = first if first is not None and first.tag == "p" else item
        inner = (holder.inner_html or "").lstrip()
        found = _TASK.match(inner)
        if not found:
            continue
        own, nested = _before_block(inner[found.end() :])
        state = " checked" if found[1] in "xX" else ""
        box = f'<input type="checkbox" disabled{state}>'
        holder.inner_html = f"<label>{box} {own.rstrip()}</label>{nested}"
        item.attrs["class"] = "task-list-item"
        if item.parent is not None:
            item.parent.attrs["class"] = "task-list"


def _before_block(inner: str) -> tuple[str, str]:
    found = re.search(r"<(?:ul|ol|p|div|pre|table|blockquote|dl|figure)\b", inner)
    return (inner[: found.start()], inner[found.start() :]) if found else (inner, "")


def mark_footnotes(root: LexborNode, words: Mapping[str, str]) -> None:
    """Tell assistive technology what is a note, a mark and a way back (DPUB-ARIA 1.1)."""
    for box in root.css("div.footnote"):
        box.attrs["role"] = "doc-endnotes"
        box.attrs["aria-label"] = words["footnotes"]
    for mark in root.css("a.footnote-ref"):
        mark.attrs["role"] = "doc-noteref"
    for back in root.css("a.footnote-backref"):
        back.attrs["role"] = "doc-backlink"
        back.attrs["aria-label"] = words["footnote_back"]
        if "title" in back.attributes:
            del back.attrs["title"]
