"""The callback by which a stage reports its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

__all__ = ["Progress", "counted"]

_T = TypeVar("_T")

#: Is told a stage, how many of its items are done, and how many there are.
Progress = Callable[[str, int, int], None]


def counted(
    items: Iterable[_T], stage: str, total: int, progress: Progress, *, step: int = 25
) -> Iterator[_T]:
    """Pass on a stage's items, and tell how many are done: after each `step`, and at its ends."""
    if total:
        progress(stage, 0, total)
    for done, item in enumerate(items, start=1):
        yield item
        if done % step == 0 or done == total:
            progress(stage, done, total)
