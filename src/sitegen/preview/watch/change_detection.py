"""Detect whether a file has really changed."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.storage.site_files import FOLDERS, is_allowed_name, is_site_file

if sys.platform == "linux":
    import fcntl

__all__ = ["FileState", "FileStates"]

_LARGE = 1_000_000


@dataclass(frozen=True, slots=True)
class FileState:
    """The stats of a file when it was last seen, and its digest if it has changed before."""

    size: int
    modified: int
    inode: int
    changed: int
    digest: bytes = field(default=b"", compare=False)

    def same_content_stats(self, other: FileState) -> bool:
        """Tell whether size, modification time and inode are equal."""
        return (self.size, self.modified, self.inode) == (other.size, other.modified, other.inode)


class FileStates:
    """The state of a site's files as of the last change that was reported."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known = self.scan()

    def scan(self) -> dict[str, FileState]:
        """Return the state of every site file; takes a fraction of a second for 10,000."""
        found = {}
        for entry in self._entries(""):
            name = entry.name
            if entry.is_dir() and is_site_file(name):
                found.update(self._below(name))
            elif is_site_file(name) and (record := _record(entry)):
                found[name] = record
        return found

    def find_changed(self, scan: dict[str, FileState]) -> set[str]:
        """Return the files whose state in a scan differs from the known one."""
        known = dict(self._known)
        return {name for name in known.keys() | scan.keys() if known.get(name) != scan.get(name)}

    def update(self, names: Iterable[str]) -> list[str]:
        """Check these files and folders again; return the changed files, sorted."""
        changed = set()
        folders: set[str] | None = None
        for name in names:
            now = self._scan_path(name)
            below = [name] if name in self._known else []
            if not below and name not in now:
                if folders is None:  # takes 10 ms for 10,000 files, so only when needed
                    folders = {folder for each in self._known for folder in _folders_of(each)}
                if name in folders:
                    below = [each for each in self._known if each.startswith(f"{name}/")]
            for each in below:
                if each not in now:
                    del self._known[each]
                    changed.add(each)
            changed.update(each for each, record in now.items() if self._update_state(each, record))
        return sorted(changed)

    def may_be_incomplete(self, name: str) -> bool:
        """Tell whether a file may be in the middle of a save: open, empty or missing."""
        known = self._known.get(name)
        path = self._root / name
        try:
            found = path.stat()
        except OSError:
            return known is not None or name in FOLDERS
        if not stat.S_ISREG(found.st_mode):
            return False
        empty = found.st_size == 0 and (known is None or known.size > 0)
        return empty or _is_being_written(path)

    def _update_state(self, name: str, now: FileState) -> bool:
        known = self._known.get(name)
        if known == now:
            return False
        digest = b"" if now.size > _LARGE else _digest(self._root / name)
        self._known[name] = FileState(now.size, now.modified, now.inode, now.changed, digest)
        # If only rights or owner changed, nothing is reported: editors set them after writing.
        return not (known and known.same_content_stats(now) and digest and known.digest == digest)

    def _scan_path(self, name: str) -> dict[str, FileState]:
        path = self._root / name
        if path.is_dir():
            return self._below(name)
        record = _record(path)
        return {name: record} if record else {}

    def _below(self, folder: str, depth: int = 0) -> dict[str, FileState]:
        found = {}
        for entry in self._entries(folder):
            if not is_allowed_name(folder, entry.name):
                continue
            name = f"{folder}/{entry.name}"
            if entry.is_dir() and depth < 64:  # noqa: PLR2004  # links may form a cycle
                found.update(self._below(name, depth + 1))
            elif not entry.is_dir() and (record := _record(entry)):
                found[name] = record
        return found

    def _entries(self, folder: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(self._root / folder) as entries:
                yield from entries
        except OSError:
            return


def _folders_of(name: str) -> Iterator[str]:
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name


def _is_being_written(path: Path) -> bool:
    """Tell whether a process has a file open for writing; always False except on Linux.

    Linux refuses a read lease on a file that is open for writing (fcntl(2)). A process that opens
    the file while the lease is held waits until it is released, a few microseconds later.
    """
    if sys.platform != "linux":
        return False
    try:
        number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.fcntl(number, fcntl.F_SETSIG, signal.SIGURG)  # SIGIO would end us
        fcntl.fcntl(number, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(number, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(number)
    return False


def _record(entry: os.DirEntry[str] | Path) -> FileState | None:
    try:
        found = entry.stat()
    except OSError:
        return None
    return FileState(found.st_size, found.st_mtime_ns, found.st_ino, found.st_ctime_ns)


def _digest(file: Path) -> bytes:
    try:
        return hashlib.blake2b(file.read_bytes(), digest_size=16).digest()
    except OSError:
        return b""
