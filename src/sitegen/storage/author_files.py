"""Read a file that belongs to the site's author; replace it if it has not changed meanwhile."""

from __future__ import annotations

import stat
from codecs import BOM_UTF8
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import MachineError, OutputRefusedError, UsageError
from sitegen.storage.folder_handle import open_folder
from sitegen.storage.source_files import read_bytes

__all__ = ["AuthorFile", "read_author_file", "replace_author_file"]


@dataclass(frozen=True, slots=True)
class AuthorFile:
    """A file as it was read. `name` is its path in the site; one that is not there has no data."""

    root: Path
    name: str
    data: bytes | None

    @property
    def text(self) -> str:
        """What the file says, with its line ends. Raises UsageError."""
        try:
            return (self.data or b"").removeprefix(BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"{self.name}: byte offset {error.start} is not UTF-8; save it as UTF-8"
            raise UsageError(message) from error


def read_author_file(root: Path, name: str) -> AuthorFile:
    """Return a file of a site, which need not be there yet. Raises MachineError."""
    path = root / name
    return AuthorFile(root, name, read_bytes(path) if path.exists() else None)


def replace_author_file(file: AuthorFile, text: str) -> None:
    """Write a file, whole or not at all; a byte order mark stays.

    Raises UsageError if it is not as it was read, OutputRefusedError if a link leads out of the
    site, MachineError if it cannot be written.
    """
    root = file.root.resolve()
    target = (root / file.name).resolve()  # behind a link is the file to replace
    if not target.is_relative_to(root):
        message = f"{file.name}: refused: it is a link that leads out of the site"
        raise OutputRefusedError(message)
    mark = BOM_UTF8 if file.data and file.data.startswith(BOM_UTF8) else b""
    own = len(target.parent.relative_to(root).parts)
    try:
        with open_folder(target.parent, own, make=True) as folder:
            mode = None
            if folder.has(target.name):
                mode = stat.S_IMODE(folder.stat(target.name).st_mode) & 0o777
            if (None if mode is None else folder.read(target.name)) != file.data:
                message = (
                    f"{file.name} has changed meanwhile and was not written; run the command again"
                )
                raise UsageError(message)
            fresh = f".{target.name}.new"
            folder.replace_file(target.name, mark + text.encode(), fresh, mode)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"{file.name}: cannot be written: {reason}"
        raise MachineError(message) from error
