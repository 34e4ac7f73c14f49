"""Previews one after another: their starts, then edits with a page on screen."""

from __future__ import annotations

import contextlib
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error

from benchmarks.corpus import Study, middle
from benchmarks.machine import load
from benchmarks.preview.edits import EDITS, Edit
from benchmarks.preview.records import READY, Records, Sample, percentiles
from benchmarks.preview.screen import Screen
from benchmarks.preview.server import NotReady, Server, serving
from benchmarks.preview.subjects import OURS, Subject

__all__ = ["Limits", "Session"]

_PAUSE = (1.5, 3.0)  # seconds between edits, as when a person writes; at random
_STARTS = 5
_SECONDS_OF_STARTS = 30.0  # slow ones are started less often
_SLOW_START = 10.0  # a peer that takes longer is not tried with more pages
_FULL = 1_000  # with more pages than that, only body edits are measured

Opened = Callable[[str], contextlib.AbstractContextManager[Screen]]


@dataclass(frozen=True)
class Limits:
    """How often and how long."""

    edits: int
    start: float  # seconds for a server to answer
    edit: float  # seconds for an edit to be on screen


class Session:
    """Measures and keeps the records; what fails is told, and the next one's turn comes."""

    def __init__(self, records: Records, work: Path, file: Path, limits: Limits) -> None:
        self._records = records
        self._work = work
        self._file = file
        self._limits = limits
        self._chance = random.Random(1)  # noqa: S311  # pauses, not secrets
        self._slow: set[str] = set()
        self._number = 0

    def measure(self, subject: Subject, pages: int, opened: Opened) -> None:
        """Measure one preview with so many pages."""
        label = f"{subject.generator.label}, {pages:,} pages"
        if subject.name in self._slow:
            self._remark(f"{label}: left out, as it starts too slowly with fewer pages")
            return
        site = self._work / str(pages) / subject.name
        site.mkdir(parents=True)
        subject.write(site, pages)
        try:
            self._measure_starts(subject, site, pages)
            with self._serving(subject, site, pages) as server:
                address = f"http://{server.host}{subject.address(middle(pages))}"
                with opened(address) as screen:
                    self._measure_edits(subject, site, pages, server, screen)
        except (NotReady, Error) as error:
            self._fail(f"{label}: {str(error).splitlines()[0]}")
        shutil.rmtree(site)

    def _serving(
        self, subject: Subject, site: Path, pages: int
    ) -> contextlib.AbstractContextManager[Server]:
        log = site.with_suffix(".log")
        path = subject.address(middle(pages))
        return serving(subject.command, site, log, path, self._limits.start)

    def _measure_starts(self, subject: Subject, site: Path, pages: int) -> None:
        """Start it once for its caches, and then again and again."""
        with self._serving(subject, site, pages) as server:
            server.wait_until_quiet()
            if server.ready > _SLOW_START:
                self._slow.add(subject.name)
        spent = 0.0
        for _ in range(_STARTS):
            if spent < _SECONDS_OF_STARTS:
                with self._serving(subject, site, pages) as server:
                    server.wait_until_quiet()
                    self._keep(subject, pages, READY, server.ready)
                    spent += server.ready
        self._tell(subject, pages, READY, "start")

    def _measure_edits(
        self, subject: Subject, site: Path, pages: int, server: Server, screen: Screen
    ) -> None:
        """Measure each kind of edit, unless one takes too long."""
        study = middle(pages)
        for edit in EDITS[: len(EDITS) if pages <= _FULL else 1]:
            if edit.name in subject.leaves_out:
                continue
            for _ in range(self._limits.edits):
                self._rest(server)
                seconds = self._measure_edit(subject, site, edit, study, pages, screen)
                if seconds is None:
                    self._stop(subject, pages, edit)
                    return
                self._keep(subject, pages, edit.name, seconds)
            self._tell(subject, pages, edit.name, edit.label)

    def _measure_edit(
        self, subject: Subject, site: Path, edit: Edit, study: Study, pages: int, screen: Screen
    ) -> float | None:
        self._number += 1
        saved = edit.prepare(subject, site, study, pages, self._number)
        return screen.seconds_until(saved.expected, saved.save, self._limits.edit)

    def _rest(self, server: Server) -> None:
        """Wait as a person does, and until what was built behind the screen has ended."""
        time.sleep(self._chance.uniform(*_PAUSE))
        server.wait_until_quiet()

    def _keep(self, subject: Subject, pages: int, kind: str, seconds: float) -> None:
        self._records.samples.append(Sample(subject.name, pages, kind, seconds))
        self._records.machine["Load after the last edit"] = f"{load():.1f}"
        self._records.save(self._file)

    def _tell(self, subject: Subject, pages: int, kind: str, label: str) -> None:
        p50, p95 = percentiles(self._records.times(subject.name, pages, kind))
        name = subject.generator.label
        print(
            f"{pages:>7,} {label:<14} {name:<10} {p50 * 1e3:7.0f} {p95 * 1e3:7.0f} ms", flush=True
        )

    def _stop(self, subject: Subject, pages: int, edit: Edit) -> None:
        """Tell of a preview that was too slow: of ours it is a failure."""
        text = (
            f"{subject.generator.label}, {pages:,} pages: a {edit.label.lower()} was not on screen "
            f"after {self._limits.edit:.0f} s; not measured further"
        )
        (self._fail if subject.name == OURS else self._remark)(text)

    def _remark(self, text: str) -> None:
        self._records.remarks.append(text)
        print(text, flush=True)

    def _fail(self, text: str) -> None:
        self._records.failures.append(text)
        print(f"FAILED {text}", flush=True)
