"""Format what each page cites, in the style and the language of the page.

Numbers, letters behind years and the positions of notes depend on all citations of a page, so a
page is formatted as a whole when its first citation is resolved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sitegen.diagnostics import Location, Problem
from sitegen.graph.citable_works import CitableWorks
from sitegen.model.references import IncludeReference
from sitegen.model.references.citation_reference import (
    BibliographyReference,
    CitationReference,
    NotesReference,
    PageCitations,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.citable_works import PageWorks
    from sitegen.graph.inclusions import Inclusions
    from sitegen.model import ParsedPage, Reference, Work
    from sitegen.research.citation_styles import CitationStyles

__all__ = ["Citing"]

_NOTHING = PageCitations()


@dataclass
class Citing:
    """The citations of all pages. `styles` are those that the site and its pages name.

    `language` is that of the site, `words` are the theme's by language.
    """

    works: CitableWorks
    styles: CitationStyles
    inclusions: Inclusions
    words: Mapping[str, Mapping[str, str]]
    language: str
    _pages: dict[str, PageCitations] = field(default_factory=dict)

    def of_page(self, page: ParsedPage) -> PageCitations:
        """Return the citations of a page, formatted."""
        if page.key not in self._pages:
            self._pages[page.key] = self._format(page)
        return self._pages[page.key]

    def lists(self, page: ParsedPage, wanted: BibliographyReference) -> bool:
        """Tell whether the bibliography of a page is in this place: the first one it has.

        One at the end of a text that another page includes is not.
        """
        places = [r for r in self._references(page) if isinstance(r, BibliographyReference)]
        chosen = [place for place in places if not place.automatic] or places[-1:]
        return bool(chosen) and chosen[0] is wanted

    def _references(self, page: ParsedPage) -> Iterator[Reference]:
        """Yield the references of a page and of the texts that it includes, in order."""
        for fragment in (page.heading, page.body):
            for reference in fragment.references if fragment else ():
                if isinstance(reference, IncludeReference):
                    included = self.inclusions.find(page.path, reference)
                    if included is not None and hasattr(included, "body"):
                        yield from self._references(included)
                else:
                    yield reference

    def _format(self, page: ParsedPage) -> PageCitations:
        from sitegen.research.cited_page import CitedPlace, format_cited_page  # only some sites cite

        found = list(self._references(page))
        works = self.works.of_page(page)
        problems: dict[CitationReference, tuple[Diagnostic, ...]] = {}
        places: list[CitedPlace] = []
        for reference in found:
            if isinstance(reference, CitationReference):
                cited = self._resolve(page, works, reference, problems)
                if cited:
                    places.append(CitedPlace(reference, cited))
        listed = self._listed(page, works)
        if not places and not listed:
            return PageCitations(problems=problems) if problems else _NOTHING
        notes = max((r.number for r in found if isinstance(r, NotesReference)), default=0)
        language = page.front.language or self.language
        style = self.styles.find(page.front.csl)
        return format_cited_page(places, listed, style, language, notes, self.works.pages, problems)

    def _resolve(
        self,
        page: ParsedPage,
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
                place = Location(path=str(page.path), line=line, column=cite.column)
                found.append(problem.at(place))
        if found:
            problems[reference] = tuple(found)
        return tuple(known) if len(known) == len(reference.cites) else ()

    def _listed(self, page: ParsedPage, works: PageWorks) -> tuple[Work, ...]:
        """Return the works that a page lists without citing them; what is unknown is reported."""
        if "*" in page.front.nocite:
            return tuple(works.works.values())
        return tuple(w for key in page.front.nocite for w in (works.find(key),) if w is not None)

    def check(self, page: ParsedPage) -> Iterator[Problem]:
        """Yield what is wrong with the fields of a page about citations."""
        yield from self.works.missing_files(page)
