"""A preview's server as a process of its own, on a free port of this machine."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import PROC, cpu_of

__all__ = ["NotReady", "Server", "ask", "serving"]

_HOST = "127.0.0.1"
_PATIENCE = 5.0  # seconds for a server to end when it is asked to
_WINDOW = 0.5  # seconds over which a server is said to be quiet or not
_QUIET = 0.2  # of one core
_LONGEST = 60.0


class NotReady(Exception):  # noqa: N818  # a state rather than a mistake
    """A server that ended, or did not answer in time."""


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    process: subprocess.Popen[bytes]
    port: int
    ready: float  # seconds from its start to its first good answer

    @property
    def host(self) -> str:
        return f"{_HOST}:{self.port}"

    def wait_until_quiet(self) -> None:
        """Wait until whatever it does after an edit has ended; a minute at most."""
        end = time.monotonic() + _LONGEST
        while PROC.is_dir() and time.monotonic() < end:
            before = cpu_of(self.process.pid)
            time.sleep(_WINDOW)
            if cpu_of(self.process.pid) - before < _QUIET * _WINDOW:
                return


@contextlib.contextmanager
def serving(
    command: Callable[[int], list[str]], folder: Path, log: Path, path: str, timeout: float
) -> Iterator[Server]:
    """Start a server and wait until it answers with a page. Raises NotReady."""
    port = _free_port()
    with log.open("ab") as stream:
        start = time.perf_counter()
        process = subprocess.Popen(
            command(port),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            if problem := _wait_for_answer(process, port, path, timeout):
                raise NotReady(f"{problem}; {_last_line(log)}")
            yield Server(process, port, time.perf_counter() - start)
        finally:
            _end(process)


def _wait_for_answer(process: subprocess.Popen[bytes], port: int, path: str, timeout: float) -> str:
    """Return why there is none, or nothing."""
    end = time.monotonic() + timeout
    while ask(port, path)[0] != http.client.OK:
        if process.poll() is not None:
            return f"ended with code {process.returncode}"
        if time.monotonic() > end:
            return f"no answer within {timeout:.0f} s"
        time.sleep(0.01)
    return ""


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def ask(port: int, path: str) -> tuple[int, bytes]:
    """Return status and body of an answer; 0 if there is none yet."""
    connection = http.client.HTTPConnection(_HOST, port, timeout=_LONGEST)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a server and the processes that it has started: it leads a session of its own."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((_HOST, 0))
        port: int = found.getsockname()[1]
        return port
