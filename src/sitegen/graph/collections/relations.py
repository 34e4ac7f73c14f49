"""Relate entries: what one names in a field, and what names it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.page_names import index_folder, stem_of
from sitegen.diagnostics import Guesses, Problem, Severity, declare
from sitegen.graph.collections.field_values import WRONG_VALUE
from sitegen.late_patterns import compile_late
from sitegen.model import Author, Name
from sitegen.model.words import fold_term, nfc

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.collections.raw_entry import RawEntry
    from sitegen.model import Entry

__all__ = ["Directory", "Relations", "relate"]

UNKNOWN_ENTRY = declare("unknown-entry", Severity.ERROR)

#: Of a name in a message: what is longer is a text that was meant for another field.
_LONGEST_SHOWN = 60
#: What nobody is called, but a file may be.
_ID = compile_late(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
#: Returns whom a name stands for; without a key if it is nobody, or may be several, of the site.
FindPerson = Callable[[str], Author]
#: Why entries are not published, by collection and id.
Held = Mapping[str, Mapping[str, str]]


class Directory:
    """Finds entries by what authors call them: an id, a path of its file, a title."""

    def __init__(self, entries: Iterable[Entry], held: Held = MappingProxyType({})) -> None:
        self._held = held
        self._ids: dict[str, dict[str, str]] = defaultdict(dict)
        self._folded: dict[str, dict[str, str]] = defaultdict(dict)
        self._guesses = Guesses()
        #: The names of people by key.
        self.names: dict[str, Name] = {}
        for entry in entries:
            if entry.collection == "people":
                self.names[entry.key] = entry.name or Name(literal=entry.title)
            self._ids[entry.collection].setdefault(nfc(entry.id), entry.key)
            self._folded[entry.collection].setdefault(fold_term(entry.id), entry.key)
        for entry in entries:
            self._folded[entry.collection].setdefault(fold_term(entry.title), entry.key)

    def find(self, collection: str, name: str) -> str:
        """Return the key of the entry that a name stands for, or nothing."""
        path = name.removesuffix("/")
        if path.endswith(".md"):
            path = index_folder(path) or f"{path.rpartition('/')[0]}/{stem_of(path)}"
        last = nfc(path if collection == "publications" else path.rpartition("/")[2])
        return self._ids[collection].get(last) or self._folded[collection].get(fold_term(last), "")

    def has(self, collection: str) -> bool:
        """Tell whether a collection has any entry."""
        return bool(self._ids[collection])

    def why_held(self, collection: str, name: str) -> str:
        """Return why the entry of this id is not published; empty if there is no such entry."""
        return self._held.get(collection, {}).get(nfc(name), "")

    def suggest(self, collection: str, name: str) -> str:
        """Return a hint for a name that stands for nothing."""
        ids = self._ids[collection]
        begun = [each for each in ids if each.startswith(f"{name}-")]
        if len(begun) == 1:
            return f"did you mean '{begun[0]}'?"
        otherwise = (
            f"there are: {', '.join(sorted(ids)[:5])}" if ids else f"add one to {collection}"
        )
        return self._guesses.did_you_mean(name, lambda: ids, otherwise, collection)


class Relations(msgspec.Struct):
    """Collects which entries belong together, and what names nothing."""

    directory: Directory
    find_person: FindPerson
    problems: list[Diagnostic] = msgspec.field(default_factory=list)
    _related: dict[str, dict[str, dict[str, None]]] = msgspec.field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )

    def read(self, entry: Entry, raw: RawEntry) -> Entry:
        """Return an entry with what its fields name."""
        refs: dict[str, tuple[str, ...]] = {}
        persons: dict[str, tuple[Author, ...]] = {}
        for name, kind in raw.collection.fields.items():
            written = raw.written.get(name) if kind.kind in {"ref", "person"} else None
            if written is None or written == "":
                continue
            names = self._names(written, of_people=kind.kind == "person" or kind.target == "people")
            if not kind.many and len(names) > 1:
                message = f"'{name}': must be one {kind}, not {len(names)}"
                self.problems.append(Problem(WRONG_VALUE, message).at(raw.place_of(name)))
                names = names[:1]
            if kind.kind == "person":
                found_persons = (self._person(raw, name, each) for each in names)
                persons[name] = tuple(author for author in found_persons if author)
                for author in persons[name]:
                    self.join(entry, "people", author.person)
            else:
                found = (self._find(raw, name, kind.target, each) for each in names)
                refs[name] = tuple(dict.fromkeys(key for key in found if key))
                for key in refs[name]:
                    self.join(entry, kind.target, key)
        return msgspec.structs.replace(entry, refs=refs, persons=persons)

    def _names(self, written: Any, *, of_people: bool) -> list[str]:
        """Return the names in a value. As in `authors`, `Lovelace, Ada` is one person."""
        names = _split(written)
        if not of_people or isinstance(written, list | tuple):
            return names
        text = str(written)
        if ";" in text:
            return [part.strip() for part in text.split(";") if part.strip()]
        if len(names) != 2 or all(" " in each for each in names):  # noqa: PLR2004  # not a family and a given name
            return names
        are_ids = all(self.directory.find("people", n) or _ID.fullmatch(n) for n in names)
        return names if are_ids else [text.strip()]

    def join(self, entry: Entry, collection: str, key: str) -> None:
        """Note that an entry belongs to another one, which is in this collection."""
        if key and key != entry.key:
            self._related[entry.key][collection][key] = None
            self._related[key][entry.collection][entry.key] = None

    def related(self, key: str, places: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
        """Return what belongs to an entry by collection; `places` are those in the whole order."""
        found = self._related.get(key, {})
        return {
            collection: tuple(sorted(keys, key=lambda each: places.get(each, 0)))
            for collection, keys in sorted(found.items())
        }

    def _find(self, raw: RawEntry, field_name: str, collection: str, name: str) -> str:
        key = self.directory.find(collection, name)
        if not key and collection == "people":
            key = self.find_person(name).person
        if not key and not self._is_held(raw, field_name, collection, name):
            self._report_unknown(raw, field_name, collection, name)
        return key

    def _report_unknown(self, raw: RawEntry, field_name: str, collection: str, name: str) -> None:
        shown = name if len(name) <= _LONGEST_SHOWN else f"{name[: _LONGEST_SHOWN - 1]}…"
        message = f"'{field_name}': there is no '{shown}' in {collection}"
        problem = Problem(UNKNOWN_ENTRY, message, self.directory.suggest(collection, name))
        self.problems.append(problem.at(raw.place_of(field_name)))

    def _person(self, raw: RawEntry, field_name: str, name: str) -> Author | None:
        key = self.directory.find("people", name)
        if key:
            return Author(name=self.directory.names[key], person=key)
        # The id of somebody who is not published is no name to show instead.
        found = self.find_person(name)
        if found.person or not self._is_id(raw, field_name, name):
            return found
        return None

    def _is_id(self, raw: RawEntry, field_name: str, name: str) -> bool:
        """Tell whether a text is the id of a person that is not there, and report it."""
        if self._is_held(raw, field_name, "people", name):
            return True
        if not _ID.fullmatch(name) or not self.directory.has("people"):
            return False
        self._report_unknown(raw, field_name, "people", name)
        return True

    def _is_held(self, raw: RawEntry, field_name: str, collection: str, name: str) -> bool:
        """Tell whether a name is that of an entry that is not published, and report it."""
        reason = self.directory.why_held(collection, name)
        if reason:
            message = f"'{field_name}': '{name}' is {reason}"
            problem = Problem(UNKNOWN_ENTRY, message, "publish it, or take it out here")
            self.problems.append(problem.at(raw.place_of(field_name)))
        return bool(reason)


def relate(
    entries: Sequence[tuple[RawEntry, Entry]], find_person: FindPerson, held: Held
) -> tuple[list[Entry], Relations]:
    """Return the entries with what their fields name, and all relations.

    `held` has the reasons why entries are not published, by collection and id.
    """
    directory = Directory([entry for _, entry in entries], held)
    relations = Relations(directory, find_person)
    return [relations.read(entry, raw) for raw, entry in entries], relations


def _split(written: Any) -> list[str]:
    """Return the names in a value: a list, or a text with commas or semicolons between names."""
    if isinstance(written, list | tuple):
        return [str(each).strip() for each in written if each is not None]
    parts = str(written).replace(";", ",").split(",")
    return [part.strip() for part in parts if part.strip()]
