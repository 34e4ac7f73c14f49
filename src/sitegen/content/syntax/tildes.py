"""Tildes: `~~struck~~`, `~struck~` and `H~2~O`.

Two tildes strike out, as on GitHub. One does so around whole words. Right after a letter or a digit
and around text without spaces, it makes a subscript, as in Pandoc; a space behind a backslash is
none. All others are text, as in `5~6 and 7~8`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Replacement
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["TILDES"]

_SUBSCRIPT = compile_late(r"(?<=[\w)\]])~((?:\\ |[^\s~|\x1a]){1,40})~(?!~)")
#: What may stand before a single tilde that strikes out.
_BEFORE = frozenset("([*_\"'“‘-–—>")
_MARK = compile_late(r"\\.|(?<!~)(~{1,2})(?!~)|(\|)", re.DOTALL)


class _Tildes(Construct):
    source_marks = ("~",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield tags in place of tildes; CommonMark reads pairs of two by itself."""
        if "~" in source.prose:
            for start, end in source.paragraphs:
                if source.prose.find("~", start, end) >= 0:
                    yield from _Reader(source, start, end).read()


class _Reader:
    """Pairs the tildes of one paragraph."""

    def __init__(self, source: MarkdownSource, start: int, end: int) -> None:
        self.prose = source.prose
        self.start, self.end = start, end
        self.is_commonmark = source.engine == "commonmark"
        self.opened: dict[int, int] = {}
        self.unpaired: list[int] = []

    def read(self) -> Iterator[Replacement]:
        place = self.start
        while found := _MARK.search(self.prose, place, self.end):
            place = found.end()
            if found[2]:
                self.opened.clear()  # a cell of a table ends
            elif found[1]:
                size, at = len(found[1]), found.start()
                subscript = _SUBSCRIPT.match(self.prose, at, self.end) if size == 1 else None
                if size in self.opened and _closes(self.prose, at, place, self.end):
                    yield from self._strike(at, size)
                elif subscript:
                    yield Replacement(at, place, "<sub>")
                    place = subscript.end()
                    yield Replacement(place - 1, place, "</sub>")
                else:
                    self._leave(at, place)
        # CommonMark would pair them by other rules.
        if self.is_commonmark and len(self.unpaired) > 1:
            for at in self.unpaired:
                yield Replacement(at, at, "\\")

    def _strike(self, at: int, size: int) -> Iterator[Replacement]:
        first = self.opened.pop(size)
        if size == 1:
            self.unpaired.remove(first)
        if size == 1 or not self.is_commonmark:
            yield Replacement(first, first + size, "<del>")
            yield Replacement(at, at + size, "</del>")

    def _leave(self, start: int, end: int) -> None:
        if _opens(self.prose, start, end, self.end):
            self.opened.setdefault(end - start, start)
        if end - start == 1:
            self.unpaired.append(start)


def _opens(prose: str, start: int, end: int, last: int) -> bool:
    before = prose[start - 1] if start else " "
    is_alone = end - start > 1 or before.isspace() or before in _BEFORE
    return is_alone and end < last and not prose[end].isspace()


def _closes(prose: str, start: int, end: int, last: int) -> bool:
    is_alone = end - start > 1 or end >= last or not prose[end].isalnum()
    return is_alone and not prose[start - 1].isspace()


TILDES = _Tildes()
