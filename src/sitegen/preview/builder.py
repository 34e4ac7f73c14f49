"""Run the builds of the preview in worker processes.

The server can answer while a build is running, and a build can be given up. One process builds,
another one renders open pages, also while the first one is busy, and some make images that browsers
ask for.
"""

from __future__ import annotations

import gc
import importlib
import queue
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from sitegen.diagnostics import Diagnostic
from sitegen.engine.build_options import BuildOptions
from sitegen.engine.deferred_images import make_deferred
from sitegen.engine.session import Session
from sitegen.engine.workers import default_jobs
from sitegen.model import BuildResult
from sitegen.preview.worker_process import Answer, Say, WorkerProcess

__all__ = ["Builder", "SiteBuilder"]

#: More would only take memory from the build.
_MOST_DRAWING = 4
#: Seconds for rendering open pages. Nobody waits so long: this ends what would never end.
_LONGEST_SHOW = 4.0


class Builder(Protocol):
    """Builds the site into the preview's folder, again and again, one build at a time."""

    def show(self, edited: Sequence[str], open_pages: Sequence[str]) -> Mapping[str, bytes]:
        """Return what pages on a screen will be after edits of source files, if that is known.

        Pages are named by their output files, the latest first. May run beside a build.
        """

    def build(self, changed: Sequence[str] | None) -> BuildResult:
        """Build. Raises SitegenError, a GivenUpError after `give_up`.

        `changed` are all files that have changed since the previous build; None if not known.
        """

    @property
    def stuck(self) -> float:
        """Seconds for which the build under way has rendered, and got no further."""

    def give_up(self) -> None:
        """End the build under way."""

    def make_image(self, output: str) -> bytes | Diagnostic | None:
        """Return an image of the last build's plan, or what is wrong with it; None without one.

        May run beside a build, and beside itself as often as `drawing_processes` says.
        """

    @property
    def drawing_processes(self) -> int:
        """How many images can be made at the same time."""

    def start(self) -> None:
        """Get ready; before any thread is started."""

    def close(self) -> None:
        """End, whatever is being done."""


class SiteBuilder:
    """Builds as `sitegen build` does; the store spares it what has not changed."""

    def __init__(self, root: Path, folder: Path, *, drafts: bool) -> None:
        options = BuildOptions(output=folder, drafts=drafts, future=drafts, makes_images=False)
        self._building = WorkerProcess(partial(_start_building, root, options))
        self._showing = WorkerProcess(partial(_start_showing, root, options), _LONGEST_SHOW)
        self._drawing = [
            WorkerProcess(partial(_start_drawing, root))
            for _ in range(min(default_jobs(), _MOST_DRAWING))
        ]
        self._free: queue.SimpleQueue[WorkerProcess] = queue.SimpleQueue()
        for process in self._drawing:
            self._free.put(process)

    def show(self, edited: Sequence[str], open_pages: Sequence[str]) -> Mapping[str, bytes]:
        """Render open pages from what the last build left."""
        files: Mapping[str, bytes] = self._showing.ask(tuple(edited), tuple(open_pages))
        return files

    def build(self, changed: Sequence[str] | None) -> BuildResult:
        """Build the whole site in a session that stays in memory."""
        result: BuildResult = self._building.ask(changed)
        return result

    @property
    def stuck(self) -> float:
        """Only templates may never end: who parses has a limit of its own."""
        return self._building.stuck

    def give_up(self) -> None:
        """Kill the process that builds; the next build starts another one."""
        self._building.give_up()

    def make_image(self, output: str) -> bytes | Diagnostic | None:
        """Have a process make it that has nothing else to do."""
        process = self._free.get()
        try:
            made: bytes | Diagnostic | None = process.ask(output)
        finally:
            self._free.put(process)
        return made

    @property
    def drawing_processes(self) -> int:
        """How many processes make images."""
        return len(self._drawing)

    def start(self) -> None:
        """Start all processes."""
        # What is there by now stays for ever. Who looks through it for garbage writes to it, and
        # then no longer shares its memory with the others.
        gc.collect()
        gc.freeze()
        for process in (self._building, self._showing, *self._drawing):
            process.start()

    def close(self) -> None:
        """Kill all processes: a killed build leaves a whole site."""
        for process in (self._building, self._showing, *self._drawing):
            process.kill()


def _start_building(root: Path, options: BuildOptions, say: Say) -> Answer:
    def tell(stage: str, done: int, total: int) -> None:
        if stage == "render":
            say(done < total)

    session = Session(root, replace(options, progress=tell))

    def build(changed: Sequence[str] | None) -> BuildResult:
        # Thousands of lines that nobody reads need not go from process to process.
        return replace(session.build(changed), reasons=(), timings=())

    return build


def _start_showing(root: Path, options: BuildOptions, _say: Say) -> Answer:
    # What the first edit will need takes 0.2 s to import.
    for name in ("content.commonmark", "content.python_markdown", "content.highlighting_lexers"):
        importlib.import_module(f"sitegen.{name}")
    return Session(root, options).show


def _start_drawing(root: Path, _say: Say) -> Answer:
    return partial(make_deferred, root)
