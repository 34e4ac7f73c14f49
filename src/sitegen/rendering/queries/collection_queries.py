"""Questions about collections and their entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import msgspec

from sitegen.rendering.queries.query import NamedQuery, PackedQuery

if TYPE_CHECKING:
    from sitegen.model import CollectionIndex, Entry
    from sitegen.rendering.queries.query import QueryContext

__all__ = [
    "CollectionNamesQuery",
    "CollectionQuery",
    "CollectionTitleQuery",
    "EntryQuery",
    "RelatedQuery",
    "RelationsQuery",
    "SimilarQuery",
]


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


class CollectionTitleQuery(NamedQuery, frozen=True):
    """The title and the list page of the collection of this name."""

    kind: ClassVar[str] = "collection-title"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, str] | None:
        """Return title and URL; None if it has no entries."""
        index = context.site.collections.get(self.name)
        return (index.title, index.url) if index else None

    def describe(self, context: QueryContext) -> str:
        """Name the collection."""
        del context
        return f"the title of {self.name}"


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
        """Return the entry with its fields.

        Its title is that of its page, which an edit may have changed since the site was assembled.
        """
        entry = context.site.entries.get(self.name)
        if entry is None or not entry.url or self.name not in context.site.pages:
            return entry
        title = context.site.pages[self.name].card.title
        return entry if entry.title == title else msgspec.structs.replace(entry, title=title)

    def describe(self, context: QueryContext) -> str:
        """Name the entry."""
        entry = context.site.entries.get(self.name)
        return f"'{entry.title}' of {entry.collection}" if entry else f"the entry {self.name}"


class RelatedQuery(PackedQuery, frozen=True):
    """Which entries of a collection belong to an entry."""

    kind: ClassVar[str] = "related"
    follows_text: ClassVar[bool] = False

    key: str
    collection: str

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return their keys, in the order of the collection."""
        return context.site.related(self.key, self.collection)

    def describe(self, context: QueryContext) -> str:
        """Name the collection and the entry."""
        entry = context.site.entries.get(self.key)
        return f"the {self.collection} of '{entry.title if entry else self.key}'"


class RelationsQuery(NamedQuery, frozen=True):
    """Which collections have entries that belong to the entry with this key."""

    kind: ClassVar[str] = "relations"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return the names of the collections."""
        found = context.site.relations.get(self.name)
        return tuple(found.related) if found else ()

    def describe(self, context: QueryContext) -> str:
        """Name the entry."""
        entry = context.site.entries.get(self.name)
        return f"the collections that belong to '{entry.title if entry else self.name}'"


class SimilarQuery(NamedQuery, frozen=True):
    """Which publications are on the same topics as the one with this key."""

    kind: ClassVar[str] = "similar"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return their keys."""
        found = context.site.relations.get(self.name)
        return found.similar if found else ()

    def describe(self, context: QueryContext) -> str:
        """Name the publication."""
        entry = context.site.entries.get(self.name)
        return f"the publications like '{entry.title if entry else self.name}'"
