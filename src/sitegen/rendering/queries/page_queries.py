"""Queries for one page or one tag."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from sitegen.rendering.queries.query import NamedQuery
from sitegen.rendering.view_types import TagView

if TYPE_CHECKING:
    from sitegen.model import PageSummary
    from sitegen.rendering.queries.query import QueryContext

__all__ = ["CardQuery", "ListQuery", "TagQuery"]


class CardQuery(NamedQuery, frozen=True):
    """What other pages may show of the page with this key."""

    kind: ClassVar[str] = "card"

    def answer(self, context: QueryContext) -> PageSummary | None:
        """Return the page's summary."""
        page = context.site.pages.get(self.name)
        return page.card if page else None

    def describe(self, context: QueryContext) -> str:
        """Name the page and what a card has."""
        return f"the title, date, summary or image of {self.name}"


class PageLists(NamedTuple):
    """The keys of the pages and of the sections that a page lists."""

    pages: tuple[str, ...]
    sections: tuple[str, ...]


class ListQuery(NamedQuery, frozen=True):
    """Which pages the page with this key lists."""

    kind: ClassVar[str] = "list"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> PageLists | None:
        """Return the keys of what it lists."""
        page = context.site.pages.get(self.name)
        return PageLists(page.pages, page.sections) if page else None

    def describe(self, context: QueryContext) -> str:
        """Name the page that lists them."""
        return f"the list of {self.name}"


class TagQuery(NamedQuery, frozen=True):
    """The name and URL of the tag with this slug, and how many pages have it."""

    kind: ClassVar[str] = "tag"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> TagView | None:
        """Return the tag as templates see it."""
        tag = context.site.tags.get(self.name)
        return TagView(tag.name, tag.slug, tag.url, len(tag.pages)) if tag else None

    def describe(self, context: QueryContext) -> str:
        """Name the tag."""
        return f"the tag '{self.name}'"
