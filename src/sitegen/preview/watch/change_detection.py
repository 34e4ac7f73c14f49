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

from sitegen.storage.site_files import WATCHED, has_place, is_matter

if sys.platform == "linux":
    import fcntl

__all__ = ["Record", "Records"]

_LARGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """A file as it was seen: what its entry on the disk says, and, once it changed, its digest."""

    size: int
    modified: int
    inode: int
    changed: int
    digest: bytes = field(default=b"", compare=False)

    def is_like(self, other: Record) -> bool:
        """Tell whether no byte can have changed, as far as size, mtime and inode tell."""
        return (self.size, self.modified, self.inode) == (other.size, other.modified, other.inode)


class Records:
    """The site's files as the last build could find them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known = self.scan()

    def scan(self) -> dict[str, Record]:
        """Look at every file that counts; a fraction of a second for 10,000."""
        found = {}
        for entry in self._entries(""):
            name = entry.name
            if entry.is_dir() and is_matter(name):
                found.update(self._below(name))
            elif is_matter(name) and (record := _record(entry)):
                found[name] = record
        return found

    def differing(self, scan: dict[str, Record]) -> set[str]:
        """Return the files that a scan found other than they are known."""
        known = dict(self._known)
        return {name for name in known.keys() | scan.keys() if known.get(name) != scan.get(name)}

    def update(self, names: Iterable[str]) -> list[str]:
        """Look at these files and folders again; return the files that changed, sorted."""
        changed = set()
        folders: set[str] | None = None
        for name in names:
            now = self._look(name)
            below = [name] if name in self._known else []
            if not below and name not in now:
                if folders is None:  # 10 ms for 10,000 files, which a save can do without
                    folders = {folder for each in self._known for folder in _folders_of(each)}
                if name in folders:
                    below = [each for each in self._known if each.startswith(f"{name}/")]
            for each in below:
                if each not in now:
                    del self._known[each]
                    changed.add(each)
            changed.update(each for each, record in now.items() if self._note(each, record))
        return sorted(changed)

    def is_doubtful(self, name: str) -> bool:
        """Tell whether a file may be in the middle of a save: open, empty, or gone for now."""
        known = self._known.get(name)
        path = self._root / name
        try:
            found = path.stat()
        except OSError:
            return known is not None or name in WATCHED
        if not stat.S_ISREG(found.st_mode):
            return False
        empty = found.st_size == 0 and (known is None or known.size > 0)
        return empty or _is_being_written(path)

    def _note(self, name: str, now: Record) -> bool:
        known = self._known.get(name)
        if known == now:
            return False
        digest = b"" if now.size > _LARGE else _digest(self._root / name)
        self._known[name] = Record(now.size, now.modified, now.inode, now.changed, digest)
        # Rights or owner alone: editors set them once more after they have written.
        return not (known and known.is_like(now) and digest and known.digest == digest)

    def _look(self, name: str) -> dict[str, Record]:
        path = self._root / name
        if path.is_dir():
            return self._below(name)
        record = _record(path)
        return {name: record} if record else {}

    def _below(self, folder: str, depth: int = 0) -> dict[str, Record]:
        found = {}
        for entry in self._entries(folder):
            if not has_place(folder, entry.name):
                continue
            name = f"{folder}/{entry.name}"
            if entry.is_dir() and depth < 64:  # noqa: PLR2004  # a link may lead in a circle
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
    """Tell whether somebody has a file open for writing, where the system can tell: on Linux.

    There, nobody gets a lease for reading as long as a file is open for writing (fcntl(2)). Who
    opens it while we have the lease waits until we let go of it, a few microseconds later.
    """
    if sys.platform != "linux":
        return False
    try:
        number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.fcntl(number, fcntl.F_SETSIG, signal.SIGURG)  # the usual one would end us
        fcntl.fcntl(number, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(number, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(number)
    return False


def _record(entry: os.DirEntry[str] | Path) -> Record | None:
    try:
        found = entry.stat()
    except OSError:
        return None
    return Record(found.st_size, found.st_mtime_ns, found.st_ino, found.st_ctime_ns)


def _digest(file: Path) -> bytes:
    try:
        return hashlib.blake2b(file.read_bytes(), digest_size=16).digest()
    except OSError:
        return b""
