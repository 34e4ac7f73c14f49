r"""A backslash behind an image at the end of a paragraph: `![A knee](knee.png)\`.

For Pandoc, it says that the image is no figure; it shows nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Replacement
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["IMAGE_BREAKS"]

_ENDS = (")\\", "}\\", "]\\")
_BREAK = compile_late(r"\\(?:&nbsp;)?[ \t]*(?=\n[ \t>]*(?:\n|(?:[-+*]|\d{1,9}[.)])[ \t]|\Z)|\Z)")


class _ImageBreaks(Construct):
    source_marks = _ENDS
    source_needs = _ENDS

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield what removes them."""
        for link in source.links:
            found = _BREAK.match(source.text, link.end) if link.is_image else None
            if found:
                yield Replacement(*found.span(), "")


IMAGE_BREAKS = _ImageBreaks()
