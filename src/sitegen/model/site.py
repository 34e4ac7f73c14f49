"""The assembled site: pages with their URLs, lists, neighbours and resolved links."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from sitegen.config import Config
from sitegen.model.entry import CollectionIndex, Entry, EntryRelations
from sitegen.model.image import (
    FeaturedImage,
    ImageJob,
    ImageSet,
    ShareImage,
    SocialCard,
)
from sitegen.model.parsed_page import PageDate
from sitegen.model.references.reference import ResolvedSlots
from sitegen.model.stored import Stored
from sitegen.model.theme_measures import ThemeMeasures

__all__ = [
    "Chapter",
    "Kind",
    "MenuEntry",
    "Page",
    "PageSummary",
    "Redirect",
    "Site",
    "Term",
    "TermIndex",
]


class Kind(StrEnum):
    """What sort of page it is; also the name of its default template."""

    HOME = "home"
    SECTION = "section"
    PAGE = "page"
    TAXONOMY = "taxonomy"
    TERM = "term"
    NOT_FOUND = "404"


class Term(Stored, frozen=True):
    """A term of a taxonomy, such as a tag, and the keys of its pages; `key` is that of its own."""

    key: str
    name: str
    slug: str
    url: str
    pages: tuple[str, ...]


class TermIndex(Stored, frozen=True):
    """The terms of a taxonomy by their keys, in order.

    `title` and `url` are those of the page that lists them, empty if there is none.
    """

    title: str
    url: str
    terms: Mapping[str, Term]


class PageSummary(Stored, frozen=True):
    """What other pages may know of a page. `url` has the base URL's path in front.

    `published` is the later one of `date` and the front matter's `publish_date`. `terms` are the
    page's own spellings by the names of taxonomies, such as `tags`.
    """

    key: str
    kind: Kind
    title: str
    url: str
    date: PageDate | None = None
    updated: PageDate | None = None
    published: PageDate | None = None
    subtitle: str = ""
    description: str = ""
    abstract: str = ""
    summary: str = ""
    terms: Mapping[str, tuple[str, ...]] = {}
    authors: tuple[str, ...] = ()
    featured_image: FeaturedImage | None = None
    language: str = ""
    weight: int | None = None
    word_count: int = 0
    reading_time: int = 0
    section: str = ""
    draft: bool = False
    extra: Mapping[str, Any] = {}


class Page(Stored, frozen=True):
    """One page of the site. Other pages are named by key, never by object.

    `source` is the file that it comes from (empty for generated pages), `templates` the names to
    try in order, `list_urls` the URLs of its list pages, the first being its own.
    `book` is the section whose book the page is in, empty if it is in none.
    `resolved_heading` and `resolved` go into the slots of its body, `share` is what social
    networks show of it.
    """

    card: PageSummary
    source: str
    templates: tuple[str, ...]
    output: PurePosixPath
    body_digest: str = ""
    resolved_heading: ResolvedSlots = ResolvedSlots()
    resolved: ResolvedSlots = ResolvedSlots()
    breadcrumbs: tuple[str, ...] = ()
    previous: str = ""
    next: str = ""
    pages: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    list_urls: tuple[str, ...] = ()
    book: str = ""
    featured_image_hidden: bool = False
    share: ShareImage | None = None

    @property
    def key(self) -> str:
        """The key by which other pages name this one."""
        return self.card.key


class Chapter(Stored, frozen=True):
    """A page of a book and those below it, in the order in which they are read."""

    key: str
    children: tuple[Chapter, ...] = ()


class MenuEntry(Stored, frozen=True):
    """An entry of a menu; `key` names the page unless it leads out of the site."""

    name: str
    url: str
    key: str = ""


class Redirect(Stored, frozen=True):
    """An old URL that redirects to a page."""

    output: PurePosixPath
    target: str
    source: str


class Site(Stored, frozen=True):
    """Everything that rendering needs to know, except the bodies of the pages.

    `books` maps the sections that are books to what is in them; `entries` are those of all
    collections by key, `relations` what belongs to them, if anything does.
    """

    config: Config
    measures: ThemeMeasures
    pages: Mapping[str, Page]
    sections: tuple[str, ...]
    regular_pages: tuple[str, ...]
    taxonomies: Mapping[str, TermIndex]
    menus: Mapping[str, tuple[MenuEntry, ...]]
    redirects: tuple[Redirect, ...]
    image_jobs: tuple[ImageJob, ...]
    files: Mapping[str, str]
    urls: Mapping[str, str]
    logo: ImageSet | None = None
    books: Mapping[str, tuple[Chapter, ...]] = {}
    social_cards: tuple[SocialCard, ...] = ()
    collections: Mapping[str, CollectionIndex] = {}
    entries: Mapping[str, Entry] = {}
    relations: Mapping[str, EntryRelations] = {}

    def related(self, key: str, collection: str) -> tuple[str, ...]:
        """Return the entries of a collection that belong to the entry with this key."""
        found = self.relations.get(key)
        return found.related.get(collection, ()) if found else ()
