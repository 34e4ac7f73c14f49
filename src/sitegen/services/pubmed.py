"""PubMed: an article by its PMID.

Source: "Entrez Programming Utilities Help", EFetch, and the PubMed DTD of 2025.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.model import Name, PartialDate, Work
from sitegen.services.answers import clean_text, keep_markup, read_xml
from sitegen.services.fetching import BadRequestError, Fetcher, NotFoundError, make_url

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["fetch_pubmed"]

_FETCH = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MOST_NAMES = 5_000


def fetch_pubmed(fetcher: Fetcher, pmid: str) -> Work:
    """Return an article. Raises NotFoundError and ServiceError."""
    query = {"db": "pubmed", "id": pmid, "retmode": "xml", "tool": "sitegen"}
    try:
        root = read_xml(fetcher.fetch(make_url(_FETCH, **query), "application/xml"))
        entry = root.find("PubmedArticle")
    except BadRequestError:  # the answer to a number that nothing has
        entry = None
    article = entry.find("MedlineCitation/Article") if entry is not None else None
    if entry is None or article is None:
        message = f"PubMed has no article {pmid}"
        raise NotFoundError(message)
    markup = _inner(article.find("ArticleTitle")).removesuffix(".")
    title_html = keep_markup(markup)
    variables = {
        "container-title": _text(article, "Journal/Title"),
        "volume": _text(article, "Journal/JournalIssue/Volume"),
        "issue": _text(article, "Journal/JournalIssue/Issue"),
        "page": _text(article, "Pagination/MedlinePgn"),
        "ISSN": _text(article, "Journal/ISSN"),
        "DOI": _doi(entry, article),
        "PMID": pmid,
    }
    return Work(
        key="",
        type="article-journal",
        kind="article",
        title=clean_text(markup),
        html={"title": title_html} if title_html else {},
        names={"author": _names(article)},
        issued=_date(article.find("Journal/JournalIssue/PubDate")),
        variables={name: value for name, value in variables.items() if value},
    )


def _names(article: Element) -> tuple[Name, ...]:
    found = []
    for author in article.findall("AuthorList/Author")[:_MOST_NAMES]:
        family, given = _text(author, "LastName"), _text(author, "ForeName")
        group = _text(author, "CollectiveName")
        if family:
            found.append(Name(family=family, given=given, suffix=_text(author, "Suffix")))
        elif group:
            found.append(Name(literal=group))
    return tuple(found)


def _doi(entry: Element, article: Element) -> str:
    for element in (*article.iter("ELocationID"), *entry.findall("PubmedData/ArticleIdList/*")):
        if "doi" in {element.get("EIdType"), element.get("IdType")}:
            return clean_text(element.text or "")
    return ""


def _date(element: Element | None) -> PartialDate | None:
    """Return the date of an issue; `MedlineDate`, such as `2019 Jan-Feb`, gives its year."""
    if element is None:
        return None
    year = re.match(r"\d{4}", _text(element, "Year") or _text(element, "MedlineDate"))
    if not year:
        return None
    written = _text(element, "Month").casefold()[:3]
    month = int(written) if written.isdecimal() else 0
    month = _MONTHS.index(written) + 1 if written in _MONTHS else month
    day = _text(element, "Day")
    known = 1 <= month <= len(_MONTHS)
    return PartialDate(
        year=int(year[0]),
        month=month if known else 0,
        day=int(day[:2]) if known and day.isdecimal() else 0,
    )


def _inner(element: Element | None) -> str:
    """Return what an element contains, with the tags in it, as a source of HTML."""
    if element is None:
        return ""
    pieces = [_escape(element.text)]
    for child in element:
        pieces += [f"<{child.tag}>", _inner(child), f"</{child.tag}>", _escape(child.tail)]
    return "".join(pieces)


def _escape(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;")


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return clean_text("".join(found.itertext())) if found is not None else ""
