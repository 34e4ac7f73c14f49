"""Run `sitegen bib check`: compare the site's works with what is registered for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.config.levels import set_level
from sitegen.diagnostics import Diagnostic, Location, Problem, has_errors, report
from sitegen.model import Work
from sitegen.model.progress import Progress
from sitegen.research.registered_records import (
    UNREGISTERED,
    RegisteredRecord,
    compare_work,
    suggest_doi,
    warn_published,
)
from sitegen.research.work_comparison import arxiv_of, doi_of
from sitegen.services.arxiv import fetch_preprints
from sitegen.services.crossref import fetch_crossref_records, search_crossref
from sitegen.services.datacite import fetch_datacite_record
from sitegen.services.doi_org import is_registered
from sitegen.services.fetching import Fetcher, ServiceError
from sitegen.services.site_works import open_site_works

__all__ = ["CheckedRecords", "check_records"]

#: Types of CSL that publishers register with Crossref.
_SEARCHED = frozenset({"article-journal", "paper-conference", "chapter", "book"})


@dataclass(frozen=True, slots=True)
class CheckedRecords:
    """What was found. `failure` is why the check ended early: a service failed."""

    works: int
    identifiers: int
    searched: int
    diagnostics: tuple[Diagnostic, ...]
    failure: str = ""

    @property
    def exit_code(self) -> int:
        """3 if the check ended early, 1 after errors, 0 otherwise."""
        if self.failure:
            return ServiceError.exit_code
        return 1 if has_errors(self.diagnostics) else 0


def check_records(site: Path, progress: Progress, *, searches: bool = True) -> CheckedRecords:
    """Check every work of a site that has a DOI or is at arXiv, and search DOIs for the others.

    What was found before a service failed is kept. Raises SitegenError if the site cannot be read.
    """
    opened = open_site_works(site)
    failure = ""
    with Fetcher(opened.contact) as fetcher:
        checker = _Checker(fetcher, opened.works, progress)
        found: list[Diagnostic] = []
        try:
            for problem in checker.run(searches=searches):
                found.append(problem)  # noqa: PERF402  # those before a failure are kept
        except ServiceError as error:
            failure = str(error)
    levelled = (set_level(opened.config.diagnostics, each) for each in report(found))
    return CheckedRecords(
        works=len(opened.works),
        identifiers=checker.identifiers,
        searched=checker.searched,
        diagnostics=tuple(each for each in levelled if each),
        failure=failure,
    )


@dataclass(slots=True)
class _Checker:
    fetcher: Fetcher
    works: tuple[Work, ...]
    progress: Progress
    identifiers: int = 0
    searched: int = 0
    _by_doi: dict[str, list[Work]] = field(default_factory=dict)
    _by_arxiv: dict[str, list[Work]] = field(default_factory=dict)
    _bare: list[Work] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)

    def run(self, *, searches: bool) -> Iterator[Diagnostic]:
        """Yield the problems of all works. Raises ServiceError."""
        for work in self.works:
            doi, arxiv = doi_of(work), arxiv_of(work)
            if doi:
                self._known.add(doi)
            if arxiv:
                self._by_arxiv.setdefault(arxiv, []).append(work)
            if doi and doi != f"10.48550/arxiv.{arxiv}".casefold():
                self._by_doi.setdefault(doi, []).append(work)
            elif not doi and not arxiv and work.type in _SEARCHED and work.title:
                self._bare.append(work)
        self.identifiers = len(self._by_doi) + len(self._by_arxiv)
        yield from self._check_dois()
        yield from self._check_preprints()
        if searches:
            yield from self._search()

    def _check_dois(self) -> Iterator[Diagnostic]:
        records: dict[str, RegisteredRecord] = {}
        asked = 0
        for number, some in fetch_crossref_records(self.fetcher, self._by_doi):
            asked += number
            self.progress("check", asked, self.identifiers)
            records |= some
            for doi in some.keys() & self._by_doi.keys():
                yield from self._compare(doi, some[doi])
        elsewhere = [doi for doi in self._by_doi if doi not in records]
        for number, doi in enumerate(elsewhere, start=1):
            self.progress("check", number, len(elsewhere))
            record = fetch_datacite_record(self.fetcher, doi)
            if record is not None:
                yield from self._compare(doi, record)
            elif not is_registered(self.fetcher, doi):
                for work in self._by_doi[doi]:
                    message = f"'{work.key}': nothing is registered under the DOI {doi}"
                    hint = "look it up at the publisher, and correct it"
                    yield _at(work, Problem(UNREGISTERED, message, hint), "doi")

    def _compare(self, doi: str, record: RegisteredRecord) -> Iterator[Diagnostic]:
        for work in self._by_doi[doi]:
            for problem in compare_work(work, record, self._known):
                yield _at(work, problem)

    def _check_preprints(self) -> Iterator[Diagnostic]:
        if not self._by_arxiv:
            return
        preprints = fetch_preprints(self.fetcher, self._by_arxiv)
        self.progress("check", self.identifiers, self.identifiers)
        for identifier, works in self._by_arxiv.items():
            preprint = preprints.get(identifier)
            for work in works:
                if preprint is None:
                    message = f"'{work.key}': arXiv has no preprint {identifier}"
                    yield _at(work, Problem(UNREGISTERED, message, "correct its id of arXiv"))
                # An article may name the preprint that it was.
                elif preprint.published_as and doi_of(work) in {"", f"10.48550/arxiv.{identifier}"}:
                    for problem in warn_published(work, preprint.published_as, self._known):
                        yield _at(work, problem)

    def _search(self) -> Iterator[Diagnostic]:
        for number, work in enumerate(self._bare, start=1):
            self.progress("search", number, len(self._bare))
            self.searched += 1
            record = search_crossref(self.fetcher, work)
            if record is not None and record.doi.casefold() not in self._known:
                yield _at(work, suggest_doi(work, record))


def _at(work: Work, problem: Problem, field: str = "") -> Diagnostic:
    line, column = work.place_of(field)
    return problem.at(Location(path=work.path, line=line, column=column))
