"""A word that a glossary of the site explains: `[knees]{.term name="knee"}`."""

from __future__ import annotations

from html import escape, unescape
from typing import TYPE_CHECKING, ClassVar

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.model.references.reference import Reference, Resolved
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.model.references.contexts import HtmlContext, SiteContext

__all__ = ["TERM_PREFIX", "UNKNOWN_TERM", "TermLink", "TermPlace", "TermReference"]

UNKNOWN_TERM = declare("unknown-term", Severity.ERROR)

#: What the id of a term in a glossary begins with.
TERM_PREFIX = "term-"
_TAG = compile_late(r"<[^<>]*>")


class TermPlace(Stored, frozen=True):
    """Where a term is explained: at a URL, or only by the `definition` in plain text."""

    url: str = ""
    definition: str = ""


class TermLink(Resolved, frozen=True, tag="term"):
    """A link to the term in the glossary; `text` is HTML.

    Where no page lists the glossary, the word has its `definition`.
    """

    url: str
    text: str
    definition: str = ""

    def html(self, page: HtmlContext) -> str:
        """Return the link, of which a script shows the definition."""
        del page
        if not self.url:
            return f'<abbr class="term" title="{escape(self.definition)}">{self.text}</abbr>'
        return f'<a class="term" href="{escape(self.url)}">{self.text}</a>'


class TermReference(Reference, frozen=True, kw_only=True, tag="term"):
    """A word that stands in a glossary; `target` is the id of the term, `text` the word in HTML."""

    text: str
    term: str
    resolved: ClassVar[type[Resolved]] = TermLink

    def resolve(self, site: SiteContext) -> TermLink | Problem:
        """Find what explains the term: this page, or else another, or the site's glossary."""
        place = site.find_term(self.target, self.term)
        if isinstance(place, Problem):
            return place
        return TermLink(url=place.url, text=self.text, definition=place.definition)

    def plain_text(self, words: Mapping[str, str]) -> str:
        """Return the word."""
        del words
        return unescape(_TAG.sub("", self.text))

    def unresolved(self) -> str:
        """Return the word."""
        return self.plain_text({})
