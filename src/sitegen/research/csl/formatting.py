"""Format the citations and the bibliography of a document.

The work has stages that a site can keep apart. A `Library` holds all entries with one style and
language: it compiles nothing and writes each entry once, whatever the document. `format_document`
orders, numbers and tells apart the entries of one page, and fills numbers and letters in last.
`html_texts` does the same for pages, whose texts are needed as HTML only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.csl.arrangement import ALL, arrange_document
from sitegen.research.csl.citation_text import write_citation
from sitegen.research.csl.entry_writer import EntryWriter
from sitegen.research.csl.html_texts import HtmlTexts
from sitegen.research.csl.reference_list import Entry, ListLook, list_look, reference_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sitegen.research.csl.cites import Citation
    from sitegen.research.csl.items import Item
    from sitegen.research.csl.locale import Locale
    from sitegen.research.csl.rich_text import Rich
    from sitegen.research.csl.style_reader import Style

__all__ = ["ALL", "Document", "Library", "format_document"]


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
        self.html = HtmlTexts(self.writer)


def format_document(
    library: Library, citations: Sequence[Citation], nocite: Iterable[str] = ()
) -> Document:
    """Return the citations and the bibliography of a document.

    `nocite` are keys of entries that are listed without being cited; `*` stands for all.
    """
    writer = library.writer
    arranged = arrange_document(writer, library.items, citations, nocite)
    items, numbers, distinctions = arranged.items, arranged.numbers, arranged.distinctions
    texts = tuple(
        write_citation(citation, found, items, numbers, distinctions, writer)
        for citation, found in zip(citations, arranged.places, strict=True)
    )
    entries = reference_list(arranged, writer)
    bibliography = writer.style.bibliography
    look = list_look(bibliography) if bibliography is not None else ListLook()
    states = tuple(
        tuple(
            (place, distinctions[cite.key], numbers[cite.key])
            for cite, place in zip(citation.cites, found, strict=True)
            if cite.key in items
        )
        for citation, found in zip(citations, arranged.places, strict=True)
    )
    listed = {entry.key for entry in entries}
    empty = tuple(key for key in items if bibliography is not None and key not in listed)
    return Document(texts, entries, look, states, arranged.missing, empty, writer.locale)
