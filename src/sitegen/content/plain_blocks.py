"""Find the blocks of a source that has none but fences of code at its margin, as most have.

What is in the fences does not count. In the rest, a few marks that are not there tell that every
line is text: so no line has to be read before somebody asks for it.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from sitegen.content.formulas import may_hold_formulas
from sitegen.content.mark_index import Mark, MarkIndex, outlines_of
from sitegen.content.note_lines import NOTE_MARKS
from sitegen.content.source_blocks import Blocks, Fence, Line
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FENCE", "read_plain_blocks"]

FENCE = compile_late(r"(?P<marks>`{3,}(?=[^`\n]*$)|~{3,})(?P<info>[^\n]*)", re.MULTILINE)
#: With one of these, blocks may be in others, and what a line is depends on those around it.
_MARKS = MarkIndex(Mark(mark, 0) for mark in ("    ", "\t", "[^", ":::", *NOTE_MARKS))
_HIGHLIGHT = compile_late(r"\{(?=%[-+]?[ \t]*highlight|\{[<%][ \t]*highlight)")
#: What may stand before raw HTML on its line: margins, and marks of items and definitions.
_BEFORE_HTML = " >*+-.):0123456789"
_MARGIN = " \t>"
_TAB = 4


def read_plain_blocks(text: str, *, has_math: bool) -> Blocks | None:
    """Return the blocks of a source; None if it may have others than code at its margin.

    With `has_math`, formulas count as such.
    """
    fences = _read_fences(text)
    if fences is None:
        return None
    rest = _without(text, fences)
    if (
        _MARKS.numbers_in(rest, outlines_of(rest))
        or ("<" in rest and _may_hold_html(rest))
        or (has_math and may_hold_formulas(rest))
        or _HIGHLIGHT.search(rest)
    ):
        return None
    return Blocks(partial(_lines, text, fences), tuple(fences), is_plain=True)


def _read_fences(text: str) -> list[Fence] | None:
    """Return the fences of code; None if one is not at the margin, or may be a directive."""
    fences: list[Fence] = []
    has_tildes = "~~~" in text
    place = 0
    while True:
        found = (text.find("```", place), text.find("~~~", place) if has_tildes else -1)
        at = min((each for each in found if each >= 0), default=-1)
        if at < 0:
            return fences
        opening = FENCE.match(text, at) if not at or text[at - 1] == "\n" else None
        if not opening or "{" in opening["info"]:
            return None
        closing = _closing(opening["marks"]).search(text, opening.end())
        place = min(closing.end() + 1, len(text)) if closing else len(text)
        fences.append(Fence(at, *opening.span("info"), place, closing is not None))


@lru_cache(maxsize=64)
def _closing(marks: str) -> re.Pattern[str]:
    """Return what finds the line that closes a fence."""
    return re.compile(rf"\n {{0,3}}{marks}{marks[0]}*[ \t]*(?=\n|\Z)")


def _without(text: str, fences: list[Fence]) -> str:
    """Return the lines that are in no fence."""
    pieces, place = [], 0
    for fence in fences:
        pieces.append(text[place : fence.start])
        place = fence.end
    return "".join((*pieces, text[place:])) if pieces else text


def _may_hold_html(text: str) -> bool:
    """Tell whether a tag may begin a block; behind words, it does not."""
    at = text.find("<")
    while at >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        if not text[start:at].strip(_BEFORE_HTML):
            return True
        at = text.find("<", end) if end >= 0 else -1
    return False


def _lines(text: str, fences: list[Fence]) -> Iterator[Line]:
    following = iter(fences)
    fence = next(following, None)
    start = 0
    for line in text.split("\n"):
        while fence and fence.closed and start >= fence.end:
            fence = next(following, None)
        end = start + len(line)
        lead = len(line) - len(line.lstrip(_MARGIN))
        if fence and start >= fence.start:
            column = len(line[:lead].expandtabs(_TAB))
            yield Line(start, start + lead, end, column, "code", 0)
        else:
            yield Line(start, start + lead, end, lead, "blank" if lead == len(line) else "text", 0)
        start = end + 1
