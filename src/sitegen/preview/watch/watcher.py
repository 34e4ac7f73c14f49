"""Collect file events and report each burst of changes.

Events of the operating system come first, through watchfiles; a slow look at all files finds what
they have missed. A burst ends when it is quiet: at once after one save, a little later when a
file is empty or gone for the moment, as in the middle of a save, or while thousands come.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

import watchfiles

from sitegen.preview.watch.change_detection import Records
from sitegen.storage.site_files import WATCHED, is_matter

__all__ = ["Watch"]

#: Milliseconds. Measured: a step of 10 notices a save after 13 ms, one of 3 after 5, one of 1 after
#: 1.4 but with three times the work while nothing happens.
_STEP, _SLOW_STEP, _LONGEST = 3, 50, 50
#: Seconds between two looks at everything.
_RESCAN, _POLL = 5.0, 0.4
#: Seconds that a save may take between emptying a file and filling it, and its steps.
_SAVE, _TICK = 0.1, 0.004
#: Files from which on it is no save by hand, and the quiet that ends such a burst.
_MANY, _QUIET = 10, 0.12
_PATIENCE = 10.0
#: Git's own work: it changes files one by one, and may forget its lock.
_GIT = 1.0


class Watch:
    """The changes in a site, burst by burst.

    `notice` is told in one line when events cannot be had and the files are polled instead.
    """

    def __init__(self, root: Path, *, poll: bool, notice: Callable[[str], None]) -> None:
        self._root = root.resolve()  # as events name it
        self._poll = poll
        self._notice = notice
        self._pending: set[str] = set()
        self._news = asyncio.Event()
        self._followers: list[_Follower] = []
        self._of_folders: _Follower | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._git = _git_lock(root)

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        if not self._poll:
            self._follow([self._root], _SLOW_STEP, recursive=False)
            self._follow_folders()
            for each in self._followers:
                await asyncio.to_thread(each.begun.wait, 10)
        self._records = await asyncio.to_thread(Records, self._root)
        self._rescanning = asyncio.create_task(self._rescan())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._rescanning.cancel()
        await asyncio.gather(self._rescanning, return_exceptions=True)
        for each in self._followers:
            each.stop()
        for each in self._followers:
            await asyncio.to_thread(each.thread.join, 2)

    async def changes(self) -> list[str]:
        """Wait for the next burst; return the files that changed, relative to the site."""
        while True:
            await self._news.wait()
            await self._settle()
            names, self._pending = self._pending, set()
            self._news.clear()
            if len(names) < _MANY and not names.intersection(WATCHED):
                changed = self._records.update(names)
            else:
                changed = await asyncio.to_thread(self._records.update, names)
            if changed:
                return changed

    async def _settle(self) -> None:
        """Wait until a save, or a burst of them, is over."""
        start = time.monotonic()
        count, quiet_since = len(self._pending), start
        while True:
            now = time.monotonic()
            if len(self._pending) != count:
                count, quiet_since = len(self._pending), now
            if count >= _MANY:
                if now - quiet_since >= _QUIET or now - start > _PATIENCE:
                    return
            elif not self._is_git_busy(now - start) and (
                now - start > _SAVE or not any(map(self._records.is_doubtful, self._pending))
            ):
                return
            await asyncio.sleep(_TICK)

    def _is_git_busy(self, waited: float) -> bool:
        return self._git is not None and waited < _GIT and self._git.exists()

    def _found(self, names: Iterable[str]) -> None:
        """Take in names, in the loop's thread."""
        self._pending.update(names)
        if self._pending:
            self._news.set()

    def _follow_folders(self) -> None:
        """Follow the folders that there are now; what is no more is followed no longer."""
        if self._of_folders:
            self._of_folders.stop()
            self._followers.remove(self._of_folders)
            self._of_folders = None
        folders = [self._root / name for name in WATCHED if (self._root / name).is_dir()]
        if folders:
            self._of_folders = self._follow(folders, _STEP, recursive=True)

    def _follow(self, paths: list[Path], step: int, *, recursive: bool) -> _Follower:
        def failed(reason: str) -> None:
            self._call(self._fall_back, reason)

        follower = _Follower(self._hand_over, failed)
        self._followers.append(follower)
        follower.start(paths, step, recursive=recursive)
        return follower

    def _hand_over(self, paths: Iterable[str]) -> None:
        found = set()
        for path in paths:
            with contextlib.suppress(ValueError):
                name = Path(path).relative_to(self._root).as_posix()
                if is_matter(name):
                    found.add(name)
        if found.intersection(WATCHED):
            self._call(self._folders_came_or_went, found)
        elif found:
            self._call(self._found, found)

    def _folders_came_or_went(self, names: set[str]) -> None:
        """Follow what there is now; what was written before that began is looked for."""
        self._follow_folders()
        follower = self._of_folders

        async def look() -> None:
            if follower:
                await asyncio.to_thread(follower.begun.wait, 10)
            self._found(names)

        self._looking = self._loop.create_task(look())

    def _call(self, function: Callable[..., None], *arguments: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(function, *arguments)

    def _fall_back(self, reason: str) -> None:
        if not self._poll:
            self._poll = True
            self._notice(f"the system sends no events ({reason}); looking at the files instead")

    async def _rescan(self) -> None:
        while True:
            start = time.monotonic()
            scan = await asyncio.to_thread(self._records.scan)
            self._found(self._records.differing(scan))
            spent = time.monotonic() - start
            # Never more than a tenth of the time.
            await asyncio.sleep(max(_POLL if self._poll else _RESCAN, 10 * spent))


class _Follower:
    """A thread that hands over what the operating system tells of some folders."""

    def __init__(
        self, hand_over: Callable[[Iterable[str]], None], failed: Callable[[str], None]
    ) -> None:
        self._hand_over = hand_over
        self._failed = failed
        self._stopped = False
        self.begun = threading.Event()

    def start(self, paths: list[Path], step: int, *, recursive: bool) -> None:
        """Begin; `begun` is set when nothing more can be missed."""
        self.thread = threading.Thread(
            target=self._run, args=(paths, step, recursive), name="watch", daemon=True
        )
        self.thread.start()

    def stop(self) -> None:
        """End within a step."""
        self._stopped = True

    def is_set(self) -> bool:
        """Tell watchfiles whether to stop; it first asks when it watches, then at every step."""
        self.begun.set()
        return self._stopped

    def _run(self, paths: list[Path], step: int, recursive: bool) -> None:  # noqa: FBT001  # of a thread
        try:
            for batch in watchfiles.watch(
                *paths,
                watch_filter=None,
                debounce=_LONGEST,
                step=step,
                stop_event=self,
                raise_interrupt=False,
                recursive=recursive,
            ):
                self._hand_over({path for _, path in batch})
        except (OSError, RuntimeError, UnicodeError) as error:
            if not self._stopped and all(path.is_dir() for path in paths):
                self._failed(str(error))
        finally:
            self.begun.set()


def _git_lock(root: Path) -> Path | None:
    """Return the file that Git holds while it changes files, if the site is in a repository."""
    for folder in (root, *root.parents):
        if (folder / ".git").is_dir():
            return folder / ".git" / "index.lock"
    return None
