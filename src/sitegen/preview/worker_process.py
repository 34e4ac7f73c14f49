"""Run functions in a process that can be killed."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from sitegen.engine.workers import follow_parent
from sitegen.errors import MachineError, SitegenError

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess, SpawnProcess

__all__ = ["GivenUpError", "Say", "WorkerProcess"]

#: Is told by who works whether it is at work on what may never end, each time that it gets further.
Say = Callable[[bool], None]
#: Takes the arguments of a question, and returns or raises what the asker gets.
Answer = Callable[..., Any]


class GivenUpError(SitegenError):
    """A process was ended because it got nowhere."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign of life."""

    at_risk: bool


class WorkerProcess:
    """A process that answers questions one after another; started when it is first needed.

    `start` is called once in the new process, with a Say; what it returns answers each question.
    `seconds` limits the time for one answer.
    """

    def __init__(self, start: Callable[[Say], Answer], seconds: float | None = None) -> None:
        self._start = start
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: ForkProcess | SpawnProcess | None = None
        self._given_up = False
        self._since: float | None = None

    @property
    def stuck(self) -> float:
        """Seconds since the last sign of life, as long as the work is such as may never end."""
        since = self._since
        return time.monotonic() - since if since is not None else 0.0

    def ask(self, *arguments: Any) -> Any:
        """Return what the function returns, or raise what it raises. Raises GivenUpError."""
        with self._lock:
            if self._process is None or not self._process.is_alive():
                self.start()
            self._given_up = False
            try:
                self._line.send(arguments)
                outcome = self._hear()
            except (EOFError, OSError) as error:
                self.kill()  # it may be about to end
                if self._given_up:
                    self.start()  # so that who asks next need not wait for that
                    message = "it took too long"
                    raise GivenUpError(message) from error
                message = "the process that builds was ended, perhaps for want of memory"
                raise MachineError(message) from error
            finally:
                self._since = None
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def _hear(self) -> Any:
        while True:
            if not self._line.poll(self._seconds):
                self.give_up()
                raise EOFError
            said = self._line.recv()
            if not isinstance(said, _Sign):
                return said
            self._since = time.monotonic() if said.at_risk else None

    def give_up(self) -> None:
        """End what is being done; who waits for it gets a GivenUpError."""
        self._given_up = True
        self._since = None  # once is enough
        self.kill()

    def kill(self) -> None:
        """End the process now."""
        process = self._process  # another one may be started meanwhile
        if process is not None:
            process.kill()
            process.join()

    def start(self) -> None:
        """Start the process."""
        # A forked one has everything imported. It must not be forked beside threads, which may
        # hold a lock.
        context: Any = multiprocessing.get_context("fork" if _can_fork() else "spawn")
        self._line, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._start))
        process.start()
        theirs.close()
        self._process = process


def _can_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


def _work(line: Connection, start: Callable[[Say], Answer]) -> None:
    """Answer until nobody asks any more."""
    follow_parent()

    def say(at_risk: bool) -> None:  # noqa: FBT001  # the one thing that is said
        with contextlib.suppress(OSError):
            line.send(_Sign(at_risk))

    answer = start(say)
    while True:
        try:
            arguments = line.recv()
        except (EOFError, OSError):
            return
        outcome: Any
        try:
            outcome = answer(*arguments)
        except SitegenError as error:
            outcome = error
        except Exception as error:  # noqa: BLE001  # told by the server as a bug of ours
            outcome = RuntimeError(f"{type(error).__name__}: {error}")
        with contextlib.suppress(OSError):
            line.send(outcome)
        outcome = None
        # Left to itself, the collector waits for ever more, the longer the preview runs.
        if not line.poll():
            gc.collect()
