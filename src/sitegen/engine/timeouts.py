"""Limit the time that one page may take to parse or render.

Python's regular expressions and its own code can be interrupted by a signal; where there is none
(on Windows, or outside the main thread), there is no limit.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from types import FrameType

from sitegen.content.page_codec import parse_chunk
from sitegen.rendering.render_codec import render_chunk

__all__ = [
    "limit_reading",
    "limit_rendering",
    "parse_patiently",
    "render_patiently",
]

#: Seconds for one page; a long one takes a hundredth of that.
_PATIENCE = 20.0
#: Seconds for rendering one page; lists of many thousands take a tenth of that.
_RENDERING = 60.0
#: Seconds for reading what one document says.
_READING = 20.0

#: What was given up in this process, and would be again: the patience, the options and the page.
_GIVEN_UP: set[tuple[float, bytes, bytes]] = set()


def parse_patiently(payload: bytes, patience: float = 0.0) -> bytes:
    """Parse several pages as `parse_chunk`; one that takes too long becomes a diagnostic.

    `patience` is how many seconds that is, if not the usual ones.
    """
    if not _can_interrupt():
        return parse_chunk(payload)
    before = signal.signal(signal.SIGALRM, _give_up)
    try:
        return parse_chunk(payload, partial(_limit, patience or _PATIENCE))
    finally:
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _limit(patience: float, options: bytes, data: bytes) -> Iterator[None]:
    attempt = (patience, options, data)
    if attempt in _GIVEN_UP:
        raise TimeoutError(patience)
    signal.setitimer(signal.ITIMER_REAL, patience)
    try:
        yield
    except TimeoutError:
        _GIVEN_UP.add(attempt)
        raise TimeoutError(patience) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def render_patiently(payload: bytes) -> bytes:
    """Render several pages as `render_chunk`; one that takes too long becomes a diagnostic."""
    return render_chunk(payload, limit_rendering)


def limit_rendering() -> AbstractContextManager[None]:
    """Raise a TimeoutError, with the seconds, in a template that takes too long."""
    return _interrupt_after(_RENDERING, partial(_give_up_rendering, _RENDERING))


@contextlib.contextmanager
def limit_reading() -> Iterator[None]:
    """Raise a TimeoutError, with the seconds, when a library takes too long to read a document."""
    try:
        with _interrupt_after(_READING, _give_up_reading):
            yield
    except _OutOfTimeError:
        raise TimeoutError(_READING) from None


class _OutOfTimeError(BaseException):
    """Passes through libraries that catch every Exception."""


@contextlib.contextmanager
def _interrupt_after(
    seconds: float, interrupt: Callable[[int, FrameType | None], None]
) -> Iterator[None]:
    """Call `interrupt` from a signal handler if the block takes longer, where that is possible."""
    if not _can_interrupt():
        yield
        return
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _can_interrupt() -> bool:
    is_main = threading.current_thread() is threading.main_thread()
    return is_main and hasattr(signal, "setitimer")


def _give_up_rendering(seconds: float, _number: int, _frame: FrameType | None) -> None:
    raise TimeoutError(seconds)


def _give_up_reading(_number: int, _frame: FrameType | None) -> None:
    raise _OutOfTimeError


def _give_up(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError
