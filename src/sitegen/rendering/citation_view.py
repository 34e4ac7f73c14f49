"""What templates see of how to cite a publication."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from sitegen.graph.companion_files import CITATION_FORMATS
from sitegen.rendering.queries import AlternatesQuery, EntryQuery
from sitegen.research.bibtex_writer import make_bibtex

if TYPE_CHECKING:
    from sitegen.graph.alternates import Alternate
    from sitegen.model import Entry, Work
    from sitegen.rendering.page_index import PageIndex
    from sitegen.research.reference_text import FormattedReference

__all__ = ["CitationView"]

_TYPES = frozenset(media_type for _, media_type, _ in CITATION_FORMATS)


class CitationView:
    """A publication as others cite it."""

    def __init__(self, entry: Entry, work: Work, page_index: PageIndex) -> None:
        self._entry = entry
        self._work = work
        self._page_index = page_index

    @property
    def bibtex(self) -> str:
        """The entry for a bibliography."""
        return self._work.bibtex or make_bibtex(self._work)

    @property
    def text(self) -> str:
        """The formatted reference as text."""
        return self._formatted.text

    @property
    def html(self) -> Markup:
        """The formatted reference; authors who have pages are links."""
        return Markup(self._formatted.html)  # noqa: S704  # escaped where it is formatted

    @property
    def files(self) -> list[Alternate]:
        """The files with the citation in each format, if the publication has a page."""
        others = self._page_index.ask(AlternatesQuery(self._entry.key)) if self._entry.url else ()
        return [each for each in others if each.type in _TYPES]

    @cached_property
    def _formatted(self) -> FormattedReference:
        return self._page_index.format_reference(self._work, self._url_of)

    def _url_of(self, place: int) -> str:
        authors = self._entry.authors
        key = authors[place].person if place < len(authors) else ""
        person = self._page_index.ask(EntryQuery(key)) if key else None
        return person.url if person else ""
