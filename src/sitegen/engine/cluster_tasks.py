"""Do the tasks of a cluster on one of its machines, in processes that are watched.

A worker of a cluster does tasks in threads, which nothing can end. So each of its threads has a
process that does its tasks; it is kept for the next one.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Mapping

from sitegen.engine.watched_pool import WatchedPool
from sitegen.engine.work_limits import Allowance, Loss, Work, learn, take_allowances

__all__ = ["do_watched"]

_free: queue.SimpleQueue[WatchedPool] = queue.SimpleQueue()


def do_watched(
    function: Callable[[bytes], bytes],
    lost: list[tuple[Work, Loss]],
    allowances: Mapping[str, Allowance],
    payload: bytes,
) -> bytes | None:
    """Return the result of a task; None if it has ended its process each time."""
    learn(lost)
    take_allowances(allowances)
    try:
        pool = _free.get_nowait()
    except queue.Empty:
        pool = WatchedPool(1, spawns=True)  # a fork of a process with threads may not work
    try:
        (result,) = pool.run(function, [payload])
    finally:
        _free.put(pool)
    return result
