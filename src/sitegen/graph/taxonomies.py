"""Collect the terms of taxonomies, such as tags, and the pages that have them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Problem, Severity, declare
from sitegen.graph.sections import list_order, sort_keys
from sitegen.graph.term_pages import term_key
from sitegen.graph.urls import fold, href
from sitegen.model import Term, TermIndex
from sitegen.model.collation import collation_key
from sitegen.model.words import fold_term, name_in_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.config import Taxonomy
    from sitegen.graph.outline import Outline
    from sitegen.model import PageSummary, ParsedPage

__all__ = ["collect_taxonomies"]

TAG_COLLISION = declare("tag-collision", Severity.ERROR, needed=True)
TAG_SPELLING = declare("tag-spelling", Severity.WARNING)

#: The pages that spell a term in one way, by that spelling.
_Spellings = dict[str, list["ParsedPage"]]


def collect_taxonomies(
    outline: Outline, cards: Mapping[str, PageSummary]
) -> tuple[dict[str, TermIndex], tuple[Diagnostic, ...]]:
    """Return the terms of every taxonomy by its name, and what is wrong with them."""
    problems: list[Diagnostic] = []
    found: dict[str, TermIndex] = {}
    for key, taxonomy in outline.taxonomies.items():
        terms = _collect_terms(taxonomy, outline, cards, problems)
        title = cards[key].title if key in cards else ""
        url = outline.urls.get(key, "")
        found[taxonomy.name] = TermIndex(title=title, url=url, terms=terms)
    return found, tuple(problems)


def _collect_terms(
    taxonomy: Taxonomy,
    outline: Outline,
    cards: Mapping[str, PageSummary],
    problems: list[Diagnostic],
) -> dict[str, Term]:
    """Return terms by the keys of their pages, sorted; the most frequent spelling names a term."""
    config = outline.config
    terms: list[Term] = []
    taken: dict[str, Term] = {}
    for folded, by_name in sorted(_find_spellings(taxonomy, outline).items()):
        name = max(sorted(by_name), key=lambda each: len(by_name[each]))
        slug = name_in_url(folded)
        keys = {page.key for pages in by_name.values() for page in pages}
        term = Term(
            key=term_key(taxonomy.name, folded),
            name=name,
            slug=slug,
            url=href(config.base_path, outline.term_path(taxonomy.name, slug)),
            pages=sort_keys((cards[key] for key in keys), list_order, config.language),
        )
        problems += _report_spellings(taxonomy, name, by_name)
        address = fold(slug)
        if address in taken:
            problems.append(_collision(taxonomy, term, taken[address], by_name[name][0]))
        else:
            taken[address] = term
            terms.append(term)
    terms.sort(key=lambda term: collation_key(term.name, config.language))
    return {term.key: term for term in terms}


def _find_spellings(taxonomy: Taxonomy, outline: Outline) -> dict[str, _Spellings]:
    folded: dict[str, str] = {}
    found: dict[str, _Spellings] = defaultdict(lambda: defaultdict(list))
    for page in outline.sources.values():
        for name in page.front.terms.get(taxonomy.name, ()):
            if name not in folded:
                folded[name] = fold_term(name)
            found[folded[name]][name].append(page)
    return found


def _report_spellings(taxonomy: Taxonomy, name: str, by_name: _Spellings) -> Iterator[Diagnostic]:
    for other, pages in sorted(by_name.items()):
        if other != name:
            message = f"the {_noun(taxonomy)} '{other}' is spelled '{name}' elsewhere"
            problem = Problem(TAG_SPELLING, message, f"write '{name}'")
            yield from (problem.at(page.place_of(taxonomy.name)) for page in pages)


def _collision(taxonomy: Taxonomy, term: Term, other: Term, page: ParsedPage) -> Diagnostic:
    noun = _noun(taxonomy)
    message = f"the {noun} '{term.name}' has the same address as '{other.name}': {term.url}"
    hint = "write both in the same way, or one of them with other words"
    return Problem(TAG_COLLISION, message, hint).at(page.place_of(taxonomy.name))


def _noun(taxonomy: Taxonomy) -> str:
    return taxonomy.singular or f"{taxonomy.name} entry"
