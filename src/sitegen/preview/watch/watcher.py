"""Collect file events and report each burst of changes.

Events of the operating system, through watchfiles, report most changes; a slow scan of all files
finds those that were missed. A burst ends at once after a single save. It ends a little later if a
file is empty or missing for the moment, as in the middle of a save, or if many files change.
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
from sitegen.storage.site_files import FOLDERS, is_site_file

__all__ = ["Watcher"]

#: Milliseconds between two checks for events. Measured: 10 ms report a save after 13 ms, 3 ms after
#: 5, 1 ms after 1.4 but with three times the work while nothing happens.
_STEP, _SLOW_STEP, _LONGEST = 3, 50, 50
#: Seconds between two scans of all files, with events and without.
_RESCAN, _POLL = 5.0, 0.4
#: Seconds that an editor may take between emptying a file and writing it, and between two checks.
_SAVE, _TICK = 0.1, 0.004
#: So many files are not saved by hand; such a burst ends after so many seconds without a change.
_MANY, _QUIET = 10, 0.12
_LONGEST_BURST = 10.0
#: Seconds to wait for Git, which changes files one by one; a lock may be left over from a crash.
_GIT = 1.0


class Watcher:
    """The changes in a site's files, burst by burst.

    `report` is called with one line if there are no events and files are polled instead.
    """

    def __init__(self, root: Path, *, poll: bool, report: Callable[[str], None]) -> None:
        self._root = root.resolve()  # as the paths of events begin
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
        """Wait for the next burst; return the changed files, relative to the site."""
        while True:
            await self._has_pending.wait()
            await self._settle()
            names, self._pending = self._pending, set()
            self._has_pending.clear()
            if len(names) < _MANY and not names.intersection(FOLDERS):
                changed = self._records.update(names)
            else:
                changed = await asyncio.to_thread(self._records.update, names)
            if changed:
                return changed

    async def _settle(self) -> None:
        """Wait until a save or a burst of changes is complete."""
        start = time.monotonic()
        count, quiet_since = len(self._pending), start
        while True:
            now = time.monotonic()
            if len(self._pending) != count:
                count, quiet_since = len(self._pending), now
            if count >= _MANY:
                if now - quiet_since >= _QUIET or now - start > _LONGEST_BURST:
                    return
            elif not self._is_git_busy(now - start) and (
                now - start > _SAVE or not any(map(self._records.may_be_incomplete, self._pending))
            ):
                return
            await asyncio.sleep(_TICK)

    def _is_git_busy(self, waited: float) -> bool:
        return self._git is not None and waited < _GIT and self._git.exists()

    def _add(self, names: Iterable[str]) -> None:
        """Add changed names; runs in the thread of the event loop."""
        self._pending.update(names)
        if self._pending:
            self._has_pending.set()

    def _watch_folders(self) -> None:
        """Watch the folders that exist now instead of those that were watched before."""
        if self._folder_thread:
            self._folder_thread.stop()
            self._event_threads.remove(self._folder_thread)
            self._folder_thread = None
        folders = [self._root / name for name in FOLDERS if (self._root / name).is_dir()]
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
                if is_site_file(name):
                    found.add(name)
        if found.intersection(FOLDERS):
            self._call(self._handle_folder_change, found)
        elif found:
            self._call(self._add, found)

    def _handle_folder_change(self, names: set[str]) -> None:
        """Watch the folders that exist now, and check for files that were written before that."""
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
            # Scans take no more than a tenth of the time.
            await asyncio.sleep(max(_POLL if self._poll else _RESCAN, 10 * spent))


class _EventThread:
    """A thread that passes on the operating system's events for some folders."""

    def __init__(
        self, receive: Callable[[Iterable[str]], None], failed: Callable[[str], None]
    ) -> None:
        self._receive = receive
        self._failed = failed
        self._stopped = False
        self.ready = threading.Event()

    def start(self, paths: list[Path], step: int, *, recursive: bool) -> None:
        """Start the thread; `ready` is set once no event can be missed."""
        self.thread = threading.Thread(
            target=self._run, args=(paths, step, recursive), name="watch", daemon=True
        )
        self.thread.start()

    def stop(self) -> None:
        """Stop the thread within one step."""
        self._stopped = True

    def is_set(self) -> bool:
        """Tell watchfiles whether to stop; it asks when it has started, then at every step."""
        self.ready.set()
        return self._stopped

    def _run(self, paths: list[Path], step: int, recursive: bool) -> None:  # noqa: FBT001  # passed to a thread
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
    """Return the lock that Git holds while it changes files, if the site is in a repository."""
    for folder in (root, *root.parents):
        if (folder / ".git").is_dir():
            return folder / ".git" / "index.lock"
    return None
