"""What was measured of pictures, kept in a file as the benchmark runs."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.records import Peer

__all__ = ["Demo", "Encoded", "Quality", "Records", "Run", "Share", "Weight"]


@dataclass(frozen=True)
class Run:
    """One run over so many photographs. `peak` is in bytes, of runs whose times do not count."""

    maker: str
    scenario: str
    pictures: int
    wall: float
    cpu: float
    peak: int | None = None


@dataclass(frozen=True)
class Quality:
    """A format's quality number, and the mean similarity and bytes of files made with it."""

    maker: str
    format: str
    number: int
    similarity: float
    bytes: float


@dataclass(frozen=True)
class Share:
    """Processor seconds for each photograph that sitegen spends on one kind of work."""

    work: str
    seconds: float


@dataclass(frozen=True)
class Encoded:
    """One way of encoding a set of pictures: mean similarity; bits and seconds by size."""

    pictures: str
    format: str
    effort: str
    quality: int
    similarity: float
    bits: float  # per pixel
    seconds: float  # per megapixel


@dataclass(frozen=True)
class Demo:
    """Wall and processor seconds of cold builds of the demo.

    `speeds` and `sizes` are seconds and bytes of encoding its AVIF files at each speed.
    """

    walls: list[float]
    cpus: list[float]
    files: int = 0
    speeds: dict[str, float] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Weight:
    """Bytes on the wire for the demo's home page, by kind."""

    scale: int
    compressed: bool
    requests: int
    bytes: dict[str, int]
    scrolled: bool


@dataclass
class Records:
    """All that is known after, or during, the benchmark."""

    machine: dict[str, str] = field(default_factory=dict)
    peers: list[Peer] = field(default_factory=list)
    bytes_in: int = 0  # of all photographs
    qualities: list[Quality] = field(default_factory=list)
    compared: int = 0  # photographs whose files were compared
    settings: dict[str, float] = field(default_factory=dict)  # ways of using sharp -> seconds
    runs: list[Run] = field(default_factory=list)
    untouched: dict[str, bool] = field(default_factory=dict)  # second build -> no pixel touched
    shares: list[Share] = field(default_factory=list)
    encoded: list[Encoded] = field(default_factory=list)
    demo: Demo | None = None
    weights: list[Weight] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def save(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load_from(cls, file: Path) -> Records:
        data = json.loads(file.read_text(encoding="utf-8"))
        kinds = {"peers": Peer, "qualities": Quality, "runs": Run, "shares": Share}
        kinds |= {"encoded": Encoded, "weights": Weight}
        for name, kind in kinds.items():
            data[name] = [kind(**each) for each in data[name]]
        data["demo"] = Demo(**data["demo"]) if data["demo"] else None
        return cls(**data)

    def fail(self, problem: str) -> None:
        self.failures.append(problem)
        print(f"FAILED {problem}", flush=True)

    def peer(self, name: str) -> Peer | None:
        """Return a maker that was measured."""
        return next((peer for peer in self.peers if peer.name == name and not peer.missing), None)

    def runs_of(self, maker: str, scenario: str) -> list[Run]:
        return [run for run in self.runs if (run.maker, run.scenario) == (maker, scenario)]

    def wall(self, maker: str, scenario: str) -> float | None:
        """Return the median of wall seconds."""
        runs = self.runs_of(maker, scenario)
        return statistics.median(run.wall for run in runs) if runs else None

    def cpu(self, maker: str, scenario: str) -> float | None:
        """Return the median of processor seconds."""
        runs = self.runs_of(maker, scenario)
        return statistics.median(run.cpu for run in runs) if runs else None

    def peak(self, maker: str) -> float | None:
        """Return the median of peak bytes."""
        peaks = [run.peak for run in self.runs_of(maker, "memory") if run.peak is not None]
        return statistics.median(peaks) if peaks else None

    def pictures(self, maker: str) -> int:
        """Return how many photographs a maker had to do."""
        return max((run.pictures for run in self.runs_of(maker, "cold")), default=0)
