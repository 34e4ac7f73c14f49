"""Find what matches in a document outside of its blocks of code, before it is a page."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from sitegen.content.scanner import MarkdownSource

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

__all__ = ["find_in_prose"]


def find_in_prose(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what begins outside of blocks of code, in order."""
    fences = MarkdownSource(text, "commonmark").blocks.fences
    starts = [fence.start for fence in fences]
    for found in pattern.finditer(text):
        before = bisect_right(starts, found.start()) - 1
        if before < 0 or found.start() >= fences[before].end:
            yield found
