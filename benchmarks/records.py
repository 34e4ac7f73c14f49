"""What was measured: records, kept in a file as the benchmarks run, and their medians."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

__all__ = ["Peer", "Record", "Records"]


@dataclass(frozen=True)
class Record:
    """One run of a generator."""

    generator: str
    pages: int
    scenario: str
    wall: float
    cpu: float
    peak: int | None = None  # bytes; only of runs whose times do not count


@dataclass(frozen=True)
class Peer:
    """A generator as it was found: version, or why it is missing."""

    name: str
    label: str
    version: str
    missing: str
    python: bool
    ours: bool
    notes: str


@dataclass
class Records:
    """All that is known after, or during, the benchmarks."""

    machine: dict[str, str] = field(default_factory=dict)
    peers: list[Peer] = field(default_factory=list)
    runs: list[Record] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)  # "pages generator" -> files and bytes
    failures: list[str] = field(default_factory=list)

    def save(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> Records:
        data = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            machine=data["machine"],
            peers=[Peer(**peer) for peer in data["peers"]],
            runs=[Record(**run) for run in data["runs"]],
            outputs=data["outputs"],
            failures=data["failures"],
        )

    def peer(self, name: str) -> Peer | None:
        """Return a generator that was measured."""
        return next((peer for peer in self.peers if peer.name == name and not peer.missing), None)

    def sizes(self) -> list[int]:
        """Return the sizes of which cold builds were timed."""
        return sorted({run.pages for run in self.runs if run.scenario == "cold"})

    def runs_of(self, generator: str, pages: int, scenario: str) -> list[Record]:
        wanted = (generator, pages, scenario)
        return [run for run in self.runs if (run.generator, run.pages, run.scenario) == wanted]

    def median(
        self, generator: str, pages: int, scenario: str, value: Callable[[Record], float | None]
    ) -> float | None:
        """Return the median of a value, or nothing if it was not measured."""
        values = [value(run) for run in self.runs_of(generator, pages, scenario)]
        known = [one for one in values if one is not None]
        return statistics.median(known) if known else None

    def wall(self, generator: str, pages: int, scenario: str) -> float | None:
        return self.median(generator, pages, scenario, lambda run: run.wall)

    def cpu(self, generator: str, pages: int, scenario: str) -> float | None:
        return self.median(generator, pages, scenario, lambda run: run.cpu)

    def peak(self, generator: str, pages: int) -> float | None:
        return self.median(generator, pages, "memory", lambda run: run.peak)
