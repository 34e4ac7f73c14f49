"""What the name of a page's file says: whether it is an index, and its date."""

from __future__ import annotations

import re
from datetime import date

__all__ = [
    "MARKDOWN_SUFFIXES",
    "NOTEBOOK_SUFFIXES",
    "PAGE_SUFFIXES",
    "date_of_path",
    "index_folder",
    "index_rank",
    "is_readme",
    "split_dated",
    "stem_of",
]

#: Suffixes of Markdown files.
MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
#: Suffixes of notebooks, and of documents of Quarto and R Markdown.
NOTEBOOK_SUFFIXES = (".ipynb", ".qmd", ".rmd")
#: Suffixes of all files that pages are made of.
PAGE_SUFFIXES = (*MARKDOWN_SUFFIXES, *NOTEBOOK_SUFFIXES)
#: Names of the page that stands for its folder; earlier ones come first.
_INDEXES = ("index", "_index", "readme")
_README = _INDEXES.index("readme")
_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[-_ ](?=\w)")


def stem_of(path: str) -> str:
    """Return a file's name without its suffix."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def index_rank(path: str) -> int | None:
    """Return the rank among the names of a folder's index, 0 for `index.md`; None for others."""
    stem = stem_of(path).casefold()
    return _INDEXES.index(stem) if stem in _INDEXES else None


def is_readme(path: str) -> bool:
    """Tell whether a page is a README, which is an index only where there is no other."""
    return index_rank(path) == _README


def index_folder(path: str) -> str:
    """Return the folder that a page may be the index of; empty for other pages."""
    return path.rpartition("/")[0] if index_rank(path) is not None else ""


def split_dated(name: str) -> tuple[str, str]:
    """Split `2021-03-04-first-scan` into its date and the rest; without a date, it is empty.

    The name may be that of a file without its suffix, or that of a folder.
    """
    found = _DATED.match(name)
    if not found:
        return "", name
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return "", name
    return day.isoformat(), name[found.end() :]


def date_of_path(path: str) -> str:
    """Return the date in the name of a page's file, or of the folder that it is the index of."""
    name = index_folder(path).rpartition("/")[2] or stem_of(path)
    return split_dated(name)[0]
