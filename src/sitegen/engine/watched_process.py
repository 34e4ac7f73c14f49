"""A process that works for this one, and that the system may end without harm to others.

It does one task after another. While it works on a page or a template, it announces that (see
`work_limits`), so that after its end it is known what to leave out. On Linux, it is a fork of this
process, otherwise a new interpreter. There is none on Windows.
"""

from __future__ import annotations

import contextlib
import gc
import mmap
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from sitegen.engine import work_limits
from sitegen.engine.work_limits import BOARD_SIZE, Allowance, Loss, Work, read_board
from sitegen.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CAN_FORK",
    "Answer",
    "End",
    "Lifeline",
    "Request",
    "WatchedProcess",
    "describe_end",
    "explain_end",
    "run_spawned",
]

CAN_FORK = sys.platform == "linux"
_SIZE = 8
#: Signals that somebody sends to end a program, or the system to get memory back.
_FROM_OUTSIDE = frozenset(
    getattr(signal, name, 0) for name in ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT")
)
_AT_ONCE = 1 << 20


class Request(NamedTuple):
    """A function to call, with what it must not try again, and its allowances."""

    function: Callable[[bytes], bytes]
    payload: bytes
    lost: list[tuple[Work, Loss]]
    allowances: Mapping[str, Allowance]


class Answer(NamedTuple):
    """What a function has returned or raised, and what was stopped in that process meanwhile."""

    data: bytes
    error: BaseException | None
    lost: list[tuple[Work, Loss]]


class End(NamedTuple):
    """The end of a process: the signal that ended it, the work at that time, its seconds."""

    number: int
    work: Work | None
    seconds: float


def explain_end(end: End) -> Loss | None:
    """Return why the work has ended its process; None if somebody else has done so."""
    if end.number in _FROM_OUTSIDE or end.work is None:
        return None
    if end.number == getattr(signal, "SIGXCPU", 0):
        return Loss("time", end.seconds)
    return Loss("end", 0.0)


def describe_end(work: Work | None) -> MachineError:
    """Return the error for a process that somebody else has ended during some work."""
    doing = f" while it worked on {work.told or work.name}" if work else ""
    return MachineError(f"the process that builds was ended{doing}, perhaps for want of memory")


class Lifeline:
    """A pipe that ends with this process: its children notice that, even while they work."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()

    def follow(self) -> None:
        """End this process, a fork, as soon as its parent ends."""
        os.close(self._write)

        def wait() -> None:
            os.read(self._read, 1)
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()

    def close(self) -> None:
        """End all processes that follow this one."""
        os.close(self._write)
        os.close(self._read)


class WatchedProcess:
    """A process that does tasks."""

    def __init__(self) -> None:
        self._board: mmap.mmap
        #: File descriptors, for forks close those of their parent without ado.
        self._orders = self._answers = -1
        self._pid = 0
        #: What the pipe had no room for.
        self._unsent = b""

    @classmethod
    def fork(cls, lifeline: Lifeline, others: Iterable[WatchedProcess]) -> WatchedProcess:
        """Start a fork of this process; `others` are those that it has already."""
        process = cls()
        process._board = mmap.mmap(-1, BOARD_SIZE)
        their_orders, orders = os.pipe()
        answers, their_answers = os.pipe()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(AttributeError, OSError, ValueError):
                stream.flush()  # or both processes would write what is in it
        # Ctrl-C is for the parent, also before the fork can ignore it.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        process._pid = os.fork()
        if process._pid == 0:
            try:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                signal.pthread_sigmask(signal.SIG_SETMASK, mask)
                for number in (orders, answers):
                    os.close(number)
                for other in others:
                    other._forget()  # noqa: SLF001  # of this class
                # Not before the fork, because sitegen may run inside another program that uses it.
                gc.freeze()  # the collector would copy the memory that is shared with the parent
                lifeline.follow()
                work_limits.announce_on(process._board)
                _work(their_orders, their_answers)
            except BaseException:  # noqa: BLE001  # nothing may go on as if this were the parent
                traceback.print_exc()
            finally:
                os._exit(1)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.close(their_orders)
        os.close(their_answers)
        process._open(orders, answers)
        return process

    @classmethod
    def spawn(cls) -> WatchedProcess:
        """Start a new interpreter."""
        import subprocess  # 8 ms that forks need not pay
        import tempfile

        process = cls()
        with tempfile.TemporaryFile() as file:
            file.truncate(BOARD_SIZE)
            process._board = mmap.mmap(file.fileno(), BOARD_SIZE)
            code = f"import {__name__} as here; here.run_spawned({file.fileno()})"
            child = subprocess.Popen(  # noqa: S603  # our own module
                [sys.executable, "-P", "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                pass_fds=(file.fileno(),),
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        process._pid = child.pid
        child.returncode = 0  # this class waits for it
        if child.stdin and child.stdout:
            with child.stdin, child.stdout:
                process._open(os.dup(child.stdin.fileno()), os.dup(child.stdout.fileno()))
        return process

    def _open(self, orders: int, answers: int) -> None:
        self._orders, self._answers = orders, answers
        # A process that is busy reads nothing, and may itself wait until its answer is read.
        os.set_blocking(orders, False)

    def fileno(self) -> int:
        """Return the file descriptor that can be read when there is an answer, or an end."""
        return self._answers

    @property
    def unsent(self) -> int | None:
        """The file descriptor that can be written when `send_rest` has to be called; or None."""
        return self._orders if self._unsent else None

    def send(self, request: Request) -> None:
        """Send a task, or as much of it as the pipe takes while the process is busy.

        A process that has ended is found by `receive`.
        """
        self._unsent += _frame(pickle.dumps(request))
        self.send_rest()

    def send_rest(self) -> None:
        """Send more of what has not been sent."""
        rest = memoryview(self._unsent)
        try:
            while rest:
                rest = rest[os.write(self._orders, rest) :]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            rest = rest[:0]
        self._unsent = bytes(rest)

    def receive(self) -> Answer | End:
        """Wait for the next answer, or the end of the process; all has to be sent before."""
        data = _read(self._answers)
        if data is not None:
            answer: Answer = pickle.loads(data)  # noqa: S301  # from our own process
            return answer
        number = self._wait()
        announced = read_board(self._board)
        work, seconds = announced or (None, 0.0)
        return End(number, work, seconds)

    def close(self) -> None:
        """Let the process, which has nothing to do, end, and wait for it."""
        self._wait()

    def kill(self) -> None:
        """End the process now."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        self._wait()

    def _wait(self) -> int:
        """Wait for the end; return the number of the signal that caused it, or 0."""
        os.close(self._orders)
        os.close(self._answers)
        _, status = os.waitpid(self._pid, 0)
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0

    def _forget(self) -> None:
        """Close, in a fork, what belongs to the parent."""
        os.close(self._orders)
        os.close(self._answers)


def _work(orders: int, answers: int) -> NoReturn:
    """Do tasks until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the parent
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    while True:
        data = _read(orders)
        if data is None:
            os._exit(0)
        request: Request = pickle.loads(data)  # noqa: S301  # from our own process
        work_limits.take_allowances(request.allowances)
        work_limits.learn(request.lost)
        known = {work[:3] for work, _ in work_limits.list_lost()}
        done, failure = b"", None
        try:
            done = request.function(request.payload)
        except BaseException as error:  # noqa: BLE001  # it is raised in the parent
            failure = error
        lost = [each for each in work_limits.list_lost() if each[0][:3] not in known]
        answer = Answer(done, failure and _sendable(failure), lost)
        try:
            _write(answers, pickle.dumps(answer))
        except BrokenPipeError:
            os._exit(1)


def _sendable(error: BaseException) -> BaseException:
    """Return an error with its traceback as a note, or its text if it cannot be sent."""
    text = "".join(traceback.format_exception(error))
    try:
        error.add_note(text)
        again: BaseException = pickle.loads(pickle.dumps(error))  # noqa: S301  # made here
    except Exception:  # noqa: BLE001  # whatever its class does
        return RuntimeError(text)
    return again


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(_frame(data))
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _frame(data: bytes) -> bytes:
    return len(data).to_bytes(_SIZE, "little") + data


def _read(descriptor: int) -> bytes | None:
    """Return the next message, or None at the end."""
    size = _read_exactly(descriptor, _SIZE)
    return _read_exactly(descriptor, int.from_bytes(size, "little")) if size else None


def _read_exactly(descriptor: int, size: int) -> bytes | None:
    parts = []
    while size:
        part = os.read(descriptor, min(size, _AT_ONCE))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def run_spawned(board: int) -> NoReturn:
    """Do the tasks of a new interpreter; `board` is the file in which it announces its work."""
    work_limits.announce_on(mmap.mmap(board, BOARD_SIZE))
    answers = os.dup(1)
    os.dup2(2, 1)  # libraries may print
    _work(0, answers)
