"""Write what one page cites as HTML: its citations, its notes and its bibliography."""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sitegen.model.references.citation_reference import PageCitations
from sitegen.research.citation_locators import LOCATORS, fold_word, read_locator
from sitegen.research.csl.cites import Citation, Cite
from sitegen.research.csl.formatting import format_document
from sitegen.research.csl.output import HTML, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from sitegen.model import Work
    from sitegen.model.references.citation_reference import CitationReference
    from sitegen.research.csl.formatting import Document, Library
    from sitegen.research.csl.locale import Locale
    from sitegen.research.csl.reference_list import Entry
    from sitegen.research.csl.rich_text import Rich

__all__ = ["CitationWords", "CitedPlace", "ReferenceLink", "format_cited_page", "locator_words"]

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
    names: Mapping[CitationReference, Rich]


class CitationWords(NamedTuple):
    """Words of the theme: the heading of the bibliography, and "Back to citation {number}"."""

    title: str
    back: str


def format_cited_page(
    places: Sequence[CitedPlace],
    listed: Sequence[Work],
    library: Library,
    locators: Mapping[str, str],
    words: CitationWords,
    links: Mapping[str, Sequence[ReferenceLink]],
    *,
    notes: int = 0,
    taken: AbstractSet[str] = frozenset(),
) -> PageCitations:
    """Return the citations of a page, formatted; they come in the order of its text.

    `listed` are works that are listed without being cited; `locators` are the words for
    `citation_locators`; `links` are those of works by key; `notes` is how many notes of its author
    the page has, and `taken` are ids on it. What is wrong with citations is not said here.
    """
    page = _CitedPage(library, words, links, _Ids(taken))
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
    document = format_document(library, [*citations, *names], [work.key for work in listed])
    shown = dict(
        zip((each.reference for each in named), document.citations[len(places) :], strict=True)
    )
    return page.write(document, places, Notes(own_notes, numbers, shown))


def locator_words(locales: Iterable[Locale]) -> dict[str, str]:
    """Return what `read_locator` needs: the words for locators in some languages."""
    words: dict[str, str] = {}
    for locale in locales:
        for label in LOCATORS:
            for form in ("symbol", "short", "long"):
                for plural in (True, False):
                    word = locale.term(label, form, plural=plural)
                    if word:
                        words[fold_word(word).rstrip(".")] = label
    return words


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
    place: CitedPlace, locators: Mapping[str, str], own_note: int, numbers: Mapping[int, int]
) -> Citation:
    cites = []
    for written, work in zip(place.reference.cites, place.works, strict=True):
        locator = read_locator(written.suffix, locators)
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
            wanted = given = f"{kind}-{_NO_ID.sub('-', str(name))}"
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
        words: CitationWords,
        links: Mapping[str, Sequence[ReferenceLink]],
        ids: _Ids,
    ) -> None:
        self._ids = ids
        self._library = library
        self._words = words
        self._links = links
        #: The ids of the links of citations, by the keys of the works to which they lead.
        self._backs: dict[str, list[str]] = defaultdict(list)
        self._within: set[str] = set()
        self._count = 0
        self._listed: frozenset[str] = frozenset()

    def write(
        self,
        document: Document,
        ordered: Sequence[CitedPlace],
        page_notes: Notes,
    ) -> PageCitations:
        """Return the page's citations, some of them as notes."""
        self._listed = frozenset(entry.key for entry in document.entries)
        texts: dict[CitationReference, str] = {}
        notes: dict[int, list[str]] = defaultdict(list)
        last = max(page_notes.numbers, default=1) - 1
        for place, text in zip(ordered, document.citations, strict=False):
            reference = place.reference
            self._within = set()
            # A citation is a link as a whole if its works are listed, and links hold no others.
            is_link = all(work.key in self._listed for work in place.works)
            writer = HTML._replace(cite=self._link, link=None if is_link else HTML.link)
            shown = to_text(text, document.locale, writer)
            if reference in page_notes.own:
                number = page_notes.own[reference]
                names = to_text(page_notes.names.get(reference, []), document.locale, HTML)
                texts[reference] = f"{names}{reference.after}{self._note_mark(number)}"
                before = reference.notes_before
                notes[before + 1 if before < last else -1].append(self._note(number, shown))
            else:
                if reference.note and reference.after:
                    shown = shown.removesuffix(".")  # which ends the notes of a style
                texts[reference] = f"{reference.before}{shown}{reference.after}"
        return PageCitations(
            texts=texts,
            bibliography=self._bibliography(document),
            notes={number: "".join(items) for number, items in notes.items()},
            numbers=page_notes.numbers,
        )

    def _link(self, key: str) -> tuple[str, str]:
        """Return the start and the end of a link to an entry of the bibliography."""
        if key not in self._listed:
            return "", ""
        own = ""
        if key not in self._within:  # the names and the year of one cite may stand apart
            self._within.add(key)
            self._count += 1
            name = self._ids.of("cite", self._count)
            own = f' id="{name}"'
            self._backs[key].append(name)
        href = escape(f"#{self._ids.of('ref', key)}")
        return f'<a class="citation"{own} href="{href}" role="doc-biblioref">', "</a>"

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
        return escape(self._words.back.replace("{number}", str(number)))

    def _bibliography(self, document: Document) -> str:
        if not document.entries:
            return ""
        look = document.look
        kind = " references-hanging" if look.hanging_indent else ""
        if look.second_field_align:
            kind = " references-numbered"
        items = "".join(self._entry(entry) for entry in document.entries)
        return f'<ol class="{_LIST}{kind}">{items}</ol>'

    def _entry(self, entry: Entry) -> str:
        text = self._library.html(entry)
        links = "".join(
            f' <a href="{escape(link.url)}">{escape(link.text)}</a>'
            for link in self._links.get(entry.key, ())
        )
        more = f' <span class="reference-links">{links.lstrip()}</span>' if links else ""
        backs = self._backs.get(entry.key, ())
        for number, back in enumerate(backs, 1):
            label = self._back_label(number)
            more += (
                f' <a class="reference-back" href="#{back}" role="doc-backlink"'
                f' aria-label="{label}">↩{number if len(backs) > 1 else ""}</a>'
            )
        return f'<li id="{escape(self._ids.of("ref", entry.key))}">{text}{more}</li>'
