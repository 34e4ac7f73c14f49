"""Decide which files of a site are bibliographies."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.config.globs import compile_glob

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BIBTEX_SUFFIX", "CSL_SUFFIXES", "is_bibliography_read", "may_be_bibliography"]

BIBTEX_SUFFIX = ".bib"
CSL_SUFFIXES = frozenset({".json", ".yaml", ".yml"})
_FOLDERS = ("bibliography", "data", "content")


def may_be_bibliography(path: str) -> bool:
    """Tell whether a path, or a pattern of paths, may be one of a bibliography.

    Those are `.bib` files beside the configuration, and files in some of the site's folders.
    """
    first, slash, rest = path.casefold().partition("/")
    name = (rest or first).rpartition("/")[2]
    suffix = PurePosixPath(name).suffix
    is_csl = suffix in CSL_SUFFIXES
    if not (suffix == BIBTEX_SUFFIX or is_csl or "*" in name or "?" in name or "{" in name):
        return False
    if not slash:
        return not is_csl
    return "**" in first or any(fnmatchcase(folder, first) for folder in _FOLDERS)


def is_bibliography_read(path: PurePosixPath, patterns: Iterable[str]) -> bool:
    """Tell whether one of the patterns of the configuration fits a bibliography."""
    folded = str(path).casefold()
    return any(compile_glob(each).fullmatch(folded) for each in patterns)
