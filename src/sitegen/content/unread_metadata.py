"""Find files in which other generators keep the fields of pages, apart from the pages.

sitegen does not read them, so a page whose file beside it says `status: draft` would be published.
"""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING

from sitegen.content.publication_fields import withholds
from sitegen.content.yaml_reader import Field
from sitegen.diagnostics import Location, Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import PurePosixPath

    from sitegen.diagnostics import Diagnostic

__all__ = ["refuse_held_document", "report_unread_metadata"]

UNREAD_METADATA = declare("unread-metadata", Severity.ERROR, protects=True)

#: Quarto's `_metadata.yml` and Eleventy's `posts.11tydata.json`.
_OF_FOLDERS = compile_late(r"content/(?:.*/)?(?:_metadata\.ya?ml|[^/]*\.11tydata\.[a-z]+)")
#: Nikola's `post.meta` beside `post.md`.
_BESIDE = ".meta"
#: Eleventy's `posts/posts.json` for a folder, and `post.json` beside `post.md`. Such files may also
#: be data that pages link to.
_DATA = ".json"
_OF_FOLDER = "the fields that this file gives to the pages of its folder are not read"
_OF_PAGE = "the fields that this file gives to the page beside it are not read"
_CASCADE = "write them as 'cascade' in the folder's index.md, and delete this file"
_FRONT_MATTER = "write them as front matter of the page, and delete this file"


def report_unread_metadata(
    names: Collection[str], read: Callable[[str], bytes]
) -> Iterator[Diagnostic]:
    """Yield an error for each such file.

    `names` are all files of the site; `read` returns the bytes of one. A file of JSON counts only
    if it has a field that holds pages back.
    """
    marks = (_BESIDE, "_metadata.", ".11tydata.", _DATA)
    for name in sorted(each for each in names if any(mark in each for mark in marks)):
        if _OF_FOLDERS.fullmatch(name):
            message, hint = _OF_FOLDER, _CASCADE
        elif _is_beside_page(name, _BESIDE, names):
            message, hint = _OF_PAGE, _FRONT_MATTER
        elif _is_of_its_folder(name) and _holds_back(read(name)):
            message, hint = _OF_FOLDER, _CASCADE
        elif _is_beside_page(name, _DATA, names) and _holds_back(read(name)):
            message, hint = _OF_PAGE, _FRONT_MATTER
        else:
            continue
        yield Problem(UNREAD_METADATA, message, hint).at(Location(path=name, line=1, column=1))


def refuse_held_document(path: PurePosixPath, line: int, field: str) -> Diagnostic:
    """Return the error for a document that is published although its header holds it back."""
    message = f"'{field}' does not hold this file back: it is published as it is"
    hint = "take it off the site, or remove this field"
    place = Location(path=str(path), line=line, column=1)
    return Problem(UNREAD_METADATA, message, hint).at(place)


def _is_beside_page(name: str, suffix: str, names: Collection[str]) -> bool:
    page = f"{name.removesuffix(suffix)}.md"
    return name.startswith("content/") and name.endswith(suffix) and page in names


def _is_of_its_folder(name: str) -> bool:
    *_, folder, last = ("", *name.split("/"))
    return name.startswith("content/") and last == f"{folder}{_DATA}"


def _holds_back(data: bytes) -> bool:
    """Tell whether a table of JSON has a field that keeps pages from being published."""
    try:
        table = json.loads(data)
    except (ValueError, RecursionError):
        return False
    fields = table.items() if isinstance(table, dict) else ()
    return any(withholds(name, _field(value), UTC) for name, value in fields)


def _field(value: object) -> Field:
    raw = json.dumps(value) if not isinstance(value, str) else value
    return Field(value=value, raw=raw, line=1, column=1)
