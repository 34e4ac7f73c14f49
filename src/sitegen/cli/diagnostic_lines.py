"""Format diagnostics as lines, and shorten those that occur in many places."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sitegen.diagnostics import Severity
from sitegen.engine.problem_kinds import group_by_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.diagnostics import Diagnostic

__all__ = ["list_diagnostics"]

#: So many places of a problem are listed if it has more of them.
_FEW = 3
#: Of more warnings than this with one code, so many are listed.
_MANY = 20
_FIRST = 10


def list_diagnostics(
    diagnostics: Iterable[Diagnostic], *, shows_all: bool = False, option: str = "--all"
) -> Iterator[str]:
    """Yield a line for each diagnostic, in the given order.

    Those of one kind in one file share a line. Of lines that differ only in their location, the
    first three are listed, and how many more problems there are. Of many warnings with one code,
    ten are listed, each in its first place. With `shows_all`, every diagnostic has its line.
    `option` is what the author can type to see them all.
    """
    everything = list(diagnostics)
    if shows_all:
        yield from map(str, everything)
        return
    kinds = group_by_kind(everything)
    total = Counter(_problem(kind.first) for kind in kinds)
    distinct = Counter(code for code, *_ in total)
    listed: Counter[tuple[str, str, str]] = Counter()
    told: Counter[str] = Counter()
    # What has not been listed yet, by problem and by code.
    left: Counter[object] = Counter()
    for kind in kinds:
        left.update({_problem(kind.first): kind.count, kind.first.code: kind.count})
    for kind in kinds:
        each, problem = kind.first, _problem(kind.first)
        listed[problem] += 1
        if distinct[each.code] > _MANY and each.severity is not Severity.ERROR:
            if listed[problem] == 1 and told[each.code] < _FIRST:
                told[each.code] += 1
                left[each.code] -= kind.count
                yield str(kind.told)
            elif told[each.code] == _FIRST:
                told[each.code] += 1
                yield f"    and {left[each.code]:,} more of [{each.code}]; {option} shows them"
        # "and 1 more" would take the line that the place itself takes.
        elif listed[problem] <= _FEW or total[problem] == _FEW + 1:
            left[problem] -= kind.count
            yield str(kind.told)
        elif listed[problem] == _FEW + 1:
            yield f"    and {left[problem]:,} more; {option} shows them"


def _problem(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.code, diagnostic.message, diagnostic.hint
