"""End the preview when `q` is pressed in the terminal."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator

__all__ = ["quit_key"]


@contextlib.contextmanager
def quit_key(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` when `q` is pressed; restores the terminal's settings at the end.

    Does nothing if standard input is not a terminal in the foreground, and on Windows.
    """
    try:
        import termios
        import tty
    except ImportError:
        yield
        return
    try:
        terminal = sys.stdin.fileno()
        is_foreground = os.isatty(terminal) and os.tcgetpgrp(terminal) == os.getpgrp()
    except (OSError, ValueError, AttributeError):
        is_foreground = False
    if not is_foreground:
        yield
        return
    loop = asyncio.get_running_loop()

    def pressed() -> None:
        data = os.read(terminal, 64)
        if not data:
            loop.remove_reader(terminal)
        elif b"q" in data.lower():
            stop()

    def resumed() -> None:
        """Set the terminal again after Ctrl-Z and `fg`, because the shell has reset it."""
        if os.tcgetpgrp(terminal) == os.getpgrp():
            tty.setcbreak(terminal)

    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal)
    loop.add_reader(terminal, pressed)
    loop.add_signal_handler(signal.SIGCONT, resumed)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGCONT)
        loop.remove_reader(terminal)
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
