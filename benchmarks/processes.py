"""What a process and its descendants use, as `/proc` tells it."""

from __future__ import annotations

import contextlib
import os
import resource
from pathlib import Path

__all__ = ["PROC", "cpu_of", "descriptors_of", "family", "memory_of"]

PROC = Path("/proc")  # there is none but on Linux


def memory_of(root: int) -> int:
    """Return the bytes of memory of a process and its family."""
    return sum(map(_memory, family(root)))


def cpu_of(root: int) -> float:
    """Return the processor seconds of a process and its family, ended children included."""
    ticks = 0
    for pid in family(root):
        with contextlib.suppress(OSError):
            fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))  # user and system, its own and children's
    return ticks / os.sysconf("SC_CLK_TCK")


def descriptors_of(pid: int) -> int:
    """Return how many files and sockets a process has open."""
    return len(list((PROC / str(pid) / "fd").iterdir()))


def family(root: int) -> set[int]:
    """Return a process, its descendants and whatever else runs in its session."""
    parents: dict[int, tuple[int, int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has just ended
            parents[int(entry.name)] = (int(fields[1]), int(fields[3]))
    family = {pid for pid, (_, session) in parents.items() if root in (pid, session)}
    while more := {pid for pid, (up, _) in parents.items() if up in family} - family:
        family |= more
    return family


def _memory(pid: int) -> int:
    """Return a process's share of memory (PSS), or its resident set where that is not told."""
    try:
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        resident = int((PROC / str(pid) / "statm").read_text().split()[1])
    except OSError:
        return 0
    return resident * resource.getpagesize()
