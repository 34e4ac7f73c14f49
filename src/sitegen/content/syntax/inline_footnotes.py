"""Footnotes where they belong in the text: `rests^[Within half an hour.]`, as in Pandoc.

`footnote_order` moves them to the list of footnotes. `^[1](#fn)` is a link, and `^[1]^` a
superscript.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake, Node, Replacement
from sitegen.content.footnote_order import INLINE_FOOTNOTE
from sitegen.content.html_blocks import BLOCK_ELEMENTS
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
_BLOCK_TAG = compile_late(
    rf"</?(?:{'|'.join(sorted(BLOCK_ELEMENTS))}|pre)(?=[\s/>])", re.IGNORECASE
)
#: An attribute list, which would belong to the tag before it.
_LIST = compile_late(r"\{:?[ \t]*(?:[#.]\w|\w+=)[^{}\n]*\}")
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
_BLOCK = Problem(
    MISPLACED_FOOTNOTE,
    "this footnote has a block in it, which would end the paragraph, and is shown as text",
    "write [^name] here, and '[^name]: …' below the text",
)
_ATTRIBUTES = Problem(
    MISPLACED_FOOTNOTE,
    "attributes behind a footnote mean nothing, and are shown as text",
    "remove them, or put the text into brackets of its own: ^[[text]{.class}]",
)
_EMPTY = Problem(MISPLACED_FOOTNOTE, "this footnote is empty", "write its text, or remove it")


class _InlineFootnotes(Construct):
    source_marks = ("^[",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Put tags in the place of the brackets."""
        prose = source.prose
        links = {each.start for each in source.links}
        blocks = [at for at, end in source.tags if _BLOCK_TAG.match(source.text, at, end)]
        for start, end in source.paragraphs:
            if prose.find("^[", start, end) >= 0:
                yield from _read_paragraph(source, (start, end), links, blocks)


def _read_paragraph(
    source: MarkdownSource, paragraph: tuple[int, int], links: set[int], blocks: list[int]
) -> Iterator[Finding]:
    text, prose = source.text, source.prose
    start, end = paragraph
    openers: list[int] = []  # -1 for a bracket that opens no footnote
    is_open = False
    for token in _TOKEN.finditer(prose, start, end):
        mark, at = token[0], token.start()
        if mark == "]":
            opener = openers.pop() if openers else -1
            if opener < 0:
                continue
            is_open = False
            problem = _find_problem(prose, text, opener, at, blocks)
            if problem:
                yield Mistake(opener, problem)
                continue
            yield from _make(text, opener, at)
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


def _make(text: str, opener: int, end: int) -> Iterator[Finding]:
    """Yield the tags of a footnote, and what is wrong behind it."""
    # A tag alone on its line would begin a block of HTML.
    after = opener + 2 + text.startswith("\n", opener + 2)
    yield Replacement(opener, after, _OPENING)
    yield Replacement(end, end + 1, "</span>")
    if _LIST.match(text, end + 1):
        yield Mistake(end + 1, _ATTRIBUTES)
        yield Node(end + 1, end + 2, "{")


def _find_problem(
    prose: str, text: str, opener: int, end: int, blocks: list[int]
) -> Problem | None:
    """Return why the brackets hold no footnote: they are empty, hold a block, or end elsewhere."""
    if not text[opener + 2 : end].strip():
        return _EMPTY
    if bisect_left(blocks, opener) < bisect_left(blocks, end):
        return _BLOCK
    is_row = "|" in prose[opener:end] and _ROW.match(prose, prose.rfind("\n", 0, opener) + 1)
    return _UNCLOSED if is_row else None


INLINE_FOOTNOTES = _InlineFootnotes()
