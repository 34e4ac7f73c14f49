"""Queries for the whole site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from sitegen.rendering.queries.query import NamedQuery, PackedQuery

if TYPE_CHECKING:
    from sitegen.model import MenuEntry
    from sitegen.rendering.queries.query import QueryContext

__all__ = [
    "CitationStyleQuery",
    "MenusQuery",
    "PagesQuery",
    "SectionsQuery",
    "TaxonomiesQuery",
    "TermsQuery",
]


class CitationStyleQuery(PackedQuery, frozen=True):
    """The citation style of the site."""

    kind: ClassVar[str] = "citation-style"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> str:
        """Return a digest of the style; `QueryContext.references` formats with it."""
        return context.references.digest

    def describe(self, context: QueryContext) -> str:
        """Name the style."""
        del context
        return "the citation style"


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


class TaxonomiesQuery(PackedQuery, frozen=True):
    """All taxonomies of the site."""

    kind: ClassVar[str] = "taxonomies"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> Mapping[str, tuple[str, str]]:
        """Return title and URL of each by its name, empty if it has no page."""
        taxonomies = context.site.taxonomies
        return {name: (index.title, index.url) for name, index in taxonomies.items()}

    def describe(self, context: QueryContext) -> str:
        """Name the taxonomies."""
        return "the site's taxonomies"


class TermsQuery(NamedQuery, frozen=True):
    """All terms of the taxonomy with this name, such as `tags`."""

    kind: ClassVar[str] = "terms"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...] | None:
        """Return their keys, in the order of their names; None if there is no such taxonomy."""
        index = context.site.taxonomies.get(self.name)
        return tuple(index.terms) if index else None

    def describe(self, context: QueryContext) -> str:
        """Name the taxonomy."""
        return f"the list of {self.name}"
