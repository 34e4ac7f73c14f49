"""Highlight code with Pygments."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pygments.formatter import Formatter
    from pygments.lexer import Lexer
    from selectolax.lexbor import LexborNode

__all__ = ["colour_code", "highlight_code", "knows_language"]

#: After this many characters in one language, its rules are sorted. That takes 10 ms, more than it
#: saves for less code.
_WORTH_SORTING = 4000

#: What is longer stays plain: rules for single lines need quadratic time for very long ones.
_LONGEST_CODE, _LONGEST_PAGE = 100_000, 300_000
_LONG_LINE = re.compile(r"[^\n]{2000}|\s{1000}")

_LANGUAGE = re.compile(r"(?:^|\s)language-([\w+#.-]+)")


class _Session(NamedTuple):
    """Languages in which a prompt begins a session, and the lexer that knows sessions."""

    languages: frozenset[str]
    lexer: str


_SESSIONS = {
    "$ ": _Session(frozenset({"bash", "sh", "shell", "zsh"}), "console"),
    ">>> ": _Session(frozenset({"python", "py", "python3"}), "pycon"),
}


def highlight_code(root: LexborNode) -> None:
    """Highlight every `pre > code` whose language Pygments knows.

    Blocks of more than 100,000 characters, or with a line of more than 2,000, stay plain, and so
    does what comes after the first 300,000 characters of code.
    """
    left = _LONGEST_PAGE
    for code in root.css("pre > code"):
        found = _LANGUAGE.search(code.attributes.get("class") or "")
        if not found:
            continue
        text = code.text(deep=True)
        left -= len(text)
        if left < 0 or len(text) > _LONGEST_CODE or _LONG_LINE.search(text):
            continue
        coloured = colour_code(found[1], text)
        if coloured:
            code.inner_html = coloured


@lru_cache(maxsize=2048)
def colour_code(language: str, text: str) -> str:
    """Return code as HTML with its parts in `<span>`; nothing for a language that is not known.

    What begins with a prompt is a session in a terminal, or with Python.
    """
    for prompt, session in _SESSIONS.items():
        if text.startswith(prompt) and language.casefold() in session.languages:
            language = session.lexer
    kind = _lexer_class(language)
    if kind is None:
        return ""
    if text.isascii():
        from sitegen.content.ascii_lexers import lexer_for_ascii  # imported late, as Pygments

        kind = lexer_for_ascii(kind)
    return _painter(kind).colour(text)


def knows_language(language: str) -> bool:
    """Tell whether there are colours for a language."""
    return _lexer_class(language) is not None


@lru_cache(maxsize=64)
def _lexer_class(language: str) -> type[Lexer] | None:
    """Return the kind of lexers for a language; None if Pygments does not know it."""
    # Pygments costs 30 ms to import: only pages with code pay for it.
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    try:
        found: type[Lexer] = find_lexer_class_by_name(language)
    except ClassNotFound:
        return None
    return found


class _Painter:
    """A lexer and a formatter, which are reused: neither keeps state between texts.

    Making them takes longer than highlighting ten lines.
    """

    def __init__(self, lexer: Lexer, formatter: Formatter[str]) -> None:
        self._lexer = lexer
        self._formatter = formatter
        self._left: float = _WORTH_SORTING

    def colour(self, text: str) -> str:
        from pygments import highlight  # imported late: see `_lexer_class`

        self._left -= len(text)
        if self._left <= 0:
            from sitegen.content.highlighting_lexers import sort_rules

            self._left = math.inf
            sort_rules(self._lexer)
        return highlight(text, self._lexer, self._formatter)


@lru_cache(maxsize=64)
def _painter(kind: type[Lexer]) -> _Painter:
    from pygments.formatters import HtmlFormatter

    return _Painter(kind(stripnl=False), HtmlFormatter(nowrap=True))
