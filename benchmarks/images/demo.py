"""The demo: how long a cold build takes, and what its home page weighs."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from benchmarks.images.formats import encode_again
from benchmarks.images.records import Demo, Records
from benchmarks.images.weight import measure_weights
from benchmarks.measure import measure

__all__ = ["DEMO", "measure_demo"]

DEMO = Path(__file__).parents[2]
_PARTS = ("pyproject.toml", "content", "assets", "templates", "data")
_PAUSE = 3.0
_TIMEOUT = 600.0


def measure_demo(records: Records, work: Path, runs: int, avif_quality: int) -> None:
    """Build the demo cold, encode its AVIF files again at all speeds, weigh its home page."""
    site = work / "demo"
    site.mkdir(parents=True)
    for name in _PARTS:
        source = DEMO / name
        if source.is_dir():
            shutil.copytree(source, site / name)
        elif source.is_file():
            shutil.copy(source, site)
    walls: list[float] = []
    cpus: list[float] = []
    for _ in range(runs):
        for name in ("_site", ".sitegen"):
            shutil.rmtree(site / name, ignore_errors=True)
        time.sleep(_PAUSE)
        command = [sys.executable, "-m", "sitegen", "build", "."]
        measured = measure(command, site, work / "demo.log", timeout=_TIMEOUT)
        if measured.code:
            records.fail(f"the demo ended with code {measured.code}, see demo.log")
            return
        walls.append(measured.wall)
        cpus.append(measured.cpu)
        print(f"demo, cold: {measured.wall:.2f} s ({measured.cpu:.2f})", flush=True)
    records.demo = Demo(walls, cpus, *encode_again(site / "_site", avif_quality))
    records.weights = list(measure_weights(site / "_site"))
    for weight in records.weights:
        lost = [kind for kind in weight.bytes if kind.startswith("failed")]
        if lost:
            records.fail(f"the demo's home page asked for what is not there: {', '.join(lost)}")
