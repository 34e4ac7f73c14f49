"""Note in the labels of figures and tables which references their captions hold.

A list of figures shows the captions of many pages, and what references show is known later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from sitegen.content.caption_alternatives import SHOWN_IN_CAPTIONS
from sitegen.content.html_text import plain_text
from sitegen.content.slots import SLOT
from sitegen.content.text import SLOT_CLOSE, SLOT_OPEN

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.content.slots import Slots
    from sitegen.model import Label, Reference

__all__ = ["with_captions"]

_CAPTIONS = "figcaption, caption"


def with_captions(
    labels: Iterable[Label], root: LexborNode, slots: Slots, references: Iterable[Reference]
) -> Iterator[Label]:
    """Yield the labels of a page whose slots are open; `references` are those of its body."""
    numbers = {id(each): number for number, each in enumerate(references)}

    def mark(found: re.Match[str]) -> str:
        reference = slots.reference(int(found[1]))
        number = numbers.get(id(reference)) if type(reference) in SHOWN_IN_CAPTIONS else None
        return "" if number is None else f"{SLOT_OPEN}{number}{SLOT_CLOSE}"

    captions: dict[str, str] = {}
    for caption in root.css(_CAPTIONS):
        text = plain_text(caption) if SLOT_OPEN in (caption.html or "") else ""
        marked = SLOT.sub(mark, text).lstrip(": ")
        if SLOT_OPEN in marked and caption.parent is not None:
            captions[caption.parent.attributes.get("id") or ""] = marked
    for label in labels:
        marked = "" if label.caption else captions.get(label.name, "")
        yield replace(label, caption=marked) if marked else label
