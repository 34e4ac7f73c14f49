"""Read the files of a site from the disk, never from outside of the site's folder."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.config.path_limits import find_excess
from sitegen.content.notebooks.freezes import freeze_paths, join_freeze, may_have_outputs
from sitegen.content.notebooks.image_paths import split_image_path
from sitegen.diagnostics import Diagnostic, Location, documentation
from sitegen.errors import MachineError, UsageError
from sitegen.model import SourceFile
from sitegen.storage.site_files import FOLDERS, is_allowed_name, is_bibliography
from sitegen.storage.snapshot import FileStat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import PurePosixPath

__all__ = [
    "ConfigFile",
    "Scan",
    "find_config",
    "read_bytes",
    "read_if_there",
    "read_source",
    "scan_site",
    "stat_again",
]

#: More folders than these in one another are not looked into.
_DEEPEST = 64
#: Control characters, and surrogates, which stand for bytes that are not UTF-8.
_UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class ConfigFile(msgspec.Struct, frozen=True, kw_only=True):
    """The file that makes a folder a site."""

    root: Path
    name: str
    text: str


class Scan(msgspec.Struct):
    """What lies in the site's folders, relative to the site, and what must not be there.

    With `has_links`, a file may change under another name than one of `stats`.
    """

    stats: dict[str, FileStat] = msgspec.field(default_factory=dict)
    problems: list[Diagnostic] = msgspec.field(default_factory=list)
    has_links: bool = False


def find_config(site: Path) -> ConfigFile:
    """Find a site's configuration.

    Raises UsageError when the folder is no site, or when names of files would not be URLs.
    """
    encoding = sys.getfilesystemencoding()
    if encoding.casefold() != "utf-8":
        message = f"this locale writes names of files as {encoding}; set PYTHONUTF8=1 for UTF-8"
        raise UsageError(message)
    root = site.absolute()
    if not root.is_dir():
        message = f"{site}: there is no such folder"
        raise UsageError(message)
    own = root / "sitegen.toml"
    if _is_inside(own, root):
        return ConfigFile(root=root, name=own.name, text=_read_text(own))
    project = root / "pyproject.toml"
    if _is_inside(project, root):
        text = _read_text(project)
        if re.search(r"^\s*\[\[?\s*tool\.sitegen\b", text, re.MULTILINE):
            return ConfigFile(root=root, name=project.name, text=text)
    message = f"{site}: no sitegen.toml here, nor a pyproject.toml with [tool.sitegen]"
    raise UsageError(f"{message}; {_say_where(root)}")


def _is_inside(file: Path, root: Path) -> bool:
    """Tell whether a file is there. Raises UsageError if it is one of another folder."""
    if file.is_symlink() and not file.resolve().is_relative_to(root.resolve()):
        message = f"{file}: refused: it is a link that leads out of the site"
        raise UsageError(message)
    return file.is_file()


def _say_where(root: Path) -> str:
    """Say where the site is that somebody may mean: in a folder above, or nowhere yet."""
    for folder in root.parents:
        if (folder / "sitegen.toml").is_file():
            return f"run sitegen in '{os.path.relpath(folder, root)}', which has one"
    return f"write one with a title and a base_url: {documentation('configuration')}"


def scan_site(root: Path, folders: Iterable[str] | None = None) -> Scan:
    """List the files of a site's folders, in an order that only their names decide.

    Unless only some folders are wanted, bibliographies beside the configuration are listed, too.
    A link that leads out of the site is an error: what it shows was never meant to be published.
    """
    scan = Scan()
    real_root = root.resolve()
    if folders is None:
        for entry in _entries(root):
            if is_bibliography(entry.name):
                _take(entry, entry.name, real_root, scan, ())
    for name in FOLDERS if folders is None else folders:
        folder = root / name
        if folder.is_dir():
            scan.has_links |= folder.is_symlink()
            _walk(folder, name, real_root, scan, ())
        elif folder.is_symlink():
            _report_lost_link(name, scan)
    return scan


def _walk(folder: Path, path: str, root: Path, scan: Scan, above: tuple[Path, ...]) -> None:
    real = folder.resolve()
    if not real.is_relative_to(root):
        _refuse(path, scan)
        return
    if real in above:
        return
    for entry in _entries(folder):
        if is_allowed_name(path, entry.name):
            _take(entry, f"{path}/{entry.name}", root, scan, (*above, real))


def _take(
    entry: os.DirEntry[str], inner: str, root: Path, scan: Scan, above: tuple[Path, ...]
) -> None:
    """List a file, or what is in a folder, or report why not."""
    is_link = entry.is_symlink()
    scan.has_links |= is_link
    if _UNREADABLE.search(entry.name):
        from sitegen.content.text import ENCODING  # as in _report_lost_link

        _report(scan, ENCODING, inner, "its name is not readable text", "rename it")
    elif is_link and not Path(entry.path).exists():
        _report_lost_link(inner, scan)
    elif len(above) > _DEEPEST or find_excess(inner):
        _report_depth(inner, scan)
    elif entry.is_dir():
        if "/" in inner:
            _walk(Path(entry.path), inner, root, scan, above)
    elif is_link and not Path(entry.path).resolve().is_relative_to(root):
        _refuse(inner, scan)
    elif entry.is_file():
        scan.stats[inner] = _stat_of(entry.stat())


def stat_again(
    root: Path, known: Mapping[str, FileStat], changed: Iterable[str]
) -> dict[str, FileStat] | None:
    """Return the stats of files after changes of some, or None if it takes a scan to tell.

    That is when a changed path is not a file that was there before, or when a link leads to it now.
    """
    stats = dict(known)
    real_root = root.resolve()
    for name in changed:
        try:
            found = (root / name).lstat()
        except OSError:
            return None
        if name not in known or not stat.S_ISREG(found.st_mode):
            return None
        if (root / name).resolve() != real_root / name:  # one of its folders has become a link
            return None
        stats[name] = _stat_of(found)
    return stats


def _stat_of(found: os.stat_result) -> FileStat:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from sorted(entries, key=lambda each: each.name)
    except OSError as error:
        raise _unreadable(folder, error) from error


def _report_lost_link(path: str, scan: Scan) -> None:
    from sitegen.graph.missing_targets import BROKEN_LINK  # most sites have no such link

    _report(scan, BROKEN_LINK, path, "this link leads nowhere", "remove it")


def _report_depth(path: str, scan: Scan) -> None:
    from sitegen.checks.path_lengths import PATH_TOO_LONG  # as above

    excess = find_excess(path) or f"folders may be {_DEEPEST} deep in one another"
    _report(scan, PATH_TOO_LONG, path, excess, "move it up, or give it a shorter name")


def _refuse(path: str, scan: Scan) -> None:
    from sitegen.graph.missing_targets import PATH_OUTSIDE_SITE  # as above

    message, hint = "this link leads out of the site", "copy the file into the site"
    _report(scan, PATH_OUTSIDE_SITE, path, message, hint)


def _report(scan: Scan, code: str, path: str, message: str, hint: str) -> None:
    place = Location(path=path)
    scan.problems.append(Diagnostic(code=code, message=message, location=place, hint=hint))


def read_bytes(path: Path) -> bytes:
    """Read a file. Raises MachineError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def read_source(root: Path, path: PurePosixPath) -> SourceFile:
    """Read one of the site's files, or a picture inside a notebook, with its digest.

    A document with stored outputs is read with them. Raises MachineError.
    """
    inside = split_image_path(str(path))
    data = _read_inside(root, *inside) if inside else read_bytes(root / path)
    for stored in freeze_paths(str(path)) if may_have_outputs(str(path), data) else ():
        if (root / stored).is_file():
            data = join_freeze(data, read_bytes(root / stored), stored)
            break
    return SourceFile(path=path, data=data, digest=hashlib.sha256(data).hexdigest())


def _read_inside(root: Path, notebook: str, digest: str) -> bytes:
    """Return a picture in a notebook. Raises MachineError."""
    from sitegen.content.notebooks.notebook_images import extract_image

    found = extract_image(read_bytes(root / notebook), digest)
    if found is None:
        path = root / notebook
        missing = FileNotFoundError(f"no picture {digest}")
        raise _unreadable(path, missing) from missing
    return found


def read_if_there(root: Path, path: PurePosixPath) -> SourceFile | None:
    """Read a file that was there when the build began; None if it has gone. Raises MachineError."""
    try:
        return read_source(root, path)
    except MachineError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise


def _read_text(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path.name}: byte offset {error.start} is not UTF-8; save it as UTF-8"
        raise UsageError(message) from error


def _unreadable(path: Path, error: OSError) -> MachineError:
    reason = error.strerror or type(error).__name__
    return MachineError(f"{path}: cannot be read: {reason}")
