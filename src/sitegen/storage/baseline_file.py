"""Read and write the baseline of a site, a file that belongs to its author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.errors import MachineError, UsageError
from sitegen.storage.folder_handle import open_folder
from sitegen.storage.source_files import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_baseline", "write_baseline"]


def read_baseline(path: Path, name: str) -> str:
    """Return the text of a baseline, which messages call `name`.

    Raises UsageError and MachineError.
    """
    if not path.is_file():
        message = f"there is no baseline {name}; sitegen check --write-baseline writes it"
        raise UsageError(message)
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{name}: not UTF-8; write it again with sitegen check --write-baseline"
        raise UsageError(message) from error


def write_baseline(path: Path, text: str) -> None:
    """Write a baseline, whole or not at all. Raises MachineError."""
    try:
        with open_folder(path.parent, own=0) as folder:
            folder.replace_file(path.name, text.encode(), f".{path.name}.new", None)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"{path}: cannot be written: {reason}"
        raise MachineError(message) from error
