"""One build at a time at a site."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = ["hold_lock"]


@contextlib.contextmanager
def hold_lock(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of a site's cache folder; others wait, after `waiting` was called.

    The operating system lets go of it when a process ends, however it ends. Where no lock can be
    made (a read-only disk), builds go on without.
    """
    from filelock import FileLock, Timeout  # 10 ms that --version need not pay

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire()
    except OSError:
        yield
        return
    try:
        yield
    finally:
        lock.release()
