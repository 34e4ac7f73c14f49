"""Citations as BibTeX, RIS and CSL-JSON: of all publications, of each, of people and projects."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

from sitegen.graph.companion_files import (
    CITATION_FORMATS,
    CitationFiles,
    find_citations,
    list_citations,
)
from sitegen.model import CONTENT, Artefact, Rank
from sitegen.rendering.queries import (
    CardQuery,
    EntryQuery,
    NamedQuery,
    PackedQuery,
    StaticFileQuery,
)
from sitegen.research.bibtex_writer import bibtex_entry, join_bibtex
from sitegen.research.csl_writer import csl_row, join_csl
from sitegen.research.entry_works import work_of_entry
from sitegen.research.ris_writer import join_ris, ris_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.model import ParsedPage, Work
    from sitegen.rendering.queries import QueryContext
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["CITATIONS", "CitationsQuery", "ListedCitationsQuery"]

#: How one publication is written in each format, and how a file is made of several.
_WRITERS = {
    "bib": (bibtex_entry, join_bibtex),
    "ris": (ris_record, join_ris),
    "json": (csl_row, join_csl),
}


class CitationsQuery(NamedQuery, frozen=True):
    """Where the citations of a page or of the whole collection are, and what they cite."""

    kind: ClassVar[str] = "citations"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> CitationFiles | None:
        """Return their path and the keys of the publications."""
        return find_citations(context.site, self.name)

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Name the page."""
        return f"the citations of {self.name}"


class ListedCitationsQuery(PackedQuery, frozen=True):
    """Which files of citations there are."""

    kind: ClassVar[str] = "listed-citations"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return their names."""
        return list_citations(context.site)

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Name the files."""
        return "the list of citations"


class _Citations:
    """Three files for each list of publications, and for each publication; a part is one of these.

    A file of the same name in `assets/static/` takes precedence.
    """

    name = "citations"

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:
        """Return the paths of the citations of all publications, if there are any."""
        folder = f"{CONTENT}/publications/"
        has_some = any(str(page.path).startswith(folder) for page in pages)
        return [f"publications.{each[0]}" for each in CITATION_FORMATS] if has_some else ()

    def parts(self, site: RecordedSite) -> Iterable[str]:
        """Return the name of the collection and the keys of entries."""
        return site.ask(ListedCitationsQuery())

    def render_part(self, site: RecordedSite, part: str) -> Iterator[Artefact]:
        """Yield the files of a list or of a publication."""
        found = site.ask(CitationsQuery(part))
        if found is None:
            return
        works = {key: work for key in found.entries if (work := _work(site, key))}
        for suffix, _, title in CITATION_FORMATS if works else ():
            path = PurePosixPath(f"{found.stem}.{suffix}")
            if not site.ask(StaticFileQuery(str(path))):
                write, join = _WRITERS[suffix]
                # A publication is in the files of several people and of all.
                texts = (
                    site.once((suffix, key), partial(write, work)) for key, work in works.items()
                )
                source = f"the citations of {part} as {title}"
                data = join(texts).encode()
                yield Artefact(path=path, data=data, rank=Rank.INDEX, source=source)


CITATIONS = _Citations()


def _work(site: RecordedSite, key: str) -> Work | None:
    entry = site.ask(EntryQuery(key))
    if entry is None or entry.work is not None:
        return entry.work if entry else None
    card = site.ask(CardQuery(key))
    return work_of_entry(entry, card.date if card else None)
