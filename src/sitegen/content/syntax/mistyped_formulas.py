"""Dollars that begin or end no formula, though they look as if they should: a warning for each.

Money, `$5 and $10`, and names such as `$HOME` are text, and nothing is said about them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Mistake
from sitegen.content.syntax.mistyped_markup import MISTYPED_CODE
from sitegen.diagnostics import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["MISTYPED_FORMULAS"]

#: At the beginning of a line: elsewhere, it may be a price.
_DOUBLE = re.compile(r"^[ \t>]*(\$\$)(?!\$)", re.MULTILINE)
_SINGLE = re.compile(r"(?<![\\$\w])\$(?=\\[a-zA-Z]|[A-Za-z](?:[_^]|\s?[=<>]\s?\S))")
#: What shows that a formula stands between words.
_WORD = re.compile(r"[^\W\d_]{2}")
_WORD_BEHIND = re.compile(r"[ \t]*[,;:]?[ \t]*[^\W\d_]")
_SHOWN = 30


class _MistypedFormulas(Construct):
    source_marks = ("$",)
    reads_leftovers = True

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake for each such dollar; nothing is replaced."""
        if source.macros is None:
            return
        yield from _displayed_in_text(source)
        if "$" not in source.prose:
            return
        double = _DOUBLE.search(source.prose)
        if double:
            message = "'$$' is shown as text: it belongs to no formula"
            hint = "begin and end the formula with '$$', and leave no blank line in it"
            yield Mistake(double.start(1), Problem(MISTYPED_CODE, message, hint))
        for found in _SINGLE.finditer(source.prose):
            yield _open(source, found.start())


def _displayed_in_text(source: MarkdownSource) -> Iterator[Mistake]:
    """Find `the mass $$m$$ of it`: to kramdown, a formula in the text; here, it is set apart."""
    text, reached, is_behind = source.text, 0, False
    for formula in source.blocks.formulas if "$$" in text else ():
        start, end = formula.start, formula.end
        if not formula.is_display or not text.startswith("$$", start):
            continue
        line = text.rfind("\n", reached, start) + 1
        is_behind = is_behind and not line
        is_behind = is_behind or _WORD.search(text, line or reached, start) is not None
        reached = end
        if is_behind and _WORD_BEHIND.match(text, end) and "\n" not in text[start:end]:
            written = _shortened(text[start:end])
            message = f"the formula '{written}' breaks up the sentence: it is set apart"
            hint = f"within a line, write '${text[start + 2 : end - 2].strip()}$'"
            hint += ", or set math.kramdown for the whole site"
            yield Mistake(start, Problem(MISTYPED_CODE, message, hint))


def _open(source: MarkdownSource, place: int) -> Mistake:
    shown = _shortened(source.text[place : place + _SHOWN + 1].partition("\n")[0])
    message = f"the formula that begins with '{shown}' never ends, and is shown as text"
    hint = r"write '$' at its end; a dollar in a text is '\$'"
    return Mistake(place, Problem(MISTYPED_CODE, message, hint))


def _shortened(written: str) -> str:
    shown = " ".join(written.split())
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"


MISTYPED_FORMULAS = _MistypedFormulas()
