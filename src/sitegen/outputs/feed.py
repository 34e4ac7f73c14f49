"""Feeds of the newest dated pages: of the whole site, and of what the site wants beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from sitegen.content.absolute_urls import make_absolute
from sitegen.graph.feeds import (
    ATOM_NAME,
    JSON_NAME,
    SITE_FEED,
    Feed,
    find_feed,
    list_feeds,
    newest_pages,
)
from sitegen.model import Artefact, Rank
from sitegen.outputs.atom_feed import render_atom
from sitegen.outputs.feed_items import FeedItem
from sitegen.outputs.json_feed import render_json_feed
from sitegen.rendering.queries import CardQuery, NamedQuery, PackedQuery, StaticFileQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.model import ParsedPage
    from sitegen.rendering.queries import QueryContext
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["FEED", "FeedQuery", "FeedsQuery"]


class FeedPages(NamedTuple):
    """A feed and the keys of its pages, the newest first."""

    feed: Feed
    pages: tuple[str, ...]


class FeedQuery(NamedQuery, frozen=True):
    """The feed of this name and the pages that it shows."""

    kind: ClassVar[str] = "feed"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> FeedPages | None:
        """Return the feed and the keys of its pages, those that were published last first."""
        feed = find_feed(context.site, self.name)
        return FeedPages(feed, newest_pages(context.site, self.name)) if feed else None

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Name the pages."""
        return "the newest pages with a date"


class FeedsQuery(PackedQuery, frozen=True):
    """All feeds of the site."""

    kind: ClassVar[str] = "feeds"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return their names, that of the whole site first."""
        return tuple(feed.name for feed in list_feeds(context.site))

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Name the feeds."""
        return "the list of feeds"


class _Feeds:
    """Each feed as Atom and as JSON Feed; there is none of what has no page with a date.

    A file of the same name in `assets/static/` takes precedence.
    """

    name = "feed"

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:
        """Return the paths of the site's feed if there is anything to follow."""
        dated = any(page.front.date or page.front.publish_date for page in pages)
        return (ATOM_NAME, JSON_NAME) if dated else ()

    def parts(self, site: RecordedSite) -> Iterable[str]:
        """Return the names of the feeds."""
        return site.ask(FeedsQuery())

    def render_part(self, site: RecordedSite, part: str) -> Iterator[Artefact]:
        """Yield both files of a feed."""
        found = site.ask(FeedQuery(part))
        if found is None:
            return
        feed = found.feed
        cards = [site.ask(CardQuery(key)) for key in found.pages]
        is_full = site.config.feed.content == "full"
        items = [
            FeedItem(card, _content(site, card.key, card.url) if is_full else "")
            for card in cards
            if card
        ]
        source = "the feed" if part == SITE_FEED else f"the feed of {feed.url}"
        for path, data in (
            (feed.atom, render_atom(feed, items, site.config)),
            (feed.json, render_json_feed(feed, items, site.config)),
        ):
            if not site.ask(StaticFileQuery(str(path))):
                yield Artefact(path=path, data=data, rank=Rank.INDEX, source=source)


FEED = _Feeds()


def _content(site: RecordedSite, key: str, url: str) -> str:
    return make_absolute(site.body(key), site.config.origin + url)
