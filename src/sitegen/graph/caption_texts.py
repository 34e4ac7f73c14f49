"""The captions of labelled things as plain text, with what the references in them show."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from sitegen.content.text import SLOT_CLOSE, SLOT_OPEN
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.model import Label, ParsedPage, Reference
    from sitegen.model.references.contexts import SiteContext

__all__ = ["caption_text"]

_MARK = compile_late(f"{SLOT_OPEN}([0-9]{{1,9}}){SLOT_CLOSE}")


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
