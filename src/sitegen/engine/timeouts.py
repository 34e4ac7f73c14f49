"""Limit the time for parsing or rendering one page.

A signal interrupts Python code and regular expressions. Where there is none (on Windows, or outside
the main thread), there is no limit.
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
    "parse_with_limit",
    "render_with_limit",
]

#: Seconds for parsing one page; a long page takes a hundredth of that.
_PARSING = 20.0
#: Seconds for rendering one page; lists of many thousands take a tenth of that.
_RENDERING = 60.0
#: Seconds for reading the metadata of one document.
_READING = 20.0

#: What took too long in this process, and would again: seconds, options and page.
_TIMED_OUT: set[tuple[float, bytes, bytes]] = set()


def parse_with_limit(payload: bytes, seconds: float = 0.0) -> bytes:
    """Parse several pages as `parse_chunk`; one that takes too long becomes a diagnostic.

    `seconds` is the limit for one page, if not the usual one.
    """
    if not _can_interrupt():
        return parse_chunk(payload)
    before = signal.signal(signal.SIGALRM, _give_up)
    try:
        return parse_chunk(payload, partial(_limit, seconds or _PARSING))
    finally:
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _limit(seconds: float, options: bytes, data: bytes) -> Iterator[None]:
    attempt = (seconds, options, data)
    if attempt in _TIMED_OUT:
        raise TimeoutError(seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except TimeoutError:
        _TIMED_OUT.add(attempt)
        raise TimeoutError(seconds) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def render_with_limit(payload: bytes) -> bytes:
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
    """Not an Exception, so that libraries which catch every Exception let it through."""


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
