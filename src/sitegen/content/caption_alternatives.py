"""Texts of images that are made of captions, with what the references in these show.

The text for those who cannot see an image is its caption, if it has no other. What is in the slots
of a caption is known when the site is assembled, so that its text goes there with marks for them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sitegen.content.html_text import plain_text
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.content.text import SLOT_CLOSE, SLOT_OPEN
from sitegen.late_patterns import compile_late
from sitegen.model import CrossReference, ImageReference, LinkText
from sitegen.model.references.citation_reference import CitationReference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborNode

    from sitegen.model import Reference

__all__ = [
    "SHOWN_IN_CAPTIONS",
    "mark_alternative",
    "number_alternatives",
    "read_alternative",
    "take_figure",
]

#: What has a text of its own in a caption.
SHOWN_IN_CAPTIONS: frozenset[type[Reference]] = frozenset(
    {CrossReference, LinkText, CitationReference}
)
#: Of an image whose text is made of a caption with slots in it.
_CAPTIONED = "captioned"
_LOST_SPACE = compile_late(r"\s+(?=[.,;:!?](?:\s|\Z))")
_SLOT = re.compile(f"{SLOT_OPEN}(\\d{{1,9}}){SLOT_CLOSE}")


def mark_alternative(image: LexborNode, caption: LexborNode) -> None:
    """Make the text of an image of its caption, as far as that is known."""
    image.attrs["alt"] = _LOST_SPACE.sub("", plain_text(caption))
    if caption.css_first(f"{SLOT_ELEMENT}, a:empty") is not None:
        image.attrs[_CAPTIONED] = ""


def take_figure(image: LexborNode) -> LexborNode | None:
    """Return the figure of an image whose text is made of the caption of that."""
    if _CAPTIONED not in image.attributes:
        return None
    above = image.parent
    while above is not None and above.tag != "figure":
        above = above.parent
    return above


def read_alternative(
    image: Reference, figure: LexborNode, references: Sequence[Reference]
) -> Reference:
    """Return an image with its caption, whose slots are open; they have numbers of `references`."""
    caption = figure.css_first("figcaption")
    if caption is None or not isinstance(image, ImageReference):
        return image

    def mark(found: re.Match[str]) -> str:
        number = int(found[1])
        is_shown = number < len(references) and type(references[number]) in SHOWN_IN_CAPTIONS
        return found[0] if is_shown else ""

    text = _SLOT.sub(mark, plain_text(caption)).lstrip(": ")
    return replace(image, caption=text) if SLOT_OPEN in text else replace(image, alt=text)


def number_alternatives(references: Sequence[Reference], numbers: Sequence[int]) -> list[Reference]:
    """Return references in their order on the page, which captions name by their `numbers`."""
    places = {number: f"{SLOT_OPEN}{place}{SLOT_CLOSE}" for place, number in enumerate(numbers)}

    def numbered(found: re.Match[str]) -> str:
        return places.get(int(found[1]), "")

    return [
        replace(each, caption=_SLOT.sub(numbered, each.caption))
        if isinstance(each, ImageReference) and each.caption
        else each
        for each in references
    ]
