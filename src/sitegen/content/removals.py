"""What checking a page's HTML removes from it, told together for each kind and page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.construct import Mistake
from sitegen.content.problem_groups import group_problems
from sitegen.diagnostics import Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.content.source_positions import SourcePositions

__all__ = ["HTML_LEFT_OUT", "Removal", "at_one_place", "left_out", "refused", "report_removals"]

UNSAFE_HTML = declare("unsafe-html", Severity.ERROR, protects=True)
HTML_LEFT_OUT = declare("html-left-out", Severity.WARNING)
#: The number of a removal that is about the same attribute as the one before.
SAME_PLACE = -1


class Removal(NamedTuple):
    """A problem, and which tag or attribute (`name=value`) it is about, for `SourcePositions`.

    Removals with the same `group` on one page are told together. `number` says how many such tags
    or attributes precede it on the page, where that is known; otherwise those that were removed
    count. `SAME_PLACE` stands for the place of the removal before.
    """

    problem: Problem
    kind: str
    name: str
    group: str
    number: int | None = None


def refused(message: str, kind: str, name: str, hint: str) -> Removal:
    """Return the removal of what may do harm: an error."""
    return Removal(Problem(UNSAFE_HTML, message, hint), kind, name, message)


def left_out(message: str, kind: str, name: str, hint: str = "", group: str = "") -> Removal:
    """Return the removal of what does no harm and has no place here: a warning."""
    problem = Problem(HTML_LEFT_OUT, f"{message} is left out", hint)
    return Removal(problem, kind, name, group or message)


def report_removals(removals: Iterable[Removal], positions: SourcePositions) -> Iterator[Mistake]:
    """Yield the mistakes, by their kinds."""
    groups: dict[str, list[tuple[Removal, int]]] = {}
    number = 0
    for each in removals:
        if each.number is None:
            number = positions.passed(each.kind, each.name)
        elif each.number != SAME_PLACE:
            number = each.number
        groups.setdefault(each.group, []).append((each, number))
    for removed in groups.values():
        for (each, number), problem in group_problems(removed, lambda of: of[0].problem):
            yield Mistake(positions.index(each.kind, each.name, number), problem)


def at_one_place(removals: Iterable[Removal]) -> Iterator[Removal]:
    """Yield removals that are about the same tag or attribute."""
    for count, each in enumerate(removals):
        yield each._replace(number=SAME_PLACE) if count else each
