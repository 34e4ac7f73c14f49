"""Find the position of each cite: first, subsequent, ibid, near a note that cites the same work.

Source: the CSL 1.0.2 specification, "Choose", `position`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.research.csl.conditions import IBID, IBID_WITH_LOCATOR, SUBSEQUENT
from sitegen.research.csl.entry_writer import NOWHERE, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.research.csl.cites import Citation, Cite

__all__ = ["find_places"]

_NEAR = 5


def find_places(citations: Iterable[Citation], near: int = _NEAR) -> list[list[Place]]:
    """Return the places of all cites in the order of a document.

    `near` is how many notes away a cite still is near.
    """
    first: dict[str, int] = {}
    latest: dict[str, int] = {}
    places: list[list[Place]] = []
    previous: dict[bool, Citation] = {}  # that in the text, and that in a note
    for citation in citations:
        in_note = citation.note > 0
        found: list[Place] = []
        for index, cite in enumerate(citation.cites):
            if cite.key not in first:
                found.append(NOWHERE)  # the first one
                first[cite.key] = citation.note
            else:
                before = _before(citation, index, previous.get(in_note))
                position = _position(cite, before)
                distance = citation.note - latest[cite.key]
                is_near = 0 <= distance <= near and bool(citation.note)
                note = first[cite.key]  # one before this
                found.append(Place(position, is_near, note if note != citation.note else 0))
            latest[cite.key] = citation.note
        places.append(found)
        previous[in_note] = citation
    return places


def _before(citation: Citation, index: int, previous: Citation | None) -> Cite | None:
    """Return the cite to which `ibid` would refer."""
    if index:
        return citation.cites[index - 1]
    if previous is None:
        return None
    return previous.cites[0] if len(previous.cites) == 1 else None


def _position(cite: Cite, before: Cite | None) -> int:
    if before is None or before.key != cite.key:
        return SUBSEQUENT
    if before.locator and not cite.locator:
        return SUBSEQUENT
    same = (before.locator, before.locator_label) == (cite.locator, cite.locator_label)
    return IBID if same else IBID_WITH_LOCATOR
