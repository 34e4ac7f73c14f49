"""Describe what is not reported: what is turned off, and what the baseline knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.engine.checking import CheckReport

__all__ = ["describe_baseline", "describe_left_out"]

#: So many fixed problems are listed if there are more.
_FEW = 3


def describe_left_out(turned_off: Mapping[str, int], known: int) -> str:
    """Return the end of a summary; empty if everything was reported."""
    codes = ", ".join(f"{code} ({count:,})" for code, count in turned_off.items())
    parts = [f"turned off: {codes}"] if codes else []
    parts += [f"{known:,} known from the baseline"] if known else []
    return "".join(f"; {part}" for part in parts)


def describe_baseline(report: CheckReport, *, shows_all: bool) -> Iterator[str]:
    """Yield lines: that the baseline was written, or which of its problems are fixed."""
    if report.wrote_baseline:
        problems = f"{report.known:,} problem{'s' if report.known != 1 else ''}"
        yield f"{report.baseline}: written, with {problems}"
        return
    fixed = list(report.fixed.items())
    shown = fixed if shows_all or len(fixed) == _FEW + 1 else fixed[:_FEW]
    for problem, count in shown:
        yield f"fixed: {problem}" + (f" ({count} times)" if count > 1 else "")
    if len(shown) < len(fixed):
        yield f"    and {len(fixed) - len(shown):,} more; --all shows them"
    if fixed:
        again = "sitegen check --write-baseline takes fixed problems off the list"
        yield f"{report.baseline}: {again}"
