"""Report a file that is to blame for problems of several pages once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sitegen.diagnostics import Diagnostic

__all__ = ["join_shared"]


def join_shared(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics; those of one code and severity about one file become the first.

    It names the other pages, or counts them, and has all of them in `also`.
    """
    joined: list[Diagnostic] = []
    first: dict[tuple[str, str, str], int] = {}
    others: dict[int, list[str]] = {}
    for each in found:
        blamed = (each.about, each.code, each.severity)
        if each.about and blamed in first:
            others.setdefault(first[blamed], []).append(each.location.path)
            continue
        first.setdefault(blamed, len(joined))
        joined.append(each)
    for place, paths in others.items():
        joined[place] = _with_others(joined[place], paths)
    return tuple(joined)


def _with_others(problem: Diagnostic, paths: Iterable[str]) -> Diagnostic:
    also = tuple(path for path in dict.fromkeys(paths) if path != problem.location.path)
    if not also:
        return problem
    where = f"also in {also[0]}" if len(also) == 1 else f"and on {len(also)} more pages"
    return replace(problem, message=f"{problem.message} ({where})", also=also)
