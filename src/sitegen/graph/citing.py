"""Format what each page cites, in the style and the language of the page.

Numbers, letters behind years and the positions of notes depend on all citations of a page, so a
page is formatted as a whole when its first citation is resolved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from sitegen.diagnostics import Location
from sitegen.graph.citable_works import CitableWorks, cites
from sitegen.graph.style_choice import StyleChoice
from sitegen.model import ParsedPage
from sitegen.model.references import IncludeReference
from sitegen.model.references.citation_reference import (
    BibliographyReference,
    CitationReference,
    NoteNumberReference,
    NotesReference,
    PageCitations,
    entry_id,
)
from sitegen.research.citation_locators import LocatorReader
from sitegen.research.cited_page import (
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
    from sitegen.graph.outline import Outline
    from sitegen.graph.resolving import Resolver
    from sitegen.model import Entry, Reference, Work
    from sitegen.research.csl.style_reader import Style

__all__ = ["Citing", "find_citing"]

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
    _pages: dict[str, PageCitations] = field(default_factory=dict)
    _libraries: dict[tuple[int, str, int], Library] = field(default_factory=dict)
    _locators: dict[str, LocatorReader] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.works = CitableWorks(self.outline)
        self.styles = StyleChoice(self.outline.inputs)

    def of_page(self, key: str) -> PageCitations:
        """Return the citations of a page, formatted."""
        if key not in self._pages:
            self._pages[key] = self._format(self.outline.sources[key])
        return self._pages[key]

    def entry_ids(self, key: str) -> frozenset[str]:
        """Return the ids of the entries that a page lists; nothing is formatted for that."""
        page = self.outline.sources[key]
        works = self.works.of_page(page)
        listed = [work.key for work in _listed(page, works)]
        for _, reference in self._references(page):
            if isinstance(reference, CitationReference):
                found = [works.find(cite.key) for cite in reference.cites]
                listed += [work.key for work in found if work] if all(found) else ()
        return frozenset(map(entry_id, listed))

    def lists(self, key: str, wanted: BibliographyReference) -> bool:
        """Tell whether the bibliography of a page is in this place: the first one it has.

        One at the end of a text that another page includes is not.
        """
        found = (each for _, each in self._references(self.outline.sources[key]))
        places = [each for each in found if isinstance(each, BibliographyReference)]
        chosen = [place for place in places if not place.automatic] or places[-1:]
        return bool(chosen) and chosen[0] is wanted

    def check(self) -> Iterator[Diagnostic]:
        """Report what is wrong with styles, and with what the front matter of pages names."""
        yield from self.styles.check()
        for page in self.outline.sources.values():
            place = page.place_of("bibliography")
            yield from (problem.at(place) for problem in self.works.missing_files(page))
            if page.front.nocite:
                works = self.works.of_page(page)
                unknown = (each for each in page.front.nocite if each != "*")
                for problem in works.explain_missing(unknown):
                    yield problem.at(page.place_of("nocite"))

    def _references(self, page: ParsedPage) -> Iterator[tuple[str, Reference]]:
        """Yield the references of a page and of what it includes, and the files they are in.

        What is in a note comes where its mark stands.
        """
        placed: list[tuple[tuple[int, bool], Iterable[tuple[str, Reference]]]] = []
        here = (0, False)
        for fragment in (page.heading, page.body):
            for reference in fragment.references if fragment else ():
                if isinstance(reference, IncludeReference):
                    included = self.outline.inputs.inclusions.find(page.path, reference)
                    if isinstance(included, ParsedPage):
                        placed.append((here, self._references(included)))
                    continue
                if isinstance(reference, NoteNumberReference):
                    here = max(here, (reference.number, False))
                place = here
                if isinstance(reference, CitationReference):
                    place = (reference.note - 1, True) if reference.note else here
                placed.append((place, [(str(page.path), reference)]))
        placed.sort(key=itemgetter(0))
        for _, found in placed:
            yield from found

    def _format(self, page: ParsedPage) -> PageCitations:
        found = list(self._references(page))
        works = self.works.of_page(page)
        problems: dict[CitationReference, tuple[Diagnostic, ...]] = {}
        places: dict[CitationReference, CitedPlace] = {}
        for path, reference in found:
            if isinstance(reference, CitationReference):
                cited = _resolve(path, works, reference, problems)
                if cited:
                    # A text that is included twice has one citation, which is shown twice.
                    places[reference] = CitedPlace(reference, cited)
        listed = _listed(page, works)
        style = self.styles.of_page(page)
        if style is None or not (places or listed):
            return PageCitations(problems=problems)
        language = page.front.language or self.outline.config.language
        notes = max((r.number for _, r in found if isinstance(r, NotesReference)), default=0)
        formatted = format_cited_page(
            tuple(places.values()),
            listed,
            self._library(style, language, works),
            self._locators_in(language),
            self._links(places.values(), listed, language),
            self.resolver.word("citations.back", language),
            notes=max(notes, 0),
            taken=page.anchors,
        )
        return formatted.with_problems(problems)

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


def _resolve(
    path: str,
    works: PageWorks,
    reference: CitationReference,
    problems: dict[CitationReference, tuple[Diagnostic, ...]],
) -> tuple[Work, ...]:
    """Return the works of a citation; none if one of them is not known, which is reported."""
    known: list[Work] = []
    found: list[Diagnostic] = []
    for cite in reference.cites:
        work = works.find(cite.key)
        if work is not None:
            known.append(work)
            continue
        problem = works.explain(cite)
        if problem is not None:
            line = reference.line + cite.lines_below
            found.append(problem.at(Location(path=path, line=line, column=cite.column)))
    if found:
        problems[reference] = tuple(found)
    return tuple(known) if len(known) == len(reference.cites) else ()


def _listed(page: ParsedPage, works: PageWorks) -> tuple[Work, ...]:
    """Return the works that a page lists without citing them."""
    if "*" in page.front.nocite:
        return tuple(works.works.values())
    return tuple(work for key in page.front.nocite for work in (works.find(key),) if work)
