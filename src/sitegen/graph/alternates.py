"""List the other forms of a page, which the head of the page links to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.graph.companion_files import (
    CITATION_FILE,
    CITATION_FORMATS,
    companion_path,
    find_calendar,
    find_citations,
    has_citation_file,
    markdown_path,
)
from sitegen.graph.feeds import find_feed
from sitegen.graph.urls import href
from sitegen.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.model import Site

__all__ = ["Alternate", "list_alternates"]


class Alternate(NamedTuple):
    """Another form of a page: its media type, what it is called, its URL."""

    type: str
    title: str
    url: str


def list_alternates(site: Site, key: str) -> tuple[Alternate, ...]:
    """Return the feeds, citations, calendar and copy of the page with this key."""
    return tuple(_alternates(site, key)) if key in site.pages else ()


def _alternates(site: Site, key: str) -> Iterator[Alternate]:
    base, page = site.config.base_path, site.pages[key]
    feed = find_feed(site, key)
    if feed:
        atom, json = feed.urls(base)
        yield Alternate("application/atom+xml", feed.title, atom)
        yield Alternate("application/feed+json", feed.title, json)
    # The list of a collection has the files of the collection, an entry has its own.
    listed = next((each.name for each in site.collections.values() if each.key == key), key)
    citations = find_citations(site, listed)
    if citations:
        for suffix, media_type, title in CITATION_FORMATS:
            url = href(base, f"{citations.stem}.{suffix}")
            yield Alternate(media_type, title, url)
    if key in site.entries and has_citation_file(site.entries[key]):
        path = companion_path(page.output, CITATION_FILE)
        yield Alternate("application/yaml", CITATION_FILE, href(base, str(path)))
    calendar = find_calendar(site, listed)
    if calendar:
        yield Alternate("text/calendar", calendar.title, href(base, str(calendar.path)))
    if site.config.outputs.markdown and page.card.kind is not Kind.NOT_FOUND:
        url = href(base, str(markdown_path(page.output)))
        yield Alternate("text/markdown", "Markdown", url)
