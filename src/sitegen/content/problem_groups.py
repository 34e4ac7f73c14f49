"""Mistakes of one kind on a page: each has its own place, and a terminal tells them in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sitegen.diagnostics import Problem

__all__ = ["group_problems"]

#: So many places of one kind are reported; the last one counts those that follow.
_MOST = 500
_Thing = TypeVar("_Thing")


def group_problems(
    things: Sequence[_Thing], problem_of: Callable[[_Thing], Problem]
) -> Iterator[tuple[_Thing, Problem]]:
    """Yield each thing with its problem; all of them are in the group of the first.

    `things` are in the order of the text. A page could have so many of them that their messages
    took more memory than the page: those beyond the first 500 are only counted.
    """
    group = problem_of(things[0]).message if len(things) > 1 else ""
    beyond = len(things) - _MOST
    for number, thing in enumerate(things[:_MOST], start=1):
        problem = problem_of(thing)
        if group:
            more = f" (and {beyond:,} more below)" if number == _MOST and beyond > 0 else ""
            message = f"{problem.message}{more}"
            problem = msgspec.structs.replace(problem, message=message, group=group)
        yield thing, problem
