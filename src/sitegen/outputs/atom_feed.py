"""Write a feed as Atom (RFC 4287)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from sitegen.content.math_options import macros_for
from sitegen.content.short_texts import plain_short_text
from sitegen.graph.feeds import SITE_FEED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.config import Config
    from sitegen.graph.feeds import Feed
    from sitegen.outputs.feed_items import FeedItem

__all__ = ["render_atom"]

_ATOM = "http://www.w3.org/2005/Atom"


def render_atom(feed: Feed, items: Sequence[FeedItem], config: Config) -> bytes:
    """Return the feed of these pages, newest first; ids are the pages' permanent URLs."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": config.language})
    url = config.origin + feed.url
    _add(root, "title", feed.title)
    if config.description and feed.name == SITE_FEED:
        _add(root, "subtitle", plain_short_text(config.description, macros_for(config.math)))
    _add(root, "id", url)
    _link(root, "self", config.origin + feed.urls(config.base_path)[0])
    _link(root, "alternate", url)
    _add(root, "updated", max(item.updated for item in items).isoformat())
    author = ET.SubElement(root, f"{{{_ATOM}}}author")
    _add(author, "name", config.author or config.title)
    for item in items:
        _add_entry(root, item, config)
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _add_entry(feed: ET.Element, item: FeedItem, config: Config) -> None:
    card, origin = item.card, config.origin
    language = {} if card.language == config.language else {"xml:lang": card.language}
    entry = ET.SubElement(feed, f"{{{_ATOM}}}entry", language)
    _add(entry, "title", card.title)
    _add(entry, "id", origin + card.url)
    _link(entry, "alternate", origin + card.url)
    if card.published:
        _add(entry, "published", card.published.moment.isoformat())
    _add(entry, "updated", item.updated.isoformat())
    for name in card.authors:
        _add(ET.SubElement(entry, f"{{{_ATOM}}}author"), "name", name)
    for term in item.terms:
        ET.SubElement(entry, f"{{{_ATOM}}}category", {"term": term})
    if card.summary:
        _add(entry, "summary", card.summary)
    if item.content:
        content = ET.SubElement(
            entry, f"{{{_ATOM}}}content", {"type": "html", "xml:lang": card.language}
        )
        content.text = item.content


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: ET.Element, relation: str, href: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": href})
