"""Find the lists whose items have letters, Roman numerals, `#.` or `(@)` before them.

Prose must not become a list by chance. So a list begins where a block may begin, not in the middle
of a paragraph, and has a second item with the next letter or number. Only `#.` and examples may be
alone, and a first item right below the text of another item; `(@doe2020) says` may as well be a
citation, and is no example if nothing else is.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.list_marks import EXAMPLE, ListMark, read_list_mark
from sitegen.content.tables.table_finder import LINE_START, NO_PARAGRAPH
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_blocks import Line

__all__ = ["FoundItem", "FoundList", "find_lists"]

#: What ends a paragraph.
_NEW_BLOCK = compile_late(r"(?:[-+*]|\d{1,9}[.)])[ \t]|#{1,6}[ \t]|:::|>")
#: The name of an example that may as well be the key of a work.
_KEY = compile_late(r".*(?:1[89]|20)\d\d[a-z]?")
_NAME = compile_late(r"@([\w-]*\w)")
#: How far the second item may be from the first, and further in than any text.
_FARTHEST = 100
#: Python-Markdown takes four columns for enough to go on with an item.
_ENOUGH = 4


class FoundItem(NamedTuple):
    """An item: its line, where its mark is, and the column of that."""

    number: int
    place: int
    column: int
    mark: ListMark


class FoundList(NamedTuple):
    """A list up to a line: its items, its type as in HTML or `EXAMPLE`, and its first number."""

    items: tuple[FoundItem, ...]
    kind: str
    start: int
    end: int


def find_lists(source: MarkdownSource) -> Iterator[FoundList]:
    """Yield the lists that are in no other such list, in order."""
    return _Finder(source).find()


class _Finder:
    """Goes over the lines; `inside` has the columns at which the text of open items begins.

    `done` is the number of the line after the last list.
    """

    def __init__(self, source: MarkdownSource) -> None:
        self.text = source.text
        self.lines = source.blocks.lines
        self.inside: list[int] = []
        self.done = 0
        self.most = _ENOUGH if source.engine == "python-markdown" else _FARTHEST

    def find(self) -> Iterator[FoundList]:
        number = 0
        while number < len(self.lines):
            item = self._item(number)
            self._enter(number, item)
            found = self._list(item) if item and self._begins(item) else None
            if found:
                yield found
                self.done = found.end
            number = found.end if found else number + 1

    def _item(self, number: int) -> FoundItem | None:
        line = self.lines[number]
        if line.kind != "text" or line.goes_on:
            return None
        begins = LINE_START.match(self.text, line.start, line.end)
        place = begins.end() if begins else line.content
        mark = read_list_mark(self.text, place, line.end)
        return FoundItem(number, place, line.column + place - line.content, mark) if mark else None

    def _enter(self, number: int, item: FoundItem | None) -> None:
        """Leave the items that end before a line, and enter those that it begins."""
        line = self.lines[number]
        if line.kind == "blank" or line.goes_on:
            return
        begins = LINE_START.match(self.text, line.start, line.end)
        place = begins.end() if begins and line.kind == "text" else line.content
        if place > line.content or item or not number or self.lines[number - 1].kind != "text":
            while self.inside and line.column < self.inside[-1]:
                self.inside.pop()
        if place > line.content:
            self.inside.append(line.column + place - line.content)

    def _begins(self, item: FoundItem) -> bool:
        """Tell whether a block may begin with an item: in an item of a list also below its text."""
        line = self.lines[item.number]
        if item.place > line.content or item.number == self.done:
            return True
        above = self.lines[item.number - 1]
        if above.kind != "text" or NO_PARAGRAPH.match(self.text, above.start, above.end):
            return True
        if _quotes(self.text, above) < _quotes(self.text, line):
            return True
        return bool(self.inside) and line.column >= self.inside[-1]

    def _list(self, first: FoundItem) -> FoundList | None:
        second = next(self._others(first), None)
        chosen = _choose(first.mark, second.mark if second else None) or self._alone(first)
        if not chosen:
            return None
        kind, start = chosen
        items = [first]
        others = chain(self._others(first, farthest=len(self.lines)), [None])
        for item, following in pairwise(others):
            if item is None or not _goes_on_with(kind, start + len(items), item, following):
                break
            items.append(item)
        if kind == EXAMPLE and not self._are_examples(items):
            return None
        return FoundList(tuple(items), kind, start, self._end(items[-1]))

    def _alone(self, item: FoundItem) -> tuple[str, int] | None:
        """Return what an item is that is alone: the first one, right below the text of another."""
        line = self.lines[item.number]
        is_inside = bool(self.inside) and self.inside[-1] <= line.column == item.column
        if not is_inside or self.lines[item.number - 1].kind != "text":
            return None
        readings = item.mark.readings.items()
        kind = next((kind for kind, number in readings if number == 1), "")
        may_end_sentence = item.mark.delimiters == "." and kind not in {"A", "I"}
        return (kind, 1) if kind and not may_end_sentence else None

    def _are_examples(self, items: list[FoundItem]) -> bool:
        """Tell whether one has no name, or no name is that of a work; alone, it is referred to."""
        names = [item.mark.label for item in items]
        if len(names) == 1 and names[0] and self._names[names[0]] == 1:
            return False
        return "" in names or not any(_KEY.fullmatch(name) for name in names)

    @cached_property
    def _names(self) -> Counter[str]:
        """How often each name is behind a sign that may refer to an example."""
        return Counter(_NAME.findall(self.text))

    def _others(self, first: FoundItem, farthest: int = _FARTHEST) -> Iterator[FoundItem]:
        """Yield the items after the first one with marks like its own, whatever they mean."""
        number = first.number + 1
        while number < min(first.number + farthest, len(self.lines)):
            if not self._goes_on(first, number):
                item = self._item(number)
                is_other = item and item.column == first.column and self._is_beside(first, number)
                if not item or not is_other or item.mark.delimiters != first.mark.delimiters:
                    return
                yield item
            number += 1

    def _is_beside(self, first: FoundItem, number: int) -> bool:
        line = self.lines[number]
        begins = LINE_START.match(self.text, line.start, line.end)
        alone = begins is None or begins.end() == line.content
        return alone and _quotes(self.text, line) == _quotes(self.text, self.lines[first.number])

    def _goes_on(self, item: FoundItem, number: int) -> bool:
        """Tell whether a line belongs to what is above it, in a list with this item."""
        line, above = self.lines[number], self.lines[number - 1]
        quotes = _quotes(self.text, self.lines[item.number])
        if line.kind == "blank":
            return True
        if _quotes(self.text, line) < quotes:
            return False
        if above.kind == "blank":
            return line.column >= item.column + min(item.mark.width + item.mark.gap, self.most)
        if line.column > item.column:
            return True
        if line.kind != "text" or above.kind != "text" or line.goes_on:
            return line.goes_on
        found = self._item(number)
        if found and found.mark.delimiters == item.mark.delimiters and found.column == item.column:
            return False
        return not _NEW_BLOCK.match(self.text, line.content, line.end)

    def _end(self, last: FoundItem) -> int:
        """Return the number of the line after a list, and after no blank line."""
        end = last.number + 1
        after = end
        while after < len(self.lines) and self._goes_on(last, after):
            after += 1
            if self.lines[after - 1].kind != "blank":
                end = after
        return end


def _choose(first: ListMark, second: ListMark | None) -> tuple[str, int] | None:
    """Return the type and first number that two marks have in common; None if they are no list."""
    for kind, number in first.readings.items():
        if not number or (second is not None and second.readings.get(kind) == number + 1):
            return kind, number or 1
    return None


def _goes_on_with(kind: str, number: int, item: FoundItem, following: FoundItem | None) -> bool:
    """Tell whether an item goes on with a list; with another number, it may begin another."""
    found = item.mark.readings.get(kind)
    if not found:
        return found == 0
    return found == number or not _choose(item.mark, following.mark if following else None)


def _quotes(text: str, line: Line) -> int:
    return text.count(">", line.start, line.content)
