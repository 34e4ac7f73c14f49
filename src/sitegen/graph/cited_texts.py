"""Walk through what a page cites, and the texts that it includes, in the order of reading.

A text that has notes of its author is a scope: notes are numbered and listed in it alone. Others
belong to the scope of the text that includes them.
"""

from __future__ import annotations

from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from sitegen.graph.inclusions import TextPlace
from sitegen.model import ParsedPage
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
    from sitegen.model import Reference

__all__ = ["Found", "TextPlace", "find_bibliography_place", "find_references", "list_places"]


class Found(NamedTuple):
    """A reference, the text in which it is, the scope of that, and the file of the text.

    So many notes of the scope's author come `before` it.
    """

    reference: Reference
    text: TextPlace
    scope: TextPlace
    path: str
    before: int


def find_references(page: ParsedPage, inclusions: Inclusions) -> list[Found]:
    """Return the references of a page and of what it includes.

    What is in a note comes where its mark stands.
    """
    return _walk(page, (), (), 0, partial(inclusions.find, page.key))


def _walk(
    page: ParsedPage,
    text: TextPlace,
    scope: TextPlace,
    before: int,
    find: Callable[[TextPlace], ParsedPage | WrongInclusion | None],
) -> list[Found]:
    placed: list[tuple[tuple[int, bool], list[Found]]] = []
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


def list_places(found: Sequence[Found]) -> dict[TextPlace, TextPlace]:
    """Return the text that lists the notes of each scope.

    If that has no place for them, as where only what it includes cites, it is the last text.
    """
    places: dict[TextPlace, TextPlace] = {}
    for each in found:
        if isinstance(each.reference, NotesReference) and places.get(each.scope) != each.scope:
            places[each.scope] = each.text
    return places


def find_bibliography_place(found: Sequence[Found]) -> Found | None:
    """Return the place of the bibliography of a page: the first one it has.

    One at the end of a text that another page includes is not.
    """
    places = [each for each in found if isinstance(each.reference, BibliographyReference)]
    written = (each for each in places if not _is_automatic(each.reference))
    return next(written, places[-1] if places else None)


def _is_automatic(reference: Reference) -> bool:
    return isinstance(reference, BibliographyReference) and reference.automatic
