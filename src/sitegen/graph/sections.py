"""Build sections: parents, children, order and neighbours of pages."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING

import msgspec

from sitegen.model.collation import collation_key

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from sitegen.model import PageSummary, ParsedPage

__all__ = [
    "NO_WEIGHT",
    "Tree",
    "find_section_folders",
    "grow_tree",
    "list_order",
    "newest_first",
    "sort_keys",
    "title_order",
]

NO_WEIGHT = 1 << 62
_INDEX = "index.md"


#: A place in an order in which several pages may share one.
Place = tuple[float, ...]


def list_order(card: PageSummary) -> Place:
    """Return the place of a page in lists, as in Hugo: weight, then newest first."""
    weight = card.weight if card.weight is not None else NO_WEIGHT
    return (weight, *newest_first(card))


def newest_first(card: PageSummary) -> Place:
    """Return the place of a page among all pages, newest first."""
    return (-card.date.moment.timestamp() if card.date else float("inf"),)


def title_order(card: PageSummary, language: str) -> tuple[str, str]:
    """Return the sort key of pages at one place: the title, by the alphabet of a list's language.

    Equal titles are in the order of their paths.
    """
    return collation_key(card.title, language), card.key


def sort_keys(
    cards: Iterable[PageSummary], order: Callable[[PageSummary], Place], language: str
) -> tuple[str, ...]:
    """Return the keys of pages in an order, those at one place by their titles."""
    places: dict[Place, list[PageSummary]] = defaultdict(list)
    for card in cards:
        places[order(card)].append(card)
    found: list[str] = []
    for _, row in sorted(places.items(), key=itemgetter(0)):
        if len(row) > 1:
            row.sort(key=lambda card: title_order(card, language))
        found += (card.key for card in row)
    return tuple(found)


class Tree(msgspec.Struct):
    """The folders that are sections, as keys of their index pages.

    `pages` and `sections` list what a section holds directly, `above` names the section that holds
    a page. The home page, `content/index.md`, is the root.
    """

    indexes: dict[str, str] = msgspec.field(default_factory=dict)
    pages: dict[str, list[str]] = msgspec.field(default_factory=lambda: defaultdict(list))
    sections: dict[str, list[str]] = msgspec.field(default_factory=lambda: defaultdict(list))
    above: dict[str, str] = msgspec.field(default_factory=dict)

    def is_section(self, key: str) -> bool:
        """Tell whether a page is the index of a folder of pages."""
        return self.indexes.get(key.rpartition("/")[0]) == key

    def path_to(self, key: str) -> tuple[str, ...]:
        """Return the sections from the home page down to, but without, this page."""
        found: list[str] = []
        while key in self.above:
            key = self.above[key]
            found.append(key)
        return tuple(reversed(found))


def grow_tree(
    published: Iterable[ParsedPage],
    all_keys: Iterable[str],
    apart: Container[str] = (),
    lists: Iterable[str] = (),
) -> Tree:
    """Build the tree of sections and put every page into it, except those whose keys are `apart`.

    A folder is a section when it holds pages beside its `index.md`; whether these are drafts makes
    no difference, so that a page's kind does not change on the day its first neighbour appears.
    `all_keys` are those of all pages. `lists` are folders that are sections in any case, because
    they list what has no pages.
    """
    tree = Tree(indexes={"content": f"content/{_INDEX}"})
    rows = [f"{folder}/" for folder in lists]
    section_folders = find_section_folders((*all_keys, *rows))
    sources = [page.key for page in published]
    for source in (*sources, *rows):
        folder, _, name = source.rpartition("/")
        if name == _INDEX and folder not in section_folders:  # a page bundle, no section itself
            folder = folder.rpartition("/")[0]
        while folder not in tree.indexes and folder in section_folders:
            tree.indexes[folder] = f"{folder}/{_INDEX}"
            folder = folder.rpartition("/")[0]
    for folder, key in sorted(tree.indexes.items(), key=lambda each: each[0].split("/")):
        if folder != "content":
            upper = _nearest(folder.rpartition("/")[0], tree)
            tree.sections[upper].append(key)
            tree.above[key] = upper
    for key in sources:
        if tree.is_section(key) or key in apart:
            continue
        folder, _, name = key.rpartition("/")
        upper = _nearest(folder.rpartition("/")[0] if name == _INDEX else folder, tree)
        tree.pages[upper].append(key)
        tree.above[key] = upper
    return tree


def find_section_folders(keys: Iterable[str]) -> frozenset[str]:
    """Return the folders that hold a page other than their own `index.md`, at any depth."""
    found: set[str] = set()
    for key in keys:
        folder, _, name = key.rpartition("/")
        if name == _INDEX:
            folder = folder.rpartition("/")[0]
        while folder not in found and folder.startswith("content/"):
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(found)


def _nearest(folder: str, tree: Tree) -> str:
    while folder not in tree.indexes:
        folder = folder.rpartition("/")[0] or "content"
    return tree.indexes[folder]
