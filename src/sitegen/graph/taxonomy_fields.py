"""Check the names of taxonomies, and find fields that look like one but are not declared."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sitegen.config.parsing import INVALID_SETTING
from sitegen.content.front_matter_fields import FIELDS, TERM_FIELDS
from sitegen.diagnostics import Diagnostic, Location, Severity, declare
from sitegen.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.graph.outline import Outline
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
                place, hint = Location(path=config), "give it another name"
                yield Diagnostic(code=INVALID_SETTING, message=message, location=place, hint=hint)
    table = "tool.sitegen.taxonomies" if config.endswith("pyproject.toml") else "taxonomies"
    for field, pages in sorted(_find_undeclared(outline).items()):
        first, others = pages[0], len(pages) - 1
        more = f", here and on {others} other page{'s' * (others > 1)}" if others else ""
        yield Diagnostic(
            code=UNDECLARED_TAXONOMY,
            message=f"the field '{field}' is not declared as a taxonomy{more}",
            location=Location(path=str(first.path), line=first.front.lines.get(field, 0)),
            hint=f"to give its entries pages, write [{table}] and {_USUAL[field]} in {config}",
        )


def _find_undeclared(outline: Outline) -> dict[str, list[ParsedPage]]:
    """Return the pages with each field that other generators group pages by, in their order."""
    found: dict[str, list[ParsedPage]] = defaultdict(list)
    for page in outline.sources.values():
        for field in page.front.extra:
            if field in _USUAL and page.front.extra[field]:
                found[field].append(page)
    return found
