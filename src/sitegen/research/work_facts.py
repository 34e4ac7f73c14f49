"""What every format for machines needs to know of a work: dates, pages, identifiers, addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.model import Name, PartialDate, Work

__all__ = [
    "arxiv_id",
    "doi_url",
    "first_link",
    "format_date",
    "inverted_name",
    "landing_url",
    "one_line",
    "page_range",
    "work_language",
]

_ARXIV = compile_late(
    r"(?:^|arxiv:|arxiv\.org/(?:abs|pdf)/|10\.48550/arxiv\.)"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?P<version>v\d+)?(?:\.pdf)?$",
    re.IGNORECASE,
)
_DASHES = compile_late(r"\s*(?:--+|[-‐‑–—])\s*")
#: The kinds of links that lead to a page about a work, the best first.
_PAGES = ("html", "url", "arxiv", "hal", "pmid", "website")


def one_line(text: str) -> str:
    """Return a text whose white space, line ends among it, is single spaces."""
    return " ".join(text.split())


def inverted_name(name: Name) -> str:
    """Return a name as lists of authors sort it: `van der Berg, Jan, Jr.`."""
    if name.literal or not name.family:
        return one_line(name.full)
    family = f"{name.particle} {name.family}" if name.particle else name.family
    return one_line(", ".join(part for part in (family, name.given, name.suffix) if part))


def format_date(date: PartialDate | None, separator: str) -> str:
    """Return as much of a date as is known, from the year on; empty for one without a year."""
    if date is None or date.year is None:
        return ""
    parts = [f"{date.year:04}"]
    if date.month:
        parts.append(f"{date.month:02}")
        if date.day:
            parts.append(f"{date.day:02}")
    return separator.join(parts)


def page_range(work: Work) -> tuple[str, str]:
    """Return the first and the last page; the last one is empty if there is only one.

    Of several ranges, `3-5, 9`, the first and the last page of all. `117-23` is `117` and `123`.
    """
    pages = one_line(work.variables.get("page", ""))
    if not pages:
        return "", ""
    parts = _DASHES.split(re.split(r"[,;&]", pages)[0].strip(), maxsplit=1)
    first = parts[0].strip()
    last = _DASHES.split(re.split(r"[,;&]", pages)[-1].strip())[-1].strip()
    if last == first:
        return first, ""
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: -len(last)] + last
    return first, last


def arxiv_id(work: Work) -> str:
    """Return the arXiv identifier without its version; empty if there is none."""
    variables = work.variables
    candidates = [link.url for link in work.links if link.kind == "arxiv"]
    candidates.append(variables.get("DOI", ""))
    if "arxiv" in variables.get("archive", "").casefold():
        candidates += [variables.get("archive_location", ""), variables.get("number", "")]
    candidates += [
        value
        for name in ("number", "archive_location", "URL", "note")
        if "arxiv" in (value := variables.get(name, "")).casefold()
    ]
    for candidate in candidates:
        found = _ARXIV.search(candidate.strip())
        if found:
            return found["id"]
    return ""


def doi_url(work: Work) -> str:
    """Return the address of the work's DOI; empty without one."""
    doi = work.variables.get("DOI", "")
    return f"https://doi.org/{quote(doi, safe='/:;().-_~')}" if doi else ""


def first_link(work: Work, kinds: Iterable[str]) -> str:
    """Return the address of the first kind of link that the work has."""
    by_kind: dict[str, str] = {}
    for link in work.links:
        by_kind.setdefault(link.kind, link.url)
    return next((by_kind[kind] for kind in kinds if kind in by_kind), "")


def landing_url(work: Work) -> str:
    """Return where the work is published: its DOI, or else a page about it on another site."""
    url = work.variables.get("URL", "") or first_link(work, _PAGES)
    return doi_url(work) or (url if url.startswith(("https://", "http://")) else "")


def work_language(work: Work) -> str:
    """Return the language of a work as a tag, such as `de`; empty if it is not given as one."""
    language = work.variables.get("language", "").strip()
    return language if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language) else ""
