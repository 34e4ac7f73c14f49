"""The people of the site: their names, and who is meant by a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from sitegen.model import Name
from sitegen.model.words import fold_term
from sitegen.research.names import parse_names

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.collections.raw_entry import RawEntry
    from sitegen.model import Entry

__all__ = ["PeopleIndex", "read_people"]


@dataclass(slots=True)
class PeopleIndex:
    """Names of people by the keys of their entries, and the keys by what they are called."""

    names: dict[str, Name] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    _called: dict[str, set[str]] = field(default_factory=dict)

    def add(self, entry: Entry, raw: RawEntry) -> None:
        """Add a person with all names."""
        found, _ = parse_names(entry.title)
        name = self.names[entry.key] = found[0] if found else Name(literal=entry.title)
        aliases = raw.written.get("aliases")
        others = [str(each) for each in aliases] if isinstance(aliases, list | tuple) else []
        for each in (name.full, *others):
            self._called.setdefault(fold_term(each), set()).add(entry.key)

    def find(self, name: str) -> str:
        """Return the key of the person with this name; empty if nobody or several have it."""
        found = self._called.get(fold_term(name), set())
        return next(iter(found)) if len(found) == 1 else ""

    def match(self, name: Name) -> str:
        """Return the key of the person who is this author; empty if it is nobody of the site."""
        return self.find(name.full)

    def named(self, pairs: Iterable[tuple[RawEntry, Entry]]) -> list[tuple[RawEntry, Entry]]:
        """Return entries, those of people with their names."""
        return [
            (raw, msgspec.structs.replace(entry, name=self.names[entry.key]))
            if entry.key in self.names
            else (raw, entry)
            for raw, entry in pairs
        ]


def read_people(pairs: Iterable[tuple[RawEntry, Entry]]) -> PeopleIndex:
    """Return the people among these entries."""
    index = PeopleIndex()
    for raw, entry in pairs:
        if entry.collection == "people":
            index.add(entry, raw)
    return index
