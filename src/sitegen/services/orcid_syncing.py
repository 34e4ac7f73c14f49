"""Run `sitegen bib sync --orcid`: plan entries for the works that people list at ORCID."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sitegen.diagnostics import Problem
from sitegen.errors import UsageError
from sitegen.model import Work
from sitegen.model.progress import Progress
from sitegen.research.identifiers import parse_orcid
from sitegen.research.work_comparison import doi_of
from sitegen.services.adding import FailedReference, PlannedEdit
from sitegen.services.bib_plans import BibPlan
from sitegen.services.fetching import Fetcher, NotFoundError, ServiceError
from sitegen.services.lookup import look_up_doi
from sitegen.services.orcid import complete_works, fetch_orcid_works
from sitegen.services.site_people import read_orcids
from sitegen.services.site_works import open_site_works

__all__ = ["plan_orcid_sync"]


def plan_orcid_sync(
    site: Path, typed: Sequence[str], file: Path | None, progress: Progress, *, people: bool
) -> PlannedEdit:
    """Return what `bib sync` would add: works that no entry has, by DOI or else by title.

    With `people`, the ORCID iDs are those of the site's people, and those typed. Raises
    SitegenError if the site cannot be read, or there is no ORCID iD.
    """
    orcids = list(dict.fromkeys(map(_check_orcid, typed)))
    works = open_site_works(site)
    if people:
        known = read_orcids(works.root, works.config)
        orcids += [each for each in known if each not in orcids]
    if not orcids:
        message = "nobody in the collection 'people' has an 'orcid'; name one with --orcid ID"
        raise UsageError(message)
    plan = BibPlan(works, works.choose_file(file))
    failed: list[FailedReference] = []
    with Fetcher(works.contact) as fetcher:
        for orcid in orcids:
            try:
                listed = fetch_orcid_works(fetcher, orcid)
                new = {code: each for code, each in listed.items() if _is_new(plan, each)}
                _hold_back(plan, listed.values())
                bare = [code for code, work in new.items() if not doi_of(work)]
                new |= complete_works(fetcher, orcid, bare) if bare else {}
            except NotFoundError:
                error = NotFoundError("there is no such ORCID iD, or nothing public in it")
                failed.append(FailedReference(orcid, error))
            except ServiceError as error:
                failed.append(FailedReference(orcid, error))
            else:
                failed += _include(plan, fetcher, list(new.values()), progress)
    return PlannedEdit(plan, tuple(failed))


def _include(
    plan: BibPlan, fetcher: Fetcher, works: list[Work], progress: Progress
) -> Iterator[FailedReference]:
    """Plan entries for works, and yield those that could not be looked up."""
    for number, work in enumerate(works):
        progress("look up", number, len(works))
        doi = doi_of(work)
        if not _is_new(plan, work):  # a work of two people
            continue
        if not doi:
            plan.include(work, f"'{work.title}'", "made of what ORCID says of it")
            continue
        try:
            found = look_up_doi(fetcher, doi)
        except (NotFoundError, ServiceError) as error:
            yield FailedReference(doi, error, is_typed=False)
        else:
            plan.include(found.work, doi, found.remark)


def _hold_back(plan: BibPlan, works: Iterable[Work]) -> None:
    """Note the works with a DOI that were not added because of their title alone."""
    for work in works:
        doi = doi_of(work)
        same = plan.known.with_title(work)
        if doi and same and plan.known.find(work) is None:
            plan.hold_back(same[0], doi)


def _is_new(plan: BibPlan, work: Work) -> bool:
    return plan.known.find(work) is None and not plan.known.with_title(work)


def _check_orcid(typed: str) -> str:
    parsed = parse_orcid(typed)
    if isinstance(parsed, Problem):
        message = f"{parsed.message}; {parsed.hint}"
        raise UsageError(message)
    return parsed
