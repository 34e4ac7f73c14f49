"""Highlight code with Pygments' classes."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.formatter import Formatter
    from pygments.lexer import Lexer
    from selectolax.lexbor import LexborNode

__all__ = ["highlight_code"]

#: Characters of code in one language after which sorting its rules, 10 ms, has paid for itself.
_WORTH_SORTING = 4000

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
    painter = _painter(language)
    return painter.colour(text) if painter else ""


class _Painter:
    """A lexer and a formatter, of which neither keeps anything of a text.

    Making them takes longer than colouring ten lines.
    """

    def __init__(self, lexer: Lexer, formatter: Formatter[str]) -> None:
        self._lexer = lexer
        self._formatter = formatter
        self._left: float = _WORTH_SORTING

    def colour(self, text: str) -> str:
        from pygments import highlight  # see below

        self._left -= len(text)
        if self._left <= 0:
            from sitegen.content.highlighting_lexers import sort_rules

            self._left = math.inf
            sort_rules(self._lexer)
        return highlight(text, self._lexer, self._formatter)


@lru_cache(maxsize=64)
def _painter(language: str) -> _Painter | None:
    """Return what colours a language, None for one that Pygments does not know."""
    # Pygments costs 30 ms to import: only pages with code pay for it.
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return _Painter(get_lexer_by_name(language, stripnl=False), HtmlFormatter(nowrap=True))
    except ClassNotFound:
        return None
