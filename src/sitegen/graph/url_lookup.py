"""Find the URL of a page or file by the name that a template gives."""

from __future__ import annotations

import posixpath
from itertools import chain
from typing import TYPE_CHECKING

from sitegen.graph.urls import href
from sitegen.model.words import spellings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.model import Site

__all__ = ["find_url"]


def find_url(site: Site, path: str, near: str) -> str | None:
    """Return the URL of a page or file, or None if there is no such one.

    `path` is below the site or `content/`, and may end with an anchor; one that begins with `./` or
    `../` is relative to the folder of the source `near`.
    """
    name, mark, anchor = path.partition("#")
    for candidate in chain.from_iterable(map(spellings, _candidates(name, near))):
        if candidate in site.urls:
            return site.urls[candidate] + mark + anchor
        if candidate in site.files:
            return href(site.config.base_path, site.files[candidate])
    return None


def _candidates(name: str, near: str) -> Iterator[str]:
    """Yield the source paths that a name may stand for."""
    if name.startswith(("./", "../")):
        name = posixpath.join(posixpath.dirname(near), name)
    plain = posixpath.normpath(name).lstrip("/")
    for path in (plain, f"content/{plain}"):
        yield path
        yield posixpath.normpath(f"{path}/index.md")
