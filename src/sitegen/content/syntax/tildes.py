"""Tildes: `~~struck~~`, `H~2~O` and `~several words~`.

Two tildes strike out. One around text without spaces makes a subscript, as in Pandoc, wherever it
stands: `*T*~2~`, `^40^~20~Ca`. One around several words strikes them out, as on GitHub. All others
are text: `5~6 and 7~8`, and those that mean "about", as in `(~20 Hz)`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Replacement
from sitegen.content.scanner import BLANKED
from sitegen.content.script_marks import is_face, is_in_address, write_face, write_script
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["TILDES"]

_INNER = r"(?:\\[ ~]|[^\s~|]){1,100}+"
#: Another may follow at once: `x~1~~2~`.
_SUBSCRIPT = compile_late(rf"~(?![.,;:!?]+~){_INNER}~(?!~(?!{_INNER}~(?!~)))")
#: What may stand before a single tilde that strikes out.
_BEFORE = frozenset("([*_\"'“‘-–—>")
#: What may follow it, beside letters: before a number or a path, a tilde means something else.
_AFTER = frozenset(f"*_\"'“‘[(<{BLANKED}")
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

    def read(self) -> Iterator[Finding]:
        place = self.start
        while found := _MARK.search(self.prose, place, self.end):
            place = found.end()
            if found[2]:
                self.opened.clear()  # a cell of a table ends
            elif found[1]:
                size, at = len(found[1]), found.start()
                end = self._end_of_subscript(at) if size == 1 else 0
                if end and is_face(self.prose, self.start, (at, end)):
                    yield from write_face(self.prose, at)
                    self.unpaired += (at, end - 1)
                    place = end
                elif end:
                    while end:
                        yield from write_script(self.prose, self.start, (at, end), "sub")
                        place = at = end
                        end = self._end_of_subscript(at)
                elif size in self.opened and _closes(self.prose, at, place, self.end):
                    yield from self._strike(at, size)
                else:
                    self._leave(at, place)
        # CommonMark would pair them by other rules.
        if self.is_commonmark and len(self.unpaired) > 1:
            for at in self.unpaired:
                yield Replacement(at, at, "\\")

    def _end_of_subscript(self, start: int) -> int:
        """Return where the subscript that begins here ends, 0 if there is none."""
        found = _SUBSCRIPT.match(self.prose, start, self.end)
        if not found or is_in_address(self.prose, self.start, start):
            return 0
        end = found.end()
        # Between two numbers are ranges: `5~6,7~8`.
        is_range = self.prose[start - 1 : start].isdigit() and self.prose[end : end + 1].isdigit()
        return 0 if is_range else end

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
    after = prose[end] if end < last else " "
    if end - start > 1:
        return not after.isspace()
    before = prose[start - 1] if start else " "
    return (before.isspace() or before in _BEFORE) and (after.isalpha() or after in _AFTER)


def _closes(prose: str, start: int, end: int, last: int) -> bool:
    is_alone = end - start > 1 or end >= last or not prose[end].isalnum()
    return is_alone and not prose[start - 1].isspace()


TILDES = _Tildes()
