"""The place in a page where the glossary of the site is listed: an empty `::: {.glossary}`."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, ClassVar

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.model.references.reference import Reference, Resolved
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from sitegen.model.references.contexts import HtmlContext, SiteContext

__all__ = ["EMPTY_GLOSSARY", "GlossaryList", "GlossaryReference", "ListedTerm"]

EMPTY_GLOSSARY = declare("empty-glossary", Severity.WARNING)


class ListedTerm(Stored, frozen=True):
    """A term, its id, and its definition as HTML; `language` is that of both if it is another."""

    id: str
    term: str
    definition: str
    language: str = ""


class GlossaryList(Resolved, frozen=True, tag="glossary"):
    """The terms of the site, in the order of the alphabet."""

    terms: tuple[ListedTerm, ...]

    def html(self, page: HtmlContext) -> str:
        """Return a list of definitions."""
        del page
        return f"<dl>\n{''.join(map(_item, self.terms))}</dl>" if self.terms else ""


class GlossaryReference(Reference, frozen=True, kw_only=True, tag="glossary"):
    """The list of all terms in the glossary of the site."""

    resolved: ClassVar[type[Resolved]] = GlossaryList

    def resolve(self, site: SiteContext) -> GlossaryList:
        """Return the terms; that there are none is reported."""
        terms = site.glossary()
        if not terms:
            hint = "write terms here, or into data/glossary.yaml"
            site.report(Problem(EMPTY_GLOSSARY, "this glossary defines no term", hint))
        return GlossaryList(terms=tuple(terms))


def _item(term: ListedTerm) -> str:
    language = f' lang="{escape(term.language)}"' if term.language else ""
    name = f'<dt id="{escape(term.id)}"{language}>{escape(term.term)}</dt>'
    return f"{name}\n<dd{language}>{term.definition}</dd>\n"
