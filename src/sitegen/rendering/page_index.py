"""Answer and record the queries of templates, and share views between pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, overload

from sitegen.config import list_switched_off, text_direction
from sitegen.model.words import fold_term, spellings
from sitegen.rendering.entry_views import CollectionView, EntryList, EntryView
from sitegen.rendering.layout import Layout
from sitegen.rendering.queries import (
    AssetQuery,
    BookQuery,
    CardQuery,
    CitationStyleQuery,
    CollectionNamesQuery,
    EntryQuery,
    ListQuery,
    MenusQuery,
    TaxonomiesQuery,
    TermQuery,
    TermsQuery,
    TitleQuery,
    record_query,
)
from sitegen.rendering.view_types import (
    ChapterView,
    CrumbView,
    MenuEntryView,
    TermView,
    show_featured,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sitegen.config import FieldType
    from sitegen.model import Page, PageDate, PageSummary, Work
    from sitegen.rendering.queries import Query, QueryContext
    from sitegen.research.reference_text import FormattedReference

__all__ = ["CardList", "CardView", "PageIndex", "TaxonomyView"]

_Answer = TypeVar("_Answer")


class PageIndex:
    """Answers questions, records them, and keeps views that are the same on every page.

    `reads` are the recorded questions of the page that is being rendered, see `rendering.queries`.
    """

    def __init__(self, context: QueryContext, params: Mapping[str, Any]) -> None:
        self.context = context
        self.site = context.site
        self.params = params
        self.reads: set[str] = set()
        self.layout = Layout(self.site.measures, self.site.config.theme.prose)
        #: What was asked, recorded, and the answer: most pages ask for what others have asked for.
        self._assets: dict[str, tuple[tuple[str, ...], str | None]] = {}
        self._cards: dict[str, tuple[str, CardView]] = {}
        self._titles: dict[str, tuple[str, str]] = {}
        self._shown_terms: dict[str, tuple[str, TermView | None]] = {}
        self._entries: dict[str, EntryView] = {}
        self._books: dict[str, ChapterView | None] = {}
        self._folded: dict[str, str] = {}
        self._taxonomies: dict[str, TaxonomyView] = {}
        self._targets = frozenset(each.key for menu in self.site.menus.values() for each in menu)
        config = self.site.config
        # The theme asks for built-in ones, whether a site has them or not.
        self._collections = {**config.all_collections, **list_switched_off(config.collections)}
        self._menus: dict[tuple[str, frozenset[str]], dict[str, list[MenuEntryView]]] = {}

    def ask(self, query: Query[_Answer]) -> _Answer:
        """Record a question, and return its answer."""
        self.reads.add(record_query(query))
        return query.answer(self.context)

    def format_reference(self, work: Work, link: Callable[[int], str]) -> FormattedReference:
        """Return the reference of a work; `link` is as for `ReferenceTexts.format`."""
        self.note(CitationStyleQuery())
        return self.context.references.format(work, link)

    def asset(self, name: str) -> str | None:
        """Return the URL of a file in `assets/`, in whichever spelling the disk has its letters."""
        known = self._assets.get(str(name))
        if known is None:
            asked: list[str] = []
            url = None
            for query in map(AssetQuery, spellings(name)):
                asked.append(record_query(query))
                url = query.answer(self.context)
                if url is not None:
                    break
            known = self._assets[str(name)] = tuple(asked), url
        self.reads.update(known[0])
        return known[1]

    def note(self, query: Query[Any]) -> None:
        """Record a question whose answer shapes the page, but which nobody needs now."""
        self.reads.add(record_query(query))

    def pick(self, keys: tuple[str, ...]) -> CardList:
        """Return the cards of these pages."""
        return CardList(self, keys)

    def card(self, key: str) -> CardView:
        """Return a page's card. Raises KeyError when there is no such page."""
        card = self.find_card(key)
        if card is None:
            raise KeyError(key)
        return card

    def find_card(self, key: str) -> CardView | None:
        """Return a page's card, or None when there is no such page."""
        known = self._cards.get(key)
        if known is None:
            query = CardQuery(key)
            summary = self.ask(query)
            if summary is None:
                return None
            known = self._cards[key] = record_query(query), CardView(summary, self)
        self.reads.add(known[0])
        return known[1]

    def page_title(self, key: str) -> str:
        """Return a page's title as plain text."""
        known = self._titles.get(key)
        if known is None:
            query = TitleQuery(key)
            known = self._titles[key] = record_query(query), self.ask(query) or ""
        self.reads.add(known[0])
        return known[1]

    def entry(self, key: str) -> EntryView:
        """Return an entry of a collection. Raises KeyError when there is no such entry."""
        found = self.find_entry(key)
        if found is None:
            raise KeyError(key)
        return found

    def find_entry(self, key: str) -> EntryView | None:
        """Return an entry of a collection, or None when there is no such entry."""
        entry = self.ask(EntryQuery(key))
        known = self._entries.get(key)
        if known is None and entry is not None:
            known = self._entries[key] = EntryView(entry, self)
        return known

    def entries(self, keys: tuple[str, ...]) -> EntryList:
        """Return these entries."""
        return EntryList(self, keys)

    def collection(self, name: str) -> CollectionView | None:
        """Return a collection, which may be empty; None if the site has none of that name."""
        if name not in self._collections:
            return None
        return CollectionView(self, name)

    def collection_of(self, key: str) -> CollectionView | None:
        """Return the collection whose folder this page is the index of."""
        folder = key.removesuffix("/index.md")
        found = (each.name for each in self._collections.values() if each.folder == folder)
        name = next(found, "") if folder != key else ""
        return self.collection(name) if name else None

    def collections(self) -> list[CollectionView]:
        """Return the collections that have entries."""
        found = map(self.collection, self.ask(CollectionNamesQuery()))
        return [each for each in found if each]

    @property
    def collection_names(self) -> tuple[str, ...]:
        """The names of all collections, those without entries among them."""
        return tuple(self._collections)

    def fields_of(self, collection: str) -> Mapping[str, FieldType]:
        """Return the fields of a collection with their types."""
        return self._collections[collection].fields

    def group_of(self, collection: str) -> str:
        """Return the field by which the list of a collection is grouped, or nothing."""
        return self._collections[collection].group_by

    def taxonomies(self) -> dict[str, TaxonomyView]:
        """Return the taxonomies of the site by their names."""
        for name, (title, url) in self.ask(TaxonomiesQuery()).items():
            if name not in self._taxonomies:
                self._taxonomies[name] = TaxonomyView(name, title, url, self)
        return self._taxonomies

    def terms_of(self, taxonomy: str) -> list[TermView]:
        """Return all terms of a taxonomy, sorted by name."""
        keys = self.ask(TermsQuery(taxonomy))
        return self._terms(keys or ())

    def terms_named(self, taxonomy: str, names: Iterable[str]) -> list[TermView]:
        """Return terms by the names that a page gives them; two spellings of one count once."""
        keys: dict[str, None] = {}
        for name in names:
            if name not in self._folded:
                self._folded[name] = fold_term(name)
            keys[f"{taxonomy}:{self._folded[name]}"] = None
        return self._terms(keys)

    def _terms(self, keys: Iterable[str]) -> list[TermView]:
        terms = []
        for key in keys:
            known = self._shown_terms.get(key)
            if known is None:
                query = TermQuery(key)
                known = self._shown_terms[key] = record_query(query), self.ask(query)
            self.reads.add(known[0])
            if known[1]:
                terms.append(known[1])
        return terms

    def book(self, key: str) -> ChapterView | None:
        """Return the book of a section, which all its pages share."""
        query = BookQuery(key)
        if key not in self._books:
            self._books[key] = query.answer(self.context)
        self.note(query)
        return self._books[key]

    def menus(self, page: Page | None) -> dict[str, list[MenuEntryView]]:
        """Return all menus as seen from a page: the same for all pages at which none points."""
        menus = self.ask(MenusQuery())
        here = page.key if page else ""
        above = page.breadcrumbs if page else ()
        marks = (here if here in self._targets else "", self._targets.intersection(above))
        known = self._menus.get(marks)
        if known is None:
            base = self.site.config.base_path
            known = self._menus[marks] = {
                name: [
                    MenuEntryView(
                        name=entry.name,
                        url=entry.url,
                        external=not entry.url.startswith(base),
                        current=bool(here) and entry.key == here,
                        active=bool(entry.key) and (entry.key == here or entry.key in above),
                    )
                    for entry in entries
                ]
                for name, entries in menus.items()
            }
        return known


class CardList(Sequence["CardView"]):
    """Cards, each of them asked for when it is looked at: a list of ten does not need thousands."""

    def __init__(self, page_index: PageIndex, keys: tuple[str, ...]) -> None:
        self._page_index = page_index
        self._keys = keys

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, index: int) -> CardView: ...
    @overload
    def __getitem__(self, index: slice) -> CardList: ...
    def __getitem__(self, index: int | slice) -> CardView | CardList:
        if isinstance(index, slice):
            return CardList(self._page_index, self._keys[index])
        return self._page_index.card(self._keys[index])

    def __iter__(self) -> Iterator[CardView]:
        return map(self._page_index.card, self._keys)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CardList) and self._keys == other._keys

    def __hash__(self) -> int:
        return hash(self._keys)

    def __add__(self, other: Sequence[CardView]) -> list[CardView]:
        return [*self, *other]


class CardView:
    """A page as others see it."""

    def __init__(self, card: PageSummary, page_index: PageIndex) -> None:
        self._card = card
        self._page_index = page_index
        self.kind: str = str(card.kind)
        self.title: str = card.title
        self.url: str = card.url
        self.date: PageDate | None = card.date
        self.updated: PageDate | None = card.updated
        self.subtitle: str = card.subtitle
        self.description: str = card.description
        self.abstract: str = card.abstract
        self.summary: str = card.summary
        self.authors: tuple[str, ...] = card.authors
        self.featured_image = show_featured(card.featured_image)
        self.language: str = card.language
        self.direction: str = text_direction(card.language)
        self.weight: int | None = card.weight
        self.word_count: int = card.word_count
        self.reading_time: int = card.reading_time
        self.draft: bool = card.draft
        self.extra: Mapping[str, Any] = card.extra

    @property
    def tags(self) -> list[TermView]:
        """The page's tags; two spellings of one tag count once."""
        return self._page_index.terms_named("tags", self._card.terms.get("tags", ()))

    @property
    def terms(self) -> dict[str, list[TermView]]:
        """The page's terms by the names of all taxonomies of the site."""
        return {
            name: self._page_index.terms_named(name, self._card.terms.get(name, ()))
            for name in self._page_index.site.taxonomies
        }

    @property
    def entry(self) -> EntryView | None:
        """The page as an entry of its collection."""
        return self._page_index.find_entry(self._card.key)

    @property
    def section(self) -> CrumbView | None:
        """The section that holds the page."""
        if not self._card.section:
            return None
        card = self._page_index.card(self._card.section)
        return CrumbView(card.title, card.url)

    @property
    def pages(self) -> CardList:
        """The pages that this page lists."""
        found = self._page_index.ask(ListQuery(self._card.key))
        return self._page_index.pick(found.pages if found else ())

    @property
    def sections(self) -> CardList:
        """The sections directly below."""
        found = self._page_index.ask(ListQuery(self._card.key))
        return self._page_index.pick(found.sections if found else ())


class TaxonomyView:
    """A taxonomy, such as `tags`: what lists its terms, and these."""

    def __init__(self, name: str, title: str, url: str, page_index: PageIndex) -> None:
        self._page_index = page_index
        self.name: str = name
        self.title: str = title
        self.url: str = url

    @property
    def terms(self) -> list[TermView]:
        """The terms that pages have, by name."""
        return self._page_index.terms_of(self.name)
