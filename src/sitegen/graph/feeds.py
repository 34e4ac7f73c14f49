"""Decide which feeds a site has, and which pages each of them shows."""

from __future__ import annotations

import heapq
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from sitegen.graph.companion_files import companion_path
from sitegen.graph.urls import href
from sitegen.model import EntryRelations, Kind

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
_PEOPLE = "people"


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
    """Return the feeds that have something to show.

    They are that of the site, and those of terms, collections and people for which the site asks.
    """
    names = [SITE_FEED]
    for taxonomy in site.config.all_taxonomies:
        terms = site.taxonomies.get(taxonomy.name)
        names += terms.terms if taxonomy.feed and terms else ()
    for collection in site.config.all_collections.values():
        index = site.collections.get(collection.name)
        if collection.feed and index:
            names += [index.key] if index.key else []
            names += index.entries if collection.name == _PEOPLE else ()
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
        taxonomies = [each.name for each in site.config.all_taxonomies if each.feed]
        found = (site.taxonomies.get(name) for name in taxonomies)
        return any(page.key in index.terms for index in found if index)
    entry, collections = site.entries.get(page.key), site.config.all_collections
    if entry:
        return entry.collection == _PEOPLE and collections[_PEOPLE].feed
    return any(
        index.key == page.key and collections[name].feed for name, index in site.collections.items()
    )


def _pages_of(site: Site, feed: str) -> tuple[str, ...]:
    """Return the pages of the site, a term or a collection, or those that belong to a person."""
    if feed == SITE_FEED:
        return site.regular_pages
    if feed in site.entries:
        found = site.relations.get(feed, EntryRelations())
        keys = dict.fromkeys(key for keys in found.related.values() for key in keys)
        return tuple(key for key in keys if key in site.pages)
    for terms in site.taxonomies.values():
        if feed in terms.terms:
            return terms.terms[feed].pages
    listed = (index.entries for index in site.collections.values() if index.key == feed)
    return tuple(key for key in next(listed, ()) if key in site.pages)


def _has_dated(site: Site, keys: Iterable[str]) -> bool:
    return any(site.pages[key].card.published for key in keys)
