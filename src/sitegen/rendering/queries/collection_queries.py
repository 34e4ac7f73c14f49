"""Questions about collections and their entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sitegen.rendering.queries.query import NamedQuery, PackedQuery

if TYPE_CHECKING:
    from sitegen.model import CollectionIndex, Entry
    from sitegen.rendering.queries.query import QueryContext

__all__ = ["CollectionNamesQuery", "CollectionQuery", "EntryQuery"]


class CollectionQuery(NamedQuery, frozen=True):
    """The collection of this name: its title, its list page, the keys of its entries in order."""

    kind: ClassVar[str] = "collection"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> CollectionIndex | None:
        """Return the collection; None if it has no entries."""
        return context.site.collections.get(self.name)

    def describe(self, context: QueryContext) -> str:
        """Name the collection."""
        del context
        return f"the list of {self.name}"


class CollectionNamesQuery(PackedQuery, frozen=True):
    """Which collections have entries."""

    kind: ClassVar[str] = "collections"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return their names, those that are built in first."""
        return tuple(context.site.collections)

    def describe(self, context: QueryContext) -> str:
        """Name the collections."""
        del context
        return "the site's collections"


class EntryQuery(NamedQuery, frozen=True):
    """The entry of a collection with this key."""

    kind: ClassVar[str] = "entry"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> Entry | None:
        """Return the entry with its fields and relations."""
        return context.site.entries.get(self.name)

    def describe(self, context: QueryContext) -> str:
        """Name the entry."""
        entry = context.site.entries.get(self.name)
        return f"'{entry.title}' of {entry.collection}" if entry else f"the entry {self.name}"
