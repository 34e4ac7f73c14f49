"""Menus, from front matter and from the configuration."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sitegen.graph.references import Problem
from sitegen.graph.tree import NO_WEIGHT, list_order
from sitegen.graph.urls import CONTENT
from sitegen.model import MenuEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.config import Config
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.references import Linker
    from sitegen.graph.tree import Tree
    from sitegen.model import Card, ParsedPage

__all__ = ["assemble_menus"]

_Order = tuple[object, ...]


def assemble_menus(
    config: Config,
    config_path: str,
    pages: Iterable[ParsedPage],
    cards: Mapping[str, Card],
    tree: Tree,
    linker: Linker,
) -> tuple[dict[str, tuple[MenuEntry, ...]], tuple[Diagnostic, ...]]:
    """Collect all menus, each by weight, then by name.

    When nobody names the menu `main`, it lists the top-level sections and pages.
    """
    found: dict[str, list[tuple[_Order, MenuEntry]]] = defaultdict(list)
    problems: list[Diagnostic] = []
    for page in pages:
        card = cards[str(page.path)]
        for place in page.front.menu:
            name = place.name or card.title
            weight = place.weight if place.weight is not None else card.weight
            order = (NO_WEIGHT if weight is None else weight, name.casefold())
            found[place.menu].append((order, MenuEntry(name=name, url=card.url, key=card.key)))
    for menu, items in config.menu.items():
        for item in items:
            entry = MenuEntry(name=item.name, url=item.url)
            if item.page:
                try:
                    url = linker.link(CONTENT / "index.md", item.page)
                except Problem as problem:
                    problems.append(problem.at(config_path, 0))
                    continue
                key = linker.addresses.get(url.partition("#")[0], "")
                name = item.name or (cards[key].title if key in cards else item.page)
                entry = MenuEntry(name=name, url=url, key=key)
            found[menu].append(((item.weight, entry.name.casefold()), entry))
    if "main" not in found:
        home = str(CONTENT / "index.md")
        keys = sorted([*tree.sections[home], *tree.pages[home]], key=lambda k: list_order(cards[k]))
        found["main"] = [
            ((n,), MenuEntry(name=cards[k].title, url=cards[k].url, key=k))
            for n, k in enumerate(keys)
        ]
    menus = {
        menu: tuple(entry for _, entry in sorted(entries, key=lambda each: each[0]))
        for menu, entries in sorted(found.items())
    }
    return {"footer": (), **menus}, tuple(problems)
