"""Look up one reference at the service that knows its kind."""

from __future__ import annotations

from dataclasses import dataclass
from shlex import quote

from sitegen.diagnostics import Problem
from sitegen.model import Work
from sitegen.research.identifiers import parse_arxiv
from sitegen.services.arxiv import fetch_preprints
from sitegen.services.doi_org import fetch_doi
from sitegen.services.fetching import Fetcher, NotFoundError
from sitegen.services.given_references import GivenReference
from sitegen.services.landing_page import fetch_page_doi
from sitegen.services.open_library import fetch_book
from sitegen.services.pubmed import fetch_pubmed

__all__ = ["FoundWork", "look_up", "look_up_doi"]


@dataclass(frozen=True, slots=True)
class FoundWork:
    """What a service knows of a reference; `remark` is something that its reader should know."""

    work: Work
    remark: str = ""


def look_up(fetcher: Fetcher, given: GivenReference) -> FoundWork:
    """Return what is known of a reference. Raises NotFoundError and ServiceError."""
    if given.kind == "arxiv":
        return _look_up_preprint(fetcher, given.value)
    if given.kind == "pmid":
        return FoundWork(fetch_pubmed(fetcher, given.value))
    if given.kind == "isbn":
        return FoundWork(fetch_book(fetcher, given.value))
    if given.kind == "url":
        return look_up_doi(fetcher, fetch_page_doi(fetcher, given.value))
    return look_up_doi(fetcher, given.value)


def look_up_doi(fetcher: Fetcher, doi: str) -> FoundWork:
    """Return what is registered under a DOI. Raises NotFoundError and ServiceError."""
    arxiv = parse_arxiv(doi)
    if not isinstance(arxiv, Problem):
        return _look_up_preprint(fetcher, arxiv)
    return FoundWork(fetch_doi(fetcher, doi))


def _look_up_preprint(fetcher: Fetcher, identifier: str) -> FoundWork:
    preprint = fetch_preprints(fetcher, [identifier]).get(identifier)
    if preprint is None:
        message = f"arXiv has no preprint {identifier}"
        raise NotFoundError(message)
    published = preprint.published_as
    remark = f"it has been published: sitegen bib add {quote(published)}" if published else ""
    return FoundWork(preprint.work, remark)
