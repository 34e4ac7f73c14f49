"""Allow one build of a site at a time, and one preview.

The lock is the operating system's on an open file, `flock` or on Windows `locking`, so that it ends
with the process that holds it. The file is opened without following a link, and nothing is written
to it.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sitegen.storage.folder_handle import open_folder

__all__ = ["Lock", "claim", "hold_lock"]

#: Seconds for the processes of one that was killed to end, too.
_SOON = 1.0
#: Seconds between two attempts.
_PAUSE = 0.02


class Lock:
    """A lock that is held until it is released or no longer referred to.

    Without a handle, it is one that keeps nobody out.
    """

    def __init__(self, handle: int | None) -> None:
        self._handle = handle
        self._process = os.getpid()

    def __del__(self) -> None:
        self.release()

    def release(self) -> None:
        """Let others have it."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        with contextlib.suppress(OSError):
            if self._process == os.getpid():  # a process forked from it has the same lock
                _unlock(handle)
            os.close(handle)


@contextlib.contextmanager
def hold_lock(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of a site's cache folder; others wait, after `waiting` was called.

    The operating system lets go of it when a process ends, however it ends. Where no lock can be
    made (a read-only disk), builds go on without. Raises OutputRefusedError for a link.
    """
    lock = _take(folder, "lock", 0)
    if lock is None:
        waiting()
        lock = _take(folder, "lock", None)
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def claim(folder: Path, name: str) -> Lock | None:
    """Take a lock of this name, and keep it as long as it is referred to; None if it is taken.

    Where no lock can be made, it keeps nobody out. Raises OutputRefusedError for a link.
    """
    return _take(folder, name, _SOON)


def _take(folder: Path, name: str, seconds: float | None) -> Lock | None:
    """Take a lock; None if it is still taken after so many seconds, or without a limit."""
    try:
        with open_folder(folder, make=True) as opened:
            handle = opened.open_file(name)
    except OSError:
        return Lock(None)
    start = time.monotonic()
    try:
        while not _lock(handle):
            if seconds is not None and time.monotonic() - start >= seconds:
                os.close(handle)
                return None
            time.sleep(_PAUSE)
    except OSError:  # some file systems have no locks
        os.close(handle)
        return Lock(None)
    except BaseException:
        os.close(handle)
        raise
    return Lock(handle)


if sys.platform == "win32":  # pragma: no cover  # the tests run on Linux
    import msvcrt

    def _lock(handle: int) -> bool:
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
