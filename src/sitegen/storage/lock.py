"""Allow one build of a site at a time, and one preview."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

__all__ = ["claim", "hold_lock"]

#: Seconds for the processes of one that was killed to end, too.
_SOON = 1.0


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


def claim(folder: Path, name: str) -> BaseFileLock | None:
    """Take a lock of this name, and keep it as long as it is referred to; None if it is taken.

    Where no lock can be made, it is one that keeps nobody out.
    """
    from filelock import FileLock, Timeout  # as above

    lock = FileLock(folder / name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=_SOON)
    except Timeout:
        return None
    except OSError:
        pass
    return lock
