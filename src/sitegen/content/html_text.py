"""Extract the text of an HTML node."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.mathematics.formula_text import formula_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborNode

__all__ = ["plain_text", "words_of"]

#: Elements that are skipped, divide words, or are read in a way of their own.
_TAGS = re.compile("<(?:br|script|style|template|math)")
#: What else is in the HTML of what is skipped.
_ATTRIBUTES = ("fnref", ' hidden=""')
_SKIPPED = "sup[id^=fnref], .footnote-ref, script, style, template, [hidden]"


def plain_text(node: LexborNode, read_formula: Callable[[str], str] = formula_text) -> str:
    """Return a node's words on one line, without footnote marks; a line break is a space.

    `read_formula` returns what MathML is as text.
    """
    return " ".join(words_of(node, read_formula))


def words_of(node: LexborNode, read_formula: Callable[[str], str] = formula_text) -> list[str]:
    """Return a node's words, without footnote marks and what is not shown; a break divides them."""
    inner = node.inner_html or ""
    if "<" not in inner or not _has_skipped(inner):
        return node.text(deep=True).split()
    formulas = node.css("math") if "<math" in inner else []
    skipped = {
        inner.mem_id
        for mark in (*node.css(_SKIPPED), *formulas)
        for inner in mark.traverse(include_text=True)
    }
    texts = {each.mem_id: read_formula(each.html or "") for each in formulas}
    words = []
    for each in node.traverse(include_text=True):
        if each.tag == "br":
            words.append(" ")
        elif each.mem_id in texts:
            words.append(texts[each.mem_id])
        elif each.is_text_node and each.mem_id not in skipped:
            words.append(each.text_content or "")
    return "".join(words).split()


def _has_skipped(inner: str) -> bool:
    """Tell whether HTML holds what is skipped or divides words; most pages have none of it."""
    if _TAGS.search(inner):
        return True
    return any(mark in inner for mark in _ATTRIBUTES)
