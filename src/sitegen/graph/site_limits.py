"""Limit what a whole site asks for: the terms of its pages, and the entries of bibliographies.

Each of its files may be within its own limits. What is beyond one is left out, so that the stages
that follow do not make pages of it, and reported once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sitegen.config import exceeds
from sitegen.diagnostics import Location
from sitegen.model.words import fold_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sitegen.config import LimitsConfig
    from sitegen.diagnostics import Diagnostic
    from sitegen.model import ParsedPage, Work

__all__ = ["limit_terms", "limit_works"]


def limit_terms(
    pages: Iterable[ParsedPage], limits: LimitsConfig
) -> tuple[tuple[ParsedPage, ...], list[Diagnostic]]:
    """Return the pages without terms that are too many for a page or the site, and say so."""
    kept: list[ParsedPage] = []
    problems: list[Diagnostic] = []
    folded: dict[str, str] = {}
    known: set[tuple[str, str]] = set()
    is_full = False
    for page in pages:
        if not page.front.terms:
            kept.append(page)
            continue
        problem = _check_page(page, limits)
        if problem is None and not is_full:
            for field, names in page.front.terms.items():
                for name in names:
                    if name not in folded:
                        folded[name] = fold_term(name)
                    known.add((field, folded[name]))
            if len(known) > limits.site_terms:
                problem, is_full = _refuse_site(page, limits), True
        if problem is not None:
            problems.append(problem)
        is_left_out = is_full or problem is not None
        kept.append(_without_terms(page) if is_left_out else page)
    return tuple(kept), problems


def _check_page(page: ParsedPage, limits: LimitsConfig) -> Diagnostic | None:
    most = limits.page_terms
    count = 0
    for field, names in page.front.terms.items():
        count += len(names)
        if count > most:
            message = f"the page has {count:,} terms, such as tags, more than limits.page_terms"
            problem = exceeds("page_terms", f"{message} = {most:,}", "name fewer")
            return problem.at(page.place_of(field))
    return None


def _refuse_site(page: ParsedPage, limits: LimitsConfig) -> Diagnostic:
    message = "with this page, the site has too many terms, such as tags, each with a page of its "
    message += f"own, more than limits.site_terms = {limits.site_terms:,}"
    field = next(iter(page.front.terms))
    return exceeds("site_terms", message, "use the same words on more pages").at(
        page.place_of(field)
    )


def _without_terms(page: ParsedPage) -> ParsedPage:
    return msgspec.structs.replace(page, front=msgspec.structs.replace(page.front, terms={}))


def limit_works(
    files: Mapping[str, Sequence[Work]], limits: LimitsConfig
) -> tuple[dict[str, Sequence[Work]], list[Diagnostic]]:
    """Return the bibliographies whose works get pages, as many as the site may have, and say so.

    Those beside the configuration come first, as in `gather_works`.
    """
    kept: dict[str, Sequence[Work]] = {}
    count = 0
    for path in sorted(files, key=lambda each: (each.count("/"), each)):
        count += len(files[path])
        if count > limits.site_publications:
            message = f"with this bibliography, the site has {count:,} publications, each with a "
            message += f"page, more than limits.site_publications = {limits.site_publications:,}"
            hint = "put works that are only cited into references.bib"
            problem = exceeds("site_publications", message, hint)
            return kept, [problem.at(Location(path=path, line=1, column=1))]
        kept[path] = files[path]
    return kept, []
