"""Tell what kind of reference somebody has typed: DOI, arXiv id, PMID, ISBN or web address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from sitegen.diagnostics import Problem
from sitegen.errors import UsageError
from sitegen.late_patterns import compile_late
from sitegen.research.identifiers import parse_arxiv, parse_doi, parse_isbn, parse_pmid

__all__ = ["GivenReference", "recognise_reference"]

_VERSION = compile_late(r"v\d+$")
_WORDS = ("isbn", "pmid", "pubmed", "arxiv", "doi")


@dataclass(frozen=True, slots=True)
class GivenReference:
    """A reference in its normal form, and as it was typed."""

    kind: Literal["doi", "arxiv", "pmid", "isbn", "url"]
    value: str
    typed: str


def recognise_reference(typed: str) -> GivenReference:
    """Return what was typed in its normal form. Raises UsageError if it is none of these."""
    text = typed.strip()
    arxiv = parse_arxiv(text)
    if isinstance(arxiv, str):
        return GivenReference("arxiv", _VERSION.sub("", arxiv), text)
    doi = parse_doi(text)
    if isinstance(doi, str):
        return GivenReference("doi", doi, text)
    pmid = parse_pmid(text)
    if isinstance(pmid, str):
        return GivenReference("pmid", pmid, text)
    isbn = parse_isbn(text)
    if isinstance(isbn, str):
        return GivenReference("isbn", isbn, text)
    if "://" in text:
        return GivenReference("url", _check_address(text), text)
    problems = {"isbn": isbn, "pmid": pmid, "pubmed": pmid, "arxiv": arxiv, "doi": doi}
    word = next((each for each in _WORDS if text.casefold().startswith(each)), "")
    word = word or ("isbn" if re.fullmatch(r"[\dXx -]{9,20}", text) else "")
    word = word or ("doi" if text.startswith("10.") else "")
    meant: Problem | None = problems.get(word)
    if meant is not None:
        message = f"{meant.message}; {meant.hint}"
    else:
        message = f"'{text[:80]}' is no DOI, arXiv id, PMID, ISBN or https address"
    raise UsageError(message)


def _check_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError:
        usable = False
    if not usable or not text.isprintable() or " " in text:
        message = f"'{text[:80]}' is not a web address that can be fetched"
        raise UsageError(message)
    if parts.scheme == "http":
        message = f"'{text[:80]}' is not fetched: only https is; try 'https://{text[7:80]}'"
        raise UsageError(message)
    return text
