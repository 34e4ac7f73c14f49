"""Colours for code: Pygments' token classes, coloured by the theme's stylesheet."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.formatter import Formatter
    from pygments.lexer import Lexer
    from selectolax.lexbor import LexborNode

__all__ = ["highlight_code"]

_LANGUAGE = re.compile(r"(?:^|\s)language-([\w+#.-]+)")


def highlight_code(root: LexborNode) -> None:
    """Colour every `pre > code` whose language is known; the others stay as they are."""
    for code in root.css("pre > code"):
        found = _LANGUAGE.search(code.attributes.get("class") or "")
        coloured = _coloured(found[1], code.text(deep=True)) if found else ""
        if coloured:
            code.inner_html = coloured
    for block in root.css("pre"):
        block.attrs["tabindex"] = "0"


@lru_cache(maxsize=2048)
def _coloured(language: str, text: str) -> str:
    tools = _tools(language)
    if tools is None:
        return ""
    from pygments import highlight  # see below

    return highlight(text, *tools)


@lru_cache(maxsize=64)
def _tools(language: str) -> tuple[Lexer, Formatter[str]] | None:
    """Return a lexer and a formatter, None for a language that Pygments does not know.

    Making them takes longer than colouring ten lines; neither keeps anything of a text.
    """
    # Pygments costs 30 ms to import: only pages with code pay for it.
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False), HtmlFormatter(nowrap=True)
    except ClassNotFound:
        return None
