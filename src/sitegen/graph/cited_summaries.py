"""Write the names of cited works into the automatic summaries of pages.

A page is parsed without its bibliography, so that a citation in a sentence, `@doe2024 found`, is in
its summary as it was written until the citation is resolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.model.references.citation_reference import CitationReference, CitedText

if TYPE_CHECKING:
    from sitegen.model import ParsedPage, ResolvedSlots

__all__ = ["name_cited_works"]


def name_cited_works(summary: str, page: ParsedPage, resolved: ResolvedSlots) -> str:
    """Return the summary of a page with its resolved citations as plain text."""
    if "@" not in summary:
        return summary
    at = 0
    for reference, slot in zip(page.body.references, resolved, strict=False):
        if not isinstance(reference, CitationReference) or not isinstance(slot, CitedText):
            continue
        start = summary.find(reference.target, at) if reference.in_text else -1
        if start >= 0:
            text = slot.plain_text
            summary = summary[:start] + text + summary[start + len(reference.target) :]
            at = start + len(text)
    return summary
