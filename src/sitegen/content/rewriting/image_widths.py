"""Write the widths of images, which Obsidian has in their texts, as attributes.

    ![A knee|100](knee.png)       →   ![A knee](knee.png){width=100}
    ![A knee|100x80](knee.png)    →   ![A knee](knee.png){width=100 height=80}

See https://help.obsidian.md/embeds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_image_widths"]

_LIKELY = compile_late(r"!\[[^\[\]\n]*\|\d{1,4}(?:x\d{1,4})?\]")
_SIZE = compile_late(r"(?P<all>\\?\|(?P<width>\d{1,4})(?:x(?P<height>\d{1,4}))?)\Z")
_LONGEST = 12


def with_image_widths(source: MarkdownSource) -> MarkdownSource:
    """Return the source with attributes behind these images; places are known."""
    if "![" not in source.outline or "|]" not in source.outline:
        return source
    return with_edits(source, _edits(source)) if _LIKELY.search(source.text) else source


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    text = source.text
    for link in source.links:
        first = max(link.start + 2, link.close - _LONGEST)
        found = _SIZE.search(text, first, link.close) if link.is_image else None
        if not found:
            continue
        yield *found.span("all"), ""
        size = f"width={found['width']}" + (f" height={found['height']}" if found["height"] else "")
        if text[link.end - 1] == "}" and (braces := text.rfind("{", link.close, link.end)) > 0:
            yield braces + 1, braces + 1, f"{size} "
        else:
            yield link.end, link.end, f"{{{size}}}"
