"""Put the entries of a collection in order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sitegen.graph.sections import NO_WEIGHT
from sitegen.late_patterns import compile_late
from sitegen.model.collation import collation_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.config import Collection
    from sitegen.model import Entry, PageSummary

__all__ = ["order_entries"]

_YEAR = compile_late(r"(?:19|20)[0-9]{2}")
#: The months in which terms begin, by their usual words in English and German.
_SEASONS = {"spring": 2, "summer": 5, "sommer": 4, "fall": 9, "autumn": 9, "winter": 10}


def order_entries(
    entries: Iterable[Entry],
    collection: Collection,
    cards: Mapping[str, PageSummary],
    language: str,
) -> tuple[str, ...]:
    """Return the keys of entries in the order of their collection.

    Those with a `weight` come first, as in every list. Then `sort` counts, where a minus puts the
    largest first; what lacks that field comes last. The rest is sorted by title.
    """
    field, reverse = collection.sort.removeprefix("-"), collection.sort.startswith("-")
    rows = sorted(entries, key=lambda each: (collation_key(each.title, language), each.key))
    values = {entry.key: _value(entry, field, cards, language) for entry in rows}
    sorted_by = [entry for entry in rows if values[entry.key] is not None]
    if len({type(values[entry.key]) for entry in sorted_by}) > 1:  # a number beside a text
        values |= {entry.key: str(values[entry.key]) for entry in sorted_by}
    sorted_by.sort(key=lambda each: values[each.key], reverse=reverse)
    last = [entry for entry in rows if values[entry.key] is None]
    return tuple(
        entry.key for entry in sorted([*sorted_by, *last], key=lambda each: _weight(each, cards))
    )


def _weight(entry: Entry, cards: Mapping[str, PageSummary]) -> int:
    card = cards.get(entry.key)
    weight = card.weight if card else entry.weight
    return weight if isinstance(weight, int) else NO_WEIGHT


def _value(entry: Entry, field: str, cards: Mapping[str, PageSummary], language: str) -> Any:
    """Return what an entry is sorted by, None if it has no such value."""
    if field in {"", "title"}:
        return None
    if field == "date":
        card = cards.get(entry.key)
        date = card.date if card else entry.dates.get("date")
        return date.moment.timestamp() if date else None
    if field in entry.dates:
        return entry.dates[field].moment.timestamp()
    if field == "start":
        return _start(entry, cards)
    if field == "name" and entry.name:
        from sitegen.research.person_names import PersonName, person_sort_key  # only for people

        name = PersonName(name=entry.name, sort=str(entry.values.get("sort", "")))
        return person_sort_key(name, language)
    value = entry.values.get(field)
    return collation_key(value, language) if isinstance(value, str) else value


def _start(entry: Entry, cards: Mapping[str, PageSummary]) -> float | None:
    """Return when an entry probably started that does not say so: its term, or its page's date."""
    found = _YEAR.search(str(entry.values.get("term", "")))
    if found:
        term = str(entry.values["term"]).casefold()
        month = next((month for word, month in _SEASONS.items() if word in term), 1)
        return datetime(int(found[0]), month, 1, tzinfo=UTC).timestamp()
    card = cards.get(entry.key)
    return card.date.moment.timestamp() if card and card.date else None
