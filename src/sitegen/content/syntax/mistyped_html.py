"""Markdown in blocks of HTML, where none is read: a warning for the first of each block.

Pandoc and kramdown read it there, so pages that come from them have it.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Mistake
from sitegen.content.formulas import find_formulas, may_hold_formulas
from sitegen.content.syntax.mistyped_markup import LINK_TARGET, MISTYPED_CODE
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["MISTYPED_HTML"]

#: A price or a variable of a script may stand between dollars.
_SURE = compile_late(r"\\[a-zA-Z]{2}|[_^][\w{\\]|\w\s*=\s*[\w\\]")
_MARKUP = compile_late(
    r"(?<![\w*\\/])\*\*(?=[^\s*])[^*<>\n]{1,200}(?<=[^\s*\\])\*\*(?![\w*])"
    rf"|(?<![\\\w])!?\[[^\[\]<>\n]{{0,200}}\]\({LINK_TARGET}\)"
    r"|\(\\#[a-z]{2,3}:[\w-]{1,80}\)|\\@ref\([\w:-]{1,80}\)"  # bookdown
    r"|\[-?@[A-Za-z][^\[\]<>\n]{1,200}\]|(?<![\w/@.\\])@(?:fig|tbl|sec|eq)-[\w-]*\w"
)
#: What these elements hold is shown or run as it is.
_UNREAD = compile_late(
    r"<(?:pre|code|script|style|textarea|svg|math|kbd|samp)\b|<!--", re.IGNORECASE
)
#: A text without any of these has nothing of it.
_MARKS = ("**", "](", "(\\#", "\\@ref(", "[@", "[-@", "@fig-", "@tbl-", "@sec-", "@eq-")
_MOST = 20
_SHOWN = 30


class _MistypedHtml(Construct):
    source_marks = ("$", "\\", *_MARKS)
    reads_leftovers = True

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake for each block that has some; nothing is replaced."""
        if "<" not in source.outline:
            return
        has_formulas = source.macros is not None and may_hold_formulas(source.text)
        if not has_formulas and not _may_hold_markup(source.text):
            return
        for start, end in source.blocks.html:
            block = source.text[start:end]
            if _UNREAD.search(block):
                continue
            found = [_markup(block), _formula(block) if has_formulas else None]
            spans = [each for each in found if each]
            if spans:
                yield _mistake(source.text, start + min(spans)[0], start + min(spans)[1])


def _may_hold_markup(text: str) -> bool:
    return any(mark in text for mark in _MARKS)


def _markup(block: str) -> tuple[int, int] | None:
    """Return where the first strong text, link or image stands that is not in a tag."""
    if not _may_hold_markup(block):
        return None
    for found in islice(_MARKUP.finditer(block), _MOST):
        if block.rfind("<", 0, found.start()) < max(block.rfind(">", 0, found.start()), 0):
            return found.span()
    return None


def _formula(block: str) -> tuple[int, int] | None:
    if may_hold_formulas(block):
        for formula in find_formulas(block):
            written = block[formula.start : formula.end]
            if "<" not in written and _SURE.search(written):
                return formula.start, formula.end
    return None


def _mistake(text: str, start: int, end: int) -> Mistake:
    shown = " ".join(text[start:end].split())
    shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
    message = f"'{shown}' stands in HTML, and is shown as text"
    hint = "leave a blank line before and after it, inside of the element"
    if shown.startswith("(\\#"):
        hint = "write what it names as Markdown, such as '![caption](file){#fig-name}'"
    return Mistake(start, Problem(MISTYPED_CODE, message, hint))


MISTYPED_HTML = _MistypedHtml()
