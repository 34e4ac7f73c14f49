"""Find the pages that are about one term of a taxonomy: `content/tags/mri/_index.md`, as in Hugo.

Such a page gets the key of the term's page, such as `tags:mri`, and so its title and its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sitegen.content.page_names import index_folder
from sitegen.model import CONTENT
from sitegen.model.words import fold_term, name_in_url

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from sitegen.graph.selection import Selected
    from sitegen.model import ParsedPage

__all__ = ["is_term_key", "key_term_pages", "term_address", "term_key"]

#: content, taxonomy, term.
_DEPTH = 3


def term_key(taxonomy: str, folded: str) -> str:
    """Return the key of the page of a term, given the taxonomy's name and the term, folded."""
    return f"{taxonomy}:{folded}"


def is_term_key(key: str) -> bool:
    """Tell whether a key is that of the page of a term: all others are paths in `content/`."""
    return not key.startswith(f"{CONTENT}/")


def term_address(key: str) -> tuple[str, str]:
    """Return the name of the taxonomy, and the last part of the address, of a term's page."""
    taxonomy, _, folded = key.partition(":")
    return taxonomy, name_in_url(folded)


def key_term_pages(selected: Selected, taxonomies: Container[str]) -> Selected:
    """Give pages about terms that published pages have the keys of the terms' pages.

    `taxonomies` are the names of those of the site.
    """
    found = {}
    for page in selected.published:
        place = _find_place(page, taxonomies)
        if place:
            found[str(page.path)] = place
    if not found:
        return selected
    terms = _keys_of_terms(selected.published)
    keys = {path: terms[place] for path, place in found.items() if place in terms}
    return msgspec.structs.replace(
        selected,
        pages=tuple(_with_key(page, keys) for page in selected.pages),
        published=tuple(_with_key(page, keys) for page in selected.published),
    )


def _find_place(page: ParsedPage, taxonomies: Container[str]) -> tuple[str, str] | None:
    """Return the taxonomy and the address of the term that a page's folder names."""
    parts = index_folder(str(page.path)).split("/")
    if len(parts) != _DEPTH or parts[1] not in taxonomies:
        return None
    return parts[1], name_in_url(fold_term(parts[2]))


def _keys_of_terms(pages: Iterable[ParsedPage]) -> dict[tuple[str, str], str]:
    """Return the keys of all terms by taxonomy and address."""
    written = {
        (taxonomy, name)
        for page in pages
        for taxonomy, names in page.front.terms.items()
        for name in names
    }
    keys = sorted({term_key(taxonomy, fold_term(name)) for taxonomy, name in written})
    # Of two with one address, which is an error, the first has it.
    return {term_address(key): key for key in reversed(keys)}


def _with_key(page: ParsedPage, keys: Mapping[str, str]) -> ParsedPage:
    key = keys.get(str(page.path))
    return msgspec.structs.replace(page, own_key=key) if key else page
