"""Put the new text of a few pages into an assembled site."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING

import msgspec

from sitegen.config.built_in_collections import DATED
from sitegen.graph.outline import HOME
from sitegen.graph.page_summaries import read_text_fields
from sitegen.graph.sections import list_order, newest_first, title_order
from sitegen.graph.term_pages import term_key
from sitegen.model import Anchors, Kind, digest_of
from sitegen.model.references.cross_reference import CrossLink
from sitegen.model.words import fold_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sitegen.graph.sections import Place
    from sitegen.model import Chapter, Fragment, Page, PageSummary, ParsedPage, Site
    from sitegen.model.references.reference import Resolved

__all__ = [
    "find_renamed",
    "has_same_outline",
    "keeps_entries",
    "keeps_order",
    "keeps_summaries",
    "put_pages",
    "replace_text",
]


def has_same_outline(old: ParsedPage, new: ParsedPage) -> bool:
    """Tell whether two states of a page differ in nothing but text and title.

    Then its address, what it links to and what may link to it are the same.
    """
    if bool(_title(new)) != bool(_title(old)):
        return False
    # By digest, for the order of a table in the front matter counts; that of anchors does not.
    same = digest_of(_without_text(old)) == digest_of(_without_text(new))
    return same and old.anchors == new.anchors


def replace_text(site: Site, key: str, new: ParsedPage) -> Site:
    """Return the site with the new text of a published page, whose outline is the same."""
    page = site.pages[key]
    title = _title(new) or page.card.title
    fields = read_text_fields(
        new, site.config.math, page.resolved, lambda other: site.pages[other].card.title
    )
    card = msgspec.structs.replace(page.card, title=title, **fields)
    revised = msgspec.structs.replace(page, card=card, body_digest=new.body_digest)
    return put_pages(site, {key: revised})


def put_pages(site: Site, pages: Mapping[str, Page]) -> Site:
    """Return the site with these pages in place of those of the same keys."""
    return msgspec.structs.replace(site, pages=ChainMap(dict(pages), site.pages))  # type: ignore[arg-type]  # a ChainMap never changes its later maps


def find_renamed(before: Site, after: Site, keys: Iterable[str]) -> list[str]:
    """Return which of these pages have another title than before."""
    return [key for key in keys if before.pages[key].card.title != after.pages[key].card.title]


def keeps_summaries(site: Site, renamed: Iterable[str]) -> bool:
    """Tell whether no summary has the title of one of these pages, for a link without text."""
    titles = [(site.pages[key].card.title, key) for key in renamed]
    return not any(
        title in page.card.summary and any(_shows_title(slot, key) for slot in page.resolved)
        for title, key in titles
        for page in site.pages.values()
    )


def _shows_title(slot: Resolved, key: str) -> bool:
    return isinstance(slot, CrossLink) and slot.page == key and not slot.text


def keeps_entries(site: Site, renamed: Iterable[str]) -> bool:
    """Tell whether new titles of these pages change no entry but its own title.

    Titles are the names of people, may be what other entries name, and put entries in order. Those
    of news do none of this if no other entry belongs to them.
    """
    entries = [site.entries[key] for key in renamed if key in site.entries]
    return all(each.collection in DATED and each.key not in site.relations for each in entries)


def keeps_order(after: Site, renamed: Iterable[str]) -> bool:
    """Tell whether new titles of these pages leave every list, menu and book as it was.

    It is enough to compare each page with those beside it, for all others are in order.
    """
    renamed = list(renamed)
    in_menus = {entry.key for entries in after.menus.values() for entry in entries}
    return not in_menus.intersection(renamed) and all(_is_in_place(after, key) for key in renamed)


def _is_in_place(site: Site, key: str) -> bool:
    card = site.pages[key].card
    if card.kind is not Kind.PAGE or any(_lists(book, key) for book in site.books.values()):
        return False
    above, language = site.pages[card.section or HOME], site.config.language
    lists = [
        (above.pages, list_order, above.card.language),
        *((pages, list_order, language) for pages in _pages_of_terms(site, card)),
        (site.regular_pages, newest_first, language),
    ]
    return all(_is_sorted(site, row, key, order, of) for row, order, of in lists)


def _lists(chapters: Iterable[Chapter], key: str) -> bool:
    """Tell whether a page stands in a book: it may do so and show no sidebar of its own."""
    return any(each.key == key or _lists(each.children, key) for each in chapters)


def _pages_of_terms(site: Site, card: PageSummary) -> Iterator[tuple[str, ...]]:
    """Yield the lists of the terms, such as tags, that a page has."""
    for taxonomy, names in card.terms.items():
        terms = site.taxonomies[taxonomy].terms
        for name in names:
            yield terms[term_key(taxonomy, fold_term(name))].pages


def _is_sorted(
    site: Site,
    row: tuple[str, ...],
    key: str,
    order: Callable[[PageSummary], Place],
    language: str,
) -> bool:
    if key not in row:  # a page that no section lists
        return True
    place = row.index(key)
    cards = [site.pages[each].card for each in row[max(0, place - 1) : place + 2]]
    orders = [(order(card), title_order(card, language)) for card in cards]
    return orders == sorted(orders)


def _title(page: ParsedPage) -> str:
    return page.front.title or page.heading_text


def _without_text(page: ParsedPage) -> ParsedPage:
    return msgspec.structs.replace(
        page,
        front=msgspec.structs.replace(page.front, title="", places={}),
        heading_text="",
        heading=_without_places(page.heading) if page.heading else None,
        body=_without_places(page.body),
        summary="",
        word_count=0,
        reading_time=0,
        body_digest="",
        anchors=Anchors(),
        diagnostics=(),
    )


def _without_places(fragment: Fragment) -> Fragment:
    references = (msgspec.structs.replace(each, line=0, column=0) for each in fragment.references)
    return msgspec.structs.replace(fragment, parts=(), references=tuple(references))
