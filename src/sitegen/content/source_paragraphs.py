"""Find the paragraphs of a Markdown source: connected lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sitegen.content.source_blocks import Blocks

__all__ = ["find_paragraphs", "find_paragraphs_with"]

#: Where the text of a paragraph ends although no blank line follows. Backticks that are text and
#: alone in their line are around a directive, and no code span begins or ends with them.
_NEW_BLOCK = compile_late(r"(?:[-+*]|\d{1,9}[.)]|:|#{1,6})[ \t]|\||\[\^|#|:::|`{3,}[^`\n]*\Z")
_MARGIN = compile_late(r"[ \t>]*")


def find_paragraphs(text: str, blocks: Blocks) -> Iterator[tuple[int, int]]:
    """Yield where connected lines of text begin and end."""
    start = end = -1
    for line in blocks.lines:
        is_text = line.kind == "text"
        begins = not line.goes_on and _NEW_BLOCK.match(text, line.content, line.end)
        if start >= 0 and (not is_text or begins):
            yield start, end
            start = -1
        if is_text:
            start, end = (line.content if start < 0 else start), line.end
    if start >= 0:
        yield start, end


def find_paragraphs_with(
    marks: Sequence[str], text: str, blocks: Blocks
) -> Iterator[tuple[int, int]]:
    """Yield where those paragraphs begin and end that hold a mark, which is no space and no `>`.

    Of a plain source, only the lines around the marks are read.
    """
    if not blocks.is_plain:
        for start, end in find_paragraphs(text, blocks):
            if any(text.find(mark, start, end) >= 0 for mark in marks):
                yield start, end
        return
    following = dict.fromkeys(marks, -1)
    place = 0
    for code, after in (*blocks.code, (len(text), len(text))):
        while (at := _find_next(following, text, place)) < code:
            start, place = _around(text, at, place, code)
            yield start, place
        place = after


def _find_next(following: dict[str, int], text: str, place: int) -> int:
    """Return where the next of the marks is, or the length of the text.

    `following` keeps where each was found last, so that none is looked for twice in the same text.
    """
    for mark, at in following.items():
        if at < place:
            found = text.find(mark, place)
            following[mark] = found if found >= 0 else len(text)
    return min(following.values())


def _around(text: str, at: int, first: int, last: int) -> tuple[int, int]:
    """Return the paragraph around an index, between two others; all lines there are text."""
    start = text.rfind("\n", first, at) + 1 or first
    content, end = _read_line(text, start, last)
    line_end = end
    while start > first + 1 and not _NEW_BLOCK.match(text, content, line_end):
        above = text.rfind("\n", first, start - 1) + 1 or first
        above_content, line_end = _read_line(text, above, last)
        if above_content == line_end:
            break
        start, content = above, above_content
    while end + 1 < last:
        below, line_end = _read_line(text, end + 1, last)
        if below == line_end or _NEW_BLOCK.match(text, below, line_end):
            break
        end = line_end
    return content, end


def _read_line(text: str, start: int, last: int) -> tuple[int, int]:
    """Return where the text of a line begins, and where the line ends."""
    end = text.find("\n", start, last)
    end = last if end < 0 else end
    margin = _MARGIN.match(text, start, end)
    return (margin.end() if margin else start), end
