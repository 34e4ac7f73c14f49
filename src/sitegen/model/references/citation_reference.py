"""Citations in a page's text, its bibliography, and the notes of styles that cite in notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING, ClassVar

from sitegen.late_patterns import compile_late
from sitegen.model.labels import LabelPlace
from sitegen.model.references.cross_reference import name_place
from sitegen.model.references.reference import Reference, Resolved
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.model.references.contexts import HtmlContext, SiteContext
    from sitegen.model.references.cross_reference import CrossLink

__all__ = [
    "BibliographyReference",
    "CitationReference",
    "Cite",
    "CitedText",
    "NoteNumberReference",
    "NotesReference",
    "PageCitations",
    "entry_id",
]

#: The mark of a note, or a tag.
_MARKUP = compile_late(r'<sup id="[^"]*"><a class="footnote-ref"[^>]*>\d*</a></sup>|<[^>]*>')

_SPACES = compile_late(r"\s+")


def entry_id(key: str) -> str:
    """Return the id of the entry with a key, unless something else on its page has that."""
    return f"ref-{key}" if key.isalnum() else f"ref-{_SPACES.sub('-', key)}"


class Cite(Stored, frozen=True):
    """One work in a citation, such as `see @doe2024, p. 7`.

    `prefix` and `suffix` are what stands around the key, with `<i>` and `<b>` as only markup; the
    suffix begins with the locator. The `@` stands so many `lines_below` the first line of the
    citation, at `column`, and `is_bare` if it is in the text, without brackets.
    """

    key: str
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False
    is_bare: bool = False
    lines_below: int = 0
    column: int = 0


class CitedText(Resolved, frozen=True, tag="citation"):
    """What a citation, a bibliography or notes stand for, as safe HTML."""

    text: str

    def html(self, page: HtmlContext) -> str:
        """Return the HTML."""
        del page
        return self.text

    @property
    def plain_text(self) -> str:
        """The text without links, formatting and the marks of notes."""
        return unescape(_MARKUP.sub("", self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCitations:
    """All that a page cites, formatted, or a text that it includes.

    `texts` has the HTML of each citation, `problems` what is wrong with some. The `bibliography`
    stands in one `place`, which may be in another text. `notes` are those of a style that cites in
    notes, as HTML, by the number of the author's note before which they stand; those after the last
    one are at -1. `numbers` has the new numbers of the author's notes.
    """

    texts: Mapping[CitationReference, str] = field(default_factory=dict)
    problems: Mapping[CitationReference, tuple[Diagnostic, ...]] = field(default_factory=dict)
    bibliography: str = ""
    place: BibliographyReference | None = None
    notes: Mapping[int, str] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)


class CitationReference(Reference, frozen=True, kw_only=True, cache_hash=True, tag="citation"):
    """One citation: `[see @doe2024, p. 7; @roe2023]` or `@doe2024 [p. 7]`; `target` is as written.

    With `in_text`, the authors of the first work are part of the sentence. A citation in an
    author's footnote has its number as `note`; `notes_before` is how many of these come before it.
    There, it is `followed` by `.`, by the rest of its sentence (`a`), by what begins with a capital
    letter (`A`), or by nothing.
    The slot takes in the space `before` and the punctuation `after`, for the mark of a note stands
    behind both.
    """

    cites: tuple[Cite, ...]
    in_text: bool = False
    before: str = ""
    after: str = ""
    note: int = 0
    notes_before: int = 0
    followed: str = ""
    mark: ClassVar[str] = "data-citation"
    resolved: ClassVar[type[Resolved]] = CitedText

    def resolve(self, site: SiteContext) -> CitedText | CrossLink:
        """Return the text in the style of the page; what is wrong with it is reported.

        A key alone that is that of no work may be a label, as in MyST.
        """
        citations = site.citations()
        if self.in_text and self not in citations.texts:
            place = site.find_label(self.cites[0].key) if self._is_name else None
            if isinstance(place, LabelPlace):
                return name_place(place, site)
        for problem in citations.problems.get(self, ()) if citations.problems else ():
            site.report(problem)
        text = citations.texts.get(self)
        return CitedText(text=escape(self.unresolved(), quote=False) if text is None else text)

    @property
    def _is_name(self) -> bool:
        """Tell whether this is a key and nothing else: `@knee`."""
        return len(self.cites) == 1 and self.target == f"@{self.cites[0].key}"

    def unresolved(self) -> str:
        """Return the citation as it was written."""
        return f"{self.before}{self.target}{self.after}"

    def plain_text(self, words: Mapping[str, str]) -> str:
        """Return nothing in a summary for what stands in brackets, and else what was written."""
        del words
        return (self.target if self.in_text else "") or self.after

    @property
    def in_summary(self) -> str:
        """The citation as it was written, if its authors are part of a sentence."""
        return self.target if self.in_text else ""


class BibliographyReference(Reference, frozen=True, kw_only=True, tag="bibliography"):
    """The list of what the page cites: where `::: {#refs}` is, or `automatic` at the end.

    There it has a `heading`, unless one of the author's stands above it.
    """

    automatic: bool = False
    heading: bool = False
    resolved: ClassVar[type[Resolved]] = CitedText

    def resolve(self, site: SiteContext) -> CitedText:
        """Return the list, nothing for the list of a text that another page includes."""
        citations = site.citations()
        entries = citations.bibliography if citations.place is self else ""
        if entries and self.heading:
            title = escape(site.word("citations.title"))
            entries = (
                '<section class="references" role="doc-bibliography" aria-labelledby="_references">'
                f'<h2 id="_references">{title}</h2>{entries}</section>'
            )
        return CitedText(text=entries)


class NotesReference(Reference, frozen=True, kw_only=True, tag="citation-notes"):
    """A place for notes of citations, before the author's note of this number.

    Those after the last one have the number -1. A page without notes of the author has a `whole`
    list of them.
    """

    number: int
    whole: bool = False
    resolved: ClassVar[type[Resolved]] = CitedText

    def resolve(self, site: SiteContext) -> CitedText:
        """Return the notes, as items of a list."""
        notes = site.citations().notes.get(self.number, "")
        if notes and self.whole:
            label = escape(site.word("footnotes"))
            notes = (
                f'<div class="footnote" role="doc-endnotes" aria-label="{label}"><hr>'
                f"<ol>{notes}</ol></div>"
            )
        return CitedText(text=notes)


class NoteNumberReference(Reference, frozen=True, kw_only=True, tag="note-number"):
    """The number of an author's note, in a page whose citations may be notes, too."""

    number: int
    resolved: ClassVar[type[Resolved]] = CitedText

    def resolve(self, site: SiteContext) -> CitedText:
        """Return the number."""
        return CitedText(text=str(site.citations().numbers.get(self.number, self.number)))
