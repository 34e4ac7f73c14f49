"""Run `sitegen bib sync --counts`: plan the file that says how often works are cited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from sitegen.errors import UsageError
from sitegen.model import CitationCount
from sitegen.model.progress import Progress
from sitegen.research.citation_counts import (
    COUNTS_FILE,
    format_counts,
    parse_counts,
)
from sitegen.research.work_comparison import doi_of
from sitegen.services.bibliography_edits import diff_texts
from sitegen.services.crossref import fetch_crossref_records
from sitegen.services.fetching import Fetcher
from sitegen.services.openalex import fetch_openalex_counts
from sitegen.services.site_works import open_site_works
from sitegen.storage.author_files import AuthorFile, read_author_file, replace_author_file

__all__ = ["CountSource", "PlannedCounts", "plan_counts"]

CountSource = Literal["openalex", "crossref"]
_NAMES = {"openalex": "OpenAlex", "crossref": "Crossref"}


@dataclass(frozen=True, slots=True)
class PlannedCounts:
    """The file as it was and as it should be; `asked` DOIs were asked for, `found` were known."""

    file: AuthorFile
    text: str
    asked: int
    found: int

    def diff(self) -> str:
        """Return what would change, as a unified diff; empty if nothing would."""
        return diff_texts(self.file.text, self.text, self.file.name)

    def write(self) -> None:
        """Write the file. Raises UsageError if it has changed meanwhile, MachineError."""
        if self.text != self.file.text:
            replace_author_file(self.file, self.text)


def plan_counts(site: Path, source: CountSource, today: date, progress: Progress) -> PlannedCounts:
    """Return what `bib sync --counts` would write. Raises SitegenError.

    A work that the source does not know keeps the count that it has. Counts of DOIs that no work
    of the site has are dropped.
    """
    works = open_site_works(site)
    file = read_author_file(works.root, COUNTS_FILE)
    before = parse_counts(file.text)
    if isinstance(before, str):
        message = f"{COUNTS_FILE}: {before}; mend or delete it"
        raise UsageError(message)
    dois = list(dict.fromkeys(filter(None, map(doi_of, works.works))))
    counts = {doi: count for doi, count in before.items() if doi in dois}
    asked = found = 0
    with Fetcher(works.contact) as fetcher:
        for number, some in _fetch_counts(fetcher, dois, source):
            asked += number
            known = {doi: count for doi, count in some.items() if doi in dois}
            found += len(known)
            for doi, count in known.items():
                counts[doi] = CitationCount(count, _NAMES[source], today)
            progress("counts", asked, len(dois))
    text = format_counts(counts) if counts or file.data else ""
    return PlannedCounts(file, text, len(dois), found)


def _fetch_counts(
    fetcher: Fetcher, dois: list[str], source: CountSource
) -> Iterator[tuple[int, dict[str, int]]]:
    if source == "openalex":
        yield from fetch_openalex_counts(fetcher, dois)
        return
    for number, records in fetch_crossref_records(fetcher, dois):
        counts = {doi: each.citations for doi, each in records.items()}
        yield number, {doi: count for doi, count in counts.items() if count is not None}
