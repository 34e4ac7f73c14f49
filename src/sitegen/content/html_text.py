"""Extract the text of an HTML node."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["plain_text", "words_of"]

#: One of these is in the HTML of whatever is skipped, or divides words.
_MARKS = ("<br", "fnref", "<script", "<style", "<template", "<annotation", ' hidden=""')


def plain_text(node: LexborNode) -> str:
    """Return a node's words on one line, without footnote marks; a line break is a space."""
    return " ".join(words_of(node))


def words_of(node: LexborNode) -> list[str]:
    """Return a node's words, without footnote marks and what is not shown; a break divides them."""
    inner = node.inner_html or ""
    if "<" not in inner or not any(mark in inner for mark in _MARKS):
        return node.text(deep=True).split()
    marks = node.css("sup[id^=fnref], .footnote-ref, script, style, template, annotation, [hidden]")
    skipped = {inner.mem_id for mark in marks for inner in mark.traverse(include_text=True)}
    words = [
        " " if each.tag == "br" else each.text_content or ""
        for each in node.traverse(include_text=True)
        if (each.is_text_node or each.tag == "br") and each.mem_id not in skipped
    ]
    return "".join(words).split()
