"""Define what templates see. `docs/templates.md` describes each name."""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from sitegen.config import text_direction
from sitegen.graph.feeds import JSON_NAME
from sitegen.model import Kind
from sitegen.rendering.page_index import CardList, CardView, PageIndex, TaxonomyView
from sitegen.rendering.page_metadata import PageMetadata
from sitegen.rendering.page_toc import complete_toc
from sitegen.rendering.queries import CollectionNamesQuery, PagesQuery, SectionsQuery
from sitegen.rendering.slot_html import needs_figures, render_fragment
from sitegen.rendering.view_types import (
    ChapterView,
    CrumbView,
    HeadingView,
    MenuEntryView,
    PaginatorEntryView,
    TermView,
    count_headings,
    show_headings,
    show_window,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.model import Heading, ImageSet, Page, PageBody, ShareImage
    from sitegen.rendering.entry_views import CollectionView
    from sitegen.rendering.slot_html import CallShortcode, ListEntries

__all__ = ["PageView", "SiteView"]


#: Where the keyboard stops, though it is no link: there, and at formulas that turn out to scroll.
_STOPS = (' tabindex="0"', '<math class="math-wide"')


class PaginatorView(NamedTuple):
    """One page of a list."""

    pages: CardList
    number: int
    total: int
    previous_url: str | None
    next_url: str | None
    urls: tuple[str, ...]
    window: list[PaginatorEntryView]


class PageView(CardView):
    """The page that is being rendered; `number` is that of the list page, starting at 1."""

    def __init__(
        self,
        page: Page,
        body: PageBody,
        page_index: PageIndex,
        number: int,
        list_entries: ListEntries,
        call_shortcode: CallShortcode,
    ) -> None:
        super().__init__(page.card, page_index)
        self._list_entries = list_entries
        self._call_shortcode = call_shortcode
        self._page = page
        self._body = body
        self._number = number
        self._layout = page_index.layout
        self._column = self._layout.column(page.card.kind)
        self.source: str = page.source
        self.share: ShareImage | None = page.share
        self.featured_image_hidden: bool = page.featured_image_hidden
        self.paginated: bool = len(page.list_urls) > 1
        self.indexable: bool = number == 1 and page.card.kind is not Kind.NOT_FOUND

    @cached_property
    def content(self) -> Markup:
        """The body's HTML, on the first list page only."""
        if self._number > 1:
            return Markup("")
        # The first image of a page is visible at once, unless a featured image comes before it.
        eager = self._page.card.featured_image is None or self.featured_image_hidden
        html = render_fragment(
            self._body.parts,
            self._page.resolved,
            self._layout,
            self._column,
            eager=eager,
            list_entries=self._list_entries,
            call_shortcode=self._call_shortcode,
            page_title=self._page_index.page_title,
        )
        return Markup(html)  # noqa: S704  # sanitised when it was parsed

    @cached_property
    def has_figures(self) -> bool:
        """Whether the body has galleries, comparisons or pictures that open."""
        return self._number == 1 and needs_figures(self._page.resolved, self._column)

    @cached_property
    def listed_collections(self) -> list[str]:
        """The collections of which the body lists entries."""
        if self._number > 1:
            return []
        slots = self._page.resolved
        listing = (*slots.with_own("listed_collections"), *slots.with_own("lists_entries"))
        return sorted({name for each in listing for name in each.listed_collections})

    @cached_property
    def has_scroll_regions(self) -> bool:
        """Whether the body has tables or code that may be wider than a small screen."""
        return self._number == 1 and any(stop in part for part in self._parts for stop in _STOPS)

    @property
    def _parts(self) -> Iterator[str]:
        """The literal HTML of the body, and of what it includes."""
        yield from self._body.parts
        for each in self._page.resolved.with_own("literal_parts"):
            yield from each.literal_parts

    @cached_property
    def sidebar(self) -> ChapterView | None:
        """The book that the page is in."""
        return self._page_index.book(self._page.book) if self._page.book else None

    @property
    def has_written_styles(self) -> bool:
        """Whether the body has classes for styles that its author wrote."""
        return self._number == 1 and self._body.has_written_styles

    @property
    def heading(self) -> Markup:
        """HTML for the page's H1."""
        if self._body.heading is None:
            return Markup.escape(self.title)
        html = render_fragment(
            self._body.heading,
            self._page.resolved_heading,
            self._layout,
            self._column,
            call_shortcode=self._call_shortcode,
            page_title=self._page_index.page_title,
        )
        return Markup(html)  # noqa: S704  # sanitised when it was parsed

    @cached_property
    def _toc(self) -> tuple[Heading, ...]:
        return complete_toc(self._body.toc, self._page.resolved)

    @cached_property
    def toc(self) -> tuple[HeadingView, ...]:
        """The headings as a tree."""
        return show_headings(self._toc)

    @cached_property
    def toc_size(self) -> int:
        """How many headings the table of contents lists."""
        return count_headings(self._toc)

    @cached_property
    def metadata(self) -> PageMetadata:
        """What the head of the page says to programs."""
        return PageMetadata(self._page, self._page_index, self._number)

    @property
    def canonical_url(self) -> str:
        """This page's absolute URL."""
        return self._page_index.site.config.origin + self._page.list_urls[self._number - 1]

    @cached_property
    def breadcrumbs(self) -> list[CrumbView]:
        """The pages above this one, from the home page down."""
        cards = self._page_index.pick(self._page.breadcrumbs)
        return [CrumbView(card.title, card.url) for card in cards]

    @cached_property
    def previous(self) -> CardView | None:
        """The page before this one in its section's list."""
        return self._page_index.card(self._page.previous) if self._page.previous else None

    @cached_property
    def next(self) -> CardView | None:
        """The page after this one in its section's list."""
        return self._page_index.card(self._page.next) if self._page.next else None

    @property
    def sections(self) -> CardList:
        """The sections directly below."""
        return self._page_index.pick(self._page.sections)

    @property
    def taxonomy(self) -> TaxonomyView | None:
        """The taxonomy that this page lists, or whose term it is."""
        if self._page.card.kind not in {Kind.TAXONOMY, Kind.TERM}:
            return None
        index = self._page.card.section or self._page.key
        return self._page_index.taxonomies()[PurePosixPath(index).parent.name]

    @cached_property
    def collection(self) -> CollectionView | None:
        """The collection that the page lists."""
        return self._page_index.collection_of(self._page.key)

    @cached_property
    def paginator(self) -> PaginatorView:
        """This list page's cards, and links to the other list pages."""
        size = self._page_index.site.config.pagination.size
        urls = self._page.list_urls
        first = (self._number - 1) * size
        shown = self._page.pages[first : first + size] if len(urls) > 1 else self._page.pages
        return PaginatorView(
            pages=self._page_index.pick(shown),
            number=self._number,
            total=len(urls),
            previous_url=urls[self._number - 2] if self._number > 1 else None,
            next_url=urls[self._number] if self._number < len(urls) else None,
            urls=urls,
            window=show_window(self._number, urls),
        )


class SiteView:
    """The site as seen from one page."""

    def __init__(self, page_index: PageIndex, page: Page | None, feed_url: str) -> None:
        config = page_index.site.config
        self._page_index = page_index
        self._page = page
        self.title: str = config.title
        self.description: str = config.description
        self.language: str = config.language
        self.direction: str = text_direction(config.language)
        self.author: str = config.author
        self.copyright: str = config.copyright
        self.url: str = config.base_path
        self.base_url: str = config.base_url
        self.params: Mapping[str, Any] = page_index.params
        self.prose: str = config.theme.prose
        self.logo: ImageSet | None = page_index.site.logo
        # A missing stylesheet is an error that keeps every page from being rendered.
        urls = [page_index.asset(name) for name in config.theme.stylesheets]
        self.stylesheets: list[str] = [url for url in urls if url]
        self.feed_url: str | None = feed_url or None
        self.json_feed_url: str | None = config.base_path + JSON_NAME if feed_url else None

    @cached_property
    def menus(self) -> dict[str, list[MenuEntryView]]:
        """All menus by name."""
        return self._page_index.menus(self._page)

    @property
    def sections(self) -> CardList:
        """The top-level sections."""
        return self._page_index.pick(self._page_index.ask(SectionsQuery()))

    @property
    def pages(self) -> CardList:
        """All pages that are not sections, newest first."""
        return self._page_index.pick(self._page_index.ask(PagesQuery()))

    @property
    def collection_names(self) -> tuple[str, ...]:
        """The names of the collections that have entries; asks for none of these."""
        return self._page_index.ask(CollectionNamesQuery())

    @property
    def collections(self) -> list[CollectionView]:
        """The collections that have entries."""
        return self._page_index.collections()

    @property
    def tags(self) -> list[TermView]:
        """All tags, by name."""
        return self._page_index.terms_of("tags")

    @property
    def taxonomies(self) -> dict[str, TaxonomyView]:
        """The taxonomies by their names, `tags` among them."""
        return self._page_index.taxonomies()
