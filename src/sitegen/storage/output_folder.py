"""Write the output folder: stage files, rename them into place, remove old ones.

No other module changes that folder, except `manifest`, which this one calls. It replaces whole
files, leaves equal bytes alone, removes what an earlier build wrote and this one did not, and never
touches a file that sitegen did not write. A manifest in the folder says which those are.

New files are first written to a folder of their own inside the output. Only when all of them are on
the disk are they renamed into place, see `output_commit`: a full disk leaves the old site whole,
and a killed build leaves no torn file and no page without its assets. The folders are held open
meanwhile, see `folder_handle`: a link that appears in one cannot lead the files elsewhere.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from sitegen.config.path_limits import find_excess
from sitegen.errors import MachineError, OutputRefusedError
from sitegen.model import Rank
from sitegen.model.progress import Progress
from sitegen.storage.folder_handle import Folder, FolderTree, open_folder, remove_folder
from sitegen.storage.manifest import FRESH, STAGE, Owner, read_manifest, write_manifest
from sitegen.storage.output_commit import OutputCommit, Stats, stats_of
from sitegen.storage.output_guard import refuse_foreign

__all__ = ["OutputFolder", "Staged", "Stats", "UnwrittenOutputFolder", "Written"]

_DIGEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many files were written anew, were right already, and were removed; and which changed."""

    written: int
    unchanged: int
    removed: int
    changed: tuple[str, ...] = ()


class Staged(NamedTuple):
    """Where the bytes of a wanted file are: in the stage, at this place, or in the folder already.

    `stats` are those of a file that holds them although no build left it like that.
    """

    digest: str
    place: str = ""
    stats: Stats | None = None


class OutputFolder:
    """The files that one build wants in the output folder.

    Name them all with `keep` or `add`, then `commit`. `stats` are those of the files as an earlier
    build left them: a file that still has them needs not be read to know what it holds. The folder
    says that it belongs to `owner`. The last `own` parts of its path are sitegen's, and no links.
    """

    def __init__(
        self,
        folder: Path,
        stats: Mapping[str, Stats] | None = None,
        manifest: Mapping[str, str] | None = None,
        owner: Owner | None = None,
        own: int = 0,
    ) -> None:
        self._folder = folder
        self._owner = owner
        self._own = own
        self._place = str(folder)
        self._tree: FolderTree | None = None
        self._stage: Folder | None = None
        self._made_folder = False
        self._before = dict(read_manifest(folder) or {} if manifest is None else manifest)
        self._stats = dict(stats or {})
        self._wanted: dict[str, str] = {}
        self._staged: dict[str, tuple[Rank, str]] = {}
        self._discards = False
        self._count = 0

    @property
    def stats(self) -> dict[str, Stats]:
        """The stats of all files, after `commit`."""
        return self._stats

    @property
    def manifest(self) -> Mapping[str, str]:
        """The digests of all files of the earlier build, after `commit` of this one."""
        return self._before

    @property
    def files(self) -> Container[str]:
        """The names of the earlier build's files."""
        return self._before.keys()

    def holds(self, name: str, digest: str) -> bool:
        """Tell whether the folder has this file with these bytes already."""
        return self._before.get(name) == digest and self._is_untouched(name)

    def is_untouched(self) -> bool:
        """Tell whether every file of the earlier build is as that build left it."""
        return bool(self._before) and all(self._is_untouched(name) for name in self._before)

    def keep(self, name: str, digest: str) -> None:
        """Want a file that the folder holds."""
        self._wanted[name] = digest

    def reset(self) -> None:
        """Forget what is wanted so far: another list follows."""
        self._wanted.clear()
        self._staged.clear()

    def keep_earlier(self, name: str) -> bool:
        """Want a file as the earlier build left it, if it is still there; return whether it is."""
        if not self._is_untouched(name) or name not in self._before:
            return False
        self._staged.pop(name, None)
        self._wanted[name] = self._before[name]
        return True

    def drop(self, name: str) -> None:
        """Want a file no longer."""
        self._wanted.pop(name, None)
        self._staged.pop(name, None)

    def drop_obstructed(self) -> None:
        """Want no file any longer that cannot be: in the place of another's folder, or too long."""
        for name in list(self._wanted):
            if find_excess(name):
                self.drop(name)
                continue
            for parent in PurePosixPath(name).parents:
                self.drop(str(parent))

    def discard(self) -> None:
        """Write nothing of what is added from now on: it will not be committed, nor read."""
        self._discards = True

    @property
    def discards(self) -> bool:
        """Whether nothing is written any more."""
        return self._discards

    def keep_all(self) -> None:
        """Want every file of the earlier build; some may be added anew."""
        self._wanted.update(self._before)

    def add(self, name: str, data: bytes, rank: Rank) -> str:
        """Want a file with these bytes; returns their digest. Raises MachineError."""
        try:
            self._count += 1
            staged = self.stage(name, data, str(self._count))
        except MachineError:
            self.abandon()
            raise
        return self.take(name, staged, rank)

    def open_stage(self) -> Folder:
        """Return the folder for new files, which is made, empty. Raises MachineError."""
        if self._stage is None:
            with self._translated():
                root = self._open().root
                root.remove_tree(STAGE)
                root.make(STAGE)
                self._stage = root.open(STAGE)
        return self._stage

    def stage(self, name: str, data: bytes, place: str) -> Staged:
        """Bring a file's bytes onto the disk, unless the folder has them; `take` wants the file.

        `place` is a name in the stage that nobody else uses. This may happen in another process, if
        the stage was opened before that one was forked. Raises MachineError.
        """
        digest = hashlib.blake2b(data, digest_size=_DIGEST).hexdigest()
        if self._discards or self.holds(name, digest):
            return Staged(digest)
        try:
            target = f"{self._place}/{name}"
            if _is_same(target, data):
                return Staged(digest, stats=stats_of(os.lstat(target)))
            self.open_stage().write_new(place, data)
        except OSError as error:
            raise self._explain(error) from error
        return Staged(digest, place)

    def take(self, name: str, staged: Staged, rank: Rank) -> str:
        """Want a file whose bytes have been staged; returns their digest."""
        self._wanted[name] = staged.digest
        if staged.place:
            self._staged[name] = rank, staged.place
        elif staged.stats:
            self._stats[name] = staged.stats
        return staged.digest

    def read(self, name: str) -> bytes:
        """Return the bytes of a wanted file, before or after `commit`. Raises MachineError."""
        staged = self._staged.get(name)
        with self._translated():
            if staged and self._stage:
                return self._stage.read(staged[1])
            folder, last = self._open().split(name)
            return folder.read(last)

    def commit(self, progress: Progress = lambda *_: None) -> Written:
        """Let the new files take their places and remove the old ones.

        Raises OutputRefusedError before anything is changed, and MachineError when the machine
        fails. That says which files are new, if not all files are those of the earlier build.
        """
        with self._translated():
            refuse_foreign(self._folder, self._before, self._new())
            tree = self._open()
            if self._staged or self._wanted.keys() != self._before.keys():
                self._replace_files(tree, progress)
            else:
                write_manifest(tree.root, self._wanted, self._owner)
            removed = [name for name in self._before if name not in self._wanted]
            self._before = dict(self._wanted)
        self._made_folder = False
        self.abandon()
        for name in removed:
            self._stats.pop(name, None)
        unchanged = len(self._wanted) - len(self._staged)
        return Written(
            written=len(self._staged),
            unchanged=unchanged,
            removed=len(removed),
            changed=(*self._staged, *removed),
        )

    def abandon(self) -> None:
        """Leave the folder as it was; after `commit`, as it is."""
        tree, self._tree = self._tree, None
        stage, self._stage = self._stage, None
        if stage:
            stage.close()
        if tree:
            with contextlib.suppress(OSError):
                tree.root.remove_tree(STAGE)
            with contextlib.suppress(OSError):
                tree.root.remove(FRESH)
            tree.close()
        if self._made_folder:
            self._made_folder = False
            with contextlib.suppress(OSError, OutputRefusedError):
                remove_folder(self._folder, self._own)

    def _open(self) -> FolderTree:
        """Return the folders, which are held open; the outermost is made. Raises OSError."""
        if self._tree is None:
            self._made_folder = not self._folder.exists()
            self._tree = FolderTree(open_folder(self._folder, self._own, make=True))
        return self._tree

    def _replace_files(self, tree: FolderTree, progress: Progress) -> None:
        change = OutputCommit(
            tree, self._stage, self._before, self._wanted, self._staged, self._owner
        )
        try:
            change.prepare()
            self._stats.update(change.run(progress))
        except (OSError, OutputRefusedError) as error:
            different = change.undo()
            if different and isinstance(error, OSError):
                raise self._explain(error, different) from error
            raise

    def _new(self) -> Iterator[str]:
        """Yield the files that are not as an earlier build left them."""
        return (n for n in self._wanted if n not in self._before or n in self._staged)

    def _is_untouched(self, name: str) -> bool:
        known = self._stats.get(name)
        if known is None:
            return False
        try:
            # Half the time of Path.lstat, for every file.
            return stats_of(os.lstat(f"{self._place}/{name}")) == known
        except OSError:
            return False

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (OutputRefusedError, MachineError):
            self.abandon()
            raise
        except OSError as error:
            self.abandon()
            raise self._explain(error) from error

    def _explain(self, error: OSError, outcome: str = "earlier files are intact") -> MachineError:
        reason = error.strerror or type(error).__name__
        place = error.filename2 or error.filename or self._folder
        return MachineError(f"{place}: cannot be written: {reason}; {outcome}")


class UnwrittenOutputFolder(OutputFolder):
    """Takes files as an output folder does, and keeps them in memory; `added` has them by name."""

    def __init__(self) -> None:
        super().__init__(Path(), None, {})
        self.added: dict[str, bytes] = {}

    def add(self, name: str, data: bytes, rank: Rank) -> str:
        del rank  # nothing is written, in no order
        self.added[name] = data
        return hashlib.blake2b(data, digest_size=_DIGEST).hexdigest()


def _is_same(place: str, data: bytes) -> bool:
    """Tell whether a file, no link, holds these bytes."""
    try:
        found = os.lstat(place)
        if found.st_size != len(data) or not stat.S_ISREG(found.st_mode):
            return False
        return Path(place).read_bytes() == data
    except OSError:
        return False
