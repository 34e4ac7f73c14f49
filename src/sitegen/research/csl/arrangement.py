"""Arrange what a document cites: the order, numbers and letters of entries, places of cites.

This is all that the text of a citation or an entry depends on beside the entry itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.csl.cite_positions import find_places
from sitegen.research.csl.disambiguation import NOTHING, Distinction, disambiguate
from sitegen.research.csl.entry_writer import NOWHERE
from sitegen.research.csl.sorting import sort_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sitegen.research.csl.cites import Citation
    from sitegen.research.csl.entry_writer import EntryWriter, Place
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.style_reader import Style

__all__ = ["ALL", "Arrangement", "arrange", "arrange_document"]

#: Stands for every entry in `nocite`.
ALL = "*"


class Arrangement(NamedTuple):
    """What is cited, in the order of the bibliography: `items`, by key.

    `numbers` and `distinctions` are theirs, by key; `places` are those of all cites, by citation.
    `missing` are keys that are cited and stand for no entry.
    """

    items: Mapping[str, Item]
    numbers: Mapping[str, int]
    distinctions: Mapping[str, Distinction]
    places: Sequence[Sequence[Place]]
    missing: tuple[str, ...]


def arrange_document(
    writer: EntryWriter,
    items: Mapping[str, Item],
    citations: Sequence[Citation],
    nocite: Iterable[str] = (),
) -> Arrangement:
    """Arrange the citations of a document, and the keys that it lists without citing them."""
    repeated: set[str] = set()
    keys: dict[str, None] = {}
    for citation in citations:
        for cite in citation.cites:
            key = cite.key
            if key in keys:
                repeated.add(key)
            else:
                keys[key] = None
    for key in nocite:
        keys.update(dict.fromkeys(items) if key == ALL else {key: None})
    missing: list[str] = []
    known = writer.known.arrange(keys) if not repeated or writer.ignores_repeats else None
    if known is None:
        order = arrange(_find_items(keys, items, writer, missing), writer)
        distinctions = disambiguate(order, writer, repeated)
        writer.known.remember(order, writer)
    else:
        order = known
        distinctions = dict.fromkeys([item.key for item in order], NOTHING)
    by_key = {item.key: item for item in order}
    return Arrangement(
        items=by_key,
        numbers=dict(zip(by_key, range(1, len(by_key) + 1), strict=True)),
        distinctions=distinctions,
        places=_places(citations, writer),
        missing=tuple(missing),
    )


def _find_items(
    keys: Iterable[str], items: Mapping[str, Item], writer: EntryWriter, missing: list[str]
) -> list[Item]:
    """Return the items with these keys, and add to `missing` those that stand for none."""
    known = writer.items
    found: list[Item] = []
    for key in keys:
        item = known.get(key)
        if item is None and (item := items.get(key)) is not None:
            known[key] = item
        if item is None:
            missing.append(key)
        else:
            found.append(item)
    return found


def _places(citations: Sequence[Citation], writer: EntryWriter) -> list[list[Place]]:
    """Return the places of all cites, as far as anything in the style depends on them."""
    if not writer.has_positions:
        return [[NOWHERE] * len(citation.cites) for citation in citations]
    return find_places(citations, _near_distance(writer.style))


def arrange(cited: Sequence[Item], writer: EntryWriter) -> list[Item]:
    """Return items in the order of the bibliography, or as they are cited without one."""
    layout = writer.style.bibliography
    if layout is None or not layout.sort_keys:
        return list(cited)
    numbers: Mapping[str, int] = {}
    if layout.sorts_by_number:
        numbers = {item.key: number for number, item in enumerate(cited, start=1)}
    return sort_items(cited, layout, writer, "bibliography", numbers)


def _near_distance(style: Style) -> int:
    """Return how many notes away a cite of the same work is near."""
    value = style.citation.options.get("near-note-distance", "") if style.citation else ""
    return int(value) if value.isdecimal() and len(value) < 6 else 5  # noqa: PLR2004  # digits
