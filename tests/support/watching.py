"""What a program does to files, told a moment before, whatever functions it does it with.

Python tells it itself: by its audit events, https://docs.python.org/3/library/audit_events.html.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["watch_files"]

#: Events that change a folder, and which of their arguments names what is there afterwards or was.
_CHANGES = {
    "os.chmod": 0,
    "os.link": 1,
    "os.mkdir": 0,
    "os.remove": 0,
    "os.rename": 1,
    "os.rmdir": 0,
    "os.symlink": 1,
    "os.truncate": 0,
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_watchers: list[Callable[[str, str], None]] = []
_installed: list[bool] = []


@contextlib.contextmanager
def watch_files(tell: Callable[[str, str], None]) -> Iterator[None]:
    """Call `tell` with "read" or "change" and a path before it happens; it may raise."""
    if not _installed:
        sys.addaudithook(_hear)  # for as long as the process lives
        _installed.append(True)
    _watchers.append(tell)
    try:
        yield
    finally:
        _watchers.remove(tell)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watchers:
        return
    kind, name = "change", arguments[_CHANGES[event]] if event in _CHANGES else None
    if event == "open":
        name, _, flags = arguments
        kind = "change" if flags & _WRITING else "read"
    if isinstance(name, (str, bytes, os.PathLike)):
        path = os.fsdecode(name)
        for tell in _watchers:
            tell(kind, path)
