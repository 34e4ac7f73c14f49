"""Collect tags and the pages that have them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Problem, Severity, declare
from sitegen.graph.sections import list_order
from sitegen.graph.urls import href, url_part
from sitegen.model import Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.model import PageSummary, ParsedPage

__all__ = ["collect_tags"]

TAG_SPELLING = declare("tag-spelling", Severity.WARNING)


def collect_tags(
    pages: Iterable[ParsedPage], cards: Mapping[str, PageSummary], base_path: str
) -> tuple[dict[str, Tag], tuple[Diagnostic, ...]]:
    """Return tags by slug, in the order of their names; the most frequent spelling names a tag."""
    spellings: dict[str, dict[str, list[ParsedPage]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        for name in page.front.tags:
            spellings[url_part(name)][name].append(page)
    problems: list[Diagnostic] = []
    tags: dict[str, Tag] = {}
    for slug, by_name in spellings.items():
        name = max(sorted(by_name), key=lambda each: len(by_name[each]))
        keys = {page.key for pages_so in by_name.values() for page in pages_so}
        ordered = sorted(keys, key=lambda key: list_order(cards[key]))
        url = href(base_path, f"tags/{slug}/")
        tags[slug] = Tag(name=name, slug=slug, url=url, pages=tuple(ordered))
        problems += [
            _other_spelling(page, other, name)
            for other, pages_so in sorted(by_name.items())
            if other != name
            for page in pages_so
        ]
    ordered_slugs = sorted(tags, key=lambda slug: (tags[slug].name.casefold(), slug))
    return {slug: tags[slug] for slug in ordered_slugs}, tuple(problems)


def _other_spelling(page: ParsedPage, other: str, name: str) -> Diagnostic:
    message = f"the tag '{other}' is spelled '{name}' elsewhere"
    return Problem(TAG_SPELLING, message, f"write '{name}'").at(page.place_of("tags"))
