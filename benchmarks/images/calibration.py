"""The numbers with which all make files of the same quality, and sharp is quickest."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.images.records import Quality
from benchmarks.images.similarity import ask
from benchmarks.images.subjects import FORMATS, Job, Made, Maker, Setting, Sharp
from benchmarks.install import Tools
from benchmarks.measure import measure

__all__ = ["Calibration", "compare", "try_settings"]

#: Quality numbers among which an equal one is sought.
_LOWEST, _HIGHEST = 40, 99
_TIMEOUT = 900.0
_SETTINGS = [
    Setting(way, at_once, threads)
    for way in ("files", "widths", "once")
    for at_once, threads in ((2, 1), (4, 1), (2, 2))
]


def compare(tools: Tools, maker: Maker, made: list[Made], numbers: dict[str, int]) -> list[Quality]:
    """Return the mean similarity of files to the photographs, and their mean bytes, by format."""
    similar = ask(tools, ((each.photograph, each.file) for each in made))
    found = []
    for name in FORMATS:
        alike = [value for each, value in zip(made, similar, strict=True) if each.format == name]
        sizes = [each.file.stat().st_size for each in made if each.format == name]
        means = sum(alike) / len(alike), sum(sizes) / len(sizes)
        found.append(Quality(maker.name, name, numbers.get(name, 0), *means))
    return found


class Calibration:
    """Finds the quality numbers of others that come nearest to sitegen's similarity."""

    def __init__(self, tools: Tools, work: Path, job: Job) -> None:
        self._tools = tools
        self._work = work
        self._job = job

    def similarity_of(self, maker: Maker, numbers: dict[str, int]) -> dict[str, float]:
        """Return the mean similarity of each format. Raises RuntimeError if files are missing."""
        folder = self._work / maker.name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        job = replace(self._job, qualities=numbers)
        maker.write(folder, job)
        log = self._work / f"{maker.name}.log"
        measured = measure(maker.command(), folder, log, timeout=_TIMEOUT)
        problem = f"ended with code {measured.code}" if measured.code else maker.check(folder, job)
        if problem or measured.code is None:
            raise RuntimeError(f"{maker.label}, calibration: {problem or 'no end'}; see {log}")
        made = sorted(maker.made(folder, job), key=lambda each: each.photograph)
        found = compare(self._tools, maker, made, numbers)
        return {each.format: each.similarity for each in found}

    def equal_numbers(self, maker: Maker, targets: dict[str, float]) -> dict[str, int]:
        """Return the quality numbers that come nearest to the targets; of all formats at once."""
        searches = {name: _Search(target) for name, target in targets.items()}
        while any(not search.is_over for search in searches.values()):
            numbers = {name: search.number for name, search in searches.items()}
            for name, found in self.similarity_of(maker, numbers).items():
                searches[name].note(found)
            told = ", ".join(f"{name} {number}" for name, number in numbers.items())
            print(f"calibration {maker.label:<8} {told}", flush=True)
        return {name: search.best for name, search in searches.items()}


class _Search:
    """Halves the numbers among which the best one is, for similarity grows with them."""

    def __init__(self, target: float) -> None:
        self._target = target
        self._low, self._high = _LOWEST, _HIGHEST
        self._known: dict[int, float] = {}

    @property
    def is_over(self) -> bool:
        return self._low > self._high

    @property
    def number(self) -> int:
        return self.best if self.is_over else (self._low + self._high) // 2

    @property
    def best(self) -> int:
        return min(self._known, key=lambda number: abs(self._known[number] - self._target))

    def note(self, found: float) -> None:
        number = self.number
        self._known[number] = found
        if self.is_over:
            return
        if found < self._target:
            self._low = number + 1
        else:
            self._high = number - 1


def try_settings(maker: Sharp, work: Path, job: Job, tell: Callable[[str, float], None]) -> None:
    """Find the quickest way of using sharp for this job, and leave it set."""
    folder = work / "settings"
    folder.mkdir(parents=True, exist_ok=True)
    times: dict[Setting, float] = {}
    for _ in range(2):  # the better of two counts
        for setting in _SETTINGS:
            maker.setting = setting
            maker.forget(folder)
            maker.write(folder, job)
            log = work / "settings.log"
            measured = measure(maker.command(), folder, log, timeout=_TIMEOUT)
            if measured.code == 0 and not maker.check(folder, job):
                times[setting] = min(measured.wall, times.get(setting, measured.wall))
    for setting, seconds in times.items():
        tell(str(setting), seconds)
    if times:
        maker.setting = min(times, key=lambda setting: times[setting])
    shutil.rmtree(folder)
