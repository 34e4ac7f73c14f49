"""Hand drawings and formulas in HTML, `<svg>` and `<math>`, to the engine on one line each.

An engine would end them at a blank line, take indented lines for code, and read the text in them as
Markdown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Replacement
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["DRAWINGS"]

_OPENING = compile_late(r"<(svg|math)(?![\w:-])", re.IGNORECASE)
_PIECE = compile_late(r"<!--.*?-->|<[^<>]*>|[^<]+|<", re.DOTALL)
#: What means something to an engine; in HTML, these say the same.
_ESCAPES = {ord(mark): f"&#{ord(mark)};" for mark in "\\`*_[]{}$~^!:|+-"}


class _Drawings(Construct):
    source_marks = ("<svg", "<math", "<SVG")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield each outermost element without its line breaks."""
        text, done = source.text, 0
        unclosed: set[str] = set()
        for start, end in source.tags:
            opening = _OPENING.match(text, start, end) if start >= done else None
            if opening is None or opening[1] in unclosed or text.endswith("/>", start, end):
                continue
            done = _end_of(text, opening[1], source.tags, start)
            if done > start:
                yield Replacement(start, done, _on_one_line(text[start:done]))
            else:
                unclosed.add(opening[1])


def _end_of(text: str, name: str, tags: list[tuple[int, int]], first: int) -> int:
    """Return where an element ends that begins at `first`, 0 if it never does."""
    tag = re.compile(rf"<(/?){name}(?![\w:-])", re.IGNORECASE)
    depth = 0
    for start, end in tags:
        found = tag.match(text, start, end) if start >= first else None
        if found and not text.endswith("/>", start, end):
            depth += -1 if found[1] else 1
            if depth == 0:
                return end
    return 0


def _on_one_line(element: str) -> str:
    pieces = []
    for found in _PIECE.finditer(element):
        piece = " ".join(found[0].split("\n"))
        if found[0].startswith("<!--"):
            continue
        pieces.append(piece if piece.startswith("<") else piece.translate(_ESCAPES))
    return "".join(pieces)


DRAWINGS = _Drawings()
