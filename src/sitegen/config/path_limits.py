"""The longest names and paths that every file system and host can store; no settings."""

from __future__ import annotations

__all__ = ["LONGEST_PATH", "find_excess"]

#: The bytes of UTF-8 that file systems have for the name of a file or folder.
_LONGEST_NAME = 255
#: The bytes of UTF-8 that the path of a file of a site may have. That is what macOS and object
#: storages have room for; Linux has four times as much.
LONGEST_PATH = 1024
#: A path of so many characters may be too long, at four bytes each.
_MAYBE_TOO_LONG = _LONGEST_NAME // 4


def find_excess(path: str) -> str:
    """Return in words why a path cannot be that of a file everywhere; empty if it can."""
    if len(path) <= _MAYBE_TOO_LONG:
        return ""
    for part in path.split("/"):
        if len(part.encode()) > _LONGEST_NAME:
            return f"'{part[:20]}…' is longer than the {_LONGEST_NAME} bytes of a file's name"
    size = len(path.encode())
    if size <= LONGEST_PATH:
        return ""
    return f"'{path[:40]}…' has {size} bytes, and a file's path may have {LONGEST_PATH}"
