"""What a program does to files, told a moment before, whatever functions it does it with.

Python tells it itself: by its audit events, https://docs.python.org/3/library/audit_events.html.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["watch_files"]

#: Events that change a folder: which of their arguments names what is there afterwards or was, and
#: which is the open folder that the name is relative to.
_CHANGES = {
    "os.chmod": (0, 2),
    "os.link": (1, 3),
    "os.mkdir": (0, 2),
    "os.remove": (0, 1),
    "os.rename": (1, 3),
    "os.rmdir": (0, 1),
    "os.symlink": (1, 2),
    "os.truncate": (0, None),
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_watchers: list[Callable[[str, str], None]] = []
_installed: list[bool] = []


@contextlib.contextmanager
def watch_files(tell: Callable[[str, str], None]) -> Iterator[None]:
    """Call `tell` with "read" or "change" and a path before it happens; it may raise.

    Of a file that is opened in a folder that is open already, only the name is known.
    """
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
    kind, name, folder = "change", None, -1
    if event in _CHANGES:
        place, relative_to = _CHANGES[event]
        name = arguments[place]
        folder = -1 if relative_to is None else arguments[relative_to]
    if event == "open":
        name, _, flags = arguments
        kind = "change" if flags & _WRITING else "read"
    if isinstance(name, (str, bytes, os.PathLike)):
        path = os.fsdecode(name)
        if folder >= 0:
            path = str(Path(f"/proc/self/fd/{folder}").readlink() / path)
        for tell in _watchers:
            tell(kind, path)
