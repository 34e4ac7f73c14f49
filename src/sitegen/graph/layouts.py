"""Choose templates by `layout`, which other generators have in almost every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.front_matter_fields import NO_EFFECT
from sitegen.diagnostics import Diagnostic, Problem, Severity, declare, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.graph.outline import Outline
    from sitegen.model import FrontMatter, ParsedPage, TemplateFacts

__all__ = ["TEMPLATE_MISSING", "check_layouts", "own_template"]

TEMPLATE_MISSING = declare("template-missing", Severity.ERROR, needed=True)

#: Layouts of other generators that the theme chooses by itself, from the place of a page.
_USUAL = frozenset(
    """about archive archives article articles base blog book cv default docs doc home index
    layout list main minimal news note notes none page people person post posts profile profiles
    project projects publication publications research search section single splash staff talk
    talks team teaching text collection compress feed landing wide full-width list-page gallery
    tag tags category categories archive-taxonomy redirect redirected member members paper-page
    category-archive tag-archive year-archive posts-list bib distill""".split()
)


def own_template(front: FrontMatter, templates: TemplateFacts) -> str:
    """Return the template that a page asks for; empty if the theme is to choose one.

    A `layout` is a template only where the site itself has one of that name: `layout: page` on a
    section must not hide its list.
    """
    if front.template:
        return f"{front.template}.html" if _exists(front.template, templates) else ""
    if front.layout and f"{front.layout}.html" in templates.own:
        return f"{front.layout}.html"
    return ""


def check_layouts(outline: Outline) -> Iterator[Diagnostic]:
    """Yield an error for each template that does not exist, a warning for each usual layout."""
    facts = outline.inputs.templates
    unused: dict[str, list[ParsedPage]] = {}
    for page in outline.sources.values():
        front = page.front
        if front.template and not _exists(front.template, facts):
            yield _missing(front.template, facts).at(page.place_of("template"))
        elif front.layout and not front.template and f"{front.layout}.html" not in facts.own:
            unused.setdefault(front.layout, []).append(page)
    for layout, pages in unused.items():
        if layout.rpartition("/")[2].casefold() in _USUAL:
            yield _unused(layout, len(pages)).at(pages[0].place_of("layout"))
        else:
            for page in pages:
                yield _missing(layout, facts, "remove 'layout', or ").at(page.place_of("layout"))


def _exists(name: str, facts: TemplateFacts) -> bool:
    return not facts.names or f"{name.removeprefix('theme/')}.html" in facts.names


def _missing(name: str, facts: TemplateFacts, instead: str = "") -> Problem:
    known = [each.removesuffix(".html") for each in facts.names if each.endswith(".html")]
    hint = did_you_mean(name, sorted(known), f"{instead}add templates/{name}.html")
    return Problem(TEMPLATE_MISSING, f"there is no template '{name}.html'", hint)


def _unused(layout: str, count: int) -> Problem:
    others = {1: "", 2: " here and on another page"}.get(count, f" here and on {count - 1} pages")
    message = f"'layout: {layout}' has no effect{others}: there is no templates/{layout}.html"
    hint = "the theme chooses a template by the page's place; remove the field, or add that file"
    return Problem(NO_EFFECT, message, hint)
