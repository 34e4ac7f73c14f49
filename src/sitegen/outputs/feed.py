"""Feeds of the newest dated pages: of the whole site, and of what the site wants beside it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

from sitegen.content.absolute_urls import make_absolute
from sitegen.graph.feeds import ATOM_NAME, JSON_NAME, SITE_FEED, Feed, list_feeds, newest_pages
from sitegen.model import Artefact, Rank
from sitegen.outputs.atom_feed import render_atom
from sitegen.outputs.feed_items import FeedItem
from sitegen.outputs.json_feed import render_json_feed
from sitegen.rendering.queries import CardQuery, NamedQuery, PackedQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.model import ParsedPage
    from sitegen.rendering.queries import QueryContext
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["FEED", "FeedQuery", "FeedsQuery"]


class FeedQuery(NamedQuery, frozen=True):
    """The pages that the feed of this name shows."""

    kind: ClassVar[str] = "feed"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return their keys, in the order in which they were published, newest first."""
        return newest_pages(context.site, self.name)

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Name the pages."""
        return "the newest pages with a date"


class FeedsQuery(PackedQuery, frozen=True):
    """All feeds of the site."""

    kind: ClassVar[str] = "feeds"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[Feed, ...]:
        """Return them, that of the whole site first."""
        return tuple(list_feeds(context.site))

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Name the feeds."""
        return "the list of feeds"


class _Feeds:
    """Each feed as Atom and as JSON Feed; there is none of what has no page with a date."""

    name = "feed"

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:
        """Return the paths of the site's feed if there is anything to follow."""
        dated = any(page.front.date or page.front.publish_date for page in pages)
        return (ATOM_NAME, JSON_NAME) if dated else ()

    def parts(self, site: RecordedSite) -> Iterable[str]:
        """Return the names of the feeds."""
        return (feed.name for feed in site.ask(FeedsQuery()))

    def render_part(self, site: RecordedSite, part: str) -> Iterator[Artefact]:
        """Yield both files of a feed."""
        feed = next(each for each in site.ask(FeedsQuery()) if each.name == part)
        cards = [site.ask(CardQuery(key)) for key in site.ask(FeedQuery(part))]
        is_full = site.config.feed.content == "full"
        items = [
            FeedItem(card, _content(site, card.key, card.url) if is_full else "")
            for card in cards
            if card
        ]
        folder = PurePosixPath(feed.url.removeprefix(site.config.base_path))
        source = "the feed" if part == SITE_FEED else f"the feed of {feed.url}"
        for name, data in (
            (ATOM_NAME, render_atom(feed, items, site.config)),
            (JSON_NAME, render_json_feed(feed, items, site.config)),
        ):
            yield Artefact(path=folder / name, data=data, rank=Rank.INDEX, source=source)


FEED = _Feeds()


def _content(site: RecordedSite, key: str, url: str) -> str:
    return make_absolute(site.body(key), site.config.origin + url)
