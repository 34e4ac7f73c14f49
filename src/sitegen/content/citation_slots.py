"""Cut the HTML of a page at its citations: most pages that cite have no other slots.

In the tree, each of their elements would be replaced by a mark, which takes twice as long.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.citation_marks import BEFORE, FOLLOWED, NOTE
from sitegen.content.construct import Slot
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.late_patterns import compile_late
from sitegen.model.references.citation_reference import CitationReference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sitegen.content.construct import Node
    from sitegen.model import Reference

__all__ = ["CITATION_ELEMENT", "cut_citations", "place_citation", "start_of_slot"]

#: The element that stands for a citation, in a CSS selector.
CITATION_ELEMENT = f"{SLOT_ELEMENT}[{CitationReference.mark}]"
#: What is before its number and behind that in HTML; no text and no attribute can hold the former.
_OPENING, _ATTRIBUTES = f'<{SLOT_ELEMENT} name="', f'" {CitationReference.mark}=""'
_CLOSING = f"</{SLOT_ELEMENT}>"
_NOTES = compile_late(rf' ({NOTE}|{BEFORE}|{FOLLOWED})="(\d+|[.aA])"')
_NO_NOTES: Mapping[str, str] = MappingProxyType({})


def cut_citations(
    html: str, found: Sequence[Node | Slot], place_of: Callable[[int], tuple[int, int]]
) -> tuple[list[str], list[Reference]]:
    """Return the HTML around the elements that stand for citations, and the citations between.

    `found` is what placeholders stand for, `place_of` returns line and column of an index.
    """
    first, *rest = html.split(_OPENING)
    literals, citations = [first], []
    for each in rest:
        number, is_ours, behind = each.partition(_ATTRIBUTES)
        known = is_ours and number.isdecimal() and int(number) < len(found)
        slot = found[int(number)] if known else None
        if not isinstance(slot, Slot):  # an author has written this, in a script
            literals[-1] += f"{_OPENING}{each}"
            continue
        attributes, _, behind = behind.partition(">")
        notes = dict(_NOTES.findall(attributes)) if attributes else _NO_NOTES
        citations.append(place_citation(slot, notes, place_of))
        literals.append(behind.partition(_CLOSING)[2])
    return literals, citations


def place_citation(
    slot: Slot, notes: Mapping[str, str | None], place_of: Callable[[int], tuple[int, int]]
) -> Reference:
    """Return a citation as it stands on the page, and among its author's `notes`."""
    line, column = place_of(start_of_slot(slot))
    if not notes:
        return msgspec.structs.replace(slot.reference, line=line, column=column)
    note, before = (int(notes.get(each) or 0) for each in (NOTE, BEFORE))
    followed = notes.get(FOLLOWED) or ""
    return msgspec.structs.replace(
        slot.reference,
        line=line,
        column=column,
        note=note,
        notes_before=before,
        followed=followed,
    )


def start_of_slot(slot: Slot) -> int:
    """Return where the text of a slot begins: that of a citation takes in the space before."""
    reference = slot.reference
    before = reference.before if isinstance(reference, CitationReference) else ""
    return slot.start + len(before)
