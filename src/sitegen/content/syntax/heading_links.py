"""Links by the text of a heading: `[The setup]`, `[The setup][]` and `[below][The setup]`.

Pandoc's manual, "Extension: implicit_header_references". Whatever has an address of its own, such
as a defined label, is none.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Replacement
from sitegen.content.heading_texts import find_heading_texts, heading_address, heading_key
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["HEADING_LINKS"]

_LINK = compile_late(
    r"\[(?![@^!]|-@)(?P<text>[^\[\]\n]++)\](?![({:])(?:\[(?P<label>[^\[\]\n]*+)\]|(?!\[))"
)
#: What stands before brackets that are no link.
_NO_LINK = frozenset("]\\!")
_LETTERS = compile_late(r"[^\W\d_]{2}")
_HEADING = compile_late(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*#{1,6}[ \t]")


class _HeadingLinks(Construct):
    source_marks = ("[",)
    reads_leftovers = True

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield the tags of a link in place of the brackets."""
        text = source.text
        if not any(mark in source.outline for mark in ("#", "--", "==")):
            return
        texts: frozenset[str] | None = None
        for found in _LINK.finditer(text):
            before = text[found.start() - 1 : found.start()]
            label = found["label"] or found["text"]
            if before in _NO_LINK or before.isalnum() or not _LETTERS.search(label):
                continue
            texts = find_heading_texts(source) if texts is None else texts
            key = heading_key(label)
            if key not in texts or source.is_defined(label):
                continue
            if not _is_text(source, *found.span()):
                continue
            start, end = found.span("text")
            yield Replacement(start - 1, start, f'<a href="{heading_address(key)}">')
            yield Replacement(end, found.end(), "</a>")


def _is_text(source: MarkdownSource, start: int, end: int) -> bool:
    """Tell whether brackets are prose, in no link and in no heading."""
    at = bisect_right(source.links, start, key=lambda link: link.start) - 1
    if at >= 0 and start < source.links[at].end:
        return False
    line = source.text.rfind("\n", 0, start) + 1
    is_heading = _HEADING.match(source.text, line, start) is not None
    return not is_heading and source.prose[start] + source.prose[end - 1] == "[]"


HEADING_LINKS = _HeadingLinks()
