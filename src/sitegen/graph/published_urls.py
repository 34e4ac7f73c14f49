"""Find what the finished site has at a URL.

Paths here are below the base URL, decoded and composed (NFC), such as `news/größe/`.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

import msgspec

from sitegen.graph.urls import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["PublishedUrls"]


class PublishedUrls(msgspec.Struct, frozen=True, kw_only=True):
    """The pages by their paths, published or not, and the paths of all other files.

    `others` are files that are copied, and what is generated without a source file.
    """

    pages: Mapping[str, str]
    unpublished: Mapping[str, str]
    others: frozenset[str]

    def page(self, path: str) -> str:
        """Return the key of the page at a path as somebody may write it, or nothing."""
        found = (self.pages.get(each) for each in _spellings(path))
        return next((key for key in found if key), "")

    def unpublished_page(self, path: str) -> str:
        """Return the key of the page that would be at a path if it were published, or nothing."""
        found = (self.unpublished.get(each) for each in _spellings(path))
        return next((key for key in found if key), "")

    def other(self, path: str) -> str | None:
        """Return the exact path of a file or generated page, None if there is none."""
        return next((each for each in _spellings(path) if each in self.others), None)


def _spellings(path: str) -> Iterator[str]:
    """Yield the paths that a web server answers in the same way, or that authors mean by one."""
    path = nfc(path)
    yield path
    if path.endswith("/"):
        return
    if path:
        yield f"{path}/"
    folder, name = posixpath.split(path)
    if name in {"index.html", "index.htm"}:
        yield f"{folder}/" if folder else ""
    elif path.endswith((".html", ".htm")):
        yield f"{path.rpartition('.')[0]}/"
