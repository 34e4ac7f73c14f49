"""Decide which feeds a site has, and which pages each of them shows."""

from __future__ import annotations

import heapq
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from sitegen.graph.companion_files import companion_path
from sitegen.graph.urls import href
from sitegen.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.model import Page, Site

__all__ = [
    "ATOM_NAME",
    "JSON_NAME",
    "SITE_FEED",
    "Feed",
    "find_feed",
    "has_feed",
    "list_feeds",
    "newest_pages",
]

#: The names of the two files of a feed.
ATOM_NAME, JSON_NAME = "feed.xml", "feed.json"
#: The name of the feed of the whole site; others have the keys of the pages that they belong to.
SITE_FEED = ""


class Feed(NamedTuple):
    """A feed: its name, the URL of the page that it belongs to, its title, its two files."""

    name: str
    url: str
    title: str
    atom: PurePosixPath
    json: PurePosixPath

    def urls(self, base_path: str) -> tuple[str, str]:
        """Return the URLs of its two files."""
        return href(base_path, str(self.atom)), href(base_path, str(self.json))


def has_feed(site: Site) -> bool:
    """Tell whether any page has a date, so that there is something to follow."""
    return _has_dated(site, site.regular_pages)


def list_feeds(site: Site) -> Iterator[Feed]:
    """Return the feeds that have something to show: of the site, and of terms if the site wants."""
    names = [SITE_FEED]
    for taxonomy in site.config.all_taxonomies:
        index = site.taxonomies.get(taxonomy.name)
        names += index.terms if taxonomy.feed and index else ()
    found = (find_feed(site, name) for name in names)
    return (feed for feed in found if feed)


def find_feed(site: Site, key: str) -> Feed | None:
    """Return the feed of this name: that of the site, or of the page with this key."""
    if not _has_dated(site, _pages_of(site, key)):
        return None
    if key == SITE_FEED:
        atom, json = PurePosixPath(ATOM_NAME), PurePosixPath(JSON_NAME)
        return Feed(key, site.config.base_path, site.config.title, atom, json)
    page = site.pages.get(key)
    if page is None or not _wants_feed(site, page):
        return None
    return Feed(
        key,
        page.card.url,
        f"{page.card.title} – {site.config.title}",
        companion_path(page.output, ATOM_NAME),
        companion_path(page.output, JSON_NAME),
    )


def newest_pages(site: Site, feed: str) -> tuple[str, ...]:
    """Return the keys of the pages that a feed shows, in the order of publication, newest first."""
    dated = (
        (-card.published.moment.timestamp(), place, key)
        for place, key in enumerate(_pages_of(site, feed))
        if (card := site.pages[key].card).published
    )
    return tuple(key for _, _, key in heapq.nsmallest(site.config.feed.limit, dated))


def _wants_feed(site: Site, page: Page) -> bool:
    if page.card.kind is Kind.TERM:
        taxonomies = {each.name for each in site.config.all_taxonomies if each.feed}
        return any(page.key in site.taxonomies[name].terms for name in taxonomies)
    return False


def _pages_of(site: Site, feed: str) -> tuple[str, ...]:
    if feed == SITE_FEED:
        return site.regular_pages
    for index in site.taxonomies.values():
        if feed in index.terms:
            return index.terms[feed].pages
    return ()


def _has_dated(site: Site, keys: Iterable[str]) -> bool:
    return any(site.pages[key].card.published for key in keys)
