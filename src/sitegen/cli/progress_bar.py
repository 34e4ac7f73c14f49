"""A progress bar on the terminal."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["show_progress"]

#: Seconds before a build counts as long, and between two changes of its bar.
_LONG, _OFTEN = 0.5, 0.1
_WIDTH = 30


@contextlib.contextmanager
def show_progress(style: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show on a terminal how far a long build has come, and clear that line in the end.

    The block gets a function that takes a stage, how much of it is done, and how much there is.
    """
    if style != "human" or not _can_draw():
        yield lambda *_: None
        return
    started, drawn, length = time.monotonic(), 0.0, 0

    def draw(stage: str, done: int, total: int) -> None:
        nonlocal drawn, length
        now = time.monotonic()
        if now - started < _LONG or now - drawn < _OFTEN:
            return
        bar = "#" * (_WIDTH * done // total)
        line = f"{stage:<6} [{bar:<{_WIDTH}}] {done}/{total}"[: _columns() - 1]
        text = f"\r{line:<{length}}"
        # Known before it is written: Ctrl-C may come at any moment.
        drawn, length = now, max(length, len(line))
        sys.stderr.write(text)
        sys.stderr.flush()

    try:
        yield draw
    finally:
        if length:
            width = min(length + len("^C"), _columns() - 1)
            sys.stderr.write(f"\r{'':<{width}}\r")
            sys.stderr.flush()


def _can_draw() -> bool:
    plain = os.environ.get("TERM") == "dumb" or os.environ.get("NO_COLOR")
    return sys.stderr.isatty() and not plain


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
