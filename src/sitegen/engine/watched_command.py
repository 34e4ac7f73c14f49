"""Let a command run in a process that is watched, and run it again without what ended that process.

A page or a template may take so much time or memory that only the system can stop it, by ending the
process. So a command that builds runs in a fork of this one. That announces what it works on (see
`work_limits`); if it is ended there, another fork is told to leave it out.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import mmap
import os
import signal
import sys
import time
from typing import TYPE_CHECKING, NoReturn

from sitegen.engine.watched_process import End, Lifeline, describe_end, explain_end
from sitegen.engine.work_limits import (
    BOARD_SIZE,
    announce_on,
    is_watched,
    learn,
    list_lost,
    read_board,
)

if TYPE_CHECKING:
    from types import FrameType

__all__ = ["continue_watched", "leave"]

#: Seconds after which a second Ctrl-C ends the command at once.
_PATIENCE = 1.0
#: The exit code after Ctrl-C.
_INTERRUPTED = 130


def continue_watched() -> None:
    """Return in a fork of this process, which exits as that one does. Raises MachineError.

    On Windows, this process goes on alone.
    """
    if sys.platform == "win32":
        return
    lifeline = Lifeline()
    board = mmap.mmap(-1, BOARD_SIZE)
    while True:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        process = os.fork()
        if process == 0:
            gc.freeze()  # otherwise, the collector would copy the memory that is shared
            lifeline.follow()
            signal.signal(signal.SIGINT, _interrupt_once)
            announce_on(board)
            return
        status = _wait_for(process)
        if not os.WIFSIGNALED(status):
            sys.exit(os.WEXITSTATUS(status))
        if os.WTERMSIG(status) == signal.SIGINT:  # Ctrl-C came again when it was at its end
            sys.exit(_INTERRUPTED)
        work, seconds = read_board(board) or (None, 0.0)
        loss = explain_end(End(os.WTERMSIG(status), work, seconds))
        if work is None or loss is None or work[:3] in {lost[:3] for lost, _ in list_lost()}:
            raise describe_end(work)
        learn([(work, loss)])
        board[0:2] = b"\0\0"


def leave(code: int) -> NoReturn:
    """Exit with a code; a process that is watched does not clear up its memory before that.

    To free the pages of a site one by one takes longer than to write them.
    """
    if is_watched():
        # Otherwise, Python itself says at its end what cannot be written.
        with contextlib.suppress(OSError, ValueError):
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            atexit._run_exitfuncs()  # noqa: SLF001  # what libraries do at an end
            os._exit(code)
    sys.exit(code)


def _wait_for(process: int) -> int:
    """Wait for the end of a process; Ctrl-C is for it."""
    first = 0.0

    def pass_on(_number: int, _frame: FrameType | None) -> None:
        nonlocal first
        first = first or time.monotonic()
        is_late = time.monotonic() - first > _PATIENCE
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM if is_late else signal.SIGINT)

    before = signal.signal(signal.SIGINT, pass_on)
    try:
        return os.waitpid(process, 0)[1]
    finally:
        signal.signal(signal.SIGINT, before)


def _interrupt_once(_number: int, _frame: FrameType | None) -> NoReturn:
    # A terminal sends Ctrl-C to both processes, and the other one passes it on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt
