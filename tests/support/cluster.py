"""A Dask scheduler and its workers, on this machine only."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Cluster", "run_cluster"]

_SECONDS = 60


class Cluster:
    """A scheduler and workers; each is a process of ours, and only these are ended."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self.scheduler = self._start(
            "dask_scheduler", "--port", "0", "--scheduler-file", str(self._file)
        )
        self._wait_for(lambda _: self._file.exists() and self._file.read_text().endswith("}"))
        address: str = json.loads(self._file.read_text())["address"]
        self.address = address.removeprefix("tcp://")
        self.workers = [
            self._start(
                *("dask_worker", f"tcp://{self.address}", "--no-nanny", "--nthreads", "1"),
                *("--name", f"worker-{number}", "--local-directory", str(folder / str(number))),
            )
            for number in range(workers)
        ]

        self._wait_for(lambda log: log.count("Registered to") >= workers)

    def wait_for_client(self) -> None:
        """Wait until somebody has come who wants work to be done."""
        self._wait_for(lambda log: "Receive client connection" in log)

    def stop(self) -> None:
        """End all that is still running."""
        for process in (*self.workers, self.scheduler):
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
        for process in (*self.workers, self.scheduler):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(20)

    def _start(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [
                    *(sys.executable, "-m", f"distributed.cli.{program}", *arguments),
                    *("--host", "127.0.0.1", "--no-dashboard"),
                ],
                cwd=self._folder,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                stdout=log,
                stderr=log,
            )

    def _wait_for(self, condition: Callable[[str], bool]) -> None:
        end = time.monotonic() + _SECONDS
        while not condition((self._folder / "log").read_text()):
            if time.monotonic() > end or self.scheduler.poll() is not None:
                raise AssertionError((self._folder / "log").read_text())
            time.sleep(0.1)


@contextlib.contextmanager
def run_cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """Run a cluster for as long as the block takes."""
    cluster = Cluster(folder, workers)
    try:
        yield cluster
    finally:
        cluster.stop()
