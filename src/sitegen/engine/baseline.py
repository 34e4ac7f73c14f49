"""The baseline: the problems of a site that are known already, in a file beside the site.

A site that moves to sitegen may have hundreds of them at first. `sitegen check --write-baseline`
lists them; afterwards only new ones are reported, and those that are fixed can leave the list. A
problem is known by its file, its code and its message, without line and column, which change with
every edit above it. The file has one entry a line, so that version control can merge it.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen.diagnostics import why_fixed
from sitegen.errors import UsageError
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from sitegen.diagnostics import Diagnostic

__all__ = ["BASELINE", "Baseline", "KnownProblem", "pack_baseline", "parse_baseline"]

#: The name of the file if nobody names another.
BASELINE = "sitegen-baseline.json"
_VERSION = 1
#: Places within a message move as the problem itself does.
_PLACE = compile_late(r"\b(lines?|column) \d+(?:(?:, | and )\d+)*")


class KnownProblem(NamedTuple):
    """A problem without its place in the file."""

    path: str
    code: str
    message: str

    def __str__(self) -> str:
        text = f"{self.path}: [{self.code}]: {self.message}"
        return "".join(c if c.isprintable() else "�" for c in text)


class Baseline(msgspec.Struct, frozen=True):
    """The known problems of a site, each with how often it occurs; `name` is that of the file."""

    name: str = ""
    problems: Counter[KnownProblem] = msgspec.field(default_factory=Counter)

    def split(
        self, found: Iterable[Diagnostic], fatal: Container[Diagnostic] = ()
    ) -> tuple[list[Diagnostic], int, Counter[KnownProblem]]:
        """Return what is new, how many problems are known, and which known ones are fixed.

        If a file has more of a problem than the baseline lists, the last ones are new. Those that
        are `fatal` always are.
        """
        left = Counter(self.problems)
        new: list[Diagnostic] = []
        known = 0
        for each in found:
            problem = _describe(each)
            if left[problem] > 0 and each not in fatal:
                left[problem] -= 1
                known += 1
            else:
                new.append(each)
        return new, known, +left


def pack_baseline(found: Iterable[Diagnostic]) -> str:
    """Return the text of a baseline; problems whose level cannot be lowered are left out."""
    counts = Counter(_describe(each) for each in found if not why_fixed(each.code))
    rows = (
        json.dumps({**problem._asdict(), "count": count}, ensure_ascii=False)
        for problem, count in sorted(counts.items())
    )
    inner = ",".join(f"\n{row}" for row in rows)
    return f'{{"version": {_VERSION}, "problems": [{inner}\n]}}\n'


def parse_baseline(text: str, name: str) -> Baseline:
    """Read a baseline. Raises UsageError, also if it lists what cannot be turned down."""
    problems: Counter[KnownProblem] = Counter()
    try:
        table = json.loads(text)
        version, rows = table["version"], table["problems"]
        for row in rows if version == _VERSION else ():
            problem = KnownProblem(str(row["path"]), str(row["code"]), str(row["message"]))
            problems[problem] += int(row["count"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        message = f"{name}: not a baseline; write it again with sitegen check --write-baseline"
        raise UsageError(message) from error
    if version != _VERSION:
        message = f"{name}: of another version; write it again with sitegen check --write-baseline"
        raise UsageError(message)
    for code in sorted({each.code for each in problems}):
        if why_fixed(code):
            message = f"{name}: '{code}' cannot be turned down: {why_fixed(code)}; delete its lines"
            raise UsageError(message)
    return Baseline(name, problems)


def _describe(problem: Diagnostic) -> KnownProblem:
    message = _PLACE.sub(r"\1", problem.message)
    return KnownProblem(problem.location.path, problem.code, message)
