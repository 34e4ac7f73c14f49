"""sitemap.xml (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from sitegen.model import Artefact, Kind, Rank
from sitegen.rendering.queries import PackedQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sitegen.model import PageSummary, ParsedPage
    from sitegen.rendering.queries import QueryContext
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["SITEMAP", "SitemapEntry", "SitemapQuery"]

#: The protocol's limit of URLs in one file.
_LIMIT = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


class SitemapEntry(NamedTuple):
    """A page's URL, without the origin, and when it was last changed, empty if unknown."""

    url: str
    changed: str


class SitemapQuery(PackedQuery, frozen=True):
    """The URLs and dates of all pages: one question instead of thousands."""

    kind: ClassVar[str] = "sitemap"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[SitemapEntry, ...]:
        """Return the entries in the order of their URLs."""
        cards = (page.card for page in context.site.pages.values())
        shown = (card for card in cards if card.kind is not Kind.NOT_FOUND)
        return tuple(sorted(SitemapEntry(card.url, _changed(card)) for card in shown))

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Say what an entry has."""
        return "the URLs and dates of all pages"


class _Sitemap:
    """One sitemap, or an index of several when there are more URLs than one may hold."""

    name = "sitemap"

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:  # noqa: ARG002  # as every output
        """Return the path of the sitemap or of its index."""
        return ("sitemap.xml",)

    def render(self, site: RecordedSite) -> Iterator[Artefact]:
        """Yield the sitemaps."""
        entries, origin = site.ask(SitemapQuery()), site.config.origin
        chunks = [entries[start : start + _LIMIT] for start in range(0, len(entries), _LIMIT)]
        if len(chunks) == 1:
            yield _urlset("sitemap.xml", chunks[0], origin)
            return
        names = [f"sitemap-{number}.xml" for number in range(1, len(chunks) + 1)]
        for name, chunk in zip(names, chunks, strict=True):
            yield _urlset(name, chunk, origin)
        places = (escape(site.config.base_url + name) for name in names)
        rows = [f"<sitemap><loc>{place}</loc></sitemap>" for place in places]
        yield _document("sitemap.xml", "sitemapindex", rows)


SITEMAP = _Sitemap()


def _changed(card: PageSummary) -> str:
    """Return when a page was last changed, as a W3C datetime.

    The protocol takes a year, a month, a day or a moment with its zone.
    """
    date = card.updated or card.date
    if date is None:
        return ""
    return date.moment.isoformat() if date.precision == "time" else date.written


def _urlset(name: str, entries: Sequence[SitemapEntry], origin: str) -> Artefact:
    return _document(name, "urlset", [_row(entry, origin) for entry in entries])


def _row(entry: SitemapEntry, origin: str) -> str:
    changed = f"<lastmod>{escape(entry.changed)}</lastmod>" if entry.changed else ""
    return f"<url><loc>{escape(origin + entry.url)}</loc>{changed}</url>"


def _document(name: str, element: str, rows: list[str]) -> Artefact:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} xmlns="{_NAMESPACE}">\n'
    text = head + "".join(f"{row}\n" for row in rows) + f"</{element}>\n"
    return Artefact(path=PurePosixPath(name), data=text.encode(), rank=Rank.INDEX, source=name)
