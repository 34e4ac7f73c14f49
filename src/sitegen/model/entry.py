"""Entries of collections: people, publications, projects, events and what else a site has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sitegen.model.image import FeaturedImage
from sitegen.model.parsed_page import PageDate
from sitegen.model.stored import Stored
from sitegen.model.work import Name, Work

__all__ = [
    "Author",
    "CitationCount",
    "CollectionIndex",
    "Entry",
    "EntryLink",
    "EntryRelations",
    "GroupIndex",
]


class EntryLink(Stored, frozen=True):
    """Where an entry can be followed elsewhere, or a file of it. `kind` chooses the icon."""

    kind: str
    url: str
    title: str = ""


class Author(Stored, frozen=True):
    """An author of an entry; `person` is the key of the entry in `people`, empty for others."""

    name: Name
    person: str = ""
    equal: bool = False
    corresponding: bool = False


class CitationCount(Stored, frozen=True):
    """How often a work is cited, who says so, and when it was asked."""

    count: int
    source: str
    date: date


class Entry(Stored, frozen=True):
    """What other pages may know of an entry of a collection.

    `key` is that of its page, or `COLLECTION:ID` if it has none; then `url` is empty. `id` is what
    other entries call it by: the name of its file, its key in a bibliography, its `id` in a data
    file. `values` are its fields: text, numbers, booleans and lists of these. `dates`, `images` and
    `links` are fields of these types; `refs` has the keys of the entries that a field names, and
    `persons` whom it names, whether they have entries or not. `work` is without its place.
    `versions` are the keys of the other entries that are the same work; `version_of` is the one of
    them that lists show, empty for that itself. `citations` is how often it is cited. `period` is
    `upcoming`, `current` or `past`, empty without dates. What else belongs to it is in
    `EntryRelations`.
    """

    key: str
    id: str
    collection: str
    title: str
    url: str = ""
    language: str = ""
    weight: int | None = None
    values: Mapping[str, Any] = {}
    dates: Mapping[str, PageDate] = {}
    images: Mapping[str, FeaturedImage] = {}
    links: tuple[EntryLink, ...] = ()
    refs: Mapping[str, tuple[str, ...]] = {}
    persons: Mapping[str, tuple[Author, ...]] = {}
    name: Name | None = None
    authors: tuple[Author, ...] = ()
    work: Work | None = None
    versions: tuple[str, ...] = ()
    version_of: str = ""
    citations: CitationCount | None = None
    period: str = ""


class EntryRelations(Stored, frozen=True):
    """What belongs to an entry: most of what shows the entry does not show that.

    `related` maps collections to the entries that it names, or that name it, in the order of those
    collections. `similar` are publications on the same topics.
    """

    related: Mapping[str, tuple[str, ...]] = {}
    similar: tuple[str, ...] = ()


class GroupIndex(Stored, frozen=True):
    """A group of people: a name of the theme's words `people.NAME`, or a title of the site's."""

    name: str
    title: str
    entries: tuple[str, ...]


class CollectionIndex(Stored, frozen=True):
    """A collection of the site: its list page, empty if it has none, and its entries in order.

    `groups` are those of people, by their roles.
    """

    name: str
    title: str
    key: str = ""
    url: str = ""
    entries: tuple[str, ...] = ()
    groups: tuple[GroupIndex, ...] = ()
