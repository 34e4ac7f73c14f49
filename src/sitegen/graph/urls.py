"""Compute URLs from source paths: `content/news/a.md` becomes `/news/a/`."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from sitegen.content.page_names import split_dated, stem_of
from sitegen.diagnostics import Severity, declare
from sitegen.model import CONTENT
from sitegen.model.words import drop_punctuation
from sitegen.model.words import nfc as compose

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "DUPLICATE_URL",
    "Addresses",
    "alias_path",
    "fold",
    "href",
    "nfc",
    "output_file",
    "url_part",
]

_GAPS = re.compile(r"[\s-]+")

DUPLICATE_URL = declare("duplicate-url", Severity.ERROR, needed=True)


def url_part(name: str) -> str:
    """Make one part of a URL from a name: lower case, hyphens for spaces, all scripts kept."""
    composed = compose(name).lower().replace("#", "-sharp")
    kept = drop_punctuation(composed, ".~+-")
    return _GAPS.sub("-", kept).strip("-.") or "page"


def href(base_path: str, path: str) -> str:
    """Return the URL of a path inside the site, percent-encoded and below the base URL's path."""
    return base_path + quote(path, safe="/~:@!$&'()*+,;=")


def output_file(path: str) -> PurePosixPath:
    """Return the file that a web server answers a page's path with."""
    if path and not path.endswith("/"):
        return PurePosixPath(path)
    return PurePosixPath(path, "index.html")


def alias_path(alias: str) -> str:
    """Return the path of an old address: a file ending in `.html`, or a folder with a slash."""
    path = nfc(alias.lstrip("/"))
    return path if not path or path.endswith((".html", "/")) else f"{path}/"


def nfc(path: PurePosixPath | str) -> str:
    """Return a path composed: macOS hands out names decomposed, editors write them composed."""
    return compose(str(path))


def fold(path: PurePosixPath | str) -> str:
    """Return what two paths share that some file system or server cannot tell apart."""
    return nfc(path).casefold()


class Addresses:
    """The path of every page, by its key.

    A section's `slug` renames its folder for all that it holds. A page's `url` is its path, and
    changes no other: that of a section is not the beginning of those below it, as in Hugo.
    """

    def __init__(self, slugs: Mapping[str, str], urls: Mapping[str, str]) -> None:
        self._slugs = slugs
        self._urls = urls
        self._folders: dict[str, str] = {str(CONTENT): ""}

    def folder(self, folder: str) -> str:
        """Return a content folder's path: empty for `content`, otherwise ending in a slash."""
        known = self._folders.get(folder)
        if known is None:
            above, _, name = folder.rpartition("/")
            part = self._slugs.get(f"{folder}/index.md") or url_part(split_dated(name)[1])
            known = f"{self.folder(above)}{part}/"
            self._folders[folder] = known
        return known

    def page(self, key: str) -> str:
        """Return a page's path."""
        if key in self._urls:
            return self._urls[key].lstrip("/")
        if key == "content/404.md":
            return "404.html"
        folder, _, name = key.rpartition("/")
        if name == "index.md":
            return self.folder(folder)
        part = self._slugs.get(key) or url_part(split_dated(stem_of(name))[1])
        return f"{self.folder(folder)}{part}/"
