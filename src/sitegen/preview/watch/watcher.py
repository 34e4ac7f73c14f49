"""What changes in a site while its author works.

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

from sitegen.preview.watch.change_detection import FileStates
from sitegen.storage.site_files import WATCHED, is_matter

__all__ = ["Watcher"]

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


class Watcher:
    """The changes in a site, burst by burst.

    `report` is told in one line when events cannot be had and the files are polled instead.
    """

    def __init__(self, root: Path, *, poll: bool, report: Callable[[str], None]) -> None:
        self._root = root.resolve()  # as events name it
        self._poll = poll
        self._report = report
        self._pending: set[str] = set()
        self._has_pending = asyncio.Event()
        self._event_threads: list[_EventThread] = []
        self._folder_thread: _EventThread | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._git = _git_lock(root)

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        if not self._poll:
            self._start_events([self._root], _SLOW_STEP, recursive=False)
            self._watch_folders()
            for each in self._event_threads:
                await asyncio.to_thread(each.ready.wait, 10)
        self._records = await asyncio.to_thread(FileStates, self._root)
        self._rescanning = asyncio.create_task(self._rescan())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._rescanning.cancel()
        await asyncio.gather(self._rescanning, return_exceptions=True)
        for each in self._event_threads:
            each.stop()
        for each in self._event_threads:
            await asyncio.to_thread(each.thread.join, 2)

    async def changes(self) -> list[str]:
        """Wait for the next burst; return the files that changed, relative to the site."""
        while True:
            await self._has_pending.wait()
            await self._settle()
            names, self._pending = self._pending, set()
            self._has_pending.clear()
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
                now - start > _SAVE or not any(map(self._records.may_be_incomplete, self._pending))
            ):
                return
            await asyncio.sleep(_TICK)

    def _is_git_busy(self, waited: float) -> bool:
        return self._git is not None and waited < _GIT and self._git.exists()

    def _add(self, names: Iterable[str]) -> None:
        """Take in names, in the loop's thread."""
        self._pending.update(names)
        if self._pending:
            self._has_pending.set()

    def _watch_folders(self) -> None:
        """Follow the folders that there are now; what is no more is followed no longer."""
        if self._folder_thread:
            self._folder_thread.stop()
            self._event_threads.remove(self._folder_thread)
            self._folder_thread = None
        folders = [self._root / name for name in WATCHED if (self._root / name).is_dir()]
        if folders:
            self._folder_thread = self._start_events(folders, _STEP, recursive=True)

    def _start_events(self, paths: list[Path], step: int, *, recursive: bool) -> _EventThread:
        def failed(reason: str) -> None:
            self._call(self._start_polling, reason)

        follower = _EventThread(self._receive, failed)
        self._event_threads.append(follower)
        follower.start(paths, step, recursive=recursive)
        return follower

    def _receive(self, paths: Iterable[str]) -> None:
        found = set()
        for path in paths:
            with contextlib.suppress(ValueError):
                name = Path(path).relative_to(self._root).as_posix()
                if is_matter(name):
                    found.add(name)
        if found.intersection(WATCHED):
            self._call(self._handle_folder_change, found)
        elif found:
            self._call(self._add, found)

    def _handle_folder_change(self, names: set[str]) -> None:
        """Follow what there is now; what was written before that began is looked for."""
        self._watch_folders()
        follower = self._folder_thread

        async def look() -> None:
            if follower:
                await asyncio.to_thread(follower.ready.wait, 10)
            self._add(names)

        self._looking = self._loop.create_task(look())

    def _call(self, function: Callable[..., None], *arguments: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(function, *arguments)

    def _start_polling(self, reason: str) -> None:
        if not self._poll:
            self._poll = True
            self._report(f"the system sends no events ({reason}); looking at the files instead")

    async def _rescan(self) -> None:
        while True:
            start = time.monotonic()
            scan = await asyncio.to_thread(self._records.scan)
            self._add(self._records.find_changed(scan))
            spent = time.monotonic() - start
            # Never more than a tenth of the time.
            await asyncio.sleep(max(_POLL if self._poll else _RESCAN, 10 * spent))


class _EventThread:
    """A thread that hands over what the operating system tells of some folders."""

    def __init__(
        self, receive: Callable[[Iterable[str]], None], failed: Callable[[str], None]
    ) -> None:
        self._receive = receive
        self._failed = failed
        self._stopped = False
        self.ready = threading.Event()

    def start(self, paths: list[Path], step: int, *, recursive: bool) -> None:
        """Begin; `ready` is set when nothing more can be missed."""
        self.thread = threading.Thread(
            target=self._run, args=(paths, step, recursive), name="watch", daemon=True
        )
        self.thread.start()

    def stop(self) -> None:
        """End within a step."""
        self._stopped = True

    def is_set(self) -> bool:
        """Tell watchfiles whether to stop; it first asks when it watches, then at every step."""
        self.ready.set()
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
                self._receive({path for _, path in batch})
        except (OSError, RuntimeError, UnicodeError) as error:
            if not self._stopped and all(path.is_dir() for path in paths):
                self._failed(str(error))
        finally:
            self.ready.set()


def _git_lock(root: Path) -> Path | None:
    """Return the file that Git holds while it changes files, if the site is in a repository."""
    for folder in (root, *root.parents):
        if (folder / ".git").is_dir():
            return folder / ".git" / "index.lock"
    return None
