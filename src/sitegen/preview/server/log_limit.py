"""Limit what the libraries of the server write to the terminal.

Whoever sends requests decides how often something goes wrong, and so how much would be written.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator

__all__ = ["LimitedLog", "limit_logs"]

_LOGGERS = ("tornado", "asyncio", "livereload")
#: In so many seconds, each message is told once, and no more messages than these, each cut.
_SECONDS, _MESSAGES, _CHARACTERS = 60.0, 10, 4000


class LimitedLog(logging.Handler):
    """Tells messages, each seldom: `remark` gets the text, with the number of those left out."""

    def __init__(self, remark: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._remark = remark
        self._start = -_SECONDS
        #: The messages of the current minute, and how many of all messages were left out.
        self._told: set[tuple[str, ...]] = set()
        self._left_out = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Tell a message, unless it or many others were told within a minute."""
        if time.monotonic() - self._start >= _SECONDS:
            self._start = time.monotonic()
            self._told.clear()
        kind = record.exc_info[0] if record.exc_info else None
        # The rest of asyncio's messages has addresses in memory, different each time.
        key = (record.name, str(record.msg).partition("\n")[0], kind.__name__ if kind else "")
        if key in self._told or len(self._told) >= _MESSAGES:
            self._left_out += 1
            return
        self._told.add(key)
        text = self.format(record)
        text = text if len(text) <= _CHARACTERS else f"{text[:_CHARACTERS]} …"
        if self._left_out:
            text += f"\n({self._left_out} messages before it were left out)"
            self._left_out = 0
        self._remark(text)


@contextlib.contextmanager
def limit_logs(remark: Callable[[str], None]) -> Iterator[None]:
    """Let the libraries of the server tell the author what goes wrong, within limits."""
    limited = LimitedLog(remark)
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for each in loggers:
        each.addHandler(limited)
        each.propagate = False
    try:
        yield
    finally:
        for each in loggers:
            each.removeHandler(limited)
            each.propagate = True
