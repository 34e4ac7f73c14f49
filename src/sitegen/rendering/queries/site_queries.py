"""Queries for the whole site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from sitegen.rendering.queries.query import PackedQuery

if TYPE_CHECKING:
    from sitegen.model import MenuEntry
    from sitegen.rendering.queries.query import QueryContext

__all__ = ["MenusQuery", "PagesQuery", "SectionsQuery", "TagsQuery"]


class MenusQuery(PackedQuery, frozen=True):
    """The entries of all menus."""

    kind: ClassVar[str] = "menus"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> Mapping[str, tuple[MenuEntry, ...]]:
        """Return the entries of each menu by its name."""
        return context.site.menus

    def describe(self, context: QueryContext) -> str:
        """Name the menus."""
        return "the site's menus"


class SectionsQuery(PackedQuery, frozen=True):
    """The site's top-level sections."""

    kind: ClassVar[str] = "sections"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return the keys of their pages, in order."""
        return context.site.sections

    def describe(self, context: QueryContext) -> str:
        """Name the sections."""
        return "the site's sections"


class PagesQuery(PackedQuery, frozen=True):
    """All pages that are not sections."""

    kind: ClassVar[str] = "pages"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return their keys, newest first."""
        return context.site.regular_pages

    def describe(self, context: QueryContext) -> str:
        """Name the pages."""
        return "the site's regular pages"


class TagsQuery(PackedQuery, frozen=True):
    """All tags of the site's pages."""

    kind: ClassVar[str] = "tags"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return their slugs, in the order of their names."""
        return tuple(context.site.tags)

    def describe(self, context: QueryContext) -> str:
        """Name the tags."""
        return "the site's tags"
