"""Write what is resolved later into the automatic summaries of pages.

A page is parsed without its bibliography and without the numbers of others, so that `@doe2024` and
`@fig-knee` are in its summary as they were written until they are resolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.model.references.citation_reference import CitedText
from sitegen.model.references.cross_reference import CrossLink
from sitegen.model.references.reference import Unresolved

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.model import ParsedPage, ResolvedSlots

__all__ = ["name_references"]


def name_references(
    summary: str, page: ParsedPage, resolved: ResolvedSlots, title_of: Callable[[str], str]
) -> str:
    """Return the summary of a page with its resolved citations and references as plain text.

    `title_of` returns the title of the page with a key.
    """
    if "@" not in summary:
        return summary
    at = 0
    for reference, slot in zip(page.body.references, resolved, strict=False):
        written = reference.in_summary
        if not written or not isinstance(slot, CitedText | CrossLink | Unresolved):
            continue
        start = summary.find(written, at)
        if start >= 0:
            text = slot.text if isinstance(slot, Unresolved) else slot.plain_text
            if isinstance(slot, CrossLink) and not text and slot.page:
                text = title_of(slot.page)
            summary = summary[:start] + text + summary[start + len(written) :]
            at = start + len(text)
    return summary
