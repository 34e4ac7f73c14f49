"""Format the citations and the bibliography of a document.

The work has stages that a site can keep apart. A `Library` holds all entries with one style and
language: it compiles nothing and writes each entry once, whatever the document. `format_document`
orders, numbers and tells apart the entries of one page, and fills numbers and letters in last.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.csl.citation_text import Ready, citation_text
from sitegen.research.csl.cite_positions import find_places
from sitegen.research.csl.disambiguation import Distinction, disambiguate
from sitegen.research.csl.entry_writer import EntryWriter
from sitegen.research.csl.output import HTML, to_text
from sitegen.research.csl.reference_list import Entry, ListLook, list_look, reference_list
from sitegen.research.csl.sorting import sort_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sitegen.research.csl.cites import Citation
    from sitegen.research.csl.entry_writer import Place
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.locale import Locale
    from sitegen.research.csl.rich_text import Rich
    from sitegen.research.csl.style_reader import Style

__all__ = ["ALL", "Document", "Library", "format_document"]

#: Stands for every entry in `nocite`.
ALL = "*"


class Document(NamedTuple):
    """A formatted document.

    `citations` are in the order in which they were given, `entries` in that of the bibliography.
    `missing` are keys that are cited and stand for no entry, `empty` those of entries of which the
    style writes nothing in the bibliography. `states` are what the text of each citation depends
    on beside its cites: one with the same state reads the same. `locale` is for `output.to_text`.
    """

    citations: tuple[Rich, ...]
    entries: tuple[Entry, ...]
    look: ListLook
    states: tuple[object, ...]
    missing: tuple[str, ...]
    empty: tuple[str, ...]
    locale: Locale


class Library:
    """Entries with a style and a language; the text of each is kept as long as this is."""

    def __init__(self, style: Style, locale: Locale, items: Mapping[str, Item]) -> None:
        self.writer = EntryWriter(style, locale)
        self.items = items
        self._html: dict[int, str] = {}

    def html(self, entry: Entry) -> str:
        """Return an entry of one of its documents as HTML."""
        name = id(entry.text)  # which the writer keeps
        if name not in self._html:
            self._html[name] = to_text(entry.text, self.writer.locale, HTML)
        return self._html[name]


def format_document(
    library: Library, citations: Sequence[Citation], nocite: Iterable[str] = ()
) -> Document:
    """Return the citations and the bibliography of a document.

    `nocite` are keys of entries that are listed without being cited; `*` stands for all.
    """
    writer, items = library.writer, library.items
    cited, missing = _cited(citations, nocite, items)
    order = arrange(cited, writer)
    numbers = {item.key: number for number, item in enumerate(order, start=1)}
    counts = Counter(cite.key for citation in citations for cite in citation.cites)
    repeated = frozenset(key for key, count in counts.items() if count > 1)
    distinctions = disambiguate(order, writer, repeated)
    for item in order:
        distinctions.setdefault(item.key, Distinction())
    places = find_places(citations, near_distance(writer.style))
    texts = tuple(
        write_citation(citation, found, items, numbers, distinctions, writer)
        for citation, found in zip(citations, places, strict=True)
    )
    entries = reference_list(order, distinctions, numbers, writer)
    bibliography = writer.style.bibliography
    look = list_look(bibliography) if bibliography is not None else ListLook()
    states = tuple(
        tuple(
            (place, distinctions[cite.key], numbers[cite.key])
            for cite, place in zip(citation.cites, found, strict=True)
            if cite.key in items
        )
        for citation, found in zip(citations, places, strict=True)
    )
    listed = {entry.key for entry in entries}
    empty = tuple(item.key for item in order if bibliography is not None and item.key not in listed)
    return Document(texts, entries, look, states, missing, empty, writer.locale)


def _cited(
    citations: Iterable[Citation], nocite: Iterable[str], items: Mapping[str, Item]
) -> tuple[list[Item], tuple[str, ...]]:
    keys: dict[str, None] = {}
    for citation in citations:
        keys.update(dict.fromkeys(cite.key for cite in citation.cites))
    for key in nocite:
        keys.update(dict.fromkeys(items) if key == ALL else {key: None})
    known = [items[key] for key in keys if key in items]
    return known, tuple(key for key in keys if key not in items)


def arrange(cited: Sequence[Item], writer: EntryWriter) -> list[Item]:
    """Return items in the order of the bibliography, or as they are cited without one."""
    layout = writer.style.bibliography
    if layout is None or not layout.sort_keys:
        return list(cited)
    numbers = {item.key: number for number, item in enumerate(cited, start=1)}
    return sort_items(cited, layout, writer.locale, "bibliography", numbers, writer.sort_values)


def near_distance(style: Style) -> int:
    """Return how many notes away a cite of the same work is near."""
    value = style.citation.options.get("near-note-distance", "") if style.citation else ""
    return int(value) if value.isdecimal() and len(value) < 6 else 5  # noqa: PLR2004  # digits


def write_citation(
    citation: Citation,
    places: Sequence[Place],
    items: Mapping[str, Item],
    numbers: Mapping[str, int],
    distinctions: Mapping[str, Distinction],
    writer: EntryWriter,
) -> Rich:
    """Return the text of a citation whose cites have places."""
    ready = [
        Ready(cite, items[cite.key], place, distinctions[cite.key], numbers[cite.key])
        for cite, place in zip(citation.cites, places, strict=True)
        if cite.key in items
    ]
    layout = writer.style.citation
    if layout is not None and layout.sort_keys and len(ready) > 1:
        by_key: dict[str, list[Ready]] = {}
        for each in ready:
            by_key.setdefault(each.cite.key, []).append(each)
        unique = [found[0].item for found in by_key.values()]
        depths = {key: distinctions[key].depth for key in by_key}
        order = sort_items(
            unique, layout, writer.locale, "citation", numbers, writer.sort_values, depths
        )
        ready = [each for item in order for each in by_key[item.key]]
    return citation_text(ready, citation, writer)
