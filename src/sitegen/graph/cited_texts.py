"""Walk through what a page cites, and the texts that it includes, in the order of reading.

A text that has notes of its author is a scope: notes are numbered and listed in it alone. Others
belong to the scope of the text that includes them.
"""

from __future__ import annotations

from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from msgspec import Struct

from sitegen.graph.inclusions import TextPlace
from sitegen.model import ParsedPage, Reference
from sitegen.model.references import IncludeReference
from sitegen.model.references.citation_reference import (
    BibliographyReference,
    CitationReference,
    NoteNumberReference,
    NotesReference,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sitegen.graph.inclusions import Inclusions, WrongInclusion

__all__ = ["CitingReferences", "Found", "TextPlace", "find_citing_references", "list_places"]

#: What is read of all references. A page may have many others, such as links.
_KINDS = frozenset({BibliographyReference, CitationReference, NoteNumberReference, NotesReference})
#: With one of these, a page has other texts, or notes of its author.
_DIVIDING = frozenset({IncludeReference, NoteNumberReference})


_Kind = TypeVar("_Kind", bound=Reference)


class Found(Struct, Generic[_Kind], frozen=True):
    """A reference, the text in which it is, the scope of that, and the file of the text.

    So many notes of the scope's author come `before` it.
    """

    reference: _Kind
    text: TextPlace
    scope: TextPlace
    path: str
    before: int


class CitingReferences(NamedTuple):
    """What a page and the texts that it includes have of citations, in the order of reading.

    `notes` are the places for notes. `texts` are all texts that have anything of these.
    """

    citations: list[Found[CitationReference]]
    notes: list[Found[NotesReference]]
    bibliographies: list[Found[BibliographyReference]]
    texts: tuple[TextPlace, ...]

    def add(self, found: Found[Any]) -> None:
        """Add what is next in the order of reading."""
        kind = type(found.reference)
        if kind is CitationReference:
            self.citations.append(found)
        elif kind is NotesReference:
            self.notes.append(found)
        elif kind is BibliographyReference:
            self.bibliographies.append(found)

    def find_bibliography_place(self) -> Found[BibliographyReference] | None:
        """Return the place of the bibliography of the page: the first one it has.

        One at the end of a text that another page includes is not.
        """
        places = self.bibliographies
        written = (each for each in places if not each.reference.automatic)
        return next(written, places[-1] if places else None)


def find_citing_references(page: ParsedPage, inclusions: Inclusions) -> CitingReferences:
    """Return what a page and what it includes have of citations.

    What is in a note comes where its mark stands.
    """
    undivided = _find_in_one_text(page)
    if undivided is not None:
        return undivided
    found = CitingReferences([], [], [], ())
    everywhere = _walk(page, (), (), 0, partial(inclusions.find, page.key))
    for each in everywhere:
        found.add(each)
    return found._replace(texts=tuple(dict.fromkeys(each.text for each in everywhere)))


def _find_in_one_text(page: ParsedPage) -> CitingReferences | None:
    """Return the same for a page that is one text, whose references come in their order, as most.

    On others, there are texts that it includes, or notes of its author.
    """
    found = CitingReferences([], [], [], ((),))
    path = str(page.path)
    for fragment in (page.heading, page.body):
        for reference in fragment.references if fragment else ():
            if type(reference) is CitationReference:
                if reference.note:
                    return None
                found.citations.append(Found(reference, (), (), path, 0))
            elif type(reference) in _DIVIDING:
                return None
            elif type(reference) in _KINDS:
                found.add(Found(reference, (), (), path, 0))
    return found


def _walk(
    page: ParsedPage,
    text: TextPlace,
    scope: TextPlace,
    before: int,
    find: Callable[[TextPlace], ParsedPage | WrongInclusion | None],
) -> list[Found[Any]]:
    placed: list[tuple[tuple[int, bool], list[Found[Any]]]] = []
    here = (0, False)
    count = 0
    path = str(page.path)
    for fragment in (page.heading, page.body):
        for reference in fragment.references if fragment else ():
            outer = here[0] if text == scope else before
            if isinstance(reference, IncludeReference):
                place = (*text, count)
                included = find(place)
                if isinstance(included, ParsedPage):
                    inner = (place, 0) if _has_notes(included) else (scope, outer)
                    placed.append((here, _walk(included, place, *inner, find)))
                count += 1
                continue
            if type(reference) not in _KINDS:
                continue
            if isinstance(reference, NoteNumberReference):
                here = max(here, (reference.number, False))
            order = here
            if isinstance(reference, CitationReference) and reference.note:
                order = (reference.note - 1, True)
            placed.append((order, [Found(reference, text, scope, path, outer)]))
    placed.sort(key=itemgetter(0))
    return [each for _, found in placed for each in found]


def _has_notes(page: ParsedPage) -> bool:
    """Tell whether a text has notes of its author, among which its citations may be."""
    references = page.body.references
    return any(isinstance(each, NotesReference) and not each.whole for each in references)


def list_places(notes: Sequence[Found[NotesReference]]) -> dict[TextPlace, TextPlace]:
    """Return the text that lists the notes of each scope; `notes` are all places for notes.

    If that has no place for them, as where only what it includes cites, it is the last text.
    """
    places: dict[TextPlace, TextPlace] = {}
    for each in notes:
        if places.get(each.scope) != each.scope:
            places[each.scope] = each.text
    return places
