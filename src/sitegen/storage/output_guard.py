"""Refuse output folders and files that sitegen did not write."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from sitegen.config.path_limits import LONGEST_PATH
from sitegen.errors import OutputRefusedError
from sitegen.storage.cache_folder import CACHE
from sitegen.storage.folder_handle import refuse_link
from sitegen.storage.manifest import FRESH, MANIFEST, STAGE, Owner, read_manifest, read_owner
from sitegen.storage.site_files import FOLDERS

__all__ = ["check_output_folder", "count_own_parts", "refuse_foreign"]

#: All that a first build leaves behind when it is killed.
_SCRATCH = (STAGE, FRESH)
#: What the cache holds beside whole sites, such as that of the preview.
_KEPT = ("images",)
#: Where no file may go.
_OWN = frozenset({"", ".", MANIFEST, STAGE})


def check_output_folder(output: Path, root: Path, owner: Owner | None = None) -> None:
    """Raise OutputRefusedError unless the folder is one that may be filled and cleaned.

    `owner` is the site that is to be written there.
    """
    own = count_own_parts(output, root)
    ours = (output, *output.parents)[:own]
    for place in (*reversed(ours), output / MANIFEST, output / STAGE):
        refuse_link(place)
    place = output.resolve()
    reason = _why_no_place(place, root.resolve()) or _why_not_ours(place, owner)
    if reason:
        message = f"{output}: refused as output folder: {reason}; choose another with -o"
        raise OutputRefusedError(message)


def count_own_parts(output: Path, root: Path) -> int:
    """Return how many of the last parts of the output's path are in the site, and so no links.

    Those before them are the user's, as is a path to elsewhere.
    """
    place, site = output.absolute(), root.absolute()
    if ".." in place.parts or not place.is_relative_to(site):
        return 0
    return min(len(place.parts) - len(site.parts), len(output.parts))


def _why_no_place(output: Path, root: Path) -> str:
    if output == Path(output.anchor):
        return "it is the root of the file system"
    with contextlib.suppress(RuntimeError):  # a user without a home folder, as in a container
        home = Path.home().resolve()
        if output == home or output in home.parents:
            return "it is or holds your home folder"
    if output == root or output in root.parents:
        return "it is or holds the site itself"
    if any(output.is_relative_to(root / name) for name in FOLDERS):
        return "it is among the site's sources"
    if output == root / CACHE or any(output.is_relative_to(root / CACHE / n) for n in _KEPT):
        return "it is sitegen's cache"
    return ""


def _why_not_ours(output: Path, owner: Owner | None) -> str:
    if output.exists() and not output.is_dir():
        return "it is not a folder"
    if output.is_dir() and read_manifest(output) is None and _holds_anything(output):
        return "it is not empty and was not written by sitegen"
    other = read_owner(output) if owner else None
    if owner and other and owner.is_another(other):
        title, address = map(_on_one_line, other)
        return f"it holds another site, '{title}' ({address})"
    return ""


def _on_one_line(text: str) -> str:
    """Return a text that others may have written, without what a terminal would obey."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _holds_anything(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return any(entry.name not in _SCRATCH for entry in entries)


def refuse_foreign(folder: Path, before: Mapping[str, str], names: Iterable[str]) -> None:
    """Make sure that no path leads elsewhere and that nobody else's file is in the way.

    `before` has the files that an earlier build wrote, `names` are those to be written. Raises
    OutputRefusedError.
    """
    look = _Look(folder, before)
    for name in names:
        look.at_file(name)


class _Look:
    """What was seen of one folder; each folder below it is looked at once."""

    def __init__(self, folder: Path, before: Mapping[str, str]) -> None:
        self._folder = folder
        self._before = before
        self._present = {"": folder.is_dir()}

    def at_file(self, name: str) -> None:
        """Refuse a file that may not be written."""
        parts = name.split("/")
        if parts[0] in _OWN or ".." in parts:
            message = f"{name}: refused: it would leave the output folder"
            raise OutputRefusedError(message)
        parent = name.rpartition("/")[0]
        self._at_folder(parent)
        if self._present[parent] and name not in self._before:
            self._refuse_in_the_way(name, folder=False)

    def _at_folder(self, name: str) -> None:
        """Note whether a folder is there, unless it is known; refuse it if it may not be used."""
        if name in self._present:
            return
        above = name.rpartition("/")[0]
        self._at_folder(above)
        self._present[name] = False
        if self._present[above]:
            place = self._folder / name
            refuse_link(place)
            self._refuse_in_the_way(name, folder=True)
            self._present[name] = place.is_dir()

    def _refuse_in_the_way(self, name: str, *, folder: bool) -> None:
        place = self._folder / name
        if _is_foreign(place, name, self._before, folder=folder):
            message = f"{place}: refused: sitegen did not write this; move it away"
            raise OutputRefusedError(message)


def _is_foreign(place: Path, name: str, before: Mapping[str, str], *, folder: bool) -> bool:
    """Tell whether something that sitegen did not write would have to go."""
    if place.is_dir() and not place.is_symlink():
        return not folder and _holds_foreign(place, name, before)
    if folder and place.is_dir():
        return False
    return name not in before and (place.exists() or place.is_symlink())


def _holds_foreign(place: Path, name: str, before: Mapping[str, str]) -> bool:
    """Tell whether a folder holds a file of somebody else, or what cannot be read."""
    todo = [(os.fspath(place), name)]
    while todo:
        folder, inner = todo.pop()
        if len(inner) > LONGEST_PATH:  # no file of ours is so deep
            return True
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    below = f"{inner}/{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        todo.append((entry.path, below))
                    elif below not in before:
                        return True
        except OSError:
            return True
    return False
