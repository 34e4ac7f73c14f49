"""CITATION.cff beside the page of each software and dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sitegen.graph.companion_files import CITATION_FILE, companion_path, has_citation_file
from sitegen.model import Artefact, Author, PartialDate, Precision, Rank
from sitegen.rendering.queries import (
    CardQuery,
    EntryQuery,
    OutputPathQuery,
    PackedQuery,
    RelatedQuery,
    StaticFileQuery,
)
from sitegen.research.cff_writer import CitedAuthor, CitedSoftware, write_cff
from sitegen.research.entry_works import name_in_parts
from sitegen.research.work_facts import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.model import Entry, PageDate, PageSummary, ParsedPage, Work
    from sitegen.rendering.queries import QueryContext
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["SOFTWARE_CITATIONS", "CitedSoftwareQuery"]


class CitedSoftwareQuery(PackedQuery, frozen=True):
    """Which entries have a CITATION.cff."""

    kind: ClassVar[str] = "cited-software"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return their keys."""
        entries = context.site.entries.values()
        return tuple(entry.key for entry in entries if has_citation_file(entry))

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Name the entries."""
        return "the list of software and datasets"


class _SoftwareCitations:
    """A file for each software and dataset that has an author; a part is one of these."""

    name = "software-citations"

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:  # noqa: ARG002  # as every output
        """Return nothing: who made it is not known before all pages are."""
        return ()

    def parts(self, site: RecordedSite) -> Iterable[str]:
        """Return the keys of software and datasets."""
        return site.ask(CitedSoftwareQuery())

    def render_part(self, site: RecordedSite, part: str) -> Iterator[Artefact]:
        """Yield the file of one of them."""
        entry, card = site.ask(EntryQuery(part)), site.ask(CardQuery(part))
        output = site.ask(OutputPathQuery(part))
        if entry and card and output:
            text = write_cff(_cited(site, entry, card))
            path = companion_path(output, CITATION_FILE)
            if text and not site.ask(StaticFileQuery(str(path))):
                source = f"{CITATION_FILE} of {part}"
                yield Artefact(path=path, data=text.encode(), rank=Rank.INDEX, source=source)


SOFTWARE_CITATIONS = _SoftwareCitations()


def _cited(site: RecordedSite, entry: Entry, card: PageSummary) -> CitedSoftware:
    values = entry.values
    makers = entry.persons.get("creators", ()) or entry.authors
    released = entry.dates.get("released") or card.date
    return CitedSoftware(
        title=entry.title,
        authors=[_author(site, each) for each in makers],
        version=str(values.get("version", "")),
        released=_day(released) if released else None,
        doi=str(values.get("doi", "")),
        url=site.config.origin + entry.url,
        repository=str(values.get("repository", "")),
        license=str(values.get("license", "")),
        abstract=one_line(card.abstract) or card.description or card.summary,
        keywords=card.terms.get("tags", ()),
        is_dataset=entry.collection == "datasets",
        article=_article(site, entry),
    )


def _author(site: RecordedSite, author: Author) -> CitedAuthor:
    person = site.ask(EntryQuery(author.person)) if author.person else None
    if person is None or person.name is None:
        return CitedAuthor(name_in_parts(author.name))
    return CitedAuthor(person.name, str(person.values.get("orcid", "")))


def _article(site: RecordedSite, entry: Entry) -> Work | None:
    """Return the first publication that the entry belongs to."""
    for key in site.ask(RelatedQuery(entry.key, "publications")):
        found = site.ask(EntryQuery(key))
        if found and found.work:
            return found.work
    return None


def _day(date: PageDate) -> PartialDate:
    moment = date.moment
    if date.precision in {Precision.YEAR, Precision.MONTH}:
        return PartialDate(year=moment.year)
    return PartialDate(year=moment.year, month=moment.month, day=moment.day)
