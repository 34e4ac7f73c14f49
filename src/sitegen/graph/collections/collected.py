"""What assembling knows of collections: their entries, and how these belong together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.model import CollectionIndex, Entry, EntryRelations

__all__ = ["Collected"]


class Collected(msgspec.Struct, frozen=True):
    """The entries of a site and their relations by key, its collections by name, its problems."""

    entries: Mapping[str, Entry] = msgspec.field(default_factory=dict)
    relations: Mapping[str, EntryRelations] = msgspec.field(default_factory=dict)
    collections: Mapping[str, CollectionIndex] = msgspec.field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()

    def related(self, key: str, collection: str) -> tuple[str, ...]:
        """Return the entries of a collection that belong to the entry with this key."""
        found = self.relations.get(key)
        return found.related.get(collection, ()) if found else ()
