"""The Atom feed (RFC 4287) of the newest dated pages."""

from __future__ import annotations

import heapq
import xml.etree.ElementTree as ET
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

from sitegen.content.short_texts import plain_short_text
from sitegen.model import Artefact, Rank
from sitegen.rendering.queries import CardQuery, PackedQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sitegen.config import Config
    from sitegen.model import PageSummary, ParsedPage, Site
    from sitegen.rendering.queries import QueryContext
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["FEED", "FEED_PATH", "FeedQuery", "has_feed"]

FEED_PATH = PurePosixPath("feed.xml")
_ATOM = "http://www.w3.org/2005/Atom"


def has_feed(site: Site) -> bool:
    """Tell whether any page has a date, so that there is something to follow."""
    return any(site.pages[key].card.published for key in site.regular_pages)


class FeedQuery(PackedQuery, frozen=True):
    """The pages that the feed shows."""

    kind: ClassVar[str] = "feed"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return their keys, in the order in which they were published, newest first."""
        site = context.site
        dated = (
            (-card.published.moment.timestamp(), place, key)
            for place, key in enumerate(site.regular_pages)
            if (card := site.pages[key].card).published
        )
        return tuple(key for _, _, key in heapq.nsmallest(site.config.feed.limit, dated))

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Name the pages."""
        return "the newest pages with a date"


class _Feed:
    """The feed; there is none while no page has a date."""

    name = "feed"

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:
        """Return the feed's path if there is anything to follow."""
        return (
            [str(FEED_PATH)]
            if any(page.front.date or page.front.publish_date for page in pages)
            else []
        )

    def render(self, site: RecordedSite) -> Iterator[Artefact]:
        """Yield the feed of the newest pages."""
        cards = [site.ask(CardQuery(key)) for key in site.ask(FeedQuery())]
        dated = [card for card in cards if card]
        if dated:
            yield _render_feed(dated, site.config)


FEED = _Feed()


def _render_feed(dated: Sequence[PageSummary], config: Config) -> Artefact:
    """Render the feed of these pages, newest first; ids are the pages' permanent URLs."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": config.language})
    _add(feed, "title", config.title)
    if config.description:
        _add(feed, "subtitle", plain_short_text(config.description))
    _add(feed, "id", config.base_url)
    _link(feed, "self", f"{config.base_url}{FEED_PATH}")
    _link(feed, "alternate", config.base_url)
    _add(feed, "updated", max(_updated(card) for card in dated).isoformat())
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    _add(author, "name", config.author or config.title)
    for card in dated:
        _add_entry(feed, card, config)
    ET.indent(feed)
    data: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Artefact(path=FEED_PATH, data=data + b"\n", rank=Rank.INDEX, source="the feed")


def _add_entry(feed: ET.Element, card: PageSummary, config: Config) -> None:
    origin = config.origin
    language = {} if card.language == config.language else {"xml:lang": card.language}
    entry = ET.SubElement(feed, f"{{{_ATOM}}}entry", language)
    _add(entry, "title", card.title)
    _add(entry, "id", origin + card.url)
    _link(entry, "alternate", origin + card.url)
    if card.published:
        _add(entry, "published", card.published.moment.isoformat())
    _add(entry, "updated", _updated(card).isoformat())
    for name in card.authors:
        _add(ET.SubElement(entry, f"{{{_ATOM}}}author"), "name", name)
    for names in card.terms.values():
        for name in names:
            ET.SubElement(entry, f"{{{_ATOM}}}category", {"term": name})
    if card.summary:
        _add(entry, "summary", card.summary)


def _updated(card: PageSummary) -> datetime:
    dates = [date.moment for date in (card.published, card.updated) if date]
    if not dates:  # pragma: no cover  # only dated cards come here
        raise AssertionError(card.key)
    return max(dates)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: ET.Element, relation: str, href: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": href})
