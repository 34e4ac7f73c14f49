"""Find works that are versions of one: preprint, article, conference paper, dataset, software.

Two works are versions of one if they share a DOI or an id of arXiv, or if title and first or last
author are the same. Where several works of one kind would do, none is taken: nothing is guessed.
An entry's `same_as` and `not_same_as`, which hold keys, DOIs and ids of arXiv, overrule all this.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sitegen.diagnostics import Problem
from sitegen.model import Work
from sitegen.research.identifiers import parse_arxiv, parse_doi
from sitegen.research.work_comparison import arxiv_of, doi_of, first_family, fold_title, last_family

__all__ = ["FIELDS_OF_VERSIONS", "find_versions", "names_of_works", "version_rank"]

FIELDS_OF_VERSIONS = ("same_as", "not_same_as")
#: The order in which versions are shown, by type of CSL; others are in the middle.
_RANKS = {
    "article-journal": 0,
    "article-magazine": 0,
    "article-newspaper": 0,
    "review": 0,
    "review-book": 0,
    "book": 1,
    "chapter": 1,
    "paper-conference": 2,
    "thesis": 4,
    "report": 5,
    "article": 6,
    "manuscript": 7,
    "document": 7,
    "speech": 8,
    "dataset": 9,
    "software": 10,
}
_OTHER_RANK = 3
#: A title of fewer letters, such as "Introduction", does not tell a work.
_LEAST_LETTERS = 16
_MOST_YEARS = 6


def find_versions(works: Iterable[Work]) -> tuple[tuple[str, ...], ...]:
    """Return the keys of works that are versions of one another, the one to show first.

    Published articles come before papers of conferences and these before preprints; of two that are
    alike, the later. The works have different keys; those without other versions are not named.
    """
    listed = tuple(works)
    groups = _Groups(listed)
    for one, other in _named_pairs(listed, "not_same_as"):
        groups.keep_apart(one, other)
    for one, other in _named_pairs(listed, "same_as"):
        groups.join(one, other)
    for bucket in _buckets(listed):
        for one, other in _pairs(bucket, listed):
            groups.join(one, other)
    return tuple(
        tuple(listed[place].key for place in sorted(places, key=lambda at: _order(at, listed)))
        for places in groups.found()
    )


def version_rank(work: Work) -> int:
    """Return how early a work of this kind is shown among the versions of a work."""
    return _RANKS.get(work.type, _OTHER_RANK)


def names_of_works(work: Work, field: str) -> tuple[str, ...]:
    """Return what `same_as` or `not_same_as` names: keys, and identifiers as they are compared."""
    written = work.fields.get(field, "")
    return tuple(_normal(name) for name in re.split(r"[,;\s]+", written) if name)


def _normal(name: str) -> str:
    doi = parse_doi(name) if "10." in name else None
    if isinstance(doi, str):
        return doi.casefold()
    arxiv = parse_arxiv(name)
    return name if isinstance(arxiv, Problem) else re.sub(r"v\d+$", "", arxiv)


class _Groups:
    """Joins works, by their places, into groups, some of which have to stay apart."""

    def __init__(self, works: Sequence[Work]) -> None:
        self._group = list(range(len(works)))
        self._members = {place: [place] for place in self._group}
        self._apart: dict[int, set[int]] = {}

    def keep_apart(self, one: int, other: int) -> None:
        self._apart.setdefault(one, set()).add(other)
        self._apart.setdefault(other, set()).add(one)

    def join(self, one: int, other: int) -> None:
        """Join the groups of two works, unless a work of one is to stay apart from the other."""
        small, large = self._group[one], self._group[other]
        if small == large:
            return
        if len(self._members[small]) > len(self._members[large]):
            small, large = large, small
        kept = set(self._members[large])
        if any(not kept.isdisjoint(self._apart.get(each, ())) for each in self._members[small]):
            return
        for place in self._members[small]:
            self._group[place] = large
        self._members[large] += self._members.pop(small)

    def found(self) -> Iterator[list[int]]:
        """Yield the places of the works of each group, groups in the order of their first work."""
        groups = sorted(sorted(places) for places in self._members.values() if len(places) > 1)
        yield from groups


def _named_pairs(works: Sequence[Work], field: str) -> Iterator[tuple[int, int]]:
    naming = [(place, work) for place, work in enumerate(works) if field in work.fields]
    if not naming:
        return
    places: dict[str, int] = {}
    for place, work in enumerate(works):
        for name in (work.key, doi_of(work), arxiv_of(work)):
            places.setdefault(name, place)
    for place, work in naming:
        for name in names_of_works(work, field):
            if name in places and places[name] != place:
                yield place, places[name]


def _buckets(works: Sequence[Work]) -> Iterator[list[int]]:
    """Yield works that may be versions of one another."""
    buckets: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, work in enumerate(works):
        doi, arxiv, title = doi_of(work), arxiv_of(work), fold_title(work)
        if doi:
            buckets["doi", doi].append(place)
        if arxiv:
            buckets["arxiv", arxiv].append(place)
        if len(title) >= _LEAST_LETTERS:
            for family in {first_family(work), last_family(work)} - {""}:
                buckets[title, family].append(place)
    yield from (places for places in buckets.values() if len(places) > 1)


def _pairs(places: Sequence[int], works: Sequence[Work]) -> Iterator[tuple[int, int]]:
    """Yield which works of a bucket belong together, each with the first one that is left.

    Those whose kind has several works with DOIs of their own are left out: any could be meant.
    """
    dois: dict[int, set[str]] = defaultdict(set)
    for place in places:
        dois[version_rank(works[place])].add(doi_of(works[place]))
    clear = [
        place
        for place in places
        if len(dois[version_rank(works[place])] - {""}) < 2  # noqa: PLR2004  # one, or none
    ]
    for place in clear[1:]:
        if _near(works[clear[0]], works[place]):
            yield clear[0], place


def _near(one: Work, other: Work) -> bool:
    """Tell whether the years of two works allow that they are versions of one."""
    years = [work.issued.year for work in (one, other) if work.issued and work.issued.year]
    return len(years) < 2 or abs(years[0] - years[1]) <= _MOST_YEARS  # noqa: PLR2004  # both


def _order(place: int, works: Sequence[Work]) -> tuple[int, int, int]:
    issued = works[place].issued
    return version_rank(works[place]), -(issued.year or 0) if issued else 0, place
