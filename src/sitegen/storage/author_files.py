"""Read a file that belongs to the site's author; replace it if it has not changed meanwhile."""

from __future__ import annotations

import contextlib
import os
from codecs import BOM_UTF8
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import MachineError, UsageError
from sitegen.storage.source_files import read_bytes

__all__ = ["AuthorFile", "read_author_file", "replace_author_file"]


@dataclass(frozen=True, slots=True)
class AuthorFile:
    """A file as it was read. `name` is for messages; a file that is not there has no data."""

    path: Path
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


def read_author_file(path: Path, name: str) -> AuthorFile:
    """Return a file, which need not be there yet. Raises MachineError."""
    return AuthorFile(path, name, read_bytes(path) if path.exists() else None)


def replace_author_file(file: AuthorFile, text: str) -> None:
    """Write a file, whole or not at all; a byte order mark stays.

    Raises UsageError if it is not as it was read, MachineError if it cannot be written.
    """
    if read_author_file(file.path, file.name).data != file.data:
        message = f"{file.name} has changed meanwhile and was not written; run the command again"
        raise UsageError(message)
    target = file.path.resolve()  # behind a link is the file to replace
    fresh = target.with_name(f".{target.name}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mark = BOM_UTF8 if file.data and file.data.startswith(BOM_UTF8) else b""
        fresh.write_bytes(mark + text.encode())
        if file.data is not None:
            fresh.chmod(target.stat().st_mode & 0o777)
        os.replace(fresh, target)  # noqa: PTH105  # says that it replaces
    except OSError as error:
        with contextlib.suppress(OSError):  # where there is no folder, there is no file
            fresh.unlink()
        reason = error.strerror or type(error).__name__
        message = f"{file.name}: cannot be written: {reason}"
        raise MachineError(message) from error
