"""Give entries their authors, and publications their links and versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.slots import UNSAFE_URL
from sitegen.diagnostics import Problem
from sitegen.graph.collections.field_values import read_address
from sitegen.graph.missing_targets import FROM_PAGE
from sitegen.model import Author, EntryLink, PartialDate
from sitegen.research.entry_works import work_of_entry
from sitegen.research.work_comparison import doi_of

if TYPE_CHECKING:
    from sitegen.graph.collections.people import PeopleIndex
    from sitegen.graph.collections.raw_entry import RawEntry
    from sitegen.graph.resolving import Resolver
    from sitegen.model import CitationCount, Entry, PageSummary, Work

__all__ = ["add_works"]

#: Folders in which other generators keep the files of publications, tried in this order.
_FOLDERS = ("", "/", "/pdf/", "/papers/", "/files/", "/assets/pdf/", "/assets/static/pdf/")
_FROM_SITE = "put the file into assets/pdf/, or write its path from the site's folder"


def add_works(
    pairs: Sequence[tuple[RawEntry, Entry]],
    people: PeopleIndex,
    cards: Mapping[str, PageSummary],
    counts: Mapping[str, CitationCount],
    resolver: Resolver,
) -> list[tuple[RawEntry, Entry]]:
    """Return the entries with their authors, and those of works with the links of these.

    A publication without an entry in a bibliography is a work of what its page says. `counts` are
    how often works are cited, by DOI.
    """
    works = {entry.key: entry.work for _, entry in pairs if entry.work}
    matched = dict(zip(works, people.match_works(tuple(works.values())), strict=True))
    found = []
    for raw, entry in pairs:
        work = entry.work
        authors = matched.get(entry.key) or tuple(_authors(raw, entry, people))
        links = (*_links(raw, work, resolver), *entry.links) if work else entry.links
        whole = msgspec.structs.replace(entry, authors=authors, links=links)
        if not work and entry.collection == "publications":
            card = cards.get(entry.key)
            date = card.date if card else entry.dates.get("date")
            whole = msgspec.structs.replace(whole, work=work_of_entry(whole, date))
        if counts and whole.work:
            whole = msgspec.structs.replace(whole, citations=counts.get(doi_of(whole.work)))
        found.append((raw, whole))
    return found


def _authors(raw: RawEntry, entry: Entry, people: PeopleIndex) -> Iterator[Author]:
    """Yield the authors that the page of an entry names."""
    if raw.page and not entry.work and entry.collection != "people":
        date = raw.page.front.date
        when = PartialDate(year=date.moment.year, month=date.moment.month) if date else None
        for name in raw.page.front.authors:
            yield people.author(name, when)


def _links(raw: RawEntry, work: Work, resolver: Resolver) -> Iterator[EntryLink]:
    """Yield the links of a work; files of the site are published. Broken ones are reported."""
    written = {name for name in raw.places if raw.written.get(name)}
    for link in work.links:
        if link.kind in written:  # the page says another one
            continue
        url = _resolve(link.url, work, resolver)
        if isinstance(url, Problem):
            message = f"'{link.kind}' of '{work.key}': {url.message}"
            problem = Problem(url.code, message, _FROM_SITE if url.hint == FROM_PAGE else url.hint)
            resolver.problems.append(problem.at(raw.place_of(link.kind)))
        else:
            yield EntryLink(kind=link.kind, url=url)


def _resolve(url: str, work: Work, resolver: Resolver) -> str | Problem:
    link = partial(resolver.links.link, PurePosixPath(work.path))
    found: list[str | Problem] = []
    for folder in _FOLDERS:
        found.append(read_address(folder + url.lstrip("/") if folder else url, link))
        if isinstance(found[-1], str) or found[-1].code == UNSAFE_URL:
            return found[-1]
    return found[0]
