"""Choose the constructs that a page may need, by their marks in its source or its HTML."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.content.mark_index import Mark, MarkIndex

if TYPE_CHECKING:
    from sitegen.content.construct import Construct

__all__ = ["constructs_for_html", "constructs_for_source"]


def constructs_for_source(text: str, constructs: tuple[Construct, ...]) -> list[Construct]:
    """Return the constructs whose source marks are in a text, in their order."""
    return [constructs[number] for number in sorted(_source_marks(constructs).numbers_in(text))]


def constructs_for_html(html: str, constructs: tuple[Construct, ...]) -> list[Construct]:
    """Return the constructs whose HTML marks are in a page's HTML, in their order."""
    return [constructs[number] for number in sorted(_html_marks(constructs).numbers_in(html))]


@lru_cache(maxsize=8)
def _source_marks(constructs: tuple[Construct, ...]) -> MarkIndex:
    return MarkIndex(
        Mark(mark, number, construct.source_needs)
        for number, construct in enumerate(constructs)
        for mark in construct.source_marks
    )


@lru_cache(maxsize=8)
def _html_marks(constructs: tuple[Construct, ...]) -> MarkIndex:
    return MarkIndex(
        Mark(mark, number)
        for number, construct in enumerate(constructs)
        for mark in construct.html_marks
    )
