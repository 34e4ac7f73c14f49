"""Run functions in a process that can be killed.

It is watched: if the system ends it because a page or template takes too much, the request is
answered by another one, which leaves that out.
"""

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

from sitegen.engine.watched_process import End, describe_end, explain_end
from sitegen.engine.work_limits import BOARD_SIZE, announce_on, learn, read_board
from sitegen.engine.workers import follow_parent
from sitegen.errors import SitegenError

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess, SpawnProcess

    from sitegen.engine.work_limits import Board, Loss, Work

__all__ = ["Answer", "GivenUpError", "Report", "WorkerProcess"]

#: Seconds for a process that has closed its pipe to end.
_SOON = 5.0
#: The worker calls this each time that it makes progress. The argument says whether what it does
#: next may never end, such as rendering a template.
Report = Callable[[bool], None]
#: Takes the arguments of a request, and returns or raises what the caller of `ask` gets.
Answer = Callable[..., Any]


class GivenUpError(SitegenError):
    """A process was killed because it made no progress."""


@dataclass(frozen=True, slots=True)
class _Progress:
    """The worker has made progress."""

    may_never_end: bool


class WorkerProcess:
    """A process that answers requests one after another; started when it is first needed.

    `start` is called once in the new process, with a Report; what it returns answers each request.
    It has to be picklable. `seconds` limits the time for one answer.
    """

    def __init__(self, start: Callable[[Report], Answer], seconds: float | None = None) -> None:
        self._start = start
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: ForkProcess | SpawnProcess | None = None
        self._given_up = False
        self._since: float | None = None
        #: Where the process announces its work, and what has ended others.
        self._board: Any = None
        self._lost: list[tuple[Work, Loss]] = []

    @property
    def stuck(self) -> float:
        """Seconds without progress in work that may never end, otherwise 0."""
        since = self._since
        return time.monotonic() - since if since is not None else 0.0

    def ask(self, *arguments: Any) -> Any:
        """Return the answer to a request, or raise what the worker raises.

        Raises GivenUpError after `give_up` or a timeout, and MachineError if the process was ended
        by somebody else.
        """
        with self._lock:
            self._lost = [each for each in self._lost if each[0].key]  # others may be mended now
            while True:
                if self._process is None or not self._process.is_alive():
                    self.start()
                self._given_up = False
                try:
                    self._line.send(arguments)
                    outcome = self._receive()
                    break
                except (EOFError, OSError) as error:
                    self._learn_from_end(error)
                finally:
                    self._since = None
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def _learn_from_end(self, error: Exception) -> None:
        """Note what has ended the process, for the next one; raise if that is not known."""
        process = self._process
        if process is None:  # pragma: no cover  # somebody has sent it a request
            raise error
        process.join(_SOON)  # it may still be ending
        number = -(process.exitcode or 0)
        self.kill()
        if self._given_up:
            self.start()  # so that the next request need not wait for it
            message = "it took too long"
            raise GivenUpError(message) from error
        work, seconds = read_board(self._board) or (None, 0.0)
        loss = explain_end(End(number, work, seconds))
        if work is None or loss is None or work[:3] in {lost[:3] for lost, _ in self._lost}:
            raise describe_end(work) from error
        self._lost.append((work, loss))

    def _receive(self) -> Any:
        while True:
            if not self._line.poll(self._seconds):
                self.give_up()
                raise EOFError
            received = self._line.recv()
            if not isinstance(received, _Progress):
                return received
            self._since = time.monotonic() if received.may_never_end else None

    def give_up(self) -> None:
        """Kill the process; the caller that waits for its answer gets a GivenUpError."""
        self._given_up = True
        self._since = None  # or it would be given up again while the next one starts
        self.kill()

    def kill(self) -> None:
        """Kill the process, if there is one."""
        process = self._process  # another one may be started meanwhile
        if process is not None:
            process.kill()
            process.join()

    def start(self) -> None:
        """Start the process."""
        # A forked process has everything imported. Forking is not safe while other threads run:
        # one of them may hold a lock.
        context: Any = multiprocessing.get_context("fork" if _can_fork() else "spawn")
        self._line, theirs = context.Pipe()
        self._board = context.RawArray("c", BOARD_SIZE)
        arguments = (theirs, self._start, self._board, self._lost)
        process = context.Process(target=_work, args=arguments)
        process.start()
        theirs.close()
        self._process = process


def _can_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


def _work(
    line: Connection,
    start: Callable[[Report], Answer],
    board: Board,
    lost: list[tuple[Work, Loss]],
) -> None:
    """Answer requests until the other end of the pipe is closed."""
    follow_parent()
    announce_on(board)
    learn(lost)

    def report(may_never_end: bool) -> None:  # noqa: FBT001  # its only argument
        with contextlib.suppress(OSError):
            line.send(_Progress(may_never_end))

    answer = start(report)
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
        except Exception as error:  # noqa: BLE001  # the server reports it as a bug in sitegen
            outcome = RuntimeError(f"{type(error).__name__}: {error}")
        with contextlib.suppress(OSError):
            line.send(outcome)
        outcome = None
        # Left to itself, the garbage collector runs less and less often the longer this lives.
        if not line.poll():
            gc.collect()
