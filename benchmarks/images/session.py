"""Cold and second runs: makers take turns."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.images.calibration import compare
from benchmarks.images.records import Records, Run
from benchmarks.images.subjects import Job, Maker, Sitegen
from benchmarks.machine import load
from benchmarks.measure import Measured, measure

__all__ = ["SECOND", "Session"]

_PAUSE = 3.0  # seconds between a build and the next, as when a person looks at it
_TIMEOUT = 3_600.0
_NO_PIXELS = Path(__file__).with_name("no_pixels.py")


def _leave(maker: Maker, folder: Path) -> None:
    """Change nothing."""
    del maker, folder


def _edit(maker: Maker, folder: Path) -> None:
    """Add a sentence below a photograph."""
    del maker
    page = folder / "content/photo-001/index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\nThis sentence is new.\n", encoding="utf-8")


def _lose(maker: Maker, folder: Path) -> None:
    """Remove the output, as on a machine that keeps nothing but the caches."""
    shutil.rmtree(folder / maker.output)


#: Second builds: name, label, what is done before.
SECOND: dict[str, tuple[str, Callable[[Maker, Path], None]]] = {
    "unchanged": ("nothing changed", _leave),
    "edited": ("one page edited", _edit),
    "lost": ("output removed, caches kept", _lose),
}


class Session:
    """Measures and keeps the records; a maker that fails is out."""

    def __init__(self, records: Records, work: Path, file: Path) -> None:
        self._records = records
        self._work = work
        self._file = file

    def measure(self, subjects: list[tuple[Maker, Job]], runs: int) -> list[Maker]:
        """Measure all, in turns. Return who came through."""
        for maker, job in subjects:
            folder = self._work / maker.name
            folder.mkdir(parents=True)
            maker.write(folder, job)
        # The first round warms the system's file cache, and samples memory, which takes time.
        subjects = [each for each in subjects if self._run_cold(*each, memory=True)]
        for _ in range(runs):
            subjects = [each for each in subjects if self._run_cold(*each)]
            for name, (_, prepare) in SECOND.items():
                subjects = [each for each in subjects if self._run_again(*each, name, prepare)]
        return [maker for maker, _ in subjects]

    def compare(self, maker: Maker, job: Job, count: int) -> None:
        """Note the quality of the files that the last run made of the first photographs."""
        made = list(maker.made(self._work / maker.name, job.first(count)))
        self._records.qualities += compare(maker.tools, maker, made, job.qualities)

    def check_pixels(self, maker: Sitegen) -> None:
        """See whether a second build does without any pixel, and that a first one does not."""
        folder = self._work / maker.name
        for name, (_, prepare) in SECOND.items():
            prepare(maker, folder)
            self._records.untouched[name] = self._builds_without_pixels(folder)
        maker.forget(folder)
        if self._builds_without_pixels(folder):
            self._records.fail("a build without pixels made pictures: the check is worth nothing")

    def _builds_without_pixels(self, folder: Path) -> bool:
        command = [sys.executable, str(_NO_PIXELS), "build", "."]
        log = self._work / "no-pixels.log"
        with log.open("ab") as stream:
            done = subprocess.run(
                command, cwd=folder, stdout=stream, stderr=subprocess.STDOUT, check=False
            )
        return done.returncode == 0

    def _run_cold(self, maker: Maker, job: Job, *, memory: bool = False) -> bool:
        folder = self._work / maker.name
        maker.forget(folder)
        time.sleep(_PAUSE)
        return self._run(maker, job, "memory" if memory else "cold")

    def _run_again(
        self, maker: Maker, job: Job, name: str, prepare: Callable[[Maker, Path], None]
    ) -> bool:
        if not maker.remembers:
            return True
        time.sleep(_PAUSE)
        prepare(maker, self._work / maker.name)
        return self._run(maker, job, name)

    def _run(self, maker: Maker, job: Job, scenario: str) -> bool:
        folder = self._work / maker.name
        log = self._work / f"{maker.name}.log"
        memory = scenario == "memory"
        measured = measure(maker.command(), folder, log, memory=memory, timeout=_TIMEOUT)
        problem = "" if measured.code == 0 else f"ended with code {measured.code}, see {log.name}"
        problem = problem or maker.check(folder, job)
        if problem:
            self._records.fail(f"{maker.label}, {scenario}: {problem}")
            return False
        self._keep(maker, job, scenario, measured)
        return True

    def _keep(self, maker: Maker, job: Job, scenario: str, measured: Measured) -> None:
        count = len(job.photographs)
        times = measured.wall, measured.cpu
        self._records.runs.append(Run(maker.name, scenario, count, *times, measured.peak))
        self._records.machine["Load after the last run"] = f"{load():.1f}"
        self._records.save(self._file)
        peak = f", {measured.peak / 1e6:.0f} MB" if measured.peak else ""
        told = f"{measured.wall:7.2f} s ({measured.cpu:.2f}){peak}"
        print(f"{count:>4} {scenario:<10} {maker.label:<8} {told}", flush=True)
