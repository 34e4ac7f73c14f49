"""Find the lines of a Markdown text that may begin or end code, before its blocks are read.

The blocks of most pages need not be read at all: none of their fences has more than a language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FENCES", "find_fence_lines"]

FENCES = ("```", "~~~")


def find_fence_lines(text: str, outline: str) -> list[tuple[int, str]]:
    """Return where the marks of each such line begin, and what stands from there to its end.

    `outline` is that of the text (`mark_index`). What is before the marks on the line does not
    count here.
    """
    marks = [each for each in FENCES if each in outline]
    found = [line for each in marks for line in _lines_with(text, each)]
    return sorted(found) if len(marks) > 1 else found


def _lines_with(text: str, marks: str) -> Iterator[tuple[int, str]]:
    at = text.find(marks)
    while at >= 0:
        end = text.find("\n", at)
        yield at, text[at:end] if end >= 0 else text[at:]
        at = text.find(marks, end) if end >= 0 else -1
