"""Write CITATION.cff: how to cite software or data (Citation File Format 1.2.0)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.work_facts import format_date, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sitegen.model import Name, PartialDate, Work

__all__ = ["CitedAuthor", "CitedSoftware", "write_cff"]

#: CSL's types in the words of the format; `generic` is any other.
_TYPES = {
    "article-journal": "article",
    "article-magazine": "magazine-article",
    "article-newspaper": "newspaper-article",
    "book": "book",
    "dataset": "data",
    "manuscript": "unpublished",
    "pamphlet": "pamphlet",
    "paper-conference": "conference-paper",
    "patent": "patent",
    "report": "report",
    "software": "software",
    "standard": "standard",
    "thesis": "thesis",
}


class CitedAuthor(NamedTuple):
    """An author with an ORCID such as `0000-0002-1825-0097`, empty if it is not known."""

    name: Name
    orcid: str = ""


class CitedSoftware(NamedTuple):
    """What a CITATION.cff says; `released` is a day, `article` the work to cite instead."""

    title: str
    authors: Sequence[CitedAuthor]
    version: str = ""
    released: PartialDate | None = None
    doi: str = ""
    url: str = ""
    repository: str = ""
    license: str = ""
    abstract: str = ""
    keywords: Sequence[str] = ()
    is_dataset: bool = False
    article: Work | None = None


def write_cff(software: CitedSoftware) -> str:
    """Return the file; empty without an author, whom the format demands."""
    if not software.authors or not software.title.strip():
        return ""
    lines = ["cff-version: 1.2.0", f"message: {_text('If you use this, please cite it as below.')}"]
    lines.append(f"title: {_text(software.title)}")
    lines += ["type: dataset"] if software.is_dataset else []
    lines.append("authors:")
    for author, orcid in software.authors:
        lines += _items(_person(author, orcid), "  ")
    for name, value in (
        ("version", software.version),
        ("doi", software.doi),
        ("date-released", _whole_day(software.released)),
        ("url", software.url),
        ("repository-code", software.repository),
        ("license", software.license),
        ("abstract", software.abstract),
    ):
        lines += [f"{name}: {_text(value)}"] if value else []
    if software.keywords:
        lines += ["keywords:", *(f"  - {_text(keyword)}" for keyword in software.keywords)]
    if software.article is not None and software.article.names.get("author"):
        lines += ["preferred-citation:", *_reference(software.article)]
    return "\n".join(lines) + "\n"


def _reference(work: Work) -> Iterator[str]:
    yield f"  type: {_TYPES.get(work.type, 'generic')}"
    yield f"  title: {_text(work.title)}"
    yield "  authors:"
    for author in work.names.get("author", ()):
        yield from _items(_person(author, ""), "    ")
    variables = work.variables
    date = work.issued
    if date and date.year is not None:
        yield f"  year: {date.year}"
        if date.month:
            yield f"  month: {date.month}"
    container = "collection-title" if work.type == "paper-conference" else "journal"
    for name, value in (
        (container, variables.get("container-title", "")),
        ("volume", variables.get("volume", "")),
        ("issue", variables.get("issue", "")),
        ("doi", variables.get("DOI", "")),
    ):
        if value:
            yield f"  {name}: {_text(value)}"


def _person(name: Name, orcid: str) -> list[tuple[str, str]]:
    if name.literal or not name.family:
        return [("name", name.full)]
    parts = [
        ("family-names", name.family),
        ("given-names", name.given),
        ("name-particle", name.particle),
        ("name-suffix", name.suffix),
        ("orcid", f"https://orcid.org/{orcid}" if orcid else ""),
    ]
    return [(part, text) for part, text in parts if text]


def _items(pairs: Sequence[tuple[str, str]], indent: str) -> Iterator[str]:
    for place, (name, value) in enumerate(pairs):
        yield f"{indent}{'  ' if place else '- '}{name}: {_text(value)}"


def _whole_day(date: PartialDate | None) -> str:
    """Return a date only if its day is known: the format has no others."""
    return format_date(date, "-") if date and date.month and date.day else ""


def _text(text: str) -> str:
    """Return a text as a double-quoted scalar: YAML reads every string of JSON."""
    return json.dumps(one_line(text), ensure_ascii=False).replace("\x7f", "\\x7f")
