"""A list of the entries of a collection in a page's text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from sitegen.diagnostics import Location, Problem, Severity, declare
from sitegen.model.references.reference import Reference, Resolved, Unresolved
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.model.references.contexts import HtmlContext, SiteContext

__all__ = ["COLLECTION_LIST", "CollectionReference", "Condition", "EntryStyle", "Listing", "Word"]

COLLECTION_LIST = declare("collection-list", Severity.ERROR)

#: How entries are shown; empty for the usual way of their collection.
EntryStyle = Literal["", "list", "cards", "compact"]


class Word(Stored, frozen=True):
    """A word of the author's, and where it stands: its column, and so many lines further down."""

    text: str = ""
    line: int = 0
    column: int = 0

    def __bool__(self) -> bool:
        return bool(self.text)


class Condition(Stored, frozen=True):
    """What entries must have: one of these values in a field; with `negated`, none of them."""

    field: Word
    values: tuple[Word, ...]
    negated: bool = False

    def __str__(self) -> str:
        values = " | ".join(value.text for value in self.values)
        return f"{self.field.text} {'!=' if self.negated else '='} {values}"


class Listing(Resolved, frozen=True, tag="collection"):
    """Entries of a collection by their keys, in order; headings of the list begin at `level`.

    Without entries, `empty` is shown.
    """

    collection: str
    entries: tuple[str, ...]
    group_by: str = ""
    style: EntryStyle = ""
    level: int = 2
    empty: str = ""

    @property
    def lists_entries(self) -> str:
        """The collection, whose stylesheet the page needs."""
        return self.collection if self.entries else ""

    def html(self, page: HtmlContext) -> str:
        """Return what the theme makes of the entries."""
        return page.entries(self)


class CollectionReference(Reference, frozen=True, kw_only=True, tag="collection"):
    """The entries that an author asks for, `target` being the name of their collection.

    `limit` is 0 for all of them. A minus before the field in `sort` puts the largest first.
    """

    name: Word
    conditions: tuple[Condition, ...] = ()
    limit: int = 0
    sort: Word = Word()
    group_by: Word = Word()
    style: EntryStyle = ""
    empty: str = ""
    level: int = 2
    is_shortcode: bool = False
    resolved: ClassVar[type[Resolved]] = Listing

    def resolve(self, site: SiteContext) -> Resolved:
        """Find the entries; what does not exist is reported where it is written."""
        found = site.entries(self)
        if found is None:
            return Unresolved()
        return self.listing(found)

    def listing(self, entries: tuple[str, ...]) -> Listing:
        """Return the list of these entries as it was asked for."""
        return Listing(
            collection=self.target,
            entries=entries,
            group_by=self.group_by.text,
            style=self.style,
            level=self.level,
            empty=self.empty,
        )

    def below(self, level: int) -> CollectionReference:
        """Return the list as it stands below a heading of a level."""
        return msgspec.structs.replace(self, level=min(level + 1, 6))

    def problem_at(self, word: Word, path: str, problem: Problem) -> Diagnostic:
        """Return the diagnostic of a problem with a word of this list."""
        return problem.at(Location(path=path, line=self.line + word.line, column=word.column))
