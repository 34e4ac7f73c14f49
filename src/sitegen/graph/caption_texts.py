"""Captions as plain text, with what the references in them show."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sitegen.content.text import SLOT_CLOSE, SLOT_OPEN
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late
from sitegen.model import ImageReference, Unresolved
from sitegen.model.references.cross_reference import CrossLink
from sitegen.model.references.image_reference import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sitegen.model import Label, ParsedPage, Reference, References, Resolved
    from sitegen.model.references.contexts import SiteContext

__all__ = ["caption_text", "with_alternatives"]

_MARK = compile_late(f"{SLOT_OPEN}([0-9]{{1,9}}){SLOT_CLOSE}")
_LOST_SPACE = compile_late(r"\s+(?=[.,;:!?](?:\s|\Z))")


def caption_text(label: Label, page: ParsedPage, context: SiteContext) -> str:
    """Return the caption of something on a page, of which `context` knows the references.

    What is wrong with one of them is reported where it stands, and not here.
    """
    if not label.caption:
        return label.title
    defining = page.body.references.with_own("defines")
    owner = next((each for each in defining if each.own_id == label.name), None)
    references = owner.inner if owner else page.body.references
    text = _MARK.sub(partial(_shown, references, context), label.caption)
    return " ".join(text.split())


def _shown(references: Sequence[Reference], context: SiteContext, found: re.Match[str]) -> str:
    number = int(found[1])
    if number >= len(references):
        return ""
    resolved = references[number].resolve(context)
    if isinstance(resolved, Problem):
        return references[number].unresolved()
    text: str = getattr(resolved, "plain_text", "")
    return text


def with_alternatives(
    references: References, slots: list[Resolved], title_of: Callable[[str], str]
) -> list[Resolved]:
    """Return what goes into slots, with the texts of images that are made of captions.

    `title_of` returns the title of the page with a key.
    """
    if ImageReference not in references.kinds:
        return slots
    return [
        _described(reference.caption, slot, slots, title_of)
        if isinstance(reference, ImageReference) and reference.caption
        else slot
        for reference, slot in zip(references, slots, strict=True)
    ]


def _described(
    caption: str, slot: Resolved, slots: Sequence[Resolved], title_of: Callable[[str], str]
) -> Resolved:
    if not isinstance(slot, Picture):
        return slot

    def shown(found: re.Match[str]) -> str:
        number = int(found[1])
        return _words_of(slots[number], title_of) if number < len(slots) else ""

    words = " ".join(_MARK.sub(shown, caption).split())
    return replace(slot, alt=_LOST_SPACE.sub("", words))


def _words_of(slot: Resolved, title_of: Callable[[str], str]) -> str:
    text: str = slot.text if isinstance(slot, Unresolved) else getattr(slot, "plain_text", "")
    return title_of(slot.page) if isinstance(slot, CrossLink) and not text else text
