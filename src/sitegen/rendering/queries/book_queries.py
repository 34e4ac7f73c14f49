"""Queries for books."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sitegen.rendering.queries.query import NamedQuery
from sitegen.rendering.view_types import ChapterView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.model import Chapter
    from sitegen.rendering.queries.query import QueryContext

__all__ = ["BookQuery"]


class BookQuery(NamedQuery, frozen=True):
    """The book of the section with this key: the titles and URLs of all its pages."""

    kind: ClassVar[str] = "book"
    #: A new title in a book is no mere edit of text: see `graph.reassembly.keeps_order`.
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> ChapterView | None:
        """Return the book as templates see it."""
        chapters = context.site.books.get(self.name)
        if chapters is None:
            return None
        return _show(self.name, chapters, context)

    def describe(self, context: QueryContext) -> str:
        """Name the section."""
        return f"the titles and order of the pages of {self.name}"


def _show(key: str, children: Iterable[Chapter], context: QueryContext) -> ChapterView:
    card = context.site.pages[key].card
    below = tuple(_show(each.key, each.children, context) for each in children)
    return ChapterView(card.title, card.url, below, sum(1 + each.size for each in below))
