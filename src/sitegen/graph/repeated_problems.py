"""Report an image that cannot be used once a page, with all its places."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from sitegen.graph.missing_targets import IMAGE_MISSING
from sitegen.images.image_problem import IMAGE_BROKEN, IMAGE_FORMAT, IMAGE_TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.diagnostics import Diagnostic

__all__ = ["merge_repeated"]

_OF_IMAGES = frozenset({IMAGE_MISSING, IMAGE_BROKEN, IMAGE_FORMAT, IMAGE_TOO_LARGE})
_SHOWN = 5


def merge_repeated(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the problems, those with the same image on the same page as one at the first place."""
    merged: list[Diagnostic] = []
    uses: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for each in problems:
        if each.code in _OF_IMAGES:
            uses.setdefault((each.location.path, each.code, each.message), []).append(each)
        else:
            merged.append(each)
    for several in uses.values():
        first, *others = sorted(several, key=lambda each: each.location)
        lines = sorted({each.location.line for each in others} - {0, first.location.line})
        if others:
            message = f"{first.message} ({_places(lines, len(several))})"
            first = dataclasses.replace(first, message=message)
        merged.append(first)
    return merged


def _places(lines: list[int], count: int) -> str:
    if not lines:
        return f"{count} times"
    shown = [str(line) for line in lines[:_SHOWN]]
    if len(lines) > _SHOWN:
        shown.append(f"{len(lines) - _SHOWN} more")
    several = "lines" if len(lines) > 1 else "line"
    *most, last = shown
    return (
        f"also on {several} {', '.join(most)} and {last}" if most else f"also on {several} {last}"
    )
