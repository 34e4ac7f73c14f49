"""What was measured of previews, kept in a file as the benchmark runs."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.records import Peer

__all__ = ["READY", "Load", "Records", "Sample", "Soak", "percentiles"]

READY = "ready"
_SLOWEST = 20  # the 95th percentile is the last of the cuts into so many parts


@dataclass(frozen=True)
class Sample:
    """Seconds of one edit, or of one start."""

    generator: str
    pages: int
    kind: str
    seconds: float


@dataclass(frozen=True)
class Load:
    """A preview under load. Times are in seconds."""

    tabs: int
    rate: int
    duration: float
    edits: int
    missed: int  # a tab that was not told of an edit, or a page without it: each counts
    answers: int
    errors: int
    answer_times: tuple[float, float]  # p50, p95
    told_times: tuple[float, float]  # from a save until all tabs are told: p50, p95


@dataclass
class Soak:
    """Bytes of memory and open descriptors after so many edits."""

    edits: list[int]
    memory: list[int]
    descriptors: list[int]
    missed: int


@dataclass
class Records:
    """All that is known after, or during, the benchmark."""

    machine: dict[str, str] = field(default_factory=dict)
    peers: list[Peer] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)  # peers that were too slow
    failures: list[str] = field(default_factory=list)
    load: Load | None = None
    soak: Soak | None = None

    def save(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load_from(cls, file: Path) -> Records:
        data = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            machine=data["machine"],
            peers=[Peer(**peer) for peer in data["peers"]],
            samples=[Sample(**sample) for sample in data["samples"]],
            remarks=data["remarks"],
            failures=data["failures"],
            load=Load(**data["load"]) if data["load"] else None,
            soak=Soak(**data["soak"]) if data["soak"] else None,
        )

    def sizes(self) -> list[int]:
        return sorted({sample.pages for sample in self.samples})

    def times(self, generator: str, pages: int, kind: str) -> list[float]:
        wanted = (generator, pages, kind)
        return [one.seconds for one in self.samples if _key(one) == wanted]


def _key(sample: Sample) -> tuple[str, int, str]:
    return sample.generator, sample.pages, sample.kind


def percentiles(times: list[float]) -> tuple[float, float]:
    """Return the 50th and the 95th percentile of at least one time."""
    if len(times) == 1:
        return times[0], times[0]
    cuts = statistics.quantiles(times, n=_SLOWEST, method="inclusive")
    return statistics.median(times), cuts[-1]
