"""Describe what is left out: pages, and what is not reported of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.engine.checking import CheckReport
    from sitegen.model import LeftOut

__all__ = ["describe_baseline", "describe_held_back", "describe_left_out"]

#: So many fixed problems are listed if there are more.
_FEW = 3


def describe_held_back(left_out: LeftOut) -> str:
    """Say how many pages are not published: ` (2 drafts and 1 expired left out)`."""
    drafts = f"{left_out.drafts:,} draft{'s' if left_out.drafts != 1 else ''}"
    parts = [
        *([drafts] if left_out.drafts else []),
        *([f"{left_out.future:,} future"] if left_out.future else []),
        *([f"{left_out.expired:,} expired"] if left_out.expired else []),
        *([f"{left_out.underscored:,} named with '_'"] if left_out.underscored else []),
    ]
    listed = " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
    return f" ({listed} left out)" if parts else ""


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
        if not report.is_baseline_read:
            setting = f'[diagnostics] and baseline = "{report.baseline}"'
            yield f"builds do not read it yet: write {setting} in the configuration"
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
