"""Compare works with what is registered under their DOIs, and say what is different."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from shlex import quote

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.model import Work
from sitegen.research.work_comparison import first_family, fold_text

__all__ = [
    "MISSING_DOI",
    "UNREGISTERED",
    "Notice",
    "RegisteredRecord",
    "compare_work",
    "has_same_title",
    "is_same_work",
    "suggest_doi",
    "warn_published",
]

CORRECTED_WORK = declare("corrected-work", Severity.WARNING)
DOI_OF_ANOTHER_TITLE = declare("doi-of-another-title", Severity.WARNING)
MISSING_DOI = declare("missing-doi", Severity.WARNING)
PUBLISHED_PREPRINT = declare("published-preprint", Severity.WARNING)
RETRACTED_WORK = declare("retracted-work", Severity.WARNING)
UNREGISTERED = declare("unregistered-identifier", Severity.ERROR)

#: Crossref's words for notices, as its documentation lists them: what is no longer to be relied on.
_RETRACTIONS = frozenset({"retraction", "partial_retraction", "removal", "withdrawal"})
_CONCERNS = frozenset({"expression_of_concern"})
#: What publishers put before the title of a retracted work.
_RETRACTED_TITLE = compile_late(
    r"^\W*(?:retracted|withdrawn)(?: article| paper)?\W+", re.IGNORECASE
)
#: What stands between a title and its subtitle.
_SUBTITLE = compile_late(r"[:?!.–—]\s|\s[-–—]\s")
_SHORTEST_TITLE = 12
_MOST_SHOWN = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice about a work, such as a retraction; `doi` is its own, `date` as far as known."""

    kind: str
    doi: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredRecord:
    """What an agency has registered under a DOI.

    `published_as` is the DOI of the article that a preprint has become. `citations` is None where
    it is not counted.
    """

    doi: str
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int = 0
    notices: tuple[Notice, ...] = ()
    published_as: str = ""
    citations: int | None = None


def has_same_title(one: str, other: str) -> bool:
    """Tell whether two titles are the same, or one of them lacks its subtitle."""
    short, long = sorted((one, other), key=lambda each: len(fold_text(each)))
    folded = fold_text(short)
    if folded == fold_text(long):
        return bool(folded)
    return len(folded) >= _SHORTEST_TITLE and folded == fold_text(_SUBTITLE.split(long)[0])


def is_same_work(work: Work, record: RegisteredRecord) -> bool:
    """Tell whether a record found by its title is surely that of a work.

    The titles have to be long enough and the same, the first authors of one family name, and the
    years not more than one apart: a preprint often appears in the year before.
    """
    title = fold_text(work.title)
    if len(title) < _SHORTEST_TITLE or title != fold_text(record.title):
        return False
    family = first_family(work)
    if not family or not record.authors or family != fold_text(record.authors[0]):
        return False
    year = work.issued.year if work.issued else None
    return not (year and record.year) or abs(year - record.year) <= 1


def compare_work(
    work: Work, record: RegisteredRecord, known_dois: Collection[str]
) -> Iterator[Problem]:
    """Yield what is different: notices, another title, an article that a preprint has become.

    `known_dois` are those of all works, in lower case: an article that is among them is no news.
    """
    retracted = [each for each in record.notices if each.kind in _RETRACTIONS]
    for notice in retracted[:1]:
        message = f"'{work.key}' has been retracted{_when(notice)}"
        yield Problem(RETRACTED_WORK, message, "say so in its 'note', or take it out")
    for notice in record.notices if not retracted else ():
        what = "there is an expression of concern about" if notice.kind in _CONCERNS else ""
        message = f"{what or 'there is a correction of'} '{work.key}'{_when(notice)}"
        yield Problem(CORRECTED_WORK, message, "name it in its 'note'")
    registered = _RETRACTED_TITLE.sub("", record.title) if retracted else record.title
    if registered and work.title and not has_same_title(work.title, registered):
        message = f"'{work.key}': the title registered for {record.doi} is '{_short(registered)}'"
        yield Problem(DOI_OF_ANOTHER_TITLE, message, "correct the title or the DOI")
    if record.published_as:
        yield from warn_published(work, record.published_as, known_dois)


def warn_published(work: Work, doi: str, known_dois: Collection[str]) -> Iterator[Problem]:
    """Yield a problem if the article that a preprint has become is not among the works."""
    if doi.casefold() not in known_dois:
        message = f"the preprint '{work.key}' has been published as {doi}"
        yield Problem(PUBLISHED_PREPRINT, message, f"add it: sitegen bib add {quote(doi)}")


def suggest_doi(work: Work, record: RegisteredRecord) -> Problem:
    """Return the suggestion to give a work the DOI of a record."""
    message = f"'{work.key}' has no DOI; {record.doi} is registered for its title and author"
    return Problem(MISSING_DOI, message, f"if it is the same work, add doi = {{{record.doi}}}")


def _when(notice: Notice) -> str:
    parts = [part for part in (notice.date, notice.doi and f"notice {notice.doi}") if part]
    return f" ({', '.join(parts)})" if parts else ""


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
