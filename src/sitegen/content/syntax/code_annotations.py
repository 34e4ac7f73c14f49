"""Tell the annotations of code, `# <2>`, for which the list below the code has no item.

`code/code_dressing.py` makes links of the others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from sitegen.content.code.code_lines import shows_markdown
from sitegen.content.code.code_options import CODE_OPTIONS, read_code_info
from sitegen.content.construct import Construct, Mistake
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_blocks import Fence

__all__ = ["CODE_ANNOTATIONS"]

_SIGNS = ("#", "//", "--", "%", ";", "/*", "<!--")
_MARK = compile_late(
    r"(?:#|//|--|%|;|/\*|<!--)[ \t]*+(?P<mark><(?P<number>\d{1,3})>)[ \t]*+(?:\*/|-->)?[ \t]*+$"
)
_ITEM = compile_late(r"\d{1,9}[.)](?=\s|\Z)")


class _CodeAnnotations(Construct):
    source_marks = (" <",)
    source_needs = ("```", "~~~")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield the first mark of each block that has no item, if a list stands below it."""
        text = source.text
        for fence in source.blocks.fences:
            if not fence.closed or "<" not in text[fence.info_end : fence.end]:
                continue
            if shows_markdown(read_code_info(text, fence.info, fence.info_end).language):
                continue
            marks = list(_marks_in(text, fence.info_end + 1, fence.end))
            items = _items_below(source, fence) if marks else 0
            wrong = [each for each in marks if not 1 <= each[0] <= items]
            if items and wrong:
                number, place = wrong[0]
                message = f"'<{number}>' has no item in the list below, which has {items}"
                hint = "write an item for it, or remove the mark"
                yield Mistake(place, Problem(CODE_OPTIONS, message, hint))


def _marks_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the number of each mark at the end of a line, and where it stands."""
    while start < end:
        line_end = text.find("\n", start, end)
        line_end = line_end if line_end >= 0 else end
        at = text.rfind("<", start, line_end)
        for sign in _SIGNS if at >= 0 else ():
            sign_at = text.rfind(sign, start, at)
            found = _MARK.match(text, sign_at, line_end) if sign_at >= 0 else None
            if found:
                yield int(found["number"]), found.start("mark")
                break
        start = line_end + 1


def _items_below(source: MarkdownSource, fence: Fence) -> int:
    """Return how many items the numbered list right below a block has; 0 if there is none.

    An item further to the left than the block is one of a list that holds the block.
    """
    lines, count, column, above = source.blocks.lines, 0, -1, ""
    first = lines[bisect_right(lines, fence.start, key=lambda each: each.start) - 1].column
    for number in range(bisect_left(lines, fence.end, key=lambda each: each.start), len(lines)):
        line = lines[number]
        if line.kind != "blank":
            is_item = _ITEM.match(source.text, line.content, line.end) is not None
            if is_item and line.column >= first and column in {-1, line.column}:
                column = line.column
                count += 1
            elif column < 0 or (line.column <= column and above == "blank"):
                break
        above = line.kind
    return count


CODE_ANNOTATIONS = _CodeAnnotations()
