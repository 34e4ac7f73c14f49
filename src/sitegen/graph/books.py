"""Find the books of a site: sections whose pages are read in order, with a sidebar beside them.

The nearest `nav` decides: that of the page, of the sections above it, of the configuration. In the
sidebar of a book, a section with a `nav` of its own is a single entry.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sitegen.graph.outline import HOME
from sitegen.graph.sections import list_order, sort_keys
from sitegen.model import Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.graph.outline import Outline
    from sitegen.model import PageSummary

__all__ = ["Books"]

_SIDEBAR = "sidebar"


class Books:
    """The books of a site. `chapters` has the tree of each by the key of its section."""

    def __init__(self, outline: Outline, cards: Mapping[str, PageSummary]) -> None:
        self._tree = outline.tree
        self._cards = cards
        self._own = {key: page.front.nav for key, page in outline.sources.items() if page.front.nav}
        if outline.config.theme.nav == _SIDEBAR:
            self._own.setdefault(HOME, _SIDEBAR)
        self._exist = _SIDEBAR in self._own.values()
        found = {self.find(key) for key in self._tree.above} - {""} if self._exist else set()
        self.chapters = {book: tuple(self._chapters(book)) for book in sorted(found)}
        self._next: dict[str, str] = {}
        for book in self.chapters:
            self._next |= dict(pairwise(self._pages(book)))
        self._previous = {after: key for key, after in self._next.items()}

    def find(self, key: str) -> str:
        """Return the section whose book a page is in; empty if it is in none."""
        if not self._exist or key not in self._tree.above:
            return ""
        own = self._own.get(key, "")
        if own and own != _SIDEBAR:
            return ""
        section = key if self._tree.is_section(key) else self._tree.above[key]
        return self._around(section) or (section if own else "")

    def neighbours(self, key: str) -> tuple[str, str]:
        """Return the pages before and after a page of a book; empty where there is none."""
        return self._previous.get(key, ""), self._next.get(key, "")

    def _around(self, section: str) -> str:
        """Return the book that a section is or is in."""
        while section not in self._own:
            if section not in self._tree.above:
                return ""
            section = self._tree.above[section]
        return section if self._own[section] == _SIDEBAR else ""

    def _chapters(self, section: str) -> Iterator[Chapter]:
        below = [*self._tree.pages.get(section, ()), *self._tree.sections.get(section, ())]
        language = self._cards[section].language
        for key in sort_keys((self._cards[each] for each in below), list_order, language):
            whole = self._tree.is_section(key) and key not in self._own
            yield Chapter(key=key, children=tuple(self._chapters(key)) if whole else ())

    def _pages(self, book: str) -> Iterator[str]:
        """Yield the pages of a book in the order in which they are read."""
        if book != HOME:
            yield book
        left = list(reversed(self.chapters[book]))
        while left:
            chapter = left.pop()
            if self.find(chapter.key) == book:
                yield chapter.key
            left += reversed(chapter.children)
