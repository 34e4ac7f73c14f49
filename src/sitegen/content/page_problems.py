"""Collect the mistakes of one page, and find their lines and columns."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, count
from operator import add
from typing import TYPE_CHECKING

import msgspec

from sitegen.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.content.construct import Mistake
    from sitegen.content.rewriting.rewritten_text import Places

__all__ = ["PageProblems"]

#: So often, lines are counted from the beginning again; after that, they are listed.
_FEW = 8


class PageProblems(msgspec.Struct):
    """The mistakes of one page, whose body, `text`, begins at `first_line` of the file.

    Most places are asked for in the order of the text, so that only what is between two of them is
    looked at: `at` is the last one, on the line `line` of the body, which begins at `start`.
    `places` lead to `text` from what has been written of it.
    """

    path: str
    text: str
    first_line: int
    found: list[Diagnostic] = msgspec.field(default_factory=list)
    at: int = 0
    line: int = 1
    start: int = 0
    returned: int = 0
    starts: list[int] = msgspec.field(default_factory=list)
    places: Places | None = None

    def place_of(self, index: int) -> tuple[int, int]:
        """Return line and column in the file, both 0 for an index of -1."""
        if index < 0:
            return 0, 0
        if self.places is not None:
            index = self.places.origin_of(index)
        if index < self.at and not self.starts:
            self._return()
        if self.starts:
            line = bisect_right(self.starts, index)
            return line + self.first_line - 1, index - self.starts[line - 1] + 1
        passed = self.text.count("\n", self.at, index)
        if passed:
            self.line += passed
            self.start = self.text.rfind("\n", self.at, index) + 1
        self.at = index
        return self.line + self.first_line - 1, index - self.start + 1

    def report(self, mistake: Mistake) -> None:
        """Add a mistake."""
        line, column = self.place_of(mistake.index)
        place = Location(path=self.path, line=line, column=column)
        self.found.append(mistake.problem.at(place))

    def report_all(self, mistakes: Iterable[Mistake]) -> None:
        """Add several mistakes."""
        for mistake in mistakes:
            self.report(mistake)

    def _return(self) -> None:
        """Go back to the beginning of the text, or list its lines if that was done often."""
        self.returned += 1
        self.at, self.line, self.start = 0, 1, 0
        if self.returned > _FEW:
            lengths = map(len, self.text.split("\n"))
            self.starts = list(map(add, accumulate(lengths, initial=0), count()))
