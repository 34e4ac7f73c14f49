"""Which files are pages."""

from __future__ import annotations

from pathlib import PurePosixPath

from sitegen.content.page_names import PAGE_SUFFIXES
from sitegen.content.source_kind import find_kinds

__all__ = ["PAGES", "is_page_only"]


class MarkdownPages:
    """Markdown files in `content/`.

    This kind has no `parse`: `engine.page_parsing` parses pages in several processes, and stores
    each in two parts, of which only the head is read in every build.
    """

    name = "pages"

    def matches(self, path: PurePosixPath) -> bool:
        """Tell a page by its folder and its suffix."""
        return path.parts[0] == "content" and path.suffix.casefold() in PAGE_SUFFIXES


PAGES = MarkdownPages()


def is_page_only(path: str) -> bool:
    """Tell whether a file of the site is a page and nothing else, so that an edit changes no value.

    `path` is relative to the site.
    """
    return find_kinds(PurePosixPath(path)) == (PAGES,)
