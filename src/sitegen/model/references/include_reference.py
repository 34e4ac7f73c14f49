"""Another Markdown file, or a part of it, in a page's text."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from sitegen.diagnostics import Location, Problem
from sitegen.model.heading import Heading
from sitegen.model.references.collection_reference import Word
from sitegen.model.references.reference import Reference, Resolved, ResolvedSlots, Unresolved

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.model.references.contexts import HtmlContext, SiteContext

__all__ = ["IncludeReference", "Included"]


class Included(Resolved, frozen=True, tag="included"):
    """The HTML of an included text: literal parts, and what goes into the slots between them.

    `toc` are its headings as a tree, which belong `behind` the heading with this id in the table of
    contents of what includes it, or before all others; None if there is none.
    """

    parts: tuple[str, ...]
    slots: ResolvedSlots
    toc: tuple[Heading, ...] = ()
    behind: str | None = None

    def html(self, page: HtmlContext) -> str:
        """Return the text."""
        return page.fragment(self.parts, self.slots)

    def needs_figures(self, column: int) -> bool:
        """Tell whether anything in the text needs them."""
        return any(each.needs_figures(column) for each in self.slots)

    @property
    def listed_collections(self) -> tuple[str, ...]:
        """The collections of which the text lists entries."""
        return tuple(chain.from_iterable(each.listed_collections for each in self.slots))

    @property
    def literal_parts(self) -> tuple[str, ...]:
        """The literal parts of the text, and of those that it includes."""
        return (*self.parts, *chain.from_iterable(each.literal_parts for each in self.slots))


class IncludeReference(Reference, frozen=True, kw_only=True, tag="include"):
    """A file as its author named it in `target`, and which part of it; empty words for all of it.

    `heading` is the text or the id of a heading, `lines` are such as `3-10`, `region` is the name
    between `<!-- region NAME -->` and `<!-- endregion -->`. `behind` is as in `Included`.
    """

    file: Word
    heading: Word = Word()
    lines: Word = Word()
    region: Word = Word()
    behind: str | None = None
    mark: ClassVar[str] = "data-include"
    resolved: ClassVar[type[Resolved]] = Included

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from the others of its page."""
        return self.target, self.heading.text, self.lines.text, self.region.text

    def resolve(self, site: SiteContext) -> Resolved:
        """Return the text; what is wrong is reported where it is written."""
        return site.included(self) or Unresolved(text=self.target)

    def problem_at(self, word: Word, path: str, problem: Problem) -> Diagnostic:
        """Return the diagnostic of a problem with a word of it."""
        return problem.at(Location(path=path, line=self.line + word.line, column=word.column))
