"""The seam between the preview and what builds the site: processes of their own.

So the server answers while a build computes, and a build can be given up. One process builds,
another one renders what is on a screen, also while the first one is at work, and some make images
that browsers ask for.
"""

from __future__ import annotations

import gc
import importlib
import queue
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from sitegen.diagnostics import Diagnostic
from sitegen.engine.build import BuildOptions, build_site
from sitegen.engine.deferred_images import make_planned
from sitegen.engine.glancing import glance
from sitegen.engine.workers import default_jobs
from sitegen.model import BuildResult
from sitegen.preview.worker_process import Say, WorkerProcess

__all__ = ["Builder", "SiteBuilder"]

#: More would only take memory from the build.
_MOST_HANDS = 4
#: Seconds for a glance. Nobody waits for it so long: this ends those that would never end.
_LONGEST_GLANCE = 4.0


class Builder(Protocol):
    """Builds the site into the preview's folder, again and again, one build at a time."""

    def glance(self, edited: Sequence[str], open_pages: Sequence[str]) -> Mapping[str, bytes]:
        """Return what pages on a screen will be after edits of source files, if that is known.

        Pages are named by their output files, the latest first. May run beside a build.
        """

    def build(self) -> BuildResult:
        """Build. Raises SitegenError, a GivenUpError after `give_up`."""

    @property
    def stuck(self) -> float:
        """Seconds for which the build under way has rendered, and got no further."""

    def give_up(self) -> None:
        """End the build under way."""

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
        self._building = WorkerProcess(_build, (root, folder, drafts), _nothing)
        self._glancing = WorkerProcess(_glance, (root, folder, drafts), _get_ready, _LONGEST_GLANCE)
        self._drawing = [
            WorkerProcess(_draw, (root,), _nothing) for _ in range(min(default_jobs(), _MOST_HANDS))
        ]
        self._free: queue.SimpleQueue[WorkerProcess] = queue.SimpleQueue()
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

    @property
    def stuck(self) -> float:
        """Only templates may never end: who parses has a limit of its own."""
        return self._building.stuck

    def give_up(self) -> None:
        """Kill the process that builds; the next build starts another one."""
        self._building.give_up()

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


def _build(say: Say, root: Path, folder: Path, drafts: bool) -> BuildResult:  # noqa: FBT001  # handed over as they are
    def tell(stage: str, done: int, total: int) -> None:
        if stage == "render":
            say(done < total)

    options = BuildOptions(
        output=folder, drafts=drafts, future=drafts, makes_images=False, progress=tell
    )
    # Thousands of lines that nobody reads need not go from process to process.
    return replace(build_site(root, options), reasons=(), timings=())


def _nothing() -> None:
    """Prepare nothing: the first build begins at once."""


def _get_ready() -> None:
    """Import what the first edit will need: 0.2 s."""
    for name in ("content.commonmark", "content.python_markdown", "content.lexing"):
        importlib.import_module(f"sitegen.{name}")


def _draw(_say: Say, root: Path, output: str) -> bytes | Diagnostic | None:
    return make_planned(root, output)


def _glance(
    _say: Say,
    root: Path,
    folder: Path,
    drafts: bool,  # noqa: FBT001  # as above
    edited: Sequence[str],
    open_pages: Sequence[str],
) -> Mapping[str, bytes]:
    return glance(root, folder, (drafts, drafts, False), edited, open_pages)
