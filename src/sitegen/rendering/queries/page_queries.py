"""Queries for one page or one term."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from sitegen.graph.alternates import list_alternates
from sitegen.rendering.queries.query import NamedQuery
from sitegen.rendering.view_types import TermView

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.graph.alternates import Alternate
    from sitegen.model import PageSummary, ResolvedSlots
    from sitegen.rendering.queries.query import QueryContext

__all__ = [
    "AlternatesQuery",
    "BodyQuery",
    "CardQuery",
    "ListQuery",
    "OutputPathQuery",
    "TermQuery",
    "TitleQuery",
]


class BodyFacts(NamedTuple):
    """What the HTML of a page's body is made of."""

    digest: str
    resolved: ResolvedSlots


class BodyQuery(NamedQuery, frozen=True):
    """The body of the page with this key, for outputs that contain whole pages."""

    kind: ClassVar[str] = "body"

    def answer(self, context: QueryContext) -> BodyFacts | None:
        """Return the digest of the body and what goes into its slots."""
        page = context.site.pages.get(self.name)
        return BodyFacts(page.body_digest, page.resolved) if page else None

    def describe(self, context: QueryContext) -> str:
        """Name the page."""
        return f"the text of {self.name}"


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


class OutputPathQuery(NamedQuery, frozen=True):
    """The path of the page with this key in the output."""

    kind: ClassVar[str] = "output"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> PurePosixPath | None:
        """Return the path of its file."""
        page = context.site.pages.get(self.name)
        return page.output if page else None

    def describe(self, context: QueryContext) -> str:
        """Name the page."""
        return f"the place of {self.name}"


class AlternatesQuery(NamedQuery, frozen=True):
    """The other forms of the page with this key: feeds, citations, a calendar, a copy."""

    kind: ClassVar[str] = "alternates"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[Alternate, ...]:
        """Return their media types, titles and URLs."""
        return list_alternates(context.site, self.name)

    def describe(self, context: QueryContext) -> str:
        """Name the page."""
        return f"the other forms of {self.name}"


class TermQuery(NamedQuery, frozen=True):
    """The name and URL of a term, such as a tag, and how many pages have it.

    Its name is that of the taxonomy and what `fold_term` returns, such as `tags:mri`.
    """

    kind: ClassVar[str] = "term"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> TermView | None:
        """Return the term as templates see it."""
        index = context.site.taxonomies.get(self.name.partition(":")[0])
        term = index.terms.get(self.name) if index else None
        return TermView(term.name, term.slug, term.url, len(term.pages)) if term else None

    def describe(self, context: QueryContext) -> str:
        """Name the term and its taxonomy."""
        taxonomy, _, name = self.name.partition(":")
        return f"the entry '{name}' of {taxonomy}"


class TitleQuery(NamedQuery, frozen=True):
    """The title of the page with this key, for links that name it."""

    kind: ClassVar[str] = "title"
    #: Which pages ask for a title is found by the title's page, as for a card.
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> str | None:
        """Return the title as plain text."""
        page = context.site.pages.get(self.name)
        return page.card.title if page else None

    def describe(self, context: QueryContext) -> str:
        """Name the page."""
        return f"the title of {self.name}"
