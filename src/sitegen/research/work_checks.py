"""Find entries that are there twice, in one bibliography or in several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

import msgspec

from sitegen.diagnostics import Diagnostic, Guesses, Location, Problem, Severity, declare
from sitegen.model import Work
from sitegen.research.bibtex import DUPLICATE_ENTRY
from sitegen.research.cited_bibtex import rename_cited
from sitegen.research.versions import FIELDS_OF_VERSIONS, names_of_works, version_rank
from sitegen.research.work_comparison import arxiv_of, doi_of, first_family, fold_title

__all__ = ["check_works", "distinct_works"]

DUPLICATE_WORK = declare("duplicate-work", Severity.WARNING)
UNKNOWN_WORK = declare("unknown-work", Severity.WARNING)

_DELETE = "delete one of them"
_DIFFERENT = "delete one of them, or write 'not_same_as = {{{}}}' if they are two works"


def distinct_works(works: Iterable[Work]) -> tuple[Work, ...]:
    """Return the works, each under a key of its own.

    Of entries that share a key, in upper or lower case, the first one keeps it. Others that say the
    same are left out; those that differ get a number behind the key.
    """
    return tuple(work for work, _, _ in _distinct(works) if work is not None)


def _distinct(works: Iterable[Work]) -> Iterator[tuple[Work | None, Work, Work | None]]:
    """Yield what is published, what was written, and the earlier entry of that key."""
    listed = tuple(works)
    taken = {work.key.casefold() for work in listed}
    first: dict[str, Work] = {}
    last: dict[str, int] = {}
    for work in listed:
        folded = work.key.casefold()
        known = first.setdefault(folded, work)
        if known is work:
            yield work, work, None
        elif _says_the_same(known, work):
            yield None, work, known
        else:
            # Numbers below that of the previous one are taken: they need not be tried again.
            numbers = count(last.get(folded, 1) + 1)
            number = next(n for n in numbers if f"{folded}-{n}" not in taken)
            last[folded] = number
            taken.add(f"{folded}-{number}")
            key = f"{work.key}-{number}"
            bibtex = rename_cited(work.bibtex, key) if work.bibtex else ""
            yield msgspec.structs.replace(work, key=key, bibtex=bibtex), work, known


def _says_the_same(one: Work, other: Work) -> bool:
    """Tell whether neither DOIs nor titles of two entries differ."""
    dois = {doi_of(one), doi_of(other)} - {""}
    return len(dois) < 2 and fold_title(one) == fold_title(other)  # noqa: PLR2004  # differ


def check_works(works: Iterable[Work]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the works of all bibliographies together, as they were written."""
    published: list[Work] = []
    for work, written, known in _distinct(works):
        if known is not None:
            yield _same_key(work, written, known)
        if work is not None:
            published.append(work)
    yield from _same_works(published)
    yield from _unknown_works(published)


def _same_key(work: Work | None, written: Work, known: Work) -> Diagnostic:
    message = f"'{written.key}' is also the key of the entry in {_place(known)}"
    hint = f"{_DELETE}; only the first one is published"
    if work is not None:
        hint = f"they differ, so this one is published as '{work.key}'; rename one of them"
    return Problem(DUPLICATE_ENTRY, message, hint).at(_place(written))


def _same_works(works: Sequence[Work]) -> Iterator[Diagnostic]:
    """Yield entries under different keys that are one work: by DOI, by arXiv, or by title."""
    by_doi: dict[tuple[str, int], Work] = {}
    by_arxiv: dict[tuple[str, int], Work] = {}
    by_title: dict[tuple[str, int, str], Work] = {}
    for work in works:
        rank = version_rank(work)
        doi, arxiv, title = doi_of(work), arxiv_of(work), fold_title(work)
        same_doi = by_doi.setdefault((doi, rank), work) if doi else work
        same_arxiv = by_arxiv.setdefault((arxiv, rank), work) if arxiv else work
        name = (title, rank, first_family(work))
        same_title = by_title.setdefault(name, work) if title and name[2] else work
        if same_doi is not work:
            yield _same(work, same_doi, "the DOI")
        elif same_arxiv is not work and not _differ(work, same_arxiv):
            yield _same(work, same_arxiv, "the arXiv id")
        elif same_title is not work and not _differ(work, same_title):
            yield _same(work, same_title, "the title")


def _differ(one: Work, other: Work) -> bool:
    """Tell whether an author, a DOI or the year says that these are two works."""
    dois = {doi_of(one), doi_of(other)} - {""}
    years = {each.issued.year for each in (one, other) if each.issued and each.issued.year}
    named = other.key in names_of_works(one, "not_same_as") or one.key in names_of_works(
        other, "not_same_as"
    )
    return named or len(dois) > 1 or len(years) > 1


def _same(work: Work, known: Work, what: str) -> Diagnostic:
    message = f"'{work.key}' has {what} of '{known.key}' in {_place(known)}"
    hint = _DELETE if what == "the DOI" else _DIFFERENT.format(known.key)
    return Problem(DUPLICATE_WORK, message, hint).at(_place(work))


def _unknown_works(works: Sequence[Work]) -> Iterator[Diagnostic]:
    """Yield what `same_as` and `not_same_as` name, but no entry is."""
    named = defaultdict(list)
    for work in works:
        for field in FIELDS_OF_VERSIONS:
            for name in names_of_works(work, field):
                named[name].append((work, field))
    if not named:
        return
    keys = {work.key for work in works}
    known = keys | {doi for work in works if (doi := doi_of(work))}
    known |= {arxiv for work in works if (arxiv := arxiv_of(work))}
    guesses = Guesses()
    for name, places in named.items():
        for work, field in places if name not in known else ():
            message = f"'{work.key}': there is no entry '{name}', which '{field}' names"
            hint = guesses.did_you_mean(name, lambda: keys, "write a key, a DOI or an arXiv id")
            yield Problem(UNKNOWN_WORK, message, hint).at(_place(work, field))


def _place(work: Work, field: str = "") -> Location:
    line, column = work.place_of(field)
    return Location(path=work.path, line=line, column=column)
