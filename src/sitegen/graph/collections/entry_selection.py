"""Find the entries that a list in a page's text asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import msgspec

from sitegen.diagnostics import Problem, Severity, declare, did_you_mean
from sitegen.graph.collections.entry_order import order_entries
from sitegen.graph.collections.relations import UNKNOWN_ENTRY, Directory
from sitegen.model import CollectionIndex
from sitegen.model.references.collection_reference import COLLECTION_LIST
from sitegen.model.words import fold_term

if TYPE_CHECKING:
    from sitegen.config import Collection
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.collections.collected import Collected
    from sitegen.model import CollectionReference, Condition, Entry, PageSummary, Word

__all__ = ["EntrySelector"]

NO_ENTRIES = declare("no-entries", Severity.WARNING)

#: What every entry can be asked for beside the fields of its collection.
_ALWAYS = ("id", "title", "date", "year", "period", "tags", "authors", "language")
_OF_PUBLICATIONS = ("type", "keywords")
_PERIODS = ("upcoming", "current", "past")
_BOOLEANS = ("true", "false")


class EntrySelector:
    """Answers the lists of all pages; `collections` are those of the configuration."""

    def __init__(
        self,
        collections: Mapping[str, Collection],
        collected: Collected,
        cards: Mapping[str, PageSummary],
        language: str,
    ) -> None:
        self._collections = collections
        self._collected = collected
        self._cards = cards
        self._language = language

    def select(
        self, wanted: CollectionReference, path: str
    ) -> tuple[tuple[str, ...] | None, list[Diagnostic]]:
        """Return the keys of the entries, and what is wrong; None if that cannot be told."""
        if not wanted.target:  # which was reported when the page was parsed
            return None, []
        collection = self._collections.get(wanted.target)
        if collection is None:
            message = f"there is no collection '{wanted.target}'"
            hint = did_you_mean(wanted.target, self._collections, "write the name of a collection")
            problem = Problem(COLLECTION_LIST, message, hint)
            return None, [wanted.problem_at(wanted.name, path, problem)]
        reading = _Reading(collection, self._collected, self._cards, self._directory)
        problems = [
            wanted.problem_at(word, path, problem) for word, problem in reading.check(wanted)
        ]
        if problems:
            return None, problems
        found = self._order(reading.find(wanted.conditions), collection, wanted.sort.text)
        if not found and not wanted.empty:
            word, problem = reading.explain(wanted)
            problems = [wanted.problem_at(word, path, problem)]
        return found[: wanted.limit or None], problems

    @cached_property
    def _directory(self) -> Directory:
        return Directory(self._collected.entries.values())

    def _order(
        self, entries: Iterable[Entry], collection: Collection, sort: str
    ) -> tuple[str, ...]:
        if not sort:
            return tuple(entry.key for entry in entries)
        return order_entries(
            entries,
            msgspec.structs.replace(collection, sort=sort),
            self._cards,
            self._language,
        )


@dataclass
class _Reading:
    """One collection, as a list asks for entries of it."""

    collection: Collection
    collected: Collected
    cards: Mapping[str, PageSummary]
    directory: Directory

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names that conditions may ask for: fields, and collections with related entries."""
        more = _OF_PUBLICATIONS if self.collection.name == "publications" else ()
        names = (*self.collection.fields, *_ALWAYS, *more, *self.collected.collections)
        return tuple(dict.fromkeys(names))

    @cached_property
    def entries(self) -> list[Entry]:
        """The entries that lists show: of several versions of a work, the one that stands first."""
        index = self.collected.collections.get(
            self.collection.name, CollectionIndex(name="", title="")
        )
        found = (self.collected.entries[key] for key in index.entries)
        return [entry for entry in found if not entry.version_of]

    @cached_property
    def _groups(self) -> Mapping[str, tuple[str, ...]]:
        """The name and the title of the group of each person, which follow from the role."""
        index = self.collected.collections.get("people")
        groups = index.groups if index and self.collection.name == "people" else ()
        return {
            key: tuple(filter(None, (each.name, each.title)))
            for each in groups
            for key in each.entries
        }

    def check(self, wanted: CollectionReference) -> Iterator[tuple[Word, Problem]]:
        """Yield what does not exist, with the word that names it."""
        for word in (wanted.sort, wanted.group_by):
            if word:
                yield from self._check_field(word, word.text.removeprefix("-"))
        for condition in wanted.conditions:
            unknown = list(self._check_field(condition.field, condition.field.text))
            yield from unknown
            if not unknown:
                yield from self._check_values(condition)

    def find(self, conditions: tuple[Condition, ...]) -> list[Entry]:
        """Return the entries that meet all conditions, in the order of the collection."""
        tests = [self._test(condition) for condition in conditions]
        return [entry for entry in self.entries if all(test(entry) for test in tests)]

    def explain(self, wanted: CollectionReference) -> tuple[Word, Problem]:
        """Say that no entry was found, and which value may be meant instead."""
        option = 'empty="…"' if wanted.is_shortcode else ":empty: …"
        name, hint = self.collection.name, f"write '{option}' to say so on the page"
        if not self.entries:
            hint = f"add some to {self.collection.folder or self.collection.data}, or {hint}"
            return wanted.name, Problem(NO_ENTRIES, f"{name} has no entries", hint)
        word = wanted.name
        for condition in wanted.conditions:
            if not condition.negated and not self.find((condition,)):
                word = condition.values[0]
                texts = {
                    t for entry in self.entries for t in self._texts(entry, condition.field.text)
                }
                hint = did_you_mean(word.text, sorted(texts), hint)
                break
        asked = " and ".join(map(str, wanted.conditions))
        return word, Problem(NO_ENTRIES, f"no entry of {name} has {asked}", hint)

    def _check_field(self, word: Word, name: str) -> Iterator[tuple[Word, Problem]]:
        if name not in self.fields:
            message = f"{self.collection.name} has no field '{name}'"
            hint = did_you_mean(name, self.fields, "see docs/collections.md for those that it has")
            yield word, Problem(COLLECTION_LIST, message, hint)

    def _check_values(self, condition: Condition) -> Iterator[tuple[Word, Problem]]:
        name = condition.field.text
        allowed = self._allowed(name)
        target = self._target(name)
        for word in condition.values:
            if allowed and fold_term(word.text) not in map(fold_term, allowed):
                message = f"'{name}' is never '{word.text}'"
                hint = did_you_mean(word.text, allowed, f"it can be {', '.join(allowed)}")
                yield word, Problem(COLLECTION_LIST, message, hint)
            elif target and not self.directory.find(target, word.text):
                message = f"there is no '{word.text}' in {target}"
                hint = self.directory.suggest(target, word.text)
                yield word, Problem(UNKNOWN_ENTRY, message, hint)

    def _allowed(self, name: str) -> tuple[str, ...]:
        """Return the only values that a field can have; none if it can have any."""
        kind = self.collection.fields.get(name)
        if kind is None:
            return _PERIODS if name == "period" else ()
        return _BOOLEANS if kind.kind == "boolean" else kind.choices

    def _target(self, name: str) -> str:
        """Return the collection of which a field names entries, if it does."""
        kind = self.collection.fields.get(name)
        if kind is None:
            return name if name not in {*_ALWAYS, *_OF_PUBLICATIONS} else ""
        return kind.target

    def _test(self, condition: Condition) -> Callable[[Entry], bool]:
        name = condition.field.text
        target = self._target(name)
        if target:
            keys = {self.directory.find(target, word.text) for word in condition.values}
            meets: Callable[[Entry], bool] = partial(self._names_one, name, target, keys)
        else:
            wanted = {fold_term(word.text) for word in condition.values}
            meets = partial(self._has_one, name, wanted)
        return (lambda entry: not meets(entry)) if condition.negated else meets

    def _names_one(self, name: str, target: str, keys: set[str], entry: Entry) -> bool:
        """Tell whether a field of an entry names one of these others, or one of them names it."""
        named = entry.refs.get(name, ())
        return not keys.isdisjoint(
            named if name != target else self.collected.related(entry.key, name)
        )

    def _has_one(self, name: str, wanted: set[str], entry: Entry) -> bool:
        kind = self.collection.fields.get(name)
        if kind and kind.kind == "boolean":
            return ("true" if entry.values.get(name) else "false") in wanted
        texts = {fold_term(text) for text in self._texts(entry, name)}
        if name == "date" or (kind and kind.kind == "date"):  # 2024 stands for 2024-03, too
            return any(
                text == each or text.startswith(f"{each}-") for text in texts for each in wanted
            )
        return not texts.isdisjoint(wanted)

    def _texts(self, entry: Entry, name: str) -> Iterator[str]:
        """Yield the values of a field as authors would write them."""
        if name == "group" and entry.key in self._groups:
            yield from self._groups[entry.key]
        elif name in entry.values:
            value = entry.values[name]
            yield from map(str, value if isinstance(value, list | tuple) else [value])
        elif name in entry.dates:
            yield entry.dates[name].written
        elif name in entry.persons or name == "authors":
            for author in entry.persons.get(name, entry.authors):
                yield author.name.full
                person = self.collected.entries.get(author.person)
                yield from (person.id, person.title) if person else ()
        elif name in {"id", "title", "period", "language"}:
            yield getattr(entry, name)
        elif name == "year":
            yield from map(str, filter(None, [self._year(entry)]))
        elif entry.work and name in _OF_PUBLICATIONS:
            yield from (entry.work.type,) if name == "type" else entry.work.keywords
        else:
            yield from self._texts_of_page(entry, name)

    def _texts_of_page(self, entry: Entry, name: str) -> Iterator[str]:
        card = self.cards.get(entry.key)
        if card and name == "tags":
            yield from card.terms.get("tags", ())
        elif card and name == "date" and card.date:
            yield card.date.written
        for key in (*entry.refs.get(name, ()), *self.collected.related(entry.key, name)):
            yield self.collected.entries[key].id

    def _year(self, entry: Entry) -> int | None:
        if entry.work:
            return entry.work.issued.year if entry.work.issued else None
        card = self.cards.get(entry.key)
        date = entry.dates.get("date") or (card.date if card else entry.dates.get("start"))
        return date.moment.year if date else None
