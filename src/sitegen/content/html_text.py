"""Extract the text of an HTML node."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from sitegen.content.html_fragment import parse_fragment
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.mathematics.formula_text import formula_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborNode

__all__ = ["plain_text", "text_of", "title_text"]

_SKIPPED = "sup[id^=fnref], .footnote-ref, .inline-footnote, script, style, template, [hidden]"
#: What is skipped, divides words, or is read in a way of its own.
_UNUSUAL = f":is(br, math, {_SKIPPED})"


def plain_text(node: LexborNode, read_formula: Callable[[str], str] = formula_text) -> str:
    """Return a node's words on one line, without footnote marks; a line break is a space.

    `read_formula` returns what MathML is as text.
    """
    return " ".join(text_of(node, read_formula).split())


def title_text(title: str) -> str:
    """Return the title of a heading, whose HTML has no elements but formulas, as plain text."""
    return plain_text(parse_fragment(title)[1]) if "<" in title else html.unescape(title)


def text_of(node: LexborNode, read_formula: Callable[[str], str] = formula_text) -> str:
    """Return a node's text, without footnote marks and what is not shown; a break is a space."""
    if _is_usual(node):
        return node.text(deep=True)
    formulas = node.css("math")
    skipped = {
        inner.mem_id
        for mark in (*node.css(_SKIPPED), *formulas)
        for inner in mark.traverse(include_text=True)
    }
    texts = {each.mem_id: read_formula(each.html or "") for each in formulas}
    pieces = []
    for each in node.traverse(include_text=True):
        if each.tag == "br":
            pieces.append(" ")
        elif each.mem_id in texts:
            pieces.append(texts[each.mem_id])
        elif each.is_text_node and each.mem_id not in skipped:
            pieces.append(each.text_content or "")
    return "".join(pieces)


def _is_usual(node: LexborNode) -> bool:
    """Tell whether all text in a node counts, as in most nodes; many hold but text and slots."""
    child = node.child
    while child is not None:
        if not child.is_text_node and not (child.tag == SLOT_ELEMENT and _is_usual(child)):
            break
        child = child.next
    if child is None:
        return True
    return all(each.mem_id == node.mem_id for each in node.css(_UNUSUAL))
