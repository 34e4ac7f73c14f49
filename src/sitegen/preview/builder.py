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
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.engine.build_options import BuildOptions
from sitegen.engine.deferred_images import make_deferred
from sitegen.engine.session import Session
from sitegen.engine.workers import default_jobs
from sitegen.model import BuildResult
from sitegen.preview.worker_process import Answer, Report, WorkerProcess

__all__ = ["Builder", "SiteBuilder"]

#: More processes that draw would only take memory from the build.
_MOST_DRAWING = 4
#: Seconds for rendering open pages; the limit is for templates that never end.
_LONGEST_SHOW = 4.0


class Builder(Protocol):
    """Builds the site into the preview's folder, again and again, one build at a time."""

    def show(self, edited: Sequence[str], open_pages: Sequence[str]) -> Mapping[str, bytes]:
        """Return what open pages will look like after edits of source files, if that is known.

        Pages are named by their output files, the one opened last first. May run beside a build.
        """

    def build(self, changed: Sequence[str] | None) -> BuildResult:
        """Build. Raises SitegenError, a GivenUpError after `give_up`.

        `changed` are all files that have changed since the previous build; None if not known.
        """

    @property
    def stuck(self) -> float:
        """Seconds for which the current build has been rendering without progress."""

    def give_up(self) -> None:
        """Stop the current build."""

    def make_image(self, output: str) -> bytes | Diagnostic | None:
        """Return an image that the last build planned, or what is wrong with it.

        None if none is planned by this name. May run beside a build, and `drawing_processes` times
        at once.
        """

    @property
    def drawing_processes(self) -> int:
        """How many images can be made at the same time."""

    def start(self) -> None:
        """Start the processes, before any thread is started."""

    def close(self) -> None:
        """Kill the processes, whatever they are doing."""


class SiteBuilder:
    """Builds in sessions, each in a process of its own."""

    def __init__(self, root: Path, folder: Path, *, drafts: bool) -> None:
        options = BuildOptions(
            output=folder, drafts=drafts, future=drafts, makes_images=False, partial=True
        )
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
        """Render open pages from what the last build stored."""
        files: Mapping[str, bytes] = self._showing.ask(tuple(edited), tuple(open_pages))
        return files

    def build(self, changed: Sequence[str] | None) -> BuildResult:
        """Build the whole site in a session that stays in memory."""
        result: BuildResult = self._building.ask(changed)
        return result

    @property
    def stuck(self) -> float:
        """Only rendering counts: parsing has a time limit of its own."""
        return self._building.stuck

    def give_up(self) -> None:
        """Kill the process that builds; the next build starts another."""
        self._building.give_up()

    def make_image(self, output: str) -> bytes | Diagnostic | None:
        """Make it in the next process that is free."""
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
        # What is in memory now stays. If a process's garbage collector visited it, its memory pages
        # would be written to, and no longer be shared with the other processes.
        gc.collect()
        gc.freeze()
        for process in (self._building, self._showing, *self._drawing):
            process.start()

    def close(self) -> None:
        """Kill all processes; a killed build leaves the site as it was."""
        for process in (self._building, self._showing, *self._drawing):
            process.kill()


def _start_building(root: Path, options: BuildOptions, report: Report) -> Answer:
    def progress(stage: str, done: int, total: int) -> None:
        if stage == "render":
            report(done < total)

    session = Session(root, msgspec.structs.replace(options, progress=progress))

    def build(changed: Sequence[str] | None) -> BuildResult:
        # These may be thousands of lines, and the preview shows none of them.
        return msgspec.structs.replace(session.build(changed), reasons=(), timings=())

    return build


def _start_showing(root: Path, options: BuildOptions, _report: Report) -> Answer:
    # The first edit needs these; importing them takes 0.2 s.
    for name in ("content.commonmark", "content.python_markdown", "content.highlighting_lexers"):
        importlib.import_module(f"sitegen.{name}")
    return Session(root, options).show


def _start_drawing(root: Path, _report: Report) -> Answer:
    return partial(make_deferred, root)
