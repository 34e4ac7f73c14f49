"""Write what one page cites as HTML: its citations, its notes and its bibliography."""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sitegen.model.references.citation_reference import PageCitations
from sitegen.research.citation_locators import LocatorReader
from sitegen.research.csl.arrangement import arrange_document
from sitegen.research.csl.cites import Citation, Cite
from sitegen.research.csl.reference_list import list_entries, list_look

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from sitegen.model import Work
    from sitegen.model.references.citation_reference import CitationReference
    from sitegen.research.csl.arrangement import Arrangement
    from sitegen.research.csl.entry_writer import Place
    from sitegen.research.csl.formatting import Library

__all__ = ["CitedPlace", "ReferenceLink", "format_cited_page"]

_NO_ID = re.compile(r"\s+")
_LIST = "references-list"


class CitedPlace(NamedTuple):
    """A citation of a page, and the works that it cites."""

    reference: CitationReference
    works: tuple[Work, ...]


class ReferenceLink(NamedTuple):
    """A link behind an entry: to the page of a publication, or to a file of it."""

    url: str
    text: str


class Notes(NamedTuple):
    """The notes of a style that cites in notes; all empty for another one.

    `own` are the numbers of the notes that citations become, `numbers` the new ones of the author's
    notes, and `names` the names of those citations that are part of a sentence.
    """

    own: Mapping[CitationReference, int]
    numbers: Mapping[int, int]
    names: Mapping[CitationReference, str]


def format_cited_page(
    places: Sequence[CitedPlace],
    listed: Sequence[Work],
    library: Library,
    locators: LocatorReader,
    links: Mapping[str, Sequence[ReferenceLink]],
    back: str,
    *,
    notes: int = 0,
    taken: AbstractSet[str] = frozenset(),
) -> PageCitations:
    """Return the citations of a page, formatted; they come in the order of its text.

    `listed` are works that are listed without being cited; `links` are those of works by key;
    `back` is the theme's "Back to citation {number}"; `notes` is how many notes of its author the
    page has, and `taken` are ids on it. What is wrong with citations is not said here.
    """
    page = _CitedPage(library, links, back, _Ids(taken))
    numbers: dict[int, int] = {}
    own_notes: dict[CitationReference, int] = {}
    if library.writer.style.is_note:
        numbers, own_notes = _number_notes(places, notes)
    citations = [
        _citation(place, locators, own_notes.get(place.reference, 0), numbers) for place in places
    ]
    # The names of notes that are part of a sentence come last, where they change no position.
    named = [place for place in places if place.reference in own_notes and place.reference.in_text]
    names = [Citation((Cite(each.works[0].key, author_only=True),)) for each in named]
    arranged = arrange_document(
        library.writer, library.items, [*citations, *names], [work.key for work in listed]
    )
    cited = list(zip(places, citations, arranged.places, strict=False))
    shown = {
        place.reference: library.html.citation(citation, found, arranged, (), None)
        for place, citation, found in zip(named, names, arranged.places[len(places) :], strict=True)
    }
    return page.write(arranged, cited, Notes(own_notes, numbers, shown))


def _number_notes(
    ordered: Sequence[CitedPlace], notes: int
) -> tuple[dict[int, int], dict[CitationReference, int]]:
    """Return the new numbers of the author's notes, and those of citations that become notes."""
    numbers: dict[int, int] = {}
    own: dict[CitationReference, int] = {}
    last = 0
    by_place: dict[int, list[CitationReference]] = defaultdict(list)
    for place in ordered:
        if not place.reference.note:
            by_place[place.reference.notes_before].append(place.reference)
    for before in range(notes + 1):
        for reference in by_place[before]:
            last += 1
            own[reference] = last
        last += 1
        numbers[before + 1] = last
    return numbers, own


def _citation(
    place: CitedPlace, locators: LocatorReader, own_note: int, numbers: Mapping[int, int]
) -> Citation:
    cites = []
    for written, work in zip(place.reference.cites, place.works, strict=True):
        locator = locators.read(written.suffix)
        cites.append(
            Cite(
                key=work.key,
                locator=locator.value,
                label=locator.label,
                prefix=f"{written.prefix} " if written.prefix else "",
                suffix=locator.rest,
                suppress_author=written.suppress_author,
            )
        )
    is_part = place.reference.in_text and not own_note
    note = own_note or numbers.get(place.reference.note, 0)
    return Citation(tuple(cites), note, "composite" if is_part else "")


class _Ids:
    """Gives ids that nothing else on the page has; the same one for the same thing."""

    def __init__(self, taken: AbstractSet[str]) -> None:
        self._taken = set(taken)
        self._given: dict[tuple[str, object], str] = {}

    def of(self, kind: str, name: object) -> str:
        """Return the id of an entry, `ref`, of a citation or of a part of a note."""
        given = self._given.get((kind, name))
        if given is None:
            wanted = given = f"{kind}-{name}"
            if _NO_ID.search(given):
                wanted = given = _NO_ID.sub("-", given)
            number = 2
            while given in self._taken:
                given = f"{wanted}-{number}"
                number += 1
            self._given[kind, name] = given
            self._taken.add(given)
        return given


class _CitedPage:
    """Writes the HTML of one page."""

    def __init__(
        self,
        library: Library,
        links: Mapping[str, Sequence[ReferenceLink]],
        back: str,
        ids: _Ids,
    ) -> None:
        self._ids = ids
        self._library = library
        self._links = links
        self._back = escape(back)
        #: The ids of the links of citations, by the keys of the works to which they lead.
        self._backs: dict[str, list[str]] = defaultdict(list)
        #: The works to which the citation that is written now has a link already.
        self._within: set[str] = set()
        self._count = 0

    def write(
        self,
        arranged: Arrangement,
        cited: Iterable[tuple[CitedPlace, Citation, Sequence[Place]]],
        page_notes: Notes,
    ) -> PageCitations:
        """Return the page's citations, some of them as notes."""
        entries = self._entries(arranged)
        texts: dict[CitationReference, str] = {}
        notes: dict[int, list[str]] = defaultdict(list)
        last = max(page_notes.numbers, default=1) - 1
        for place, citation, found in cited:
            reference = place.reference
            self._within.clear()
            shown = self._library.html.citation(citation, found, arranged, entries, self._link)
            if reference in page_notes.own:
                number = page_notes.own[reference]
                names = page_notes.names.get(reference, "")
                texts[reference] = f"{names}{reference.after}{self._note_mark(number)}"
                before = reference.notes_before
                notes[before + 1 if before < last else -1].append(self._note(number, shown))
            else:
                if reference.note and reference.after:
                    shown = shown.removesuffix(".")  # which ends the notes of a style
                texts[reference] = f"{reference.before}{shown}{reference.after}"
        return PageCitations(
            texts=texts,
            bibliography=self._bibliography(entries),
            notes={number: "".join(items) for number, items in notes.items()},
            numbers=page_notes.numbers,
        )

    def _entries(self, arranged: Arrangement) -> dict[str, str]:
        """Return the entries of the bibliography by key, without those that are empty."""
        library = self._library
        found = (
            (each.key, library.html.entry(each)) for each in list_entries(arranged, library.writer)
        )
        return {key: text for key, text in found if text}

    def _link(self, key: str) -> str:
        """Return the start of a link to an entry of the bibliography."""
        own = ""
        if key not in self._within:  # the names and the year of one cite may stand apart
            self._within.add(key)
            self._count += 1
            name = self._ids.of("cite", self._count)
            own = f' id="{name}"'
            self._backs[key].append(name)
        href = escape(self._ids.of("ref", key))
        return f'<a class="citation"{own} href="#{href}" role="doc-biblioref">'

    def _note(self, number: int, text: str) -> str:
        back = self._back_label(number)
        note, mark = self._ids.of("cite-note", number), self._ids.of("cite-mark", number)
        return (
            f'<li id="{note}"><p>{text}\u00a0<a class="footnote-backref"'
            f' href="#{mark}" role="doc-backlink" aria-label="{back}">↩</a></p></li>'
        )

    def _note_mark(self, number: int) -> str:
        note, mark = self._ids.of("cite-note", number), self._ids.of("cite-mark", number)
        return (
            f'<sup id="{mark}"><a class="footnote-ref" href="#{note}"'
            f' role="doc-noteref">{number}</a></sup>'
        )

    def _back_label(self, number: int) -> str:
        return self._back.replace("{number}", str(number))

    def _bibliography(self, entries: Mapping[str, str]) -> str:
        layout = self._library.writer.style.bibliography
        if not entries or layout is None:
            return ""
        look = list_look(layout)
        kind = " references-hanging" if look.hanging_indent else ""
        if look.second_field_align:
            kind = " references-numbered"
        items = "".join(self._entry(key, text) for key, text in entries.items())
        return f'<ol class="{_LIST}{kind}">{items}</ol>'

    def _entry(self, key: str, text: str) -> str:
        links = "".join(
            f' <a href="{escape(link.url)}">{escape(link.text)}</a>'
            for link in self._links.get(key, ())
        )
        more = f' <span class="reference-links">{links.lstrip()}</span>' if links else ""
        backs = self._backs.get(key, ())
        for number, back in enumerate(backs, 1):
            more += (
                f' <a class="reference-back" href="#{back}" role="doc-backlink"'
                f' aria-label="{self._back_label(number)}">↩{number if len(backs) > 1 else ""}</a>'
            )
        return f'<li id="{escape(self._ids.of("ref", key))}">{text}{more}</li>'
