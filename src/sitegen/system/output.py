"""The only code that changes the output folder.

It writes below that folder only, replaces whole files, leaves equal bytes alone, removes what an
earlier build wrote and this one did not, and never touches a file that sitegen did not write. A
manifest in the folder says which those are.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sitegen.errors import MachineError, OutputRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.model import Artefact

__all__ = ["MANIFEST", "Written", "check_output_folder", "write_artefacts"]

MANIFEST = ".sitegen-manifest.json"
_VERSION = 1
_SOURCES = ("content", "assets", "templates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many files were written anew, were right already, and were removed."""

    written: int
    unchanged: int
    removed: int


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


def write_artefacts(output: Path, artefacts: Iterable[Artefact]) -> Written:
    """Bring the folder to hold these files: assets first, pages next, indexes last.

    Raises OutputRefusedError before anything is changed, and MachineError when the machine fails;
    the files of the earlier build are then whole.
    """
    ordered = sorted(artefacts, key=lambda each: (each.rank, str(each.path)))
    names = [str(each.path) for each in ordered]
    before = _read_manifest(output) or frozenset()
    try:
        _refuse_foreign(output, names, before)
        output.mkdir(parents=True, exist_ok=True)
        _write_manifest(output, before.union(names))
        for name in _obstacles(names, before):
            _remove(output, name)
        changed = [each for each in ordered if not _is_same(output / each.path, each.data)]
        for artefact in changed:
            _replace(output / artefact.path, artefact.data)
        removed = sorted(before.difference(names))
        for name in removed:
            _remove(output, name)
        _write_manifest(output, frozenset(names))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        place = error.filename or output
        message = f"{place}: cannot be written: {reason}; earlier files are intact"
        raise MachineError(message) from error
    return Written(
        written=len(changed), unchanged=len(ordered) - len(changed), removed=len(removed)
    )


def _refuse_foreign(output: Path, names: list[str], before: frozenset[str]) -> None:
    """Make sure that no path leads elsewhere and that no file of somebody else is in the way."""
    base = output.resolve()
    checked: set[Path] = set()
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or name == MANIFEST:
            message = f"{name}: refused: it would leave the output folder"
            raise OutputRefusedError(message)
        target = output / path
        if target.parent not in checked:
            checked.add(target.parent)
            if not target.parent.resolve().is_relative_to(base):
                message = f"{target.parent}: refused: a link leads out of the output folder"
                raise OutputRefusedError(message)
        for part in (path, *path.parents[:-1]):
            if _is_foreign(output / part, str(part), before, folder=part != path):
                message = f"{output / part}: refused: sitegen did not write this; move it away"
                raise OutputRefusedError(message)


def _is_foreign(place: Path, name: str, before: frozenset[str], *, folder: bool) -> bool:
    """Tell whether something that sitegen did not write would have to go."""
    if place.is_dir() and not place.is_symlink():
        inner = [] if folder else [each for each in place.rglob("*") if not each.is_dir()]
        return any(f"{name}/{each.relative_to(place).as_posix()}" not in before for each in inner)
    if folder and place.is_dir():
        return False
    return name not in before and (place.exists() or place.is_symlink())


def _obstacles(names: list[str], before: frozenset[str]) -> list[str]:
    """Return the old files that stand where a folder has to be, or in a folder where a file has."""
    new = set(names)
    folders = {str(parent) for name in names for parent in PurePosixPath(name).parents}
    return sorted(
        name
        for name in before - new
        if name in folders or any(str(parent) in new for parent in PurePosixPath(name).parents)
    )


def _holds_anything(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return any(True for _ in entries)


def _read_manifest(output: Path) -> frozenset[str] | None:
    try:
        stored = json.loads((output / MANIFEST).read_bytes())
        names = stored["files"]
        if stored["version"] != _VERSION or not all(isinstance(each, str) for each in names):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    safe = [n for n in names if not PurePosixPath(n).is_absolute() and ".." not in n.split("/")]
    return frozenset(safe)


def _write_manifest(output: Path, names: frozenset[str]) -> None:
    text = json.dumps({"version": _VERSION, "files": sorted(names)}, indent=0, ensure_ascii=False)
    data = text.encode() + b"\n"
    if not _is_same(output / MANIFEST, data):
        _replace(output / MANIFEST, data)


def _is_same(path: Path, data: bytes) -> bool:
    try:
        return (
            path.stat().st_size == len(data) and not path.is_symlink() and path.read_bytes() == data
        )
    except OSError:
        return False


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".sitegen-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _remove(output: Path, name: str) -> None:
    path = output / name
    if not path.parent.resolve().is_relative_to(output.resolve()):
        return
    if path.is_dir() and not path.is_symlink():
        return
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        path.unlink()
    for parent in path.parents:
        if parent == output:
            break
        try:
            parent.rmdir()
        except OSError:
            break
