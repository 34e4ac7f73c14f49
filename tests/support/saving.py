"""How editors save a file, by the calls that they make; each call is seen by whoever watches."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from support.sites import write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["EDITORS", "QUICK", "write_at_once"]

#: Seconds: of a save that takes longer, from the first call to the last, a preview may see two. On
#: a busy machine, an editor rests in the middle of one.
QUICK = 0.09

#: Seconds that a slow disk takes: where an editor waits for it, and between two other calls.
_DISK, _CALL = 0.015, 0.001


def _write(path: Path, text: str, flags: int = os.O_CREAT | os.O_TRUNC) -> None:
    number = os.open(path, os.O_WRONLY | flags, 0o644)
    time.sleep(_CALL)
    os.write(number, text.encode())
    time.sleep(_DISK)
    os.fsync(number)
    os.close(number)


def _vim(path: Path, text: str) -> None:
    """With `backup` off and `writebackup` on, as it is without a vimrc."""
    swap = path.with_name(f".{path.name}.swp")
    _write(swap, "swap")
    probe = path.with_name("4913")
    os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
    probe.unlink()
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    time.sleep(_CALL)
    _write(path, text)
    path.chmod(0o644)
    time.sleep(_CALL)
    backup.unlink()
    swap.unlink()


def _emacs(path: Path, text: str) -> None:
    """The first save of a session, which makes the backup; the lock is a link to nowhere."""
    lock = path.with_name(f".#{path.name}")
    lock.symlink_to("ada@machine.123:456")
    autosave = path.with_name(f"#{path.name}#")
    _write(autosave, text)
    path.rename(path.with_name(f"{path.name}~"))
    time.sleep(_CALL)
    _write(path, text)
    path.chmod(0o644)
    autosave.unlink()
    lock.unlink()


def _vscode(path: Path, text: str) -> None:
    """In place: emptied, then written."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    time.sleep(_DISK)
    os.write(number, text.encode())
    os.fdatasync(number)
    os.close(number)


def _jetbrains(path: Path, text: str) -> None:
    """Its "safe write"."""
    fresh = path.with_name(f"{path.name}___jb_tmp___")
    old = path.with_name(f"{path.name}___jb_old___")
    _write(fresh, text)
    path.rename(old)
    time.sleep(_CALL)
    fresh.rename(path)
    time.sleep(_CALL)
    old.unlink()


def _nano(path: Path, text: str) -> None:
    """In place, line by line."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    for line in text.splitlines(keepends=True):
        os.write(number, line.encode())
    os.close(number)


def _helix(path: Path, text: str) -> None:
    """With a backup beside the file, whose rights the new one gets."""
    backup = path.with_name(f"{path.name}K3v9Xa.bck")
    path.rename(backup)
    time.sleep(_CALL)
    _write(path, text)
    path.chmod(0o644)
    time.sleep(_CALL)
    backup.unlink()


EDITORS: dict[str, Callable[[Path, str], None]] = {
    "vim": _vim,
    "emacs": _emacs,
    "vscode": _vscode,
    "jetbrains": _jetbrains,
    "nano": _nano,
    "helix": _helix,
}


def write_at_once(site: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a site, each at one blow, so that each is one change.

    On a busy machine, a preview may see a file that is written in place while it is empty.
    """
    for name, data in files.items():
        write_files(site, {"draft": data})
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / "draft").replace(site / name)
