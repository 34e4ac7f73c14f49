"""References in captions that are written into a page when the whole site is known: `@fig-knee`.

Until then, each has a mark in the caption, which no Markdown changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Replacement, Slot
from sitegen.content.scanner import MarkdownSource
from sitegen.content.syntax.cross_references import CROSS_REFERENCES
from sitegen.late_patterns import compile_late
from sitegen.model import CrossReference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.config import Engine
    from sitegen.model.references.contexts import HtmlContext
    from sitegen.model.references.reference import Resolved

__all__ = ["has_other_marks", "mark_references", "put_references"]

#: Characters without a meaning.
_MARK = compile_late("\uf8f0([0-9]{1,4})\uf8f1")
_TAG = compile_late(r"<[^<>\"]*+(?:\"[^\"]*+\"[^<>\"]*+)*+>")
_MOST = 1000


def mark_references(text: str, engine: Engine) -> tuple[str, list[tuple[int, CrossReference]]]:
    """Return a caption with marks for its references, and these, each with its index."""
    changes: list[tuple[int, int, str]] = []
    found: list[tuple[int, CrossReference]] = []
    for each in CROSS_REFERENCES.find(MarkdownSource(text, engine)) if "@" in text else ():
        if isinstance(each, Slot) and isinstance(each.reference, CrossReference):
            if len(found) < _MOST:
                changes.append((each.start, each.end, f"\uf8f0{len(found)}\uf8f1"))
                found.append((each.start, each.reference))
        elif isinstance(each, Replacement):
            changes.append((each.start, each.end, each.text))
    for start, end, instead in sorted(changes, reverse=True):
        text = text[:start] + instead + text[end:]
    return text, found


def has_other_marks(html: str, count: int) -> bool:
    """Tell whether HTML holds marks that an author wrote, beside those of so many references.

    Theirs are there twice, or of no reference, or in a tag.
    """
    found = [int(number) for number in _MARK.findall(html)]
    in_text = len(_MARK.findall(_TAG.sub("", html)))
    return len({*found}) < len(found) or in_text < len(found) or max(found, default=-1) >= count


def put_references(html: str, references: Sequence[Resolved], page: HtmlContext) -> str:
    """Return HTML with links in the place of the marks."""

    def link(found: re.Match[str]) -> str:
        number = int(found[1])
        return references[number].html(page) if number < len(references) else ""

    return _MARK.sub(link, html)
