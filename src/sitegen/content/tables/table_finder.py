"""Find the tables of a source that are drawn with characters: grids, and columns below dashes."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from sitegen.content.tables.column_reader import (
    COLUMN_DASHES,
    CrossedColumnError,
    is_rule,
    read_columns,
)
from sitegen.content.tables.display_rows import read_row
from sitegen.content.tables.drawn_tables import BrokenTable, DrawnTable
from sitegen.content.tables.grid_reader import GridError, read_grid
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.tables.display_rows import DisplayRow

__all__ = ["LINE_START", "NO_PARAGRAPH", "find_drawn_tables", "may_hold_drawn_tables"]

_COLUMNS = compile_late(r"\n[ \t>]*+--+[ \t]+-")
#: What may precede a grid: quotation marks, and the marks of items and definitions.
LINE_START = compile_late(r"[ \t>]*+(?:(?:[-+*:]|\d{1,9}[.)])[ \t]++)*+")
_GRID = compile_late(r"\+(?:[-=:]+\+)+[ \t]*$")
#: Lines around a block, which are in no table: of a div, of a directive, the end of a shortcode.
_FENCE = r":::|`{3,}[^`\n]*\Z|\{\{[<%][ \t]*/[^\n]*\}\}[ \t]*\Z"
_FENCES = compile_late(_FENCE)
#: Lines after which no blank line is needed: those, shortcodes alone in their line, and headings.
NO_PARAGRAPH = compile_late(
    r"[ \t>]*+(?:(?:[-+*:]|\d{1,9}[.)])[ \t]++)*+"
    rf"(?:{_FENCE}|\{{\{{[<%][^\n]*[>%]\}}\}}[ \t]*\Z|\#{{1,6}}[ \t])"
)
_LONGEST_MARGIN = 100


def may_hold_drawn_tables(source: MarkdownSource) -> bool:
    """Tell quickly whether a source may have such a table."""
    outline, spaced = source.outlines
    if "+-" in outline or "+:" in outline or "+=" in outline:
        return True
    has_gap = "- -" in spaced or "-  " in spaced or "-\t" in spaced
    return has_gap and "---" in outline and _COLUMNS.search(f"\n{source.text}") is not None


def find_drawn_tables(source: MarkdownSource) -> Iterator[DrawnTable | BrokenTable]:
    """Yield tables, and what looks like one, in order. Takes time in proportion to the length."""
    return _Finder(source).find()


class _Finder:
    """Goes over the lines of a source; `done` is the first that belongs to no table so far."""

    def __init__(self, source: MarkdownSource) -> None:
        self.text = source.text
        self.lines = source.blocks.lines
        self.fences = source.blocks.fences
        self.done = 0

    def find(self) -> Iterator[DrawnTable | BrokenTable]:
        number = 0
        while number < len(self.lines):
            line, found = self.lines[number], None
            if line.kind == "text":
                begins = LINE_START.match(self.text, line.start, line.end)
                place = begins.end() if begins else line.content
                if self.text.startswith("+", place):
                    found = self._grid(number, place)
                elif self.text.startswith("-", line.content):
                    found = self._columns(number)
            if found:
                yield found
                self.done = number = max(found.end, number + 1)
            else:
                number += 1

    def _grid(self, number: int, place: int) -> DrawnTable | BrokenTable | None:
        first = self.lines[number]
        if not _GRID.match(self.text, place, first.end) or place - first.start > _LONGEST_MARGIN:
            return None
        rows = [read_row(self.text, first.start, first.end)]
        margin = rows[0].shown.index("+", place - first.start)
        end = number + 1
        while end < len(self.lines) and self._is_row(end, margin):
            rows.append(read_row(self.text, self.lines[end].start, self.lines[end].end))
            end += 1
        if end == number + 1:
            return None
        above = self.lines[number - 1] if number > self.done else None
        is_below_text = place == first.content and above is not None and above.kind == "text"
        if is_below_text and not self._is_apart(number - 1):
            return BrokenTable(number, end, place, "write an empty line above the table")
        try:
            return DrawnTable(number, end, read_grid(rows, margin))
        except GridError as error:
            index = rows[error.row].place_of(margin + max(error.column, 0))
            return BrokenTable(number, end, index, error.hint)

    def _is_row(self, number: int, margin: int) -> bool:
        line = self.lines[number]
        if line.kind != "text" or self.text[line.content] not in "|+":
            return False
        lead = self.text[line.start : line.content].expandtabs(4)
        return len(lead) == margin

    def _columns(self, number: int) -> DrawnTable | BrokenTable | None:
        line = self.lines[number]
        if not COLUMN_DASHES.match(self.text, line.content, line.end):
            return None
        if line.content - line.start > _LONGEST_MARGIN:
            return None
        first = number
        while first > self.done and self._is_text(first - 1):
            may_be_head = first == number and self.text[self.lines[first - 1].content] == "#"
            if self._is_apart(first - 1) and not may_be_head:
                break
            first -= 1
        head = number - first
        above = first - 1
        if head and above >= self.done and self._is_rule(above) and self._begins(above):
            return self._with_rows(number, above, range(first, number), has_end=True)
        if head > 1 or (head and not self._begins(first)):
            if number + 1 >= len(self.lines) or not self._is_text(number + 1):
                return None
            hint = "a head of several lines needs a line of dashes above it, too"
            return BrokenTable(first, number + 1, line.content, hint)
        return self._with_rows(number, first, range(first, number), has_end=not head)

    def _with_rows(
        self, number: int, first: int, head: range, *, has_end: bool
    ) -> DrawnTable | BrokenTable | None:
        """Read the rows below the dashes; with `has_end`, blank lines may be between them."""
        groups: list[list[int]] = [[]]
        blanks = 0
        end = number + 1
        while end < len(self.lines) and not self._is_dashes(end):
            if self._is_text(end):
                groups[-1].append(end)
            elif self.lines[end].kind == "blank" and has_end and groups[0]:
                blanks += 1
                if groups[-1]:
                    groups.append([])
            else:
                break
            end += 1
        groups = [group for group in groups if group]
        if not groups:
            return None
        closed = end < len(self.lines) and self._is_dashes(end) and self._ends(end)
        if has_end and not closed:
            place = self.lines[number].content
            hint = "write the dashes below the last row, too"
            return BrokenTable(first, number + 1, place, hint)
        if not blanks and not (head and has_end):
            groups = [[row] for group in groups for row in group]
        return self._read(number, (first, end + closed), head, groups)

    def _read(
        self, number: int, reach: tuple[int, int], head: range, groups: list[list[int]]
    ) -> DrawnTable | BrokenTable:
        line = self.lines[number]
        lead = self.text[line.start : line.content]
        margin = lead.rindex(">") + 1 if ">" in lead else 0
        heads = [self._row(each) for each in head]
        rows = [[self._row(each) for each in group] for group in groups]
        try:
            parts = read_columns(self._row(number), heads, rows, margin)
        except CrossedColumnError as error:
            flat = [*heads, *(row for group in rows for row in group)]
            index = flat[error.row].place_of(error.column)
            hint = "keep the text of each column below its dashes"
            return BrokenTable(*reach, index, hint)
        return DrawnTable(*reach, parts)

    def _row(self, number: int) -> DisplayRow:
        return read_row(self.text, self.lines[number].start, self.lines[number].end)

    def _is_text(self, number: int) -> bool:
        """Tell whether a line may be a row; one that is far to the right looks like code."""
        line = self.lines[number]
        if line.kind == "code":
            at = bisect_right(self.fences, line.start, key=lambda fence: fence.start) - 1
            return at < 0 or self.fences[at].end <= line.start
        return line.kind == "text" and not (self._is_dashes(number) or self._is_fence(number))

    def _is_fence(self, number: int) -> bool:
        line = self.lines[number]
        return _FENCES.match(self.text, line.content, line.end) is not None

    def _is_dashes(self, number: int) -> bool:
        return self._is_rule(number) or (
            COLUMN_DASHES.match(self.text, self.lines[number].content, self.lines[number].end)
            is not None
        )

    def _is_rule(self, number: int) -> bool:
        return is_rule(self.text[self.lines[number].content : self.lines[number].end])

    def _begins(self, number: int) -> bool:
        """Tell whether a line is the first of its paragraph."""
        if number <= self.done:
            return True
        return self.lines[number - 1].kind in {"blank", "html"} or self._is_apart(number - 1)

    def _is_apart(self, number: int) -> bool:
        """Tell whether a line of text needs no blank line below it."""
        line = self.lines[number]
        return NO_PARAGRAPH.match(self.text, line.start, line.end) is not None

    def _ends(self, number: int) -> bool:
        after = number + 1
        return (
            after >= len(self.lines) or self.lines[after].kind == "blank" or self._is_fence(after)
        )
