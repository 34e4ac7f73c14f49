"""Extract the text of an HTML node."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["plain_text", "words_of"]

#: Elements that are skipped, or divide words, and what else is in the HTML of what is skipped.
_TAGS = re.compile("<(?:br|script|style|template|annotation)")
_ATTRIBUTES = ("fnref", ' hidden=""')


def plain_text(node: LexborNode) -> str:
    """Return a node's words on one line, without footnote marks; a line break is a space."""
    return " ".join(words_of(node))


def words_of(node: LexborNode) -> list[str]:
    """Return a node's words, without footnote marks and what is not shown; a break divides them."""
    inner = node.inner_html or ""
    if "<" not in inner or not _has_skipped(inner):
        return node.text(deep=True).split()
    marks = node.css("sup[id^=fnref], .footnote-ref, script, style, template, annotation, [hidden]")
    skipped = {inner.mem_id for mark in marks for inner in mark.traverse(include_text=True)}
    words = [
        " " if each.tag == "br" else each.text_content or ""
        for each in node.traverse(include_text=True)
        if (each.is_text_node or each.tag == "br") and each.mem_id not in skipped
    ]
    return "".join(words).split()


def _has_skipped(inner: str) -> bool:
    """Tell whether HTML holds what is skipped or divides words; most pages have none of it."""
    if _TAGS.search(inner):
        return True
    return any(mark in inner for mark in _ATTRIBUTES)
