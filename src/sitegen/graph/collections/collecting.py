"""Collect the entries of all collections, relate them and put them in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from sitegen.graph.collections.collected import Collected
from sitegen.graph.collections.entry_making import EntryMaker
from sitegen.graph.collections.entry_order import order_entries
from sitegen.graph.collections.entry_periods import put_period
from sitegen.graph.collections.foreign_pdfs import report_foreign_pdfs
from sitegen.graph.collections.held_entries import find_held_entries
from sitegen.graph.collections.people import read_people
from sitegen.graph.collections.publications import add_works
from sitegen.graph.collections.relations import relate
from sitegen.graph.collections.similar_works import find_similar
from sitegen.graph.collections.work_versions import put_versions
from sitegen.model import CollectionIndex, Entry, EntryRelations
from sitegen.research.citation_counts import COUNTS_FILE
from sitegen.research.count_files import CITATION_COUNTS

if TYPE_CHECKING:
    from sitegen.config import Collection
    from sitegen.graph.collections.raw_entries import RawEntries
    from sitegen.graph.outline import Outline
    from sitegen.graph.resolving import Resolver
    from sitegen.model import PageSummary

__all__ = ["collect_entries"]


def collect_entries(
    found: RawEntries, outline: Outline, cards: Mapping[str, PageSummary], resolver: Resolver
) -> Collected:
    """Return all entries; files and images that they name are planned through the resolver."""
    if not found.entries:
        return Collected()
    config = outline.config
    problems = list(found.problems)
    maker = EntryMaker(resolver, cards, config.zone, found.withheld)
    pairs = [(raw, maker.make(raw)) for raw in found.entries]
    collection = outline.collections.get("people")  # None where it has been turned off
    rules = collection.groups if collection else {}
    people = read_people(pairs, rules)
    counts = outline.inputs.sources.get(CITATION_COUNTS.name, {}).get(COUNTS_FILE, {})
    pairs = put_versions(add_works(people.named(pairs), people, cards, counts, resolver))
    related, relations = relate(pairs, people.author, find_held_entries(outline))
    for entry in related:
        for author in entry.authors:
            relations.join(entry, "people", author.person)
    orders = _order(related, outline, cards)
    places = {key: place for keys in orders.values() for place, key in enumerate(keys)}
    now = outline.inputs.now
    entries = {entry.key: _without_place(put_period(entry, now)) for entry in related}
    similar = find_similar(sorted(related, key=lambda each: places[each.key]))
    problems += [*maker.problems, *people.problems, *relations.problems]
    host = urlsplit(config.base_url).hostname or ""
    publications = (raw for raw in found.entries if raw.collection.name == "publications")
    problems += report_foreign_pdfs(entries, publications, host)
    indexes = _index(outline, cards, orders)
    if "people" in indexes:
        index = indexes["people"]
        groups = people.groups((entries[key] for key in index.entries), rules)
        indexes["people"] = msgspec.structs.replace(index, groups=tuple(groups))
    belonging = {
        key: EntryRelations(related=joined, similar=similar.get(key, ()))
        for key in entries
        if (joined := relations.related(key, places)) or key in similar
    }
    return Collected(entries, belonging, indexes, tuple(problems))


def _without_place(entry: Entry) -> Entry:
    """Forget where a work is written: a line more above it changes no page."""
    if entry.work is None:
        return entry
    work = msgspec.structs.replace(entry.work, path="", line=0, column=0, places={})
    return msgspec.structs.replace(entry, work=work)


def _order(
    entries: Iterable[Entry], outline: Outline, cards: Mapping[str, PageSummary]
) -> dict[str, tuple[str, ...]]:
    by_collection: dict[str, list[Entry]] = {}
    for entry in entries:
        by_collection.setdefault(entry.collection, []).append(entry)
    collections = outline.collections
    return {
        name: order_entries(row, collections[name], cards, outline.config.language)
        for name, row in by_collection.items()
    }


def _index(
    outline: Outline, cards: Mapping[str, PageSummary], orders: Mapping[str, tuple[str, ...]]
) -> dict[str, CollectionIndex]:
    collections = outline.collections
    return {
        name: _describe(collections[name], outline, cards, keys) for name, keys in orders.items()
    }


def _describe(
    collection: Collection,
    outline: Outline,
    cards: Mapping[str, PageSummary],
    keys: tuple[str, ...],
) -> CollectionIndex:
    key = f"{collection.folder}/index.md" if collection.folder else ""
    card = cards.get(key)
    words = outline.words()
    title = collection.title or (card.title if card else "")
    title = title or words.get(f"collections.{collection.name}", collection.name.capitalize())
    return CollectionIndex(
        name=collection.name,
        title=title,
        key=key if card else "",
        url=card.url if card else "",
        entries=keys,
    )
