"""sitemap.xml (sitemaps.org, protocol 0.9) and robots.txt."""

from __future__ import annotations

from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.model import Artefact, Kind, Rank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.model import PageSummary, Site

__all__ = ["render_robots", "render_sitemaps"]

#: The protocol's limit of URLs in one file.
_LIMIT = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def render_sitemaps(site: Site) -> Iterator[Artefact]:
    """Render one sitemap, or an index of several when there are more URLs than one may hold."""
    cards = [page.card for page in site.pages.values() if page.card.kind is not Kind.NOT_FOUND]
    cards.sort(key=lambda card: card.url)
    chunks = [cards[start : start + _LIMIT] for start in range(0, len(cards), _LIMIT)]
    if len(chunks) == 1:
        yield _urlset("sitemap.xml", chunks[0], site.config.origin)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(chunks) + 1)]
    for name, chunk in zip(names, chunks, strict=True):
        yield _urlset(name, chunk, site.config.origin)
    rows = [
        f"<sitemap><loc>{escape(site.config.base_url + name)}</loc></sitemap>" for name in names
    ]
    yield _document("sitemap.xml", "sitemapindex", rows)


def render_robots(site: Site) -> Artefact:
    """Render a robots.txt that lets everybody in and names the sitemap."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {site.config.base_url}sitemap.xml\n"
    path = PurePosixPath("robots.txt")
    return Artefact(path=path, data=text.encode(), rank=Rank.INDEX, source="robots.txt")


def _urlset(name: str, cards: list[PageSummary], origin: str) -> Artefact:
    return _document(name, "urlset", [_row(card, origin) for card in cards])


def _row(card: PageSummary, origin: str) -> str:
    date = card.updated or card.date
    # The protocol takes a year, a month, a day or a moment with its zone: W3C datetime.
    changed = ""
    if date:
        written = date.moment.isoformat() if date.precision == "time" else date.written
        changed = f"<lastmod>{escape(written)}</lastmod>"
    return f"<url><loc>{escape(origin + card.url)}</loc>{changed}</url>"


def _document(name: str, element: str, rows: list[str]) -> Artefact:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} xmlns="{_NAMESPACE}">\n'
    text = head + "".join(f"{row}\n" for row in rows) + f"</{element}>\n"
    return Artefact(path=PurePosixPath(name), data=text.encode(), rank=Rank.INDEX, source=name)
