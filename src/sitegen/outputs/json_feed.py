"""Write a feed as JSON Feed (jsonfeed.org, version 1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.math_options import macros_for
from sitegen.content.short_texts import plain_short_text
from sitegen.graph.feeds import SITE_FEED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.config import Config
    from sitegen.graph.feeds import Feed
    from sitegen.outputs.feed_items import FeedItem

__all__ = ["render_json_feed"]


def render_json_feed(feed: Feed, items: Sequence[FeedItem], config: Config) -> bytes:
    """Return the feed of these pages, newest first; ids are the pages' permanent URLs."""
    url = config.origin + feed.url
    data: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": url,
        "feed_url": config.origin + feed.urls(config.base_path)[1],
    }
    if config.description and feed.name == SITE_FEED:
        data["description"] = plain_short_text(config.description, macros_for(config.math))
    data["language"] = config.language
    data["authors"] = [{"name": config.author or config.title}]
    data["items"] = [_item(item, config) for item in items]
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def _item(item: FeedItem, config: Config) -> dict[str, Any]:
    card = item.card
    url = config.origin + card.url
    # Every item has to have one of the two kinds of content.
    content = ("content_html", item.content) if item.content else ("content_text", card.summary)
    found: dict[str, Any] = {
        "id": url,
        "url": url,
        "title": card.title,
        content[0]: content[1],
        "summary": card.summary,
        "date_published": card.published.moment.isoformat() if card.published else "",
        "date_modified": item.updated.isoformat(),
        "authors": [{"name": name} for name in card.authors],
        "tags": list(item.terms),
        "language": "" if card.language == config.language else card.language,
    }
    return {name: value for name, value in found.items() if value or name.startswith("content_")}
