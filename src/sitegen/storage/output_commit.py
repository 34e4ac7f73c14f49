"""Put staged files into the output folder, all of them or none.

What can fail for want of space comes first: the list of files, the folders, and the new files, to
which no earlier page links. If one of these fails, all of them are taken back. Only then are files
replaced, which needs no space where both names are in one file system, and at last old ones go.

So a page is there before the pages that link to it, unless both are new: then deeper ones come
first, and the home page last.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitegen.errors import OutputRefusedError
from sitegen.model import Rank
from sitegen.model.progress import Progress, counted
from sitegen.storage.folder_handle import Folder, FolderTree
from sitegen.storage.manifest import FRESH, MANIFEST, Owner, prepare_manifest, write_manifest

__all__ = ["OutputCommit", "Stats", "stats_of"]

#: Size, mtime and ctime in nanoseconds of a file as it was left.
Stats = tuple[int, int, int]
#: Files that a message names.
_NAMED = 3


class OutputCommit:
    """One change of the output folder. First `prepare`, then `run`; `undo` if either fails.

    `before` are the files of the earlier build with their digests, `wanted` are those of this one;
    `staged` are those that are in the folder `stage`, each with its rank and its name there.
    """

    def __init__(
        self,
        tree: FolderTree,
        stage: Folder | None,
        before: Mapping[str, str],
        wanted: Mapping[str, str],
        staged: Mapping[str, tuple[Rank, str]],
        owner: Owner | None,
    ) -> None:
        self._tree = tree
        self._stage = stage
        self._before = before
        self._wanted = wanted
        self._staged = staged
        self._owner = owner
        self._obstacles = _find_obstacles(wanted, before)
        self._blocked = _find_blocked(staged, self._obstacles)
        ordered = sorted(staged, key=lambda name: _order(staged[name][0], name))
        # What has to wait until others have gone cannot be taken back, either.
        late = {name for name in ordered if name in before or name in self._blocked}
        self._new = [name for name in ordered if name not in late]
        self._replaced = [name for name in ordered if name in late]
        self._made: list[str] = []
        self._placed: list[str] = []
        self._removed: list[str] = []
        self._earlier_manifest: bytes | None = None
        self._may_undo = True
        self._has_manifest = False

    def prepare(self) -> None:
        """Make folders and the lists of files; make sure that each file can take its place.

        Raises OSError and OutputRefusedError.
        """
        root = self._tree.root
        with contextlib.suppress(FileNotFoundError):
            self._earlier_manifest = root.read(MANIFEST)
        # From here on both old and new files are ours, whenever we are stopped.
        both = {**dict.fromkeys(self._wanted, ""), **self._before}
        write_manifest(root, both, self._owner)
        self._make_ready()
        self._has_manifest = prepare_manifest(root, self._wanted, self._owner)

    def run(self, progress: Progress) -> dict[str, Stats]:
        """Put the files into their places and remove the old ones; return the stats of the new.

        Raises OSError.
        """
        ordered = [*self._new, *self._replaced]
        stats = {}
        for number, name in enumerate(counted(ordered, "write", len(ordered), progress)):
            if number == len(self._new):
                self._may_undo = False
                for each in self._obstacles:
                    self._remove(each)
            stats[name] = self._put(name)
        self._may_undo = False
        # Pages go before the assets that they need.
        gone = (name for name in self._before if name not in self._wanted)
        for name in sorted(gone, key=lambda each: (not each.endswith((".html", ".xml")), each)):
            self._remove(name)
        if self._has_manifest:
            root = self._tree.root
            root.move(FRESH, root, MANIFEST)
        return stats

    def undo(self) -> str:
        """Take back what can be taken back; return what is different now, or nothing."""
        if self._may_undo:
            # Those that came last need the others: where one stays, so do these.
            while self._placed and self._take_back(self._placed[-1]):
                self._placed.pop()
            for name in reversed(self._made):
                with contextlib.suppress(OSError, OutputRefusedError):
                    self._tree.remove_folder(name)
            if not self._placed:
                self._restore_manifest()
                return ""
        count = len(self._staged)
        told = f"{len(self._placed)} of {count} files are new{_name_some(self._placed)}"
        if self._removed:
            told += f", {len(self._removed)} old ones are removed{_name_some(self._removed)}"
        return f"{told}, the others are those of the build before; the next build finishes the work"

    def _make_ready(self) -> None:
        """Make the folders that are missing, and examine the others and what is to be replaced.

        Not where old files are in the way. Raises OSError if a file cannot take its place, as far
        as that can be known before.
        """
        device = self._tree.root.device
        for above in dict.fromkeys(name.rpartition("/")[0] for name in self._new):
            if not self._tree.make(above, self._made):
                _check_folder(self._tree.at(above), device)
        checked: str | None = None
        for name in self._replaced:
            if name in self._blocked:
                continue
            above, _, last = name.rpartition("/")
            try:
                folder = self._tree.at(above)
            except FileNotFoundError:
                self._tree.make(above, self._made)
                continue
            if above != checked:
                checked = above
                _check_folder(folder, device)
            if folder.has_folder(last):
                raise _problem(errno.EISDIR, f"{folder.path}/{last}")

    def _put(self, name: str) -> Stats:
        above, _, last = name.rpartition("/")
        folder = self._tree.at(above, self._made if name in self._blocked else None)
        if self._stage is None:
            raise AssertionError
        self._stage.move(self._staged[name][1], folder, last)
        self._placed.append(name)
        return stats_of(folder.stat(last))

    def _take_back(self, name: str) -> bool:
        try:
            folder, last = self._tree.split(name)
            folder.remove(last)
        except (OSError, OutputRefusedError):
            return False
        return True

    def _restore_manifest(self) -> None:
        root = self._tree.root
        with contextlib.suppress(OSError):
            if self._earlier_manifest is None:
                root.remove(MANIFEST)
            elif root.read(MANIFEST) != self._earlier_manifest:
                root.replace_file(MANIFEST, self._earlier_manifest, FRESH)

    def _remove(self, name: str) -> None:
        """Remove a file of ours, and the folders that are empty then; nothing behind a link."""
        try:
            folder, last = self._tree.split(name)
            if folder.has_folder(last):
                return
            if folder.remove(last):
                self._removed.append(name)
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OutputRefusedError:
            return
        while name := name.rpartition("/")[0]:
            try:
                self._tree.remove_folder(name)
            except (OSError, OutputRefusedError):
                break


def stats_of(found: os.stat_result) -> Stats:
    """Return what tells whether a file was changed since."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _check_folder(folder: Folder, device: int) -> None:
    """Raise OSError if no file can be renamed into a folder."""
    if folder.device != device:
        raise _problem(errno.EXDEV, folder.path)
    if not folder.is_writable():
        raise _problem(errno.EACCES, folder.path)


def _problem(number: int, place: str) -> OSError:
    return OSError(number, os.strerror(number), place)


def _order(rank: Rank, name: str) -> tuple[Rank, bool, int, str]:
    """Return where a file stands in the order: assets, pages, the home page, indexes."""
    return rank, name == "index.html", -name.count("/"), name


def _name_some(names: Sequence[str]) -> str:
    """Return some names in brackets."""
    if not names:
        return ""
    more = ", …" if len(names) > _NAMED else ""
    return f" ({', '.join(names[:_NAMED])}{more})"


def _parents(name: str) -> Iterator[str]:
    """Yield the folders that a file is in, the innermost first."""
    while name := name.rpartition("/")[0]:
        yield name


def _find_obstacles(wanted: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """Return the old files that stand where a folder has to be, or in a folder where a file has."""
    gone = [name for name in before if name not in wanted]
    if not gone:
        return []
    folders = {parent for name in wanted for parent in _parents(name)}
    return sorted(
        name
        for name in gone
        if name in folders or any(parent in wanted for parent in _parents(name))
    )


def _find_blocked(names: Iterable[str], obstacles: Sequence[str]) -> frozenset[str]:
    """Return the new files that have no place before the old ones in their way are gone."""
    if not obstacles:
        return frozenset()
    files = frozenset(obstacles)
    folders = {parent for name in obstacles for parent in _parents(name)}
    return frozenset(
        name
        for name in names
        if name in folders or any(parent in files for parent in _parents(name))
    )
