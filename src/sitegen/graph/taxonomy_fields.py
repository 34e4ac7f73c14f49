"""Check the names of taxonomies, and find fields that look like one but are not declared."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sitegen.config.setting_reader import INVALID_SETTING
from sitegen.content.front_matter_fields import FIELDS, TERM_FIELDS
from sitegen.diagnostics import Location, Problem, Severity, declare
from sitegen.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.config import Taxonomy
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.outline import Inputs, Outline
    from sitegen.model import ParsedPage

__all__ = ["check_taxonomy_fields"]

UNDECLARED_TAXONOMY = declare("undeclared-taxonomy", Severity.WARNING)

#: Fields by which other generators group pages, as a line of `[taxonomies]` declares them.
_USUAL = {
    "categories": 'categories = "categories"',
    "category": 'category = "categories"',
    "keywords": 'keywords = "keywords"',
    "series": 'series = "series"',
    "subject": 'subject = "subjects"',
    "subjects": 'subjects = "subjects"',
    "topic": 'topic = "topics"',
    "topics": 'topics = "topics"',
}
#: The names of templates that are not those of a taxonomy.
_TEMPLATES = frozenset({*Kind, "base", "list-page", "redirect"})


def check_taxonomy_fields(outline: Outline) -> Iterator[Diagnostic]:
    """Yield what is wrong with the names of taxonomies, and a warning for each undeclared field."""
    config = outline.inputs.config_path
    for taxonomy in outline.config.all_taxonomies:
        for name in taxonomy.fields:
            if name in _TEMPLATES or (name in FIELDS and name not in TERM_FIELDS):
                message = f"'taxonomies.{taxonomy.name}': '{name}' has another meaning"
                problem = Problem(INVALID_SETTING, message, "give it another name")
                yield problem.at(_place_of(taxonomy, outline.inputs))
    table = "tool.sitegen.taxonomies" if config.endswith("pyproject.toml") else "taxonomies"
    for field, pages in sorted(_find_undeclared(outline).items()):
        first, others = pages[0], len(pages) - 1
        more = f", here and on {others} other page{'s' * (others > 1)}" if others else ""
        message = f"the field '{field}' is not declared as a taxonomy{more}"
        hint = f"to give its entries pages, write [{table}] and {_USUAL[field]} in {config}"
        yield Problem(UNDECLARED_TAXONOMY, message, hint).at(first.place_of(field))


def _place_of(taxonomy: Taxonomy, inputs: Inputs) -> Location:
    """Return the place of a taxonomy in the configuration: the key is its name or its singular."""
    return max(inputs.place_of_setting(f"taxonomies.{name}") for name in taxonomy.fields)


def _find_undeclared(outline: Outline) -> dict[str, list[ParsedPage]]:
    """Return the pages with each field that other generators group pages by, in their order.

    A field that the site's own templates name has the meaning that these give it.
    """
    found: dict[str, list[ParsedPage]] = defaultdict(list)
    usual = frozenset(_USUAL) - outline.inputs.templates.own_words
    for page in outline.sources.values():
        for field in page.front.extra:
            if field in usual and page.front.extra[field]:
                found[field].append(page)
    return found
