"""The seam between the preview and what builds the site: processes of their own.

So the server answers while a build computes, and a build can be given up. One process builds,
another one renders what is on a screen, also while the first one is at work, and some make images
that browsers ask for.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing
import queue
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sitegen.diagnostics import Diagnostic
from sitegen.errors import MachineError, SitegenError
from sitegen.glancing import glance
from sitegen.model import BuildResult
from sitegen.pipeline import BuildOptions, build_site
from sitegen.system.planned import make_planned
from sitegen.system.workers import default_jobs, follow_parent

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess, SpawnProcess

__all__ = ["Builder", "SiteBuilder"]

#: More would only take memory from the build.
_MOST_HANDS = 4


class Builder(Protocol):
    """Builds the site into the preview's folder, again and again, one build at a time."""

    def glance(self, edited: Sequence[str], open_pages: Sequence[str]) -> Mapping[str, bytes]:
        """Return what pages on a screen will be after edits of source files, if that is known.

        Pages are named by their output files, the latest first. May run beside a build.
        """

    def build(self) -> BuildResult:
        """Build. Raises SitegenError."""

    def make_image(self, output: str) -> bytes | Diagnostic | None:
        """Return an image of the last build's plan, or what is wrong with it; None without one.

        May run beside a build, and beside itself as often as `hands` says.
        """

    @property
    def hands(self) -> int:
        """How many images can be made at the same time."""

    def start(self) -> None:
        """Get ready; before any thread is started."""

    def close(self) -> None:
        """End, whatever is being done."""


class SiteBuilder:
    """Builds as `sitegen build` does; the store spares it what has not changed."""

    def __init__(self, root: Path, folder: Path, *, drafts: bool) -> None:
        self._building = _Hand(_build, (root, folder, drafts), _nothing)
        self._glancing = _Hand(_glance, (root, folder, drafts), _get_ready)
        self._drawing = [
            _Hand(make_planned, (root,), _nothing) for _ in range(min(default_jobs(), _MOST_HANDS))
        ]
        self._free: queue.SimpleQueue[_Hand] = queue.SimpleQueue()
        for hand in self._drawing:
            self._free.put(hand)

    def glance(self, edited: Sequence[str], open_pages: Sequence[str]) -> Mapping[str, bytes]:
        """Render open pages from what the last build left."""
        files: Mapping[str, bytes] = self._glancing.ask(tuple(edited), tuple(open_pages))
        return files

    def build(self) -> BuildResult:
        """Build the whole site."""
        result: BuildResult = self._building.ask()
        return result

    def make_image(self, output: str) -> bytes | Diagnostic | None:
        """Have a process make it that has nothing else to do."""
        hand = self._free.get()
        try:
            made: bytes | Diagnostic | None = hand.ask(output)
        finally:
            self._free.put(hand)
        return made

    @property
    def hands(self) -> int:
        """How many processes make images."""
        return len(self._drawing)

    def start(self) -> None:
        """Start all processes."""
        # What is there by now stays for ever. Who looks through it for garbage writes to it, and
        # then no longer shares its memory with the others.
        gc.collect()
        gc.freeze()
        for hand in (self._building, self._glancing, *self._drawing):
            hand.start()

    def close(self) -> None:
        """Kill all processes: a killed build leaves a whole site."""
        for hand in (self._building, self._glancing, *self._drawing):
            hand.kill()


def _build(root: Path, folder: Path, drafts: bool) -> BuildResult:  # noqa: FBT001  # handed over as they are
    options = BuildOptions(output=folder, drafts=drafts, future=drafts, makes_images=False)
    # Thousands of lines that nobody reads need not go from process to process.
    return replace(build_site(root, options), reasons=(), timings=())


def _nothing() -> None:
    """Prepare nothing: the first build begins at once."""


def _get_ready() -> None:
    """Import what the first edit will need: 0.2 s."""
    for name in ("content.commonmark", "content.python_markdown", "content.lexing"):
        importlib.import_module(f"sitegen.{name}")


def _glance(
    root: Path,
    folder: Path,
    drafts: bool,  # noqa: FBT001  # as above
    edited: Sequence[str],
    open_pages: Sequence[str],
) -> Mapping[str, bytes]:
    return glance(root, folder, (drafts, drafts, False), edited, open_pages)


class _Hand:
    """A process that calls one function, each time that it is asked; started when it is needed."""

    def __init__(self, function: Any, given: tuple[Any, ...], prepare: Any) -> None:
        self._prepare = prepare
        self._function = function
        self._given = given
        self._lock = threading.Lock()
        self._process: ForkProcess | SpawnProcess | None = None

    def ask(self, *arguments: Any) -> Any:
        """Return what the function returns, or raise what it raises."""
        with self._lock:
            if self._process is None or not self._process.is_alive():
                self.start()
            try:
                self._line.send(arguments)
                outcome = self._line.recv()
            except (EOFError, OSError) as error:
                message = "the process that builds was ended, perhaps for want of memory"
                raise MachineError(message) from error
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def kill(self) -> None:
        """End the process now."""
        if self._process is not None:
            self._process.kill()
            self._process.join()

    def start(self) -> None:
        """Start the process."""
        # A forked one has everything imported. It must not be forked beside threads, which may
        # hold a lock.
        context: Any = multiprocessing.get_context("fork" if _can_fork() else "spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(
            target=_work, args=(theirs, self._prepare, self._function, self._given)
        )
        self._process.start()
        theirs.close()


def _can_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


def _work(line: Connection, prepare: Any, function: Any, given: tuple[Any, ...]) -> None:
    """Answer until nobody asks any more."""
    follow_parent()
    prepare()
    while True:
        try:
            arguments = line.recv()
        except (EOFError, OSError):
            return
        outcome: Any
        try:
            outcome = function(*given, *arguments)
        except SitegenError as error:
            outcome = error
        except Exception as error:  # noqa: BLE001  # told by the server as a bug of ours
            outcome = RuntimeError(f"{type(error).__name__}: {error}")
        with contextlib.suppress(OSError):
            line.send(outcome)
        outcome = None
        # Left to itself, the collector waits for ever more, the longer the preview runs.
        if not line.poll():
            gc.collect()
