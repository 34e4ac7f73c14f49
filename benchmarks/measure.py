"""Run a command and measure it whole: wall time, processor time and memory of all its processes."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import PROC, memory_of

__all__ = ["Measured", "measure", "prepare_processes"]

_INTERVAL = 0.03
_PATIENCE = 5.0  # seconds for helper processes to end after the command itself
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run took. `code` is None if it ran out of time."""

    code: int | None
    wall: float
    cpu: float
    peak: int | None = None


def prepare_processes() -> None:
    """Set up this process for those that are measured.

    Processes whose parents ended become our children, so that their time is counted. Python keeps
    what it has compiled, as it does where a package was installed.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def measure(
    command: Sequence[str], folder: Path, log: Path, *, memory: bool = False, timeout: float
) -> Measured:
    """Run a command with its output in a file. Sampling memory disturbs the times."""
    before = _children_seconds()
    with log.open("wb") as stream:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        sampler = _Sampler(process.pid) if memory and PROC.is_dir() else None
        code = _wait(process, timeout)
        wall = time.perf_counter() - start
        peak = sampler.stop() if sampler else None
    _reap(process.pid)
    return Measured(code, wall, _children_seconds() - before, peak)


def _wait(process: subprocess.Popen[bytes], timeout: float) -> int | None:
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None


def _children_seconds() -> float:
    """Return the processor time of all children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _reap(group: int) -> None:
    """Wait for helpers that outlived the command; end those that stay."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0]:
                continue
        except ChildProcessError:
            return
        if time.monotonic() > deadline:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
            deadline += _PATIENCE
        time.sleep(0.01)


class _Sampler:
    """The largest memory of a process and its descendants together, sampled in a thread."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._done.is_set():
            self._peak = max(self._peak, memory_of(self._root))
            self._done.wait(_INTERVAL)

    def stop(self) -> int:
        self._done.set()
        self._thread.join()
        return self._peak
