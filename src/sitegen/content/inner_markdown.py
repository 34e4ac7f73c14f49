"""Convert the line of text in HTML elements that have `markdown="1"`, after the engine has run.

What holds blocks of Markdown, the construct `markdown_in_html` has set apart by blank lines before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborHTMLParser

__all__ = ["has_inner_markdown", "read_inner_markdown"]

_MARKDOWN = compile_late(r"<[a-z][^<>]*\smarkdown\b", re.IGNORECASE)


def has_inner_markdown(html: str) -> bool:
    """Tell whether an element has the attribute."""
    return " markdown" in html and _MARKDOWN.search(html) is not None


def read_inner_markdown(parser: LexborHTMLParser, convert: Callable[[str], str]) -> None:
    """Convert what the elements hold, but not what holds other such elements."""
    nodes = parser.css("[markdown]")
    outer: set[int] = set()
    for node in nodes:
        around = node.parent
        while around is not None and around.mem_id not in outer:
            outer.add(around.mem_id)
            around = around.parent
    for node in nodes:
        if node.attributes["markdown"] != "0" and node.mem_id not in outer:
            inner = convert((node.inner_html or "").strip()).strip()
            node.inner_html = inner.removeprefix("<p>").removesuffix("</p>")
        del node.attrs["markdown"]
