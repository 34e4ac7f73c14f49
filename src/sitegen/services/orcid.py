"""ORCID: what a person lists as their works.

Source: the tutorial "Read data on a record" of ORCID's API 3.0: `works` are groups of summaries,
the preferred one first; `works/CODE,CODE` are up to 100 of them in full.
"""

from __future__ import annotations

from typing import Any

from sitegen.model import Name, PartialDate, Work
from sitegen.services.answers import items_at, keep_markup, read_json, text_at, value_at
from sitegen.services.fetching import Fetcher, make_url
from sitegen.services.spoken_names import read_spoken_name

__all__ = ["complete_works", "fetch_orcid_works"]

_API = "https://pub.orcid.org/v3.0"
_BATCH = 50
_TYPES = {
    "journal-article": "article-journal",
    "magazine-article": "article-magazine",
    "newspaper-article": "article-newspaper",
    "conference-paper": "paper-conference",
    "conference-abstract": "paper-conference",
    "conference-poster": "speech",
    "lecture-speech": "speech",
    "book": "book",
    "edited-book": "book",
    "book-chapter": "chapter",
    "book-review": "review",
    "dissertation": "thesis",
    "dissertation-thesis": "thesis",
    "report": "report",
    "technical-report": "report",
    "working-paper": "report",
    "preprint": "article",
    "data-set": "dataset",
    "software": "software",
    "patent": "patent",
    "encyclopedia-entry": "entry-encyclopedia",
}
_VARIABLES = {"doi": "DOI", "pmid": "PMID", "isbn": "ISBN", "issn": "ISSN"}


def fetch_orcid_works(fetcher: Fetcher, orcid: str) -> dict[str, Work]:
    """Return a person's works by ORCID's codes for them, without names of authors.

    Raises NotFoundError and ServiceError.
    """
    answer = read_json(fetcher.fetch(make_url(_API, orcid, "works"), "application/json"))
    found: dict[str, Work] = {}
    for group in items_at(answer, "group"):
        summary = value_at(group, "work-summary", 0)
        code, work = text_at(summary, "put-code"), _read_work(summary)
        if code.isdecimal() and work.title:
            found[code] = work
    return found


def complete_works(fetcher: Fetcher, orcid: str, codes: list[str]) -> dict[str, Work]:
    """Return works in full, with their authors, by code. Raises NotFoundError, ServiceError."""
    found: dict[str, Work] = {}
    for begin in range(0, len(codes), _BATCH):
        some = ",".join(codes[begin : begin + _BATCH])
        url = f"{make_url(_API, orcid, 'works')}/{some}"
        for each in items_at(read_json(fetcher.fetch(url, "application/json")), "bulk"):
            code = text_at(each, "work", "put-code")
            work = _read_work(value_at(each, "work"))
            if code in codes and work.title:
                found[code] = work
    return found


def _read_work(item: Any) -> Work:
    title = value_at(item, "title", "title", "value")
    title_html = keep_markup(title) if isinstance(title, str) else ""
    below = text_at(item, "title", "subtitle", "value")
    plain = text_at(item, "title", "title", "value")
    variables = {"container-title": text_at(item, "journal-title", "value")}
    for each in items_at(item, "external-ids", "external-id"):
        name = _VARIABLES.get(text_at(each, "external-id-type").casefold(), "")
        # A chapter also has the ISBN of its book: that is `part-of`.
        is_own = text_at(each, "external-id-relationship").casefold() in {"", "self"}
        if name and (is_own or name == "ISSN"):
            value = text_at(each, "external-id-normalized", "value")
            variables.setdefault(name, value or text_at(each, "external-id-value"))
    url = text_at(item, "url", "value")
    if "DOI" not in variables and url.startswith("https://"):
        variables["URL"] = url
    kind = text_at(item, "type").casefold().replace("_", "-")
    return Work(
        key="",
        type=_TYPES.get(kind, "document"),
        kind=kind,
        title=f"{plain}: {below}" if plain and below else plain,
        html={"title": title_html} if title_html and not below else {},
        names={"author": authors} if (authors := _authors(item)) else {},
        issued=_date(item),
        variables={name: value for name, value in variables.items() if value},
    )


def _authors(item: Any) -> tuple[Name, ...]:
    found = []
    for each in items_at(item, "contributors", "contributor"):
        role = text_at(each, "contributor-attributes", "contributor-role").casefold()
        name = text_at(each, "credit-name", "value")
        if name and role in {"", "author"}:
            found.append(read_spoken_name(name))
    return tuple(found)


def _date(item: Any) -> PartialDate | None:
    parts = [text_at(item, "publication-date", part, "value") for part in ("year", "month", "day")]
    year, month, day = (int(part[:4]) if part.isdecimal() else 0 for part in parts)
    if not year:
        return None
    month = month if 1 <= month <= 12 else 0  # noqa: PLR2004
    return PartialDate(year=year, month=month, day=day if month and day <= 31 else 0)  # noqa: PLR2004
