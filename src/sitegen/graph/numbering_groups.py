"""Say through which pages numbers run: one page, a section, or a collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.graph.outline import HOME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.config import NumberedBy
    from sitegen.graph.collections.collected import Collected
    from sitegen.graph.page_assembly import PageMaker
    from sitegen.model import Chapter, ParsedPage

__all__ = ["group_pages"]


def group_pages(
    by: NumberedBy, pages: Mapping[str, ParsedPage], maker: PageMaker, collected: Collected
) -> list[list[ParsedPage]]:
    """Return the pages by their keys in groups, each in the order in which it is read.

    A book is one section. The pages at the top of the site belong to none, so that each of them is
    alone, as is a page that is in no collection.
    """
    rows: Iterable[Iterable[str]] = ()
    if by == "section":
        books = ((key, *_keys(chapters)) for key, chapters in maker.books.items())
        rows = (*books, *((key, *row) for key, row in maker.rows.items() if key != HOME))
    elif by == "collection":
        rows = (each.entries for each in collected.collections.values())
    grouped: dict[str, None] = {}
    groups: list[list[ParsedPage]] = []
    for row in rows:
        keys = [key for key in dict.fromkeys(row) if key in pages and key not in grouped]
        grouped |= dict.fromkeys(keys)
        groups.append([pages[key] for key in keys])
    return groups + [[page] for key, page in pages.items() if key not in grouped]


def _keys(chapters: Iterable[Chapter]) -> Iterator[str]:
    for chapter in chapters:
        yield chapter.key
        yield from _keys(chapter.children)
