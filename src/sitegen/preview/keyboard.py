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
    """Call `stop` when `q` is pressed; the terminal is as it was afterwards.

    Does nothing where there is no terminal of ours: a pipe, the background, Windows.
    """
    try:
        import termios
        import tty
    except ImportError:
        yield
        return
    try:
        terminal = sys.stdin.fileno()
        ours = os.isatty(terminal) and os.tcgetpgrp(terminal) == os.getpgrp()
    except (OSError, ValueError, AttributeError):
        ours = False
    if not ours:
        yield
        return
    loop = asyncio.get_running_loop()

    def pressed() -> None:
        data = os.read(terminal, 64)
        if not data:
            loop.remove_reader(terminal)
        elif b"q" in data.lower():
            stop()

    def came_back() -> None:
        """After Ctrl-Z and `fg`: the shell has set the terminal as it likes it."""
        if os.tcgetpgrp(terminal) == os.getpgrp():
            tty.setcbreak(terminal)

    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal)
    loop.add_reader(terminal, pressed)
    loop.add_signal_handler(signal.SIGCONT, came_back)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGCONT)
        loop.remove_reader(terminal)
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
