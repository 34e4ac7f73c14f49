"""Find files in which other generators keep the fields of pages, apart from the pages.

sitegen does not read them, so a page whose file beside it says `status: draft` would be published.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.diagnostics import Location, Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sitegen.diagnostics import Diagnostic

__all__ = ["report_unread_metadata"]

UNREAD_METADATA = declare("unread-metadata", Severity.ERROR, protects=True)

#: Quarto's `_metadata.yml` and Eleventy's `posts.11tydata.json`.
_OF_FOLDERS = re.compile(r"content/(?:.*/)?(?:_metadata\.ya?ml|[^/]*\.11tydata\.[a-z]+)")
#: Nikola's `post.meta` beside `post.md`.
_BESIDE = ".meta"


def report_unread_metadata(names: Collection[str]) -> Iterator[Diagnostic]:
    """Yield an error for each such file. `names` are all files of the site."""
    marks = (_BESIDE, "_metadata.", ".11tydata.")
    for name in sorted(each for each in names if any(mark in each for mark in marks)):
        if _OF_FOLDERS.fullmatch(name):
            message = "the fields that this file gives to the pages of its folder are not read"
            hint = "write them as 'cascade' in the folder's index.md, and delete this file"
        elif _is_beside_page(name, names):
            message = "the fields that this file gives to the page beside it are not read"
            hint = "write them as front matter of the page, and delete this file"
        else:
            continue
        yield Problem(UNREAD_METADATA, message, hint).at(Location(path=name, line=1, column=1))


def _is_beside_page(name: str, names: Collection[str]) -> bool:
    page = f"{name.removesuffix(_BESIDE)}.md"
    return name.startswith("content/") and name.endswith(_BESIDE) and page in names
