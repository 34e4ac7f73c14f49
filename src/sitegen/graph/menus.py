"""Build the menus from front matter and configuration."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sitegen.diagnostics import Location, Problem, ProblemError, Severity, declare
from sitegen.graph.missing_targets import FROM_PAGE
from sitegen.graph.sections import NO_WEIGHT, list_order, sort_keys
from sitegen.model import CONTENT, Kind, MenuEntry
from sitegen.model.collation import collation_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.config import MenuItem
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.link_resolver import LinkResolver
    from sitegen.graph.outline import Outline
    from sitegen.graph.sections import Tree
    from sitegen.model import MenuPlace, PageSummary

__all__ = ["assemble_menus"]

LONG_MENU = declare("long-menu", Severity.WARNING)

#: A menu that nobody has written lists all top-level sections and pages up to this number.
_MOST_ENTRIES = 20
_Order = tuple[object, ...]


def assemble_menus(
    outline: Outline, cards: Mapping[str, PageSummary], linker: LinkResolver
) -> tuple[dict[str, tuple[MenuEntry, ...]], tuple[Diagnostic, ...]]:
    """Collect all menus, each by weight, then by name.

    When nobody names the menu `main`, it lists the top-level sections and pages; of many pages,
    those with a weight.
    """
    found: dict[str, list[tuple[_Order, MenuEntry]]] = defaultdict(list)
    problems: list[Diagnostic] = []
    language = outline.config.language
    for key, page in outline.sources.items():
        for place in page.front.menu:
            found[place.menu].append(_from_page(place, cards[key], language))
    for menu, items in outline.config.menu.items():
        for item in items:
            try:
                found[menu].append(_from_config(item, cards, linker, language))
            except ProblemError as error:
                written = outline.inputs.place_of_setting(f"menu.{menu}", item.page)
                problems.append(error.problem.at(written))
    if "main" not in found:
        found["main"], left_out = _top_level(outline.tree, cards, language)
        if left_out and _is_shown(outline, "main"):
            problems.append(_long_menu(left_out).at(Location(path=str(CONTENT))))
    menus = {
        menu: tuple(entry for _, entry in sorted(entries, key=lambda each: each[0]))
        for menu, entries in sorted(found.items())
    }
    return {"footer": (), **menus}, tuple(problems)


def _from_page(place: MenuPlace, card: PageSummary, language: str) -> tuple[_Order, MenuEntry]:
    name = place.name or card.title
    weight = place.weight if place.weight is not None else card.weight
    order = (NO_WEIGHT if weight is None else weight, collation_key(name, language))
    return order, MenuEntry(name=name, url=card.url, key=card.key)


def _from_config(
    item: MenuItem, cards: Mapping[str, PageSummary], linker: LinkResolver, language: str
) -> tuple[_Order, MenuEntry]:
    if not item.page:
        order = (item.weight, collation_key(item.name, language))
        return order, MenuEntry(name=item.name, url=item.url)
    try:
        url = linker.link(CONTENT / "index.md", item.page)
    except ProblemError as error:
        problem = error.problem
        hint = "write its path from content/" if problem.hint == FROM_PAGE else problem.hint
        raise ProblemError(problem.code, problem.message, hint) from error
    key = linker.page_at(url) or _find_term(url.partition("#")[0], cards)
    name = item.name or (cards[key].title if key in cards else item.page)
    return (item.weight, collation_key(name, language)), MenuEntry(name=name, url=url, key=key)


def _find_term(url: str, cards: Mapping[str, PageSummary]) -> str:
    """Return the key of the term, such as a tag, whose page has this URL; empty if none has."""
    terms = (card for card in cards.values() if card.kind is Kind.TERM)
    return next((card.key for card in terms if card.url == url), "")


def _top_level(
    tree: Tree, cards: Mapping[str, PageSummary], language: str
) -> tuple[list[tuple[_Order, MenuEntry]], int]:
    """Return the entries of a menu that nobody has written, and how many pages are left out."""
    home = str(CONTENT / "index.md")
    sections, pages = tree.sections[home], tree.pages[home]
    listed = pages
    if len(sections) + len(pages) > _MOST_ENTRIES:
        listed = [key for key in pages if cards[key].weight is not None]
    keys = sort_keys((cards[key] for key in (*sections, *listed)), list_order, language)
    entries: list[tuple[_Order, MenuEntry]] = [
        ((number,), MenuEntry(name=cards[key].title, url=cards[key].url, key=key))
        for number, key in enumerate(keys)
    ]
    return entries, len(pages) - len(listed)


def _is_shown(outline: Outline, menu: str) -> bool:
    """Tell whether a template shows a menu, as far as that is known."""
    shown = outline.inputs.templates.menus
    return shown is None or menu in shown


def _long_menu(left_out: int) -> Problem:
    pages = "page" if left_out == 1 else "pages"
    message = (
        f"the menu of a site with more than {_MOST_ENTRIES} pages and sections directly in "
        f"content/ has the sections and the pages with a weight; {left_out:,} {pages} without "
        "one are not in it"
    )
    hint = "move them into folders, give some a 'weight', or write the menu: [[menu.main]]"
    return Problem(LONG_MENU, message, hint)
