"""What the benchmarks ran on, without names of hosts or places."""

from __future__ import annotations

import datetime as dt
import os
import platform
import shutil
import subprocess
from pathlib import Path

__all__ = ["describe", "load"]


def load() -> float:
    """Return how many programs wanted to run, on average over the last minute."""
    return os.getloadavg()[0]


def describe() -> dict[str, str]:
    """Describe the machine and the day."""
    return {
        "Date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "Cores": str(os.cpu_count()),
        "Processor": _processor(),
        "Memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB",
        "System": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "Node": _node(),
        "Load before the first run": f"{load():.1f}",
    }


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or "unknown"
    lines = [line for line in text.splitlines() if line.startswith("model name")]
    return lines[0].partition(":")[2].strip() if lines else "unknown"


def _node() -> str:
    node = shutil.which("node")
    if not node:
        return "none"
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip().removeprefix("v")
