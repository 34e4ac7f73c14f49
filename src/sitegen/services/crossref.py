"""Crossref: records of many DOIs at once, what became of a work, and a search by title.

Source: the documentation of its REST API, "works", "filters" and "etiquette". `updated-by` lists
the notices about a work; it is the other side of `update-to`, which the notices have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sitegen.model import Work
from sitegen.research.identifiers import parse_doi
from sitegen.research.registered_records import Notice, RegisteredRecord, is_same_work
from sitegen.services.answers import items_at, read_json, text_at, value_at
from sitegen.services.csl_items import make_work
from sitegen.services.fetching import BadRequestError, Fetcher, NotFoundError, make_url

__all__ = ["fetch_crossref_records", "search_crossref"]

_WORKS = "https://api.crossref.org/works"
_BATCH = 20
_FOUND = 3
_MOST_QUERY = 300


def fetch_crossref_records(
    fetcher: Fetcher, dois: Iterable[str]
) -> Iterator[tuple[int, dict[str, RegisteredRecord]]]:
    """Yield, batch by batch, how many DOIs were asked for, and the records of those it has.

    These are by DOI in lower case. Raises ServiceError.
    """
    batch: list[str] = []
    for doi in dois:
        if "," in doi:  # it would end the filter
            yield 1, _fetch_one(fetcher, doi)
            continue
        batch.append(doi)
        if len(batch) == _BATCH:
            yield len(batch), _fetch_batch(fetcher, batch)
            batch = []
    if batch:
        yield len(batch), _fetch_batch(fetcher, batch)


def search_crossref(fetcher: Fetcher, work: Work) -> RegisteredRecord | None:
    """Return the record that has a work's title and first author, if there is one.

    Raises ServiceError.
    """
    first = next(iter(work.names.get("author", ())), None)
    words = f"{work.title} {first.full if first else ''}"[:_MOST_QUERY]
    query = {"query.bibliographic": words, "rows": str(_FOUND)}
    answer = read_json(fetcher.fetch(make_url(_WORKS, **query), "application/json"))
    records = map(_read_record, items_at(answer, "message", "items")[:_FOUND])
    return next((each for each in records if each.doi and is_same_work(work, each)), None)


def _fetch_batch(fetcher: Fetcher, dois: list[str]) -> dict[str, RegisteredRecord]:
    query = {"filter": ",".join(f"doi:{doi}" for doi in dois), "rows": str(len(dois))}
    try:
        answer = read_json(fetcher.fetch(make_url(_WORKS, **query), "application/json"))
    except BadRequestError:  # one of them is not a DOI in the eyes of Crossref
        found: dict[str, RegisteredRecord] = {}
        for doi in dois:
            found |= _fetch_one(fetcher, doi)
        return found
    records = map(_read_record, items_at(answer, "message", "items"))
    return {record.doi.casefold(): record for record in records if record.doi}


def _fetch_one(fetcher: Fetcher, doi: str) -> dict[str, RegisteredRecord]:
    try:
        answer = read_json(fetcher.fetch(make_url(_WORKS, doi), "application/json"))
    except (NotFoundError, BadRequestError):
        return {}
    return {doi.casefold(): _read_record(value_at(answer, "message"))}


def _read_record(item: Any) -> RegisteredRecord:
    work = make_work(item)
    authors = (name.family or name.literal for name in work.names.get("author", ()))
    count = value_at(item, "is-referenced-by-count")
    return RegisteredRecord(
        doi=work.variables.get("DOI", ""),
        title=work.title,
        authors=tuple(authors),
        year=(work.issued.year or 0) if work.issued else 0,
        notices=tuple(map(_read_notice, items_at(item, "updated-by"))),
        published_as=_published_as(item),
        citations=count if isinstance(count, int) else None,
    )


def _read_notice(item: Any) -> Notice:
    parts = items_at(item, "updated", "date-parts", 0)[:3]
    numbers = [part for part in parts if isinstance(part, int)]
    date = "-".join(f"{number:02}" for number in numbers)
    kind = text_at(item, "type").casefold().replace("-", "_").replace(" ", "_")
    return Notice(kind=kind, doi=text_at(item, "DOI"), date=date)


def _published_as(item: Any) -> str:
    related = items_at(item, "relation", "is-preprint-of")
    dois = (parse_doi(text_at(each, "id")) for each in related if _is_doi(each))
    return next((doi for doi in dois if isinstance(doi, str)), "")


def _is_doi(related: Any) -> bool:
    return text_at(related, "id-type").casefold() == "doi"
