"""Hold folders open, so that what is done in one cannot be led elsewhere by a link.

A path is looked up anew each time that it is used, and whoever can write to the site may have put a
link in place of one of its folders meanwhile. So a folder is opened once, one part of its path
after the other and without following links (`O_NOFOLLOW`), and files in it are named relative to
what was opened: POSIX `openat`, https://pubs.opengroup.org/onlinepubs/9799919799/functions/open.html

Windows has no such calls. There, every part of the path is looked at just before each use, and a
link that is there then is refused: between the look and the use, one may still be put there.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from pathlib import Path
from typing import Self

from sitegen.errors import OutputRefusedError

__all__ = [
    "MODE",
    "Folder",
    "FolderTree",
    "open_folder",
    "read_regular",
    "refuse_link",
    "remove_folder",
]

#: Others read what we write, such as a web server, whatever the umask.
MODE = 0o644
#: What the umask is applied to.
_USUAL = 0o666
HAS_HANDLES = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_BINARY = getattr(os, "O_BINARY", 0)
#: Whoever opens a pipe otherwise waits until somebody writes to it.
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS | _BINARY
#: IO_REPARSE_TAG_MOUNT_POINT
_JUNCTION = 0xA0000003
#: Folders of a tree that stay open. Some systems let a process have 256 files open.
_OPEN = 64


class Folder:
    """A folder held open. Names are those of its own entries, and never lead through a link.

    All methods raise OSError, with the whole path; what opens a folder raises OutputRefusedError if
    there is a link in its place. `own` are the last parts of the path that must not be links, for
    systems on which nothing can be held open.
    """

    __slots__ = ("_handle", "_own", "path")

    def __init__(self, path: str, handle: int | None, own: int) -> None:
        self.path = path
        self._handle = handle
        self._own = own

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def open(self, name: str) -> Folder:
        """Open a folder in this one."""
        place = f"{self.path}/{name}"
        if name == "..":
            message = f"{place}: refused: it would leave the folder"
            raise OutputRefusedError(message)
        if self._handle is None:
            found = Folder(place, None, self._own + 1)
            found.check()
            return found
        try:
            handle = os.open(name, _FOLDER | _NO_LINKS, dir_fd=self._handle)
        except OSError as error:
            self.refuse_link(name)
            raise self._placed(error, name) from None
        return Folder(place, handle, self._own + 1)

    def make(self, name: str) -> bool:
        """Make a folder in this one; tell whether it was not there."""
        try:
            os.mkdir(self._at(name), dir_fd=self._handle)
        except FileExistsError:
            return False
        except OSError as error:
            raise self._placed(error, name) from None
        return True

    def write_new(self, name: str, data: bytes, mode: int | None = MODE) -> None:
        """Write a file that is not there yet. Without a mode, the umask tells its permissions."""
        try:
            handle = os.open(self._at(name), _NEW, mode or _USUAL, dir_fd=self._handle)
            try:
                written = os.write(handle, data)
                while written < len(data):
                    written += os.write(handle, memoryview(data)[written:])
                if mode is not None and hasattr(os, "fchmod"):
                    os.fchmod(handle, mode)
            finally:
                os.close(handle)
        except OSError as error:
            raise self._placed(error, name) from None

    def replace_file(self, name: str, data: bytes, fresh: str, mode: int | None = MODE) -> None:
        """Write a file, whole or not at all, first as `fresh`, where only a leftover may be."""
        self.remove(fresh)
        try:
            self.write_new(fresh, data, mode)
            self.move(fresh, self, name)
        except OSError:
            with contextlib.suppress(OSError):
                self.remove(fresh)
            raise

    def move(self, name: str, folder: Folder, new: str) -> None:
        """Give a file its place, where it replaces another or a link."""
        try:
            os.replace(
                self._at(name), folder._at(new), src_dir_fd=self._handle, dst_dir_fd=folder._handle
            )
        except OSError as error:
            raise folder._placed(error, new) from None

    def read(self, name: str) -> bytes:
        """Return the bytes of a file, no link."""
        try:
            return read_regular(self._at(name), self._handle)
        except OSError as error:
            raise self._placed(error, name) from None

    def open_file(self, name: str) -> int:
        """Open a file to read and write it, which is made if it is not there; return its handle.

        Raises OutputRefusedError if a link is in its place.
        """
        flags = os.O_RDWR | os.O_CREAT | _NO_LINKS | _BINARY
        try:
            return os.open(self._at(name), flags, _USUAL, dir_fd=self._handle)
        except OSError as error:
            self.refuse_link(name)
            raise self._placed(error, name) from None

    def stat(self, name: str) -> os.stat_result:
        """Return what is known of an entry itself, not of what it may lead to."""
        try:
            return os.stat(self._at(name), dir_fd=self._handle, follow_symlinks=False)
        except OSError as error:
            raise self._placed(error, name) from None

    def has(self, name: str) -> bool:
        """Tell whether there is such an entry."""
        try:
            self.stat(name)
        except FileNotFoundError:
            return False
        return True

    def has_folder(self, name: str) -> bool:
        """Tell whether an entry is a folder."""
        try:
            return stat.S_ISDIR(self.stat(name).st_mode)
        except FileNotFoundError:
            return False

    def remove(self, name: str) -> bool:
        """Remove a file or a link; tell whether it was there."""
        try:
            os.unlink(self._at(name), dir_fd=self._handle)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise self._placed(error, name) from None
        return True

    def remove_folder(self, name: str) -> None:
        """Remove a folder that is empty."""
        os.rmdir(self._at(name), dir_fd=self._handle)

    def remove_tree(self, name: str) -> None:
        """Remove a folder with all that is in it, if it is there; a link stays."""
        with contextlib.suppress(FileNotFoundError):
            found = self.stat(name)
            if _is_link(found):
                return
            if not stat.S_ISDIR(found.st_mode):  # `rmtree` would wait for a pipe
                raise self._placed(_failure(errno.ENOTDIR), name)
            shutil.rmtree(self._at(name), dir_fd=self._handle)

    def is_writable(self) -> bool:
        """Tell whether entries may be made here, by the permissions of the folder."""
        if self._handle is None:
            return os.access(self.path, os.W_OK)
        return os.access(".", os.W_OK | os.X_OK, dir_fd=self._handle)

    @property
    def device(self) -> int:
        """The file system that the folder is on."""
        found = os.fstat(self._handle) if self._handle is not None else Path(self.path).stat()
        return found.st_dev

    def refuse_link(self, name: str) -> None:
        """Raise OutputRefusedError if an entry is a link."""
        with contextlib.suppress(OSError):
            if _is_link(self.stat(name)):
                raise _refusal(f"{self.path}/{name}")

    def check(self) -> None:
        """Refuse a link among the parts of the path; for systems without handles."""
        place = Path(self.path)
        for part in (place, *place.parents)[: self._own]:
            refuse_link(part)
        if not stat.S_ISDIR(place.stat().st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), self.path)

    def _at(self, name: str) -> str:
        """Return a name as the system calls want it."""
        if self._handle is not None:
            return name
        self.check()
        return f"{self.path}/{name}"

    def _placed(self, error: OSError, name: str) -> OSError:
        error.filename, error.filename2 = f"{self.path}/{name}", None
        return error


class FolderTree:
    """The folders below one that is held open, by their names; those used last stay open."""

    def __init__(self, root: Folder) -> None:
        self.root = root
        self._open: dict[str, Folder] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def at(self, name: str, made: list[str] | None = None) -> Folder:
        """Return a folder by its path below the root, which is the folder without a name.

        With `made`, folders that are not there are made, and added to it. Raises OSError, and
        OutputRefusedError if a part of the path is a link.
        """
        if not name:
            return self.root
        folder = self._open.pop(name, None)
        if folder is None:
            above, _, last = name.rpartition("/")
            parent = self.at(above, made)
            if made is not None and parent.make(last):
                made.append(name)
            folder = parent.open(last)
            if len(self._open) >= _OPEN:
                self._open.pop(next(iter(self._open))).close()
        self._open[name] = folder
        return folder

    def make(self, name: str, made: list[str]) -> bool:
        """Make a folder, and those above it, unless they are there; tell whether it was not.

        What was made is added to `made`, and not opened before it is needed. Raises as `at`.
        """
        if not name or name in self._open:
            return False
        above, _, last = name.rpartition("/")
        if not self.at(above, made).make(last):
            return False
        made.append(name)
        return True

    def split(self, name: str, made: list[str] | None = None) -> tuple[Folder, str]:
        """Return the folder of a file, and the file's name in it. Raises as `at`."""
        above, _, last = name.rpartition("/")
        return self.at(above, made), last

    def remove_folder(self, name: str) -> None:
        """Remove an empty folder. Raises as `at`."""
        folder = self._open.pop(name, None)
        if folder is not None:
            folder.close()
        parent, last = self.split(name)
        parent.remove_folder(last)

    def close(self) -> None:
        """Let go of all folders."""
        while self._open:
            self._open.popitem()[1].close()
        self.root.close()


def open_folder(path: Path, own: int = 1, *, make: bool = False) -> Folder:
    """Open a folder of which the last `own` parts of the path are sitegen's own, and no links.

    The parts before them are the user's. Raises OSError and OutputRefusedError.
    """
    names: list[str] = []
    while len(names) < own and path.name:
        names.insert(0, path.name)
        path = path.parent
    if make:
        path.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, _FOLDER) if HAS_HANDLES else None
    folder = Folder(str(path), handle, 0)
    for name in names:
        with folder:
            if make:
                folder.make(name)
            folder = folder.open(name)
    return folder


def remove_folder(path: Path, own: int) -> None:
    """Remove an empty folder of which the last parts are sitegen's own. Raises OSError."""
    with open_folder(path.parent, max(0, own - 1)) as folder:
        folder.remove_folder(path.name)


def read_regular(place: str, folder: int | None = None) -> bytes:
    """Return the bytes of a file, no link, pipe or device. Raises OSError.

    `place` is below the open `folder`, if there is one.
    """
    flags = os.O_RDONLY | _NO_LINKS | _NO_WAIT | _BINARY
    with os.fdopen(os.open(place, flags, dir_fd=folder), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise _failure(errno.EINVAL)
        return file.read()


def refuse_link(path: Path) -> None:
    """Raise OutputRefusedError if there is a link, where sitegen keeps its own."""
    with contextlib.suppress(OSError):
        if _is_link(path.lstat()):
            raise _refusal(path)


def _is_link(found: os.stat_result) -> bool:
    """Tell whether something is a link, or a junction of Windows."""
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _JUNCTION


def _failure(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def _refusal(path: Path | str) -> OutputRefusedError:
    return OutputRefusedError(
        f"{path}: refused: it is a link, where sitegen keeps its own files; delete it"
    )
