"""OpenAlex: how often works are cited.

Source: developers.openalex.org, "Filter works" and "Authentication": up to 100 values of a filter
are joined by `|`; a free key lets a site ask more a day.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice

from sitegen.services.answers import items_at, read_json, text_at, value_at
from sitegen.services.fetching import BadRequestError, Fetcher, NotFoundError, make_url

__all__ = ["KEY", "fetch_openalex_counts"]

#: Names the key for OpenAlex.
KEY = "OPENALEX_API_KEY"
_WORKS = "https://api.openalex.org/works"
_BATCH = 50
_DOI_URL = "https://doi.org/"


def fetch_openalex_counts(
    fetcher: Fetcher, dois: Iterable[str]
) -> Iterator[tuple[int, dict[str, int]]]:
    """Yield, batch by batch, how many DOIs were asked for, and the counts of those it has.

    These are by DOI in lower case. Raises ServiceError.
    """
    simple = iter(dois)
    odd: list[str] = []

    def joinable() -> Iterator[str]:
        for doi in simple:
            if "," in doi or "|" in doi:  # signs of the filter
                odd.append(doi)
            else:
                yield doi

    waiting = joinable()
    while batch := list(islice(waiting, _BATCH)):
        values = "|".join(_DOI_URL + doi for doi in batch)
        query = {"filter": f"doi:{values}", "per-page": str(_BATCH), "select": "doi,cited_by_count"}
        try:
            answer = read_json(fetcher.fetch(_address(**query), "application/json"))
        except BadRequestError:  # one of them is not a DOI in the eyes of OpenAlex
            odd += batch
            continue
        yield len(batch), dict(_read_counts(items_at(answer, "results")))
    for doi in odd:
        try:
            fetched = fetcher.fetch(_address(f"doi:{doi}"), "application/json")
        except (NotFoundError, BadRequestError):
            yield 1, {}
        else:
            yield 1, dict(_read_counts([read_json(fetched)]))


def _address(*path: str, **query: str) -> str:
    key = os.environ.get(KEY, "").strip()
    return make_url(_WORKS, *path, **query, **({"api_key": key} if key else {}))


def _read_counts(items: Iterable[object]) -> Iterator[tuple[str, int]]:
    for each in items:
        doi, count = text_at(each, "doi"), value_at(each, "cited_by_count")
        if doi and isinstance(count, int):
            yield doi.casefold().removeprefix(_DOI_URL), count
