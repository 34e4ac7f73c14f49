"""Figures without a label, as Pandoc has them: `![The *caption*](knee.png)` alone in a paragraph.

Only pages that ask for it have them: elsewhere, the text of such an image is for those who cannot
see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct
from sitegen.content.syntax.labelled_images import is_implicit_figure, move_behind_caption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["IMPLICIT_FIGURES"]


class _ImplicitFigures(Construct):
    source_marks = ("![",)
    source_needs = ("![",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield what moves such images behind their captions."""
        for link in source.links:
            if is_implicit_figure(source, link):
                yield from move_behind_caption(link)


IMPLICIT_FIGURES = _ImplicitFigures()
