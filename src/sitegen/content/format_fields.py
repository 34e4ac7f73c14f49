"""Fields that a document gives for its pages in HTML: `format: {html: {toc: false}}` in Quarto.

R Markdown writes `output: {html_document: {toc: false}}`. Those that are fields of a page here are
read as if they stood at the top; what a page has there itself counts. See
https://quarto.org/docs/reference/formats/html.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.fields_without_effect import is_without_effect
from sitegen.content.other_names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.content.yaml_reader import Field

__all__ = ["with_format_fields"]

_HOLDERS = ("format", "output")
#: By folded name, the fields that may stand there.
_READ = frozenset(map(fold_name, ("toc", "number-sections", "code-fold", "code_folding")))
#: A format for HTML, such as `html`, `html_document`, `bookdown::html_document2`.
_HTML = "html"


def with_format_fields(fields: Mapping[str, Field]) -> Mapping[str, Field]:
    """Return the fields with those of the format, as far as they mean something to a page."""
    if not any(name in fields for name in _HOLDERS):
        return fields
    known = {fold_name(name) for name in fields}
    found = {
        name: each
        for name, each in _inside(fields)
        if fold_name(name) not in known and (fold_name(name) in _READ or is_without_effect(name))
    }
    return {**fields, **found} if found else fields


def _inside(fields: Mapping[str, Field]) -> Iterator[tuple[str, Field]]:
    """Yield what stands in the formats for HTML, with its place."""
    for holder in _HOLDERS:
        formats = fields[holder].inside if holder in fields else None
        for name, each in formats.items() if isinstance(formats, dict) else ():
            if _HTML in name and isinstance(each.inside, dict):
                yield from each.inside.items()
