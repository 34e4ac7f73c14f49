"""Which files are pages."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.content.notebooks.freezes import RUN_SUFFIXES
from sitegen.content.page_names import MARKDOWN_SUFFIXES, PAGE_SUFFIXES
from sitegen.content.source_kind import find_kinds
from sitegen.diagnostics import Location, Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sitegen.diagnostics import Diagnostic

__all__ = [
    "PAGES",
    "find_underscore",
    "is_markdown",
    "is_page_file",
    "is_page_only",
    "is_text_page",
    "list_underscored",
    "report_underscored",
    "without_included",
]

UNDERSCORE_NAME = declare("underscore-name", Severity.WARNING)


class PageFiles:
    """Markdown files and notebooks in `content/`.

    Not those that begin with `_`, or are in such a folder.

    This kind has no `parse`: `engine.page_parsing` parses pages in several processes, and stores
    each in two parts, of which only the head is read in every build.
    """

    name = "pages"

    def matches(self, path: PurePosixPath) -> bool:
        """Tell a page by its folder and its suffix."""
        return is_page_file(path) and not find_underscore(path)


PAGES = PageFiles()


def is_page_file(path: PurePosixPath) -> bool:
    """Tell a file of `content/` of which pages are made, whether it is a page or not."""
    return path.parts[0] == "content" and path.suffix.casefold() in PAGE_SUFFIXES


def is_markdown(path: PurePosixPath) -> bool:
    """Tell a Markdown file of `content/`, whether it is a page or not."""
    return path.parts[0] == "content" and path.suffix.casefold() in MARKDOWN_SUFFIXES


def is_text_page(path: PurePosixPath) -> bool:
    """Tell a file of `content/` that is text, so that a part of it can be included."""
    return is_markdown(path) or (is_page_file(path) and path.suffix.casefold() in RUN_SUFFIXES)


def find_underscore(path: PurePosixPath) -> str:
    """Return the path of what begins with `_`: a folder of `content/`, or the page itself.

    Empty if there is none. `_index.md` is no such page.
    """
    text = str(path)
    if "/_" not in text:
        return ""
    names = text.split("/")
    for number, name in enumerate(names[1:], start=2):
        if name.startswith("_") and (number < len(names) or path.stem != "_index"):
            return "/".join(names[:number])
    return ""


def list_underscored(paths: Iterable[PurePosixPath]) -> dict[str, list[PurePosixPath]]:
    """Return the Markdown files that are no pages, by the folder or file that begins with `_`."""
    found: dict[str, list[PurePosixPath]] = {}
    for path in sorted((each for each in paths if "/_" in str(each)), key=str):
        name = find_underscore(path) if is_markdown(path) else ""
        if name:
            found.setdefault(name, []).append(path)
    return found


def report_underscored(found: Mapping[str, Sequence[PurePosixPath]]) -> Iterator[Diagnostic]:
    """Yield a warning for each folder and file that begins with `_`."""
    because = "because its name begins with '_'"
    for name, pages in found.items():
        place = Location(path=name)
        if str(pages[0]) == name:
            place = Location(path=name, line=1, column=1)
            message, hint = f"this page is not published, {because}", "rename it to publish it"
        elif len(pages) == 1:
            message = f"1 page in this folder is not published, {because}"
            hint = "rename the folder to publish it"
        else:
            message = f"{len(pages)} pages in this folder are not published, {because}"
            hint = "rename the folder to publish them"
        yield Problem(UNDERSCORE_NAME, message, hint).at(place)


def without_included(problems: Iterable[Diagnostic], included: Iterable[str]) -> list[Diagnostic]:
    """Return the problems without those about names that mark a file as a part of pages.

    `included` are the files that pages include.
    """
    parts = tuple(included)

    def is_part(problem: Diagnostic) -> bool:
        path = problem.location.path
        return any(each == path or each.startswith(f"{path}/") for each in parts)

    return [each for each in problems if each.code != UNDERSCORE_NAME or not is_part(each)]


def is_page_only(path: str) -> bool:
    """Tell whether a file of the site is a page and nothing else, so that an edit changes no value.

    `path` is relative to the site. A notebook holds pictures, too.
    """
    file = PurePosixPath(path)
    return is_markdown(file) and find_kinds(file) == (PAGES,)
