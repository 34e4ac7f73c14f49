"""One session of measuring: generators take turns within every scenario."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import load
from benchmarks.measure import Measured, measure
from benchmarks.peers import Generator
from benchmarks.records import Record, Records
from benchmarks.scenarios import SCENARIOS, Scenario, Site, check_output

__all__ = ["Limits", "Session"]

_VERSION_RUNS = 10


@dataclass(frozen=True)
class Limits:
    """How often and how long."""

    runs: int
    slow: float  # a cold build that takes longer is timed once, and no rebuild is
    timeout: float


class Session:
    """Measures and keeps the records; a generator that fails is out for that size."""

    def __init__(self, records: Records, work: Path, file: Path, limits: Limits) -> None:
        self._records = records
        self._work = work
        self._file = file
        self._limits = limits
        self._slow: set[str] = set()

    def measure_version(self, generator: Generator) -> None:
        """Time the start of sitegen."""
        command = [*generator.command()[:3], "--version"]
        log = self._work / "version.log"
        for _ in range(_VERSION_RUNS):
            measured = measure(command, self._work, log, timeout=60)
            self._keep(generator, 0, "version", measured)

    def measure_size(self, generators: list[Generator], pages: int) -> None:
        """Measure all scenarios with sites of this many pages."""
        place = self._work / str(pages)
        sites = [Site(one, place / one.name, pages) for one in generators]
        self._slow.clear()
        for site in sites:
            site.folder.mkdir(parents=True)
            site.generator.write(site.folder, pages)
        # The first round warms the system's file cache, measures memory and tells who is slow.
        sites = [site for site in sites if self._run_memory(site)]
        for number in range(self._limits.runs):
            for scenario in SCENARIOS:
                sites = [site for site in sites if self._take_turn(site, scenario, number)]

    def measure_huge(self, generator: Generator, pages: int) -> None:
        """See whether a site of very many pages can be built, and in how much memory."""
        site = Site(generator, self._work / str(pages), pages)
        site.folder.mkdir(parents=True)
        generator.write(site.folder, pages)
        self._run_memory(site)

    def _run_memory(self, site: Site) -> bool:
        """Build cold while sampling memory. Return whether the output is right."""
        site.generator.forget(site.folder)
        measured = self._build(site, memory=True)
        if not self._is_good(site, "memory", measured, check_output(site)):
            return False
        self._keep(site.generator, site.pages, "memory", measured)
        self._note_output(site)
        if measured.wall > self._limits.slow:
            self._slow.add(site.generator.name)
        return True

    def _take_turn(self, site: Site, scenario: Scenario, number: int) -> bool:
        """Time one build. Return whether its output is right."""
        if site.generator.name in self._slow and (number or scenario.name != "cold"):
            return True
        scenario.prepare(site)
        measured = self._build(site)
        problem = scenario.check(site) if measured.code == 0 else ""
        if not self._is_good(site, scenario.name, measured, problem):
            return False
        self._keep(site.generator, site.pages, scenario.name, measured)
        return True

    def _build(self, site: Site, *, memory: bool = False) -> Measured:
        log = site.folder.parent / f"{site.generator.name}.log"
        command = site.generator.command()
        return measure(command, site.folder, log, memory=memory, timeout=self._limits.timeout)

    def _is_good(self, site: Site, scenario: str, measured: Measured, problem: str) -> bool:
        if measured.code is None:
            problem = f"did not end within {self._limits.timeout:.0f} s"
        elif measured.code:
            problem = f"ended with code {measured.code}"
        if problem:
            text = f"{site.generator.label}, {site.pages:,} pages, {scenario}: {problem}"
            self._records.failures.append(text)
            print(f"FAILED {text}", flush=True)
        return not problem

    def _keep(self, generator: Generator, pages: int, scenario: str, measured: Measured) -> None:
        run = Record(generator.name, pages, scenario, measured.wall, measured.cpu, measured.peak)
        self._records.runs.append(run)
        self._records.machine["Load after the last run"] = f"{load():.1f}"
        self._records.save(self._file)
        if pages:
            peak = f", {measured.peak / 1e6:.0f} MB" if measured.peak else ""
            print(
                f"{pages:>7,} {scenario:<10} {generator.label:<33} {measured.wall:7.2f} s{peak}",
                flush=True,
            )

    def _note_output(self, site: Site) -> None:
        files = list((site.folder / site.generator.output).rglob("*.html"))
        size = sum(file.stat().st_size for file in files)
        key = f"{site.pages} {site.generator.name}"
        self._records.outputs[key] = f"{len(files):,} HTML files, {size / 1e6:.1f} MB"
