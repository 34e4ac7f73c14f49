"""Find the entries of all collections as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sitegen.graph.collections.entry_sources import find_entries
from sitegen.graph.collections.withheld_photos import withhold_photos

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.collections.raw_entry import RawEntry
    from sitegen.graph.outline import Outline

__all__ = ["RawEntries", "find_raw_entries"]


class RawEntries(msgspec.Struct, frozen=True):
    """Entries before their fields are read; the pictures of those in `withheld` are not shown."""

    entries: tuple[RawEntry, ...]
    withheld: frozenset[str]
    problems: tuple[Diagnostic, ...]

    def keys_of(self, collection: str) -> frozenset[str]:
        """Return the keys of the entries of a collection."""
        return frozenset(raw.key for raw in self.entries if raw.collection.name == collection)


def find_raw_entries(outline: Outline) -> RawEntries:
    """Return the entries as they are written, and which of them may not show their pictures."""
    found, problems = find_entries(outline, outline.inputs.sources.get("entries", {}))
    entries = tuple(raw for rows in found.values() for raw in rows)
    withheld, reports = withhold_photos(entries, outline.config.zone, outline.inputs.now)
    return RawEntries(entries, withheld, (*problems, *reports))
