"""The only code that changes the output folder.

It writes below that folder only, replaces whole files, leaves equal bytes alone, removes what an
earlier build wrote and this one did not, and never touches a file that sitegen did not write. A
manifest in the folder says which those are.

New files are first written into a folder of their own inside the output. Only when all of them are
on the disk do they take their places, by renaming: a disk that is full leaves the old site whole,
and whoever kills the build finds no torn file and no page without its assets.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from sitegen.errors import MachineError, OutputRefusedError
from sitegen.model import Rank
from sitegen.system.progress import Progress, counted

__all__ = ["MANIFEST", "Output", "Stats", "Written", "check_output_folder"]

MANIFEST = ".sitegen-manifest.json"
_STAGE = ".sitegen-stage"
_VERSION = 2
_VERSION_WITHOUT_DIGESTS = 1
#: All that a first build leaves behind when it is killed.
_SCRATCH = (_STAGE, f"{MANIFEST}.new")
#: Where no file may go.
_OWN = frozenset({"", ".", MANIFEST, _STAGE})
_SOURCES = ("content", "assets", "templates", "data")
_DIGEST = 12
#: A web server reads what we write, whatever the umask.
_MODE = 0o644

#: Size, mtime and ctime in nanoseconds of a file as it was left.
Stats = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many files were written anew, were right already, and were removed; and which changed."""

    written: int
    unchanged: int
    removed: int
    changed: tuple[str, ...] = ()


def check_output_folder(output: Path, root: Path) -> None:
    """Raise OutputRefusedError unless the folder is one that may be filled and cleaned."""
    reason = _why_refused(output.resolve(), root.resolve())
    if reason:
        message = f"{output}: refused as output folder: {reason}; choose another with -o"
        raise OutputRefusedError(message)


def _why_refused(output: Path, root: Path) -> str:
    home = Path.home().resolve()
    if output == Path(output.anchor):
        return "it is the root of the file system"
    if output == home or output in home.parents:
        return "it is or holds your home folder"
    if output == root or output in root.parents:
        return "it is or holds the site itself"
    if any(output.is_relative_to(root / name) for name in _SOURCES):
        return "it is among the site's sources"
    if output.exists() and not output.is_dir():
        return "it is not a folder"
    if output.is_dir() and _read_manifest(output) is None and _holds_anything(output):
        return "it is not empty and was not written by sitegen"
    return ""


class Output:
    """The files that one build wants in the output folder.

    Name them all with `keep` or `add`, then `commit`. `stats` are those of the files as an earlier
    build left them: a file that still has them needs not be read to know what it holds.
    """

    def __init__(self, folder: Path, stats: Mapping[str, Stats] | None = None) -> None:
        self._folder = folder
        self._place = str(folder)
        self._stage = folder / _STAGE
        self._made_folder = False
        self._before = _read_manifest(folder) or {}
        self._stats = dict(stats or {})
        self._wanted: dict[str, str] = {}
        self._staged: dict[str, tuple[Rank, int]] = {}
        self._count = 0

    @property
    def stats(self) -> dict[str, Stats]:
        """The stats of all files, after `commit`."""
        return self._stats

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

    def keep_all(self) -> None:
        """Want every file of the earlier build; some may be added anew."""
        self._wanted.update(self._before)

    def add(self, name: str, data: bytes, rank: Rank) -> str:
        """Want a file with these bytes; returns their digest. Raises MachineError."""
        digest = hashlib.blake2b(data, digest_size=_DIGEST).hexdigest()
        self._wanted[name] = digest
        if self.holds(name, digest):
            return digest
        with self._translated():
            place = f"{self._place}/{name}"
            if _is_same(place, data):
                self._stats[name] = _stat(place)
            else:
                self._make_stage()
                staged = f"{self._place}/{_STAGE}/{self._count}"
                with open(staged, "xb") as file:  # noqa: PTH123  # half the time of Path, for every file
                    file.write(data)
                os.chmod(staged, _MODE)  # noqa: PTH101  # as above
                self._staged[name] = rank, self._count
                self._count += 1
        return digest

    def commit(self, progress: Progress = lambda *_: None) -> Written:
        """Let the new files take their places and remove the old ones.

        Raises OutputRefusedError before anything is changed, and MachineError when the machine
        fails; the files of the earlier build are then whole.
        """
        with self._translated():
            self._refuse_foreign()
            if self._staged or self._wanted.keys() != self._before.keys():
                self._replace_files(progress)
            removed = [name for name in self._before if name not in self._wanted]
            self._write_manifest(self._wanted)
            self._drop_stage()
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
        with contextlib.suppress(OSError):
            self._drop_stage()
            if self._made_folder:
                self._folder.rmdir()

    def _replace_files(self, progress: Progress) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        # From here on both old and new files are ours, whenever we are stopped.
        self._write_manifest({**dict.fromkeys(self._wanted, ""), **self._before})
        for name in _obstacles(self._wanted, self._before):
            self._remove(name)
        made = {""}
        ordered = sorted(self._staged, key=lambda each: (self._staged[each][0], each))
        for name in counted(ordered, "write", len(ordered), progress):
            self._make_parent(name, made)
            target = f"{self._place}/{name}"
            os.replace(f"{self._place}/{_STAGE}/{self._staged[name][1]}", target)  # noqa: PTH105  # half the time of Path
            self._stats[name] = _stat(target)
        # Pages go before the assets that they need.
        gone = (name for name in self._before if name not in self._wanted)
        for name in sorted(gone, key=lambda each: (not each.endswith((".html", ".xml")), each)):
            self._remove(name)

    def _make_parent(self, name: str, made: set[str]) -> None:
        """Make the folder that a file needs, once."""
        parent = name.rpartition("/")[0]
        if parent not in made:
            made.add(parent)
            self._make_parent(parent, made)
            with contextlib.suppress(FileExistsError):
                os.mkdir(f"{self._place}/{parent}")  # noqa: PTH102  # half the time of Path

    def _refuse_foreign(self) -> None:
        """Make sure that no path leads elsewhere and that nobody else's file is in the way."""
        present = {"": self._folder.is_dir()}
        for name in self._wanted:
            if name in self._before and name not in self._staged:
                continue
            parts = name.split("/")
            if parts[0] in _OWN or ".." in parts:
                message = f"{name}: refused: it would leave the output folder"
                raise OutputRefusedError(message)
            parent = name.rpartition("/")[0]
            self._look_at_folder(parent, present)
            if present[parent] and name not in self._before:
                self._refuse_in_the_way(name, folder=False)

    def _look_at_folder(self, name: str, present: dict[str, bool]) -> None:
        """Note whether a folder is there, unless it is known; refuse it if it may not be used."""
        if name in present:
            return
        above = name.rpartition("/")[0]
        self._look_at_folder(above, present)
        present[name] = False
        if present[above]:
            place = self._folder / name
            if place.is_symlink() and not place.resolve().is_relative_to(self._folder.resolve()):
                message = f"{place}: refused: a link leads out of the output folder"
                raise OutputRefusedError(message)
            self._refuse_in_the_way(name, folder=True)
            present[name] = place.is_dir()

    def _refuse_in_the_way(self, name: str, *, folder: bool) -> None:
        if _is_foreign(self._folder / name, name, self._before, folder=folder):
            message = f"{self._folder / name}: refused: sitegen did not write this; move it away"
            raise OutputRefusedError(message)

    def _is_untouched(self, name: str) -> bool:
        known = self._stats.get(name)
        if known is None:
            return False
        try:
            return _stat(f"{self._place}/{name}") == known
        except OSError:
            return False

    def _make_stage(self) -> None:
        if not self._staged:
            self._made_folder = not self._folder.exists()
            self._drop_stage()
            self._stage.mkdir(parents=True)

    def _drop_stage(self) -> None:
        if self._stage.is_dir() and not self._stage.is_symlink():
            shutil.rmtree(self._stage)
        with contextlib.suppress(OSError):
            (self._folder / f"{MANIFEST}.new").unlink()

    def _write_manifest(self, files: Mapping[str, str]) -> None:
        content = {"version": _VERSION, "files": dict(sorted(files.items()))}
        # One file a line, for those who look at differences; a quote in a name has a backslash.
        data = msgspec.json.encode(content).replace(b'","', b'",\n"') + b"\n"
        if not _is_same(f"{self._place}/{MANIFEST}", data):
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = self._folder / f"{MANIFEST}.new"
            fresh.write_bytes(data)
            fresh.chmod(_MODE)
            fresh.replace(self._folder / MANIFEST)

    def _remove(self, name: str) -> None:
        path = self._folder / name
        if not path.parent.resolve().is_relative_to(self._folder.resolve()):
            return
        if path.is_dir() and not path.is_symlink():
            return
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()
        for parent in path.parents:
            if parent == self._folder:
                break
            try:
                parent.rmdir()
            except OSError:
                break

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OutputRefusedError:
            self.abandon()
            raise
        except OSError as error:
            self.abandon()
            reason = error.strerror or type(error).__name__
            place = error.filename2 or error.filename or self._folder
            message = f"{place}: cannot be written: {reason}; earlier files are intact"
            raise MachineError(message) from error


def _is_same(place: str, data: bytes) -> bool:
    """Tell whether a file, no link, holds these bytes."""
    try:
        found = os.lstat(place)
        if found.st_size != len(data) or not stat.S_ISREG(found.st_mode):
            return False
        return Path(place).read_bytes() == data
    except OSError:
        return False


def _stat(path: Path | str) -> Stats:
    found = os.lstat(path)  # half the time of Path.lstat, for every file
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _is_foreign(place: Path, name: str, before: Mapping[str, str], *, folder: bool) -> bool:
    """Tell whether something that sitegen did not write would have to go."""
    if place.is_dir() and not place.is_symlink():
        inner = [] if folder else [each for each in place.rglob("*") if not each.is_dir()]
        return any(f"{name}/{each.relative_to(place).as_posix()}" not in before for each in inner)
    if folder and place.is_dir():
        return False
    return name not in before and (place.exists() or place.is_symlink())


def _obstacles(wanted: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """Return the old files that stand where a folder has to be, or in a folder where a file has."""
    gone = [name for name in before if name not in wanted]
    if not gone:
        return []
    folders = {str(parent) for name in wanted for parent in PurePosixPath(name).parents}
    return sorted(
        name
        for name in gone
        if name in folders or any(str(parent) in wanted for parent in PurePosixPath(name).parents)
    )


def _holds_anything(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return any(entry.name not in _SCRATCH for entry in entries)


def _read_manifest(output: Path) -> dict[str, str] | None:
    """Return the digests of the files that earlier builds wrote, or None where none ever did."""
    try:
        stored = json.loads((output / MANIFEST).read_bytes())
        if stored["version"] not in {_VERSION_WITHOUT_DIGESTS, _VERSION}:
            return None
        files = stored["files"]
        if stored["version"] == _VERSION_WITHOUT_DIGESTS:
            files = dict.fromkeys(files, "")
        return {
            name: str(digest)
            for name, digest in files.items()
            if not name.startswith("/") and not (".." in name and ".." in name.split("/"))
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
