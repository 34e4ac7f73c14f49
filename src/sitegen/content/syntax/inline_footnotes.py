"""Footnotes where they belong in the text: `rests^[Within half an hour.]`, as in Pandoc.

`footnote_order` moves them to the list of footnotes. `^[1](#fn)` is a link, and `^[1]^` a
superscript.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake, Replacement
from sitegen.content.footnote_order import INLINE_FOOTNOTE
from sitegen.content.syntax.superscripts import is_in_brackets
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["INLINE_FOOTNOTES", "MISPLACED_FOOTNOTE"]

MISPLACED_FOOTNOTE = declare("inline-footnote", Severity.WARNING)

_TOKEN = compile_late(r"\\.|(?:\^(?=\[[^^]))?\[|\]", re.DOTALL)
#: The beginning of a row of a table.
_ROW = compile_late(r"[ \t>]*\|")
_OPENING = f'<span class="{INLINE_FOOTNOTE}">'
_UNCLOSED = Problem(
    MISPLACED_FOOTNOTE,
    "this footnote is never closed, and is shown as text",
    "write ']' at its end, in the same paragraph or cell, or '\\^[' if it is none",
)
_NESTED = Problem(
    MISPLACED_FOOTNOTE,
    "a footnote within a footnote is shown as text",
    "write [^name] here, and '[^name]: …' below the text",
)
_EMPTY = Problem(MISPLACED_FOOTNOTE, "this footnote is empty", "write its text, or remove it")


class _InlineFootnotes(Construct):
    source_marks = ("^[",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Put tags in the place of the brackets."""
        prose = source.prose
        links = {each.start for each in source.links}
        for start, end in source.paragraphs:
            if prose.find("^[", start, end) >= 0:
                yield from _read_paragraph(source.text, prose, start, end, links)


def _read_paragraph(
    text: str, prose: str, start: int, end: int, links: set[int]
) -> Iterator[Finding]:
    openers: list[int] = []  # -1 for a bracket that opens no footnote
    is_open = False
    for token in _TOKEN.finditer(prose, start, end):
        mark, at = token[0], token.start()
        if mark == "]":
            opener = openers.pop() if openers else -1
            if opener < 0:
                continue
            is_open = False
            problem = _find_problem(prose, text, opener, at)
            if problem:
                yield Mistake(opener, problem)
                continue
            # A tag alone on its line would begin a block of HTML.
            after = opener + 2 + text.startswith("\n", opener + 2)
            yield Replacement(opener, after, _OPENING)
            yield Replacement(at, at + 1, "</span>")
        elif mark == "[" or at + 1 in links or is_in_brackets(prose, at):
            openers.append(-1)
        elif mark == "^[":
            if is_open:
                yield Mistake(at, _NESTED)
            openers.append(-1 if is_open else at)
            is_open = True
    for opener in openers:
        if opener >= 0:
            yield Mistake(opener, _UNCLOSED)


def _find_problem(prose: str, text: str, opener: int, end: int) -> Problem | None:
    """Return why the brackets hold no footnote: they are empty, or end in another cell."""
    if not text[opener + 2 : end].strip():
        return _EMPTY
    is_row = "|" in prose[opener:end] and _ROW.match(prose, prose.rfind("\n", 0, opener) + 1)
    return _UNCLOSED if is_row else None


INLINE_FOOTNOTES = _InlineFootnotes()
