"""Limit what one piece of work may take: a page, a template or another file.

Time is processor time, so that other programs fail nothing. A piece of work is stopped in two ways:

* A signal raises an exception in Python code, so that the line of a template is known. It comes
  again and again, because the code that it interrupts may catch it.
* In a process that is watched (see `watched_process`), the system ends that a little later. Code in
  other languages cannot be stopped otherwise. The process has announced its work before, so whoever
  watches it knows what to leave out.

Memory is limited in processes that are watched, where the system can do so (Linux).
"""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sitegen.config import USUAL_LIMITS
from sitegen.errors import LimitError, LimitKind

if TYPE_CHECKING:
    from types import FrameType

    from sitegen.config import LimitsConfig

__all__ = [
    "BOARD_SIZE",
    "FILE",
    "PAGE",
    "TEMPLATE",
    "Allowance",
    "Board",
    "Loss",
    "Work",
    "allow",
    "announce_on",
    "forget_unknown",
    "is_watched",
    "learn",
    "limit_work",
    "list_allowances",
    "list_lost",
    "read_board",
    "take_allowances",
]

#: Bytes of the memory in which a process announces its work.
BOARD_SIZE = 4096
#: Seconds of processor time after which the exception comes again.
_AGAIN = 0.1
#: Seconds after the limit when a process is ended.
_GRACE = 0.5
_MB = 1_000_000
#: Parts of the allowed memory: an error after so much is for want of it; so much is all.
_NEAR, _FULL = 0.5, 0.95
#: Where Python is when a piece of work begins or ends.
_AT_THE_END = frozenset({__file__, contextlib.__file__})
#: Libraries reserve memory for each processor, but do not use it.
_MB_EACH = 16


class Board(Protocol):
    """Memory that two processes share: an `mmap` of `BOARD_SIZE` bytes."""

    def __getitem__(self, where: slice) -> bytes: ...
    def __setitem__(self, where: slice, data: bytes) -> None: ...


class Work(NamedTuple):
    """A piece of work: its kind, such as `page`, what it is called, and a digest of what it reads.

    The `key` is empty if that is not known, as of templates.
    `told` adds to a message what the work was for.
    """

    kind: str
    name: str
    key: str = ""
    told: str = ""


class Loss(NamedTuple):
    """Why a piece of work was stopped, and the limit: seconds or megabytes."""

    kind: LimitKind
    amount: float


class Allowance(NamedTuple):
    """Seconds of processor time, and megabytes, for one piece of work of a kind."""

    seconds: float
    megabytes: int


#: Kinds of work: parsing a page, rendering with a template, reading another file.
PAGE, TEMPLATE, FILE = "page", "template", "file"


class _OutOfTimeError(BaseException):
    """Not an Exception, so that code which catches every Exception lets it through."""


def _allowances(limits: LimitsConfig) -> dict[str, Allowance]:
    # A long page takes a hundredth of the usual time, and a list of many thousands a tenth.
    reading = Allowance(limits.parse_seconds, limits.memory)
    return {PAGE: reading, FILE: reading, TEMPLATE: Allowance(limits.render_seconds, limits.memory)}


class _State:
    """What this process is doing, and what it must not try again."""

    def __init__(self) -> None:
        self.board: Board | None = None
        self.is_busy = False
        #: Whether a process that is watched handles the signal: it does so to its end.
        self.has_handler = False
        #: The limits that this process may not exceed in any case, by kind.
        self.most: dict[int, int] = {}
        self.lost: dict[tuple[str, str, str], Loss] = {}
        self.allowances = _allowances(USUAL_LIMITS)


_state = _State()


def announce_on(board: Board) -> None:
    """Announce work there from now on, and let the system end this process if it takes too much."""
    _state.board = board
    _state.is_busy = False
    _state.has_handler = False
    _state.most.clear()
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def is_watched() -> bool:
    """Tell whether somebody watches this process."""
    return _state.board is not None


def read_board(board: Board) -> tuple[Work, float] | None:
    """Return what was announced last and has not ended, and its seconds."""
    size = int.from_bytes(board[0:2], "little")
    seconds, *fields = bytes(board[2 : 2 + size]).decode("utf-8", "replace").split("\0")
    return (Work(*fields), float(seconds)) if len(fields) == len(Work._fields) else None


def allow(limits: LimitsConfig) -> None:
    """Set the limits for all work from now on."""
    _state.allowances = _allowances(limits)


def list_allowances() -> Mapping[str, Allowance]:
    """Return the allowances for work, by its kind."""
    return _state.allowances


def take_allowances(allowances: Mapping[str, Allowance]) -> None:
    """Use those of another process."""
    _state.allowances = dict(allowances)


def learn(lost: Iterable[tuple[Work, Loss]]) -> None:
    """Do not try this work again in this process."""
    for work, loss in lost:
        _state.lost[work[:3]] = loss


def list_lost() -> list[tuple[Work, Loss]]:
    """Return what was stopped in this process, and what it has learnt of others."""
    return [(Work(*work), loss) for work, loss in _state.lost.items()]


def forget_unknown() -> None:
    """Try work without a `key` again: what it reads may be another in the next build."""
    _state.lost = {work: loss for work, loss in _state.lost.items() if work[2]}


@contextlib.contextmanager
def limit_work(work: Work, seconds: float = 0.0) -> Iterator[None]:
    """Raise a LimitError if the block takes more than its allowance, or has done so before.

    `seconds` is the time, if not what its kind is allowed. Of blocks inside one another, only the
    outermost is limited.
    """
    if _state.is_busy or not _is_main():
        yield
        return
    if _state.lost and work[:3] in _state.lost:
        raise LimitError(*_state.lost[work[:3]])
    allowance = _state.allowances[work.kind]
    if seconds:
        allowance = Allowance(seconds, allowance.megabytes)
    _state.is_busy = True
    _announce(work, allowance.seconds)
    clock = _start(allowance)
    failure: BaseException | None = None
    try:
        try:
            yield
        finally:
            _stop(clock)
    except (Exception, _OutOfTimeError) as error:  # noqa: BLE001  # it is raised again below
        _stop(clock)  # it may have come while the clock was being stopped
        failure = error
    loss = _explain(failure, clock.growth(), allowance)
    if loss is not None:
        if work.key:  # otherwise, it may be mended before the next time
            _state.lost[work[:3]] = loss
        trace = failure.__traceback__ if failure else None
        raise LimitError(*loss).with_traceback(trace) from None
    if failure is not None:
        raise failure


def _explain(failure: BaseException | None, growth: int, allowance: Allowance) -> Loss | None:
    """Return which limit was reached; None if the work has ended well, or failed otherwise.

    Libraries may hide that they were given no more memory, or raise some other error.
    """
    if isinstance(failure, _OutOfTimeError):
        return Loss("time", allowance.seconds)
    share = _NEAR if failure else _FULL
    if isinstance(failure, MemoryError) or growth > share * allowance.megabytes * _MB:
        return Loss("memory", allowance.megabytes)
    return None


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()


def _announce(work: Work, seconds: float) -> None:
    board = _state.board
    if board is not None:
        data = "\0".join((str(seconds), *work)).encode("utf-8", "replace")[: BOARD_SIZE - 2]
        board[0:2] = b"\0\0"
        board[2 : 2 + len(data)] = data
        board[0:2] = len(data).to_bytes(2, "little")


class _Clock(NamedTuple):
    """What was before some work: the signal's handler, and the most memory so far, in bytes.

    In a process that is watched, the handler stays: to set it takes a third of the time of a limit.
    """

    handler: Any = None
    peak: int = -1

    def growth(self) -> int:
        """Return by how many bytes the most memory has grown, as far as that was noted."""
        return _peak_memory() - self.peak if self.peak >= 0 else 0


def _start(allowance: Allowance) -> _Clock:
    """Start the clock, and set the limits."""
    if not hasattr(signal, "setitimer"):  # Windows
        return _Clock()
    before = None
    if _state.board is None or not _state.has_handler:
        before = signal.signal(signal.SIGPROF, _interrupt)
        _state.has_handler = True
    signal.setitimer(signal.ITIMER_PROF, allowance.seconds, _AGAIN)
    peak = -1
    if _state.board is not None:
        import resource

        peak = _peak_memory()
        _limit(resource.RLIMIT_CPU, int(time.process_time() + allowance.seconds + _GRACE) + 1)
        used = _memory_in_use()
        if used:
            more = allowance.megabytes + _MB_EACH * _count_processors()
            _limit(resource.RLIMIT_DATA, used + more * _MB)
    return _Clock(before, peak)


def _stop(clock: _Clock) -> None:
    """Stop the clock, and take the limits away."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0)
        if _state.board is None:
            signal.signal(signal.SIGPROF, clock.handler)
    _state.is_busy = False
    if _state.board is not None:
        _state.board[0:2] = b"\0\0"
        with contextlib.suppress(ImportError):
            import resource

            _limit(resource.RLIMIT_CPU, resource.RLIM_INFINITY)
            if _open_statm(os.getpid()) >= 0:
                _limit(resource.RLIMIT_DATA, resource.RLIM_INFINITY)


def _limit(kind: int, amount: int) -> None:
    """Set a limit of this process, up to the one that it may not exceed in any case."""
    import resource

    most = _state.most.get(kind)
    if most is None:
        most = _state.most[kind] = resource.getrlimit(kind)[1]
    infinite = resource.RLIM_INFINITY
    if most != infinite and (amount == infinite or amount > most):
        amount = most
    resource.setrlimit(kind, (amount, most))


def _peak_memory() -> int:
    """Return the most bytes that this process has had in memory."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _memory_in_use() -> int:
    """Return the bytes that `RLIMIT_DATA` counts; 0 where that is not known."""
    opened = _open_statm(os.getpid())
    if opened < 0:
        return 0
    return int(os.pread(opened, 200, 0).split()[5]) * _page_size()


@functools.lru_cache(maxsize=1)
def _open_statm(process: int) -> int:
    try:
        return os.open(f"/proc/{process}/statm", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return -1


@functools.cache
def _page_size() -> int:
    return os.sysconf("SC_PAGE_SIZE")


@functools.cache
def _count_processors() -> int:
    return os.cpu_count() or 1


def _interrupt(_number: int, frame: FrameType | None) -> None:
    """End the work, unless it has just ended: then, nothing would catch the exception.

    To free a large page takes longer than the time after which the signal comes again.
    """
    is_at_end = frame is not None and frame.f_code.co_filename in _AT_THE_END
    if _state.is_busy and not is_at_end:
        raise _OutOfTimeError
