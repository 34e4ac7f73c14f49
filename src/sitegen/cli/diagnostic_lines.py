"""Format diagnostics as lines, and shorten those that occur in many places."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.diagnostics import Diagnostic

__all__ = ["list_diagnostics"]

#: So many places of a problem are listed if it has more of them.
_FEW = 3


def list_diagnostics(
    diagnostics: Iterable[Diagnostic], *, shows_all: bool = False, option: str = "--all"
) -> Iterator[str]:
    """Yield a line for each diagnostic, in the given order.

    Of those that differ only in their location, the first three are listed, and how many more there
    are. With `shows_all`, all are. `option` is what the author can type to see them all.
    """
    everything = list(diagnostics)
    total = Counter(map(_problem, everything))
    listed: Counter[tuple[str, str, str]] = Counter()
    for each in everything:
        problem = _problem(each)
        listed[problem] += 1
        # "and 1 more" would take the line that the place itself takes.
        if shows_all or listed[problem] <= _FEW or total[problem] == _FEW + 1:
            yield str(each)
        elif listed[problem] == _FEW + 1:
            yield f"    and {total[problem] - _FEW:,} more; {option} shows them"


def _problem(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.code, diagnostic.message, diagnostic.hint
