"""Sections and their pages: who holds whom, in which order, and who stands next to whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.graph.urls import CONTENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.model import Card, ParsedPage

__all__ = ["NO_WEIGHT", "Tree", "grow_tree", "list_order"]

NO_WEIGHT = 1 << 62
#: Pages that no section lists.
_APART = (CONTENT / "404.md", CONTENT / "tags" / "index.md")


def list_order(card: Card) -> tuple[object, ...]:
    """Order of lists, as in Hugo: by weight, then newest first, then by title and path."""
    moment = card.date.moment.timestamp() if card.date else float("-inf")
    weight = card.weight if card.weight is not None else NO_WEIGHT
    return (weight, -moment, card.title.casefold(), card.key)


@dataclass(slots=True)
class Tree:
    """The folders that are sections, as keys of their index pages.

    `pages` and `sections` list what a section holds directly, `above` names the section that holds
    a page. The home page, `content/index.md`, is the root.
    """

    indexes: dict[PurePosixPath, str] = field(default_factory=dict)
    pages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sections: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    above: dict[str, str] = field(default_factory=dict)

    def is_section(self, key: str) -> bool:
        """Tell whether a page is the index of a folder of pages."""
        return self.indexes.get(PurePosixPath(key).parent) == key

    def path_to(self, key: str) -> tuple[str, ...]:
        """Return the sections from the home page down to, but without, this page."""
        found: list[str] = []
        while key in self.above:
            key = self.above[key]
            found.append(key)
        return tuple(reversed(found))


def grow_tree(published: Iterable[ParsedPage], all_paths: Iterable[PurePosixPath]) -> Tree:
    """Place every page.

    A folder is a section when it holds pages beside its `index.md`; whether these are drafts makes
    no difference, so that a page's kind does not change on the day its first neighbour appears.
    """
    tree = Tree(indexes={CONTENT: str(CONTENT / "index.md")})
    section_folders = _section_folders(all_paths)
    sources = [page.path for page in published]
    for source in sources:
        folder = source.parent
        while folder not in tree.indexes and folder in section_folders:
            tree.indexes[folder] = str(folder / "index.md")
            folder = folder.parent
    for folder, key in sorted(tree.indexes.items()):
        if folder != CONTENT:
            upper = _nearest(folder.parent, tree)
            tree.sections[upper].append(key)
            tree.above[key] = upper
    for source in sources:
        key = str(source)
        if tree.is_section(key) or source in _APART:
            continue
        bundle = source.name == "index.md"
        upper = _nearest(source.parent.parent if bundle else source.parent, tree)
        tree.pages[upper].append(key)
        tree.above[key] = upper
    return tree


def _section_folders(paths: Iterable[PurePosixPath]) -> frozenset[PurePosixPath]:
    """Return the folders that hold a page other than their own `index.md`, at any depth."""
    found: set[PurePosixPath] = set()
    for path in paths:
        folder = path.parent.parent if path.name == "index.md" else path.parent
        while folder not in found and folder != CONTENT and CONTENT in folder.parents:
            found.add(folder)
            folder = folder.parent
    return frozenset(found)


def _nearest(folder: PurePosixPath, tree: Tree) -> str:
    while folder not in tree.indexes:
        folder = folder.parent
    return tree.indexes[folder]
