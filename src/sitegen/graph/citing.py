"""Format what each page cites, in the style and the language of the page.

Numbers, letters behind years and the positions of notes depend on all citations of a page, so a
page is formatted as a whole when its first citation is resolved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sitegen.diagnostics import Location
from sitegen.graph.cascading import FieldPlaces
from sitegen.graph.citable_works import CitableWorks, cites
from sitegen.graph.cited_texts import find_citing_references, list_places
from sitegen.graph.forgotten_signs import find_forgotten_signs
from sitegen.graph.style_choice import StyleChoice
from sitegen.model import ParsedPage
from sitegen.model.references.citation_reference import (
    PageCitations,
    entry_id,
)
from sitegen.research.citation_locators import LocatorReader
from sitegen.research.cited_page import (
    CitedPage,
    CitedPlace,
    ReferenceLink,
    format_cited_page,
)
from sitegen.research.csl.formatting import Library
from sitegen.research.csl.items import Item, item_from_work
from sitegen.research.csl.locale import built_in_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.citable_works import PageWorks
    from sitegen.graph.cited_texts import Found, TextPlace
    from sitegen.graph.outline import Outline
    from sitegen.graph.resolving import Resolver
    from sitegen.model import Entry, Work
    from sitegen.model.references.citation_reference import (
        BibliographyReference,
        CitationReference,
        NotesReference,
    )
    from sitegen.research.csl.style_reader import Style

__all__ = ["Citing", "find_citing"]

_NOTHING = PageCitations()
#: Which links of a publication stand behind its entry: others are in the entry, or on its page.
_FILES = frozenset({"pdf", "code", "data"})


def find_citing(outline: Outline, resolver: Resolver) -> Citing | None:
    """Return what formats the citations of a site; nothing if no page cites."""
    texts = (*outline.sources.values(), *outline.inputs.inclusions.texts)
    return Citing(outline, resolver) if any(map(cites, texts)) else None


class _Items(Mapping[str, Item]):
    """The items of works, made when they are first asked for.

    `links` returns the addresses of pages about the authors of a work, in their order.
    """

    def __init__(self, works: Mapping[str, Work], links: Callable[[Work], Sequence[str]]) -> None:
        self._works = works
        self._links = links
        self._items: dict[str, Item] = {}

    def __getitem__(self, key: str) -> Item:
        item = self._items.get(key)
        if item is None:
            work = self._works[key]
            item = self._items[key] = item_from_work(work, self._links(work))
        return item

    def get(self, key: str, default: Any = None) -> Any:
        """Return the item of a work; that of a mapping raises and catches an error instead."""
        return self[key] if key in self._works else default

    def __contains__(self, key: object) -> bool:
        return key in self._works

    def __iter__(self) -> Iterator[str]:
        return iter(self._works)

    def __len__(self) -> int:
        return len(self._works)


@dataclass
class Citing:
    """The citations of all pages."""

    outline: Outline
    resolver: Resolver
    #: The page that was asked for last: its texts are, one after another, and then never again.
    _last: tuple[str, Mapping[TextPlace, PageCitations]] | None = None
    _libraries: dict[tuple[int, str, int], Library] = field(default_factory=dict)
    _locators: dict[str, LocatorReader] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.works = CitableWorks(self.outline)
        self.styles = StyleChoice(self.outline.inputs)

    def of_text(self, key: str, text: TextPlace) -> PageCitations:
        """Return the citations of a page, or of a text in it, formatted."""
        if self._last is None or self._last[0] != key:
            self._last = (key, self._format(self.outline.sources[key]))
        return self._last[1].get(text, _NOTHING)

    def forget(self) -> None:
        """Free what was formatted; it refers to this, so only the garbage collector would."""
        self._libraries.clear()
        self._last = None

    def entry_ids(self, key: str) -> frozenset[str]:
        """Return the ids of the entries that a page lists; nothing is formatted for that."""
        page = self.outline.sources.get(key)
        if page is None:  # of a section that has no file
            return frozenset()
        works = self.works.of_page(page)
        listed = [work.key for work in _listed(page, works)]
        for each in find_citing_references(page, self.outline.inputs.inclusions).citations:
            found = [works.find(cite.key) for cite in each.reference.cites]
            listed += [work.key for work in found if work] if all(found) else ()
        return frozenset(map(entry_id, listed))

    def check(self) -> Iterator[Diagnostic]:
        """Report what is wrong with styles, and with what the front matter of pages names."""
        yield from self.styles.check()
        said: set[Diagnostic] = set()  # what a section gives to its pages is one mistake
        places = FieldPlaces(self.outline.inputs.parsed)
        for page in self.outline.sources.values():
            if page.front.bibliography:
                place = page.place_of("bibliography")
                yield from (problem.at(place) for problem in self.works.missing_files(page))
            if page.front.nocite:
                works = self.works.of_page(page)
                unknown = (each for each in page.front.nocite if each != "*")
                place = places.find(page, "nocite")
                found = [problem.at(place) for problem in works.explain_missing(unknown)]
                yield from (each for each in found if each not in said)
                said.update(found)

    def _format(self, page: ParsedPage) -> dict[TextPlace, PageCitations]:
        """Return the citations of a page, of its own text and of each that it includes."""
        found = find_citing_references(page, self.outline.inputs.inclusions)
        works = self.works.of_page(page)
        problems: dict[CitationReference, tuple[Diagnostic, ...]] = {}
        places: list[CitedPlace] = []
        for each in found.citations:
            cited = _resolve(each, works, problems)
            if cited:
                places.append(CitedPlace(each.reference, cited, each.text, each.scope, each.before))
        listed = _listed(page, works)
        style = self.styles.of_page(page)
        if style is None or not (places or listed):
            return dict.fromkeys(found.texts, PageCitations(problems=problems))
        language = page.front.language or self.outline.config.language
        formatted = format_cited_page(
            places,
            listed,
            self._library(style, language, works),
            self._locators_in(language),
            self._links(places, listed, language),
            self.resolver.word("citations.back", language),
            notes=_count_notes(found.notes),
            most=self.outline.config.limits.rendered_bytes,
            taken=page.anchors,
        )
        notes: dict[TextPlace, TextPlace] = {}
        for scope, place in list_places(found.notes).items():
            notes.setdefault(place, scope)
        listing = found.find_bibliography_place()
        return {text: _of_text(text, formatted, notes, listing, problems) for text in found.texts}

    def _library(self, style: Style, language: str, works: PageWorks) -> Library:
        key = (id(style), language, id(works.works))
        if key not in self._libraries:
            locale = built_in_locale(style.default_locale or language)
            self._libraries[key] = Library(style, locale, _Items(works.works, self._author_links))
        return self._libraries[key]

    def _locators_in(self, language: str) -> LocatorReader:
        if language not in self._locators:
            locales = (built_in_locale("en"), built_in_locale(language))
            self._locators[language] = LocatorReader(locales)
        return self._locators[language]

    @cached_property
    def _entries(self) -> Mapping[str, Entry]:
        """The publications of the site, by the keys of their works."""
        entries = self.resolver.links.entries.values()
        return {each.work.key: each for each in entries if each.work}

    def _entry_of(self, work: Work) -> Entry | None:
        """Return the publication that a work is; nothing if it is only cited."""
        return self._entries.get(work.key) if self.works.is_published(work) else None

    def _author_links(self, work: Work) -> list[str]:
        """Return the URLs of the pages of a publication's authors, empty for others."""
        entry = self._entry_of(work)
        people = self.resolver.links.entries
        found = (people.get(author.person) for author in (entry.authors if entry else ()))
        return [person.url if person else "" for person in found]

    def _links(
        self, places: Iterable[CitedPlace], listed: tuple[Work, ...], language: str
    ) -> dict[str, tuple[ReferenceLink, ...]]:
        """Return the links behind the entries of the site's own publications."""
        if not self._entries:
            return {}
        cited = {work.key: work for place in places for work in place.works}
        cited |= {work.key: work for work in listed}
        entries = {key: self._entry_of(work) for key, work in cited.items()}
        return {
            key: tuple(self._links_of(entry, language)) for key, entry in entries.items() if entry
        }

    def _links_of(self, entry: Entry, language: str) -> Iterator[ReferenceLink]:
        """Yield the links to the page of a publication and to its files."""
        if entry.url:
            yield ReferenceLink(entry.url, self.resolver.word("citations.page", language))
        for link in entry.links:
            if link.kind in _FILES:
                word = self.resolver.word(f"publications.link_{link.kind}", language)
                yield ReferenceLink(link.url, link.title or word)


def _count_notes(places: Iterable[Found[NotesReference]]) -> dict[TextPlace, int]:
    """Return how many notes of their authors scopes have; `places` are all places for notes."""
    notes: dict[TextPlace, int] = {}
    for each in places:
        if each.text == each.scope:
            notes[each.scope] = max(notes.get(each.scope, 0), each.reference.number)
    return notes


def _of_text(
    text: TextPlace,
    page: CitedPage,
    notes: Mapping[TextPlace, TextPlace],
    listing: Found[BibliographyReference] | None,
    problems: Mapping[CitationReference, tuple[Diagnostic, ...]],
) -> PageCitations:
    """Return what is shown in one text of a page.

    `notes` is the scope whose notes a text lists, and `listing` where the bibliography stands.
    """
    scope = notes.get(text)
    place = listing.reference if listing is not None and listing.text == text else None
    return PageCitations(
        texts=page.texts.get(text, {}),
        problems=problems,
        bibliography=page.bibliography,
        place=place,
        notes=page.notes.get(scope, {}) if scope is not None else {},
        numbers=page.numbers.get(text, {}),
    )


def _resolve(
    place: Found[CitationReference],
    works: PageWorks,
    problems: dict[CitationReference, tuple[Diagnostic, ...]],
) -> tuple[Work, ...]:
    """Return the works of a citation; none if one of them is not known, which is reported."""
    reference = place.reference
    known: list[Work] = []
    for cite in reference.cites:
        work = works.find(cite.key)
        if work is not None:
            known.append(work)
    if len(known) == len(reference.cites):
        forgotten = tuple(find_forgotten_signs(place, works))
        if forgotten:
            problems[reference] = forgotten
        return tuple(known)
    found: list[Diagnostic] = []
    for cite in reference.cites:
        problem = works.explain(cite) if works.find(cite.key) is None else None
        if problem is not None:
            line = reference.line + cite.lines_below
            found.append(problem.at(Location(path=place.path, line=line, column=cite.column)))
    if found:
        problems[reference] = tuple(found)
    return ()


def _listed(page: ParsedPage, works: PageWorks) -> tuple[Work, ...]:
    """Return the works that a page lists without citing them."""
    if "*" in page.front.nocite:
        return tuple(works.works.values())
    return tuple(work for key in page.front.nocite for work in (works.find(key),) if work)
