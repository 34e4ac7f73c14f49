"""Give a page its place: what it lists, its neighbours, its templates."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.config.built_in_collections import DATED
from sitegen.graph.books import Books
from sitegen.graph.layouts import own_template
from sitegen.graph.outline import HOME
from sitegen.graph.page_summaries import read_text_fields
from sitegen.graph.sections import list_order, sort_keys
from sitegen.graph.urls import output_file
from sitegen.model import CONTENT, Kind, Page, PageSummary, ParsedPage, ResolvedSlots, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.config import Taxonomy
    from sitegen.graph.collections.collected import Collected
    from sitegen.graph.outline import Outline
    from sitegen.graph.resolving import Resolver
    from sitegen.model import Chapter, ShareImage

__all__ = ["PageMaker"]


class PageMaker:
    """Makes pages from the outline, the summaries and the terms. Each list is ordered once."""

    def __init__(
        self,
        outline: Outline,
        cards: Mapping[str, PageSummary],
        terms: Mapping[str, Term],
        resolver: Resolver,
        shares: Mapping[str, ShareImage],
        collected: Collected,
    ) -> None:
        self._outline = outline
        self._cards = cards
        self._terms = terms
        self._resolver = resolver
        self._shares = shares
        tree = outline.tree
        self._collected = collected
        self._collections = {each.key: each for each in collected.collections.values() if each.key}
        self._pages = {key: self._ordered(key, keys) for key, keys in tree.pages.items()}
        self._sections = {key: self._ordered(key, keys) for key, keys in tree.sections.items()}
        rows = self._pages.values()
        self._next = {key: after for row in rows for key, after in pairwise(row)}
        self._books = Books(outline, cards)
        self._templates: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._previous = {after: key for key, after in self._next.items()}

    @property
    def top_sections(self) -> tuple[str, ...]:
        """The sections directly below the home page."""
        return self._sections.get(HOME, ())

    @property
    def rows(self) -> Mapping[str, tuple[str, ...]]:
        """The pages directly in each section, in order, by the key of the section."""
        return self._pages

    @property
    def books(self) -> Mapping[str, tuple[Chapter, ...]]:
        """What is in each book, by the key of its section."""
        return self._books.chapters

    def make(self, key: str) -> Page:
        """Return a page."""
        card = self._cards[key]
        parsed = self._outline.sources.get(key)
        listed = self._listed(card)
        crumbs = self._breadcrumbs(card)
        book = self._books.find(key)
        previous, after = self._neighbours(key, book)
        if card.kind is Kind.TERM:
            path = self._outline.term_path(self._taxonomy(card).name, self._terms[key].slug)
        else:
            path = self._outline.paths[key]
        resolve = self._resolver.resolve
        resolved = resolve(parsed, parsed.body) if parsed else ResolvedSlots()
        if parsed and "@" in parsed.summary:
            math, cards = self._outline.config.math, self._cards
            fields = read_text_fields(parsed, math, resolved, lambda other: cards[other].title)
            card = msgspec.structs.replace(card, **fields)
        return Page(
            card=card,
            source=str(parsed.path) if parsed and not parsed.made else "",
            templates=self._template_names(card, parsed, crumbs),
            output=output_file(path),
            body_digest=parsed.body_digest if parsed else "",
            resolved_heading=resolve(parsed, parsed.heading) if parsed else ResolvedSlots(),
            resolved=resolved,
            breadcrumbs=crumbs,
            previous=previous,
            next=after,
            pages=listed,
            sections=self._sections.get(key, ()),
            list_urls=self._list_urls(card, listed),
            book=book,
            featured_image_hidden=bool(parsed and parsed.front.featured_image_hidden),
            share=self._shares.get(key),
        )

    def _neighbours(self, key: str, book: str) -> tuple[str, str]:
        if book:
            return self._books.neighbours(key)
        if self._outline.tree.above.get(key, HOME) == HOME:
            return "", ""
        return self._previous.get(key, ""), self._next.get(key, "")

    def _template_names(
        self, card: PageSummary, parsed: ParsedPage | None, crumbs: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Return the templates to try: the page's own, or those of its sections and kind."""
        chosen = own_template(parsed.front, self._outline.inputs.templates) if parsed else ""
        if chosen:
            return (chosen,)
        entry = self._collected.entries.get(card.key)
        own_template_name = entry and self._outline.collections[entry.collection].template
        if own_template_name:
            return (f"{own_template_name}.html",)
        if card.kind in {Kind.TAXONOMY, Kind.TERM}:
            return _term_templates(card.kind, self._taxonomy(card))
        own = (card.key,) if card.kind is Kind.SECTION else ()
        collection = self._collections[card.key].name if card.key in self._collections else ""
        collection = entry.collection if entry else collection
        place = (card.kind, collection, *crumbs, *own)
        if place not in self._templates:
            names = _templates(card.kind, (*crumbs, *own))
            self._templates[place] = _put_collection(names, card.kind, collection)
        return self._templates[place]

    def _ordered(self, section: str, keys: list[str]) -> tuple[str, ...]:
        cards = self._cards
        collection = self._collections.get(section)
        if collection:
            return _order_like(keys, collection.entries)
        return sort_keys((cards[key] for key in keys), list_order, cards[section].language)

    def _taxonomy(self, card: PageSummary) -> Taxonomy:
        """Return the taxonomy that a page lists or belongs to."""
        return self._outline.taxonomies[card.section if card.kind is Kind.TERM else card.key]

    def _listed(self, card: PageSummary) -> tuple[str, ...]:
        if card.kind is Kind.TERM:
            return self._terms[card.key].pages
        return self._pages.get(card.key, ())

    def _is_paginated(self, key: str) -> bool:
        collection = self._outline.collections[self._collections[key].name]
        # A page of a list shows pages only, so that rows of a data file would be on none.
        return collection.paginate and collection.folder not in self._outline.row_folders

    def _breadcrumbs(self, card: PageSummary) -> tuple[str, ...]:
        if card.kind is Kind.TERM:
            return (HOME, card.section)
        if card.kind is Kind.TAXONOMY:
            return (HOME,)
        return self._outline.tree.path_to(card.key)

    def _list_urls(self, card: PageSummary, listed: tuple[str, ...]) -> tuple[str, ...]:
        if card.kind not in {Kind.SECTION, Kind.TERM}:
            return (card.url,)
        if card.key in self._collections and not self._is_paginated(card.key):
            return (card.url,)
        total = max(1, -(-len(listed) // self._outline.config.pagination.size))
        folder = card.url if card.url.endswith("/") else f"{card.url.rpartition('.')[0]}/"
        return (card.url, *(f"{folder}page/{number}/" for number in range(2, total + 1)))


def _order_like(keys: Iterable[str], order: Iterable[str]) -> tuple[str, ...]:
    """Return these keys in an order; what is not in it comes last."""
    wanted = dict.fromkeys(keys)
    found = [key for key in order if key in wanted]
    return tuple(dict.fromkeys((*found, *wanted)))


@lru_cache(maxsize=1_000)
def _templates(kind: Kind, sections: tuple[str, ...]) -> tuple[str, ...]:
    names = [f"{kind}.html"]
    if kind in {Kind.PAGE, Kind.SECTION}:
        for section in sections:
            folder = PurePosixPath(section).parent
            if folder != CONTENT:
                names.insert(0, f"{folder.relative_to(CONTENT)}/{kind}.html")
    return tuple(names)


def _put_collection(names: tuple[str, ...], kind: Kind, collection: str) -> tuple[str, ...]:
    """Add the templates of a collection before the last name: `people/page.html`, `entry.html`."""
    if not collection or collection in DATED:
        return names
    of_all = "entry.html" if kind is Kind.PAGE else "collection.html"
    return tuple(dict.fromkeys((*names[:-1], f"{collection}/{kind}.html", of_all, names[-1])))


def _term_templates(kind: Kind, taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return the templates to try: `tags/term.html`, `tag.html`, `term.html`."""
    word = taxonomy.name if kind is Kind.TAXONOMY else taxonomy.singular
    own = (f"{word}.html",) if word else ()
    return (f"{taxonomy.name}/{kind}.html", *own, f"{kind}.html")
