"""Give the label of a link to the image that is all of its text, as Quarto has linked figures.

[![A knee](knee.png)](https://example.org){#fig-knee}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.rewriting.rewritten_text import TextWriter
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_labels_at_images"]

_ATTRIBUTES = compile_late(r"\{[^{}\n]*+\}\Z")


def with_labels_at_images(source: MarkdownSource) -> MarkdownSource:
    """Return the source with the attribute lists of such links behind their images."""
    text = source.text
    if "[![" not in source.outline or "#fig-" not in text:
        return source
    starts = {link.start: link.end for link in source.links if link.is_image}
    out, done = TextWriter(text), 0
    for link in source.links:
        at = text.rfind("{", link.close, link.end) if not link.is_image else -1
        found = _ATTRIBUTES.match(text, at, link.end) if at >= 0 else None
        if (
            found
            and "#fig-" in found[0]
            and starts.get(link.start + 1) == link.close
            and text[link.close - 1] != "}"
        ):
            out.copy(done, link.close)
            out.copy(*found.span())
            out.copy(link.close, found.start())
            done = link.end
    if not done:
        return source
    out.copy(done, len(text))
    return source.rewritten(out, source.html_blocks)
