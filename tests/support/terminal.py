"""A terminal: a real one for the program, and what a person sees on its screen."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["read_screen", "run_in_terminal", "set_columns"]


def set_columns(terminal: int, columns: int) -> None:
    """Make a terminal so wide."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


def run_in_terminal(
    *arguments: str | Path,
    columns: int = 80,
    environment: Mapping[str, str] | None = None,
    interrupt: str = "",
) -> tuple[int, str]:
    """Run sitegen in a terminal of its own; return its exit code and all that it wrote.

    As soon as it has written `interrupt`, Ctrl-C is pressed.
    """
    master, slave = pty.openpty()
    set_columns(slave, columns)
    plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", *map(str, arguments)],
        env={
            **plain,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "TERM": "xterm",
            **(environment or {}),
        },
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=lambda: _listen_to(slave),  # noqa: PLW1509  # nothing else runs in it yet
    )
    os.close(slave)
    written = b""
    with contextlib.suppress(OSError):  # Linux says so when the other end is closed
        while data := os.read(master, 65536):
            written += data
            if interrupt and interrupt.encode() in written:
                os.write(master, b"\x03")
                interrupt = ""
    os.close(master)
    return process.wait(timeout=60), written.decode()


def _listen_to(terminal: int) -> None:
    """Make it the terminal that Ctrl-C comes from; what runs in the background is deaf to that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)


def read_screen(written: str, columns: int = 80) -> list[str]:
    """Return the lines that stand on the screen in the end."""
    lines, column = [""], 0
    for character in written:
        if character == "\r":
            column = 0
        elif character == "\n":
            lines.append("")
        else:
            assert character.isprintable(), f"not a plain character: {character!r}"
            if column == columns:
                lines.append("")
                column = 0
            line = lines[-1].ljust(column)
            lines[-1] = line[:column] + character + line[column + 1 :]
            column += 1
    return [line.rstrip() for line in lines]
