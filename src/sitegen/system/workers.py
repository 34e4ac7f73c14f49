"""Work side by side. Pillow lets go of the interpreter while it decodes, scales and encodes."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["default_jobs", "map_in_order"]

_T = TypeVar("_T")
_R = TypeVar("_R")


def default_jobs() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_in_order(function: Callable[[_T], _R], items: Iterable[_T], jobs: int) -> list[_R]:
    """Apply a function to all items in up to `jobs` threads; results keep the items' order."""
    todo = list(items)
    if jobs <= 1 or len(todo) <= 1:
        return [function(item) for item in todo]
    with ThreadPoolExecutor(max_workers=min(jobs, len(todo))) as pool:
        return list(pool.map(function, todo))
