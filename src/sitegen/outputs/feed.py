"""The Atom feed (RFC 4287) of the newest dated pages."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.model import Artefact, Rank
from sitegen.rendering.queries import CardQuery, PagesQuery

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sitegen.config import Config
    from sitegen.model import PageSummary, Site
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["FEED", "FEED_PATH", "has_feed"]

FEED_PATH = PurePosixPath("feed.xml")
_ATOM = "http://www.w3.org/2005/Atom"


def has_feed(site: Site) -> bool:
    """Tell whether any page has a date, so that there is something to follow."""
    return any(site.pages[key].card.date for key in site.regular_pages[:1])


class _Feed:
    """The feed; there is none while no page has a date."""

    name = "feed"

    def render(self, site: RecordedSite) -> Iterator[Artefact]:
        """Yield the feed of the newest pages."""
        dated: list[PageSummary] = []
        for key in site.ask(PagesQuery()):
            card = site.ask(CardQuery(key))
            if card is None or not card.date:  # pages without a date come last
                break
            dated.append(card)
            if len(dated) == site.config.feed.limit:
                break
        if dated:
            yield _render_feed(dated, site.config)


FEED = _Feed()


def _render_feed(dated: Sequence[PageSummary], config: Config) -> Artefact:
    """Render the feed of these pages, newest first; ids are the pages' permanent URLs."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": config.language})
    _add(feed, "title", config.title)
    if config.description:
        _add(feed, "subtitle", config.description)
    _add(feed, "id", config.base_url)
    _link(feed, "self", f"{config.base_url}{FEED_PATH}")
    _link(feed, "alternate", config.base_url)
    _add(feed, "updated", max(_updated(card) for card in dated).isoformat())
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    _add(author, "name", config.author or config.title)
    for card in dated:
        _add_entry(feed, card, config.origin)
    ET.indent(feed)
    data: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Artefact(path=FEED_PATH, data=data + b"\n", rank=Rank.INDEX, source="the feed")


def _add_entry(feed: ET.Element, card: PageSummary, origin: str) -> None:
    entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
    _add(entry, "title", card.title)
    _add(entry, "id", origin + card.url)
    _link(entry, "alternate", origin + card.url)
    if card.date:
        _add(entry, "published", card.date.moment.isoformat())
    _add(entry, "updated", _updated(card).isoformat())
    for name in card.authors:
        _add(ET.SubElement(entry, f"{{{_ATOM}}}author"), "name", name)
    for names in card.terms.values():
        for name in names:
            ET.SubElement(entry, f"{{{_ATOM}}}category", {"term": name})
    _add(entry, "summary", card.summary)


def _updated(card: PageSummary) -> datetime:
    date = card.updated or card.date
    if date is None:  # pragma: no cover  # only dated cards come here
        raise AssertionError(card.key)
    return date.moment


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: ET.Element, relation: str, href: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": href})
