"""Tell problems of one kind in one file together: the first, and on which lines the others are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from sitegen.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ProblemsOfAKind", "group_by_kind"]

#: So many other lines are named.
_MOST_LINES = 8


class ProblemsOfAKind(msgspec.Struct):
    """Problems of one group in one file, in the order of their places; mostly one alone."""

    first: Diagnostic
    others: list[Diagnostic] = msgspec.field(default_factory=list)

    @property
    def count(self) -> int:
        """How many problems these are."""
        return 1 + len(self.others)

    @property
    def told(self) -> Diagnostic:
        """The first one, whose message tells of the others."""
        if not self.others:
            return self.first
        count = f"and {len(self.others):,} more on this"
        lines = sorted({each.location.line for each in self.others} - {self.first.location.line})
        where = f"page: {_list_lines(lines)}" if lines else "line"
        return replace(self.first, message=f"{self.first.message} ({count} {where})")


def group_by_kind(diagnostics: Iterable[Diagnostic]) -> list[ProblemsOfAKind]:
    """Return the groups of diagnostics, by the places of their first ones."""
    found: list[ProblemsOfAKind] = []
    groups: dict[tuple[str, str, str], ProblemsOfAKind] = {}
    for each in diagnostics:
        key = each.location.path, each.code, each.group
        if each.group and key in groups:
            groups[key].others.append(each)
            continue
        found.append(ProblemsOfAKind(first=each))
        groups[key] = found[-1]
    return found


def _list_lines(lines: list[int]) -> str:
    if len(lines) == 1:
        return f"line {lines[0]}"
    *most, last = [str(line) for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        return f"lines {', '.join([*most, last])}, …"
    return f"lines {', '.join(most)} and {last}"
