"""Decide which feeds a site has, and which pages each of them shows."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.model import Site

__all__ = ["ATOM_NAME", "JSON_NAME", "SITE_FEED", "Feed", "has_feed", "list_feeds", "newest_pages"]

#: The names of the two files of a feed, beside the page that it belongs to.
ATOM_NAME, JSON_NAME = "feed.xml", "feed.json"
#: The name of the feed of the whole site; others have the keys of the pages that they belong to.
SITE_FEED = ""


class Feed(NamedTuple):
    """A feed: its name, the URL of the page that it belongs to, and its title."""

    name: str
    url: str
    title: str


def has_feed(site: Site) -> bool:
    """Tell whether any page has a date, so that there is something to follow."""
    return _has_dated(site, site.regular_pages)


def list_feeds(site: Site) -> Iterator[Feed]:
    """Yield the feeds that have something to show: of the site, and of terms if the site wants."""
    config = site.config
    if has_feed(site):
        yield Feed(SITE_FEED, config.base_path, config.title)
    for taxonomy in config.all_taxonomies:
        index = site.taxonomies.get(taxonomy.name)
        for term in index.terms.values() if taxonomy.feed and index else ():
            if term.key in site.pages and _has_dated(site, term.pages):
                yield Feed(term.key, term.url, f"{term.name} – {config.title}")


def newest_pages(site: Site, feed: str) -> tuple[str, ...]:
    """Return the keys of the pages that a feed shows, in the order of publication, newest first."""
    dated = (
        (-card.published.moment.timestamp(), place, key)
        for place, key in enumerate(_pages_of(site, feed))
        if (card := site.pages[key].card).published
    )
    return tuple(key for _, _, key in heapq.nsmallest(site.config.feed.limit, dated))


def _pages_of(site: Site, feed: str) -> tuple[str, ...]:
    if feed == SITE_FEED:
        return site.regular_pages
    for index in site.taxonomies.values():
        if feed in index.terms:
            return index.terms[feed].pages
    return ()


def _has_dated(site: Site, keys: Iterable[str]) -> bool:
    return any(site.pages[key].card.published for key in keys)
