"""Notes: boxes that stand out from the text, as Python-Markdown and as GitHub write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["mark_alerts", "title_notes"]

_ALERT = re.compile(r"\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|\Z)", re.IGNORECASE)
#: GitHub's word for the gravest kind, and ours.
_KINDS = {"caution": "danger"}


def mark_alerts(parser: LexborHTMLParser, root: LexborNode) -> None:
    """Turn quotations that begin with `[!NOTE]` and the like into notes without a title."""
    # Inner quotations first: rewriting an outer one makes new nodes of those that it holds.
    for quote in reversed(root.css("blockquote")):
        opening = next(quote.iter(), None)
        text = opening.first_child if opening is not None and opening.tag == "p" else None
        found = _ALERT.match(text.text_content or "") if text is not None else None
        if opening is None or text is None or not found:
            continue
        rest = (text.text_content or "")[found.end() :]
        if rest or text.next is not None:
            text.replace_with(rest)
        else:
            opening.decompose()
        kind = found[1].lower()
        box = parser.create_node("div")
        box.attrs["class"] = f"admonition {_KINDS.get(kind, kind)}"
        box.inner_html = f'<p class="admonition-title"></p>{quote.inner_html}'
        quote.replace_with(box)


def title_notes(root: LexborNode, words: Mapping[str, str]) -> None:
    """Give notes that have no title of their own their kind's name, in the page's language."""
    for title in root.css("div.admonition > p.admonition-title:first-child"):
        if title.parent is not None and not title.text(strip=True):
            kinds = (title.parent.attributes.get("class") or "").split()
            kind = next((each for each in kinds if each != "admonition"), "note")
            title.inner_html = ""
            title.insert_child(words.get(kind) or kind.capitalize())
