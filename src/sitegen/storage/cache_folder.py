"""Make the cache folder of a site, and refuse one that leads elsewhere.

A repository may hold links: what is written to the cache, or removed from it, would then be
somewhere else on the machine of whoever builds the site.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from sitegen.storage.folder_handle import open_folder, refuse_link

__all__ = ["CACHE", "is_under_version_control", "open_cache_folder"]

CACHE = ".sitegen"
_IGNORED = b"# Made by sitegen: a cache holds nothing that belongs into version control.\n*\n"
#: Folders of the cache in which sitegen makes folders, too.
_INNER = ("images",)
#: Of Git's list of files: its head, its version 4, and of an entry the facts before its flags.
_HEADER, _COMPRESSED, _FACTS = 12, b"\0\0\0\4", 60
_LENGTH, _EXTENDED = 0xFFF, 0x4000


def open_cache_folder(root: Path) -> Path:
    """Return the cache folder of a site. It is made with a `.gitignore`, where that is possible.

    Raises OutputRefusedError if it, or something in it that sitegen would write, is a link.
    """
    folder = root / CACHE
    refuse_link(folder)
    for place in (folder, *(folder / name for name in _INNER)):
        with contextlib.suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if entry.is_symlink():
                    refuse_link(Path(entry.path))
    with contextlib.suppress(OSError), open_folder(folder, make=True) as opened:
        opened.write_new(".gitignore", _IGNORED, None)
    return folder


def is_under_version_control(root: Path) -> bool:
    """Tell whether Git keeps a file of the cache: one that others may have made.

    Only Git's list of files is read: https://git-scm.com/docs/index-format
    """
    for folder in (root, *root.parents):
        index = _find_index(folder / ".git")
        if index is not None:
            prefix = root.relative_to(folder).as_posix().removeprefix(".")
            name = f"{prefix}/{CACHE}/" if prefix else f"{CACHE}/"
            return _lists(index, os.fsencode(name))
    return False


def _find_index(place: Path) -> Path | None:
    """Return where Git's list of files is, for `.git` as a folder or, in a worktree, a file."""
    if place.is_dir():
        return place / "index"
    try:
        with place.open("rb") as file:
            told = file.read(4096)
    except OSError:
        return None
    if not told.startswith(b"gitdir: "):
        return None
    return place.parent / os.fsdecode(told.removeprefix(b"gitdir: ").strip()) / "index"


def _lists(index: Path, prefix: bytes) -> bool:
    """Tell whether a list has a path that begins with the prefix.

    Before a path are two bytes whose lower bits are its length, or all set if it is longer.
    """
    try:
        data = index.read_bytes()
        if data[4:8] == _COMPRESSED:
            return any(path.startswith(prefix) for path in _compressed_paths(data))
    except (OSError, IndexError, ValueError):  # it cannot be read, or is of another format
        return False
    place = data.find(prefix)
    while place >= 0:
        length = int.from_bytes(data[place - 2 : place], "big") & _LENGTH
        if length in (_LENGTH, data.find(b"\0", place) - place):
            return True
        place = data.find(prefix, place + 1)
    return False


def _compressed_paths(data: bytes) -> Iterator[bytes]:
    """Yield the paths of a list in which each says what it has in common with the one before."""
    place, path = _HEADER, b""
    for _ in range(int.from_bytes(data[8:12], "big")):
        flags = int.from_bytes(data[place + _FACTS : place + _FACTS + 2], "big")
        place += _FACTS + (4 if flags & _EXTENDED else 2)
        dropped = data[place] & 0x7F
        while data[place] & 0x80:
            place += 1
            dropped = ((dropped + 1) << 7) | (data[place] & 0x7F)
        end = data.index(b"\0", place + 1)
        path = path[: len(path) - dropped] + data[place + 1 : end]
        place = end + 1
        yield path
