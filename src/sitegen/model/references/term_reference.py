"""A word that a glossary of the site explains: `[knees]{.term name="knee"}`."""

from __future__ import annotations

from html import escape, unescape
from typing import TYPE_CHECKING, ClassVar

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.model.references.reference import Reference, Resolved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.model.references.contexts import HtmlContext, SiteContext

__all__ = ["TERM_PREFIX", "TermLink", "TermReference"]

UNKNOWN_TERM = declare("unknown-term", Severity.ERROR)

#: What the id of a term in a glossary begins with.
TERM_PREFIX = "term-"
_TAG = compile_late(r"<[^<>]*>")


class TermLink(Resolved, frozen=True, tag="term"):
    """A link to the term in the glossary; `text` is HTML."""

    url: str
    text: str

    def html(self, page: HtmlContext) -> str:
        """Return the link, of which a script shows the definition."""
        del page
        return f'<a class="term" href="{escape(self.url)}">{self.text}</a>'


class TermReference(Reference, frozen=True, kw_only=True, tag="term"):
    """A word that stands in a glossary; `target` is the id of the term, `text` the word in HTML."""

    text: str
    term: str
    resolved: ClassVar[type[Resolved]] = TermLink

    def resolve(self, site: SiteContext) -> TermLink | Problem:
        """Find the glossary that has the term: on this page, or else on the one that has it."""
        place = site.find_label(self.target)
        if not isinstance(place, Problem):
            return TermLink(url=place.url, text=self.text)
        message = f"no glossary explains '{self.term}'"
        if place.message.startswith("several"):
            message = place.message.replace(f"the label '{self.target}'", f"the term '{self.term}'")
            return Problem(UNKNOWN_TERM, message, "leave it in one glossary only")
        hint = "add it to the list of definitions in '::: {.glossary}'"
        if place.hint.startswith(f"did you mean '{TERM_PREFIX}"):
            hint = place.hint.replace(f"'{TERM_PREFIX}", "'", 1)
        return Problem(UNKNOWN_TERM, message, hint)

    def plain_text(self, words: Mapping[str, str]) -> str:
        """Return the word."""
        del words
        return unescape(_TAG.sub("", self.text))

    def unresolved(self) -> str:
        """Return the word."""
        return self.plain_text({})
