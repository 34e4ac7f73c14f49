"""Blocks for some formats only: `::: {.content-visible when-format="html"}`.

After Quarto ("Conditional Content"). A site is HTML, so what is for PDF only is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.block_trees import FENCED, classes_of, set_classes, take
from sitegen.content.construct import Construct

if TYPE_CHECKING:
    from sitegen.content.construct import Mistake, PageTree

__all__ = ["CONDITIONAL_BLOCKS"]

_VISIBLE, _HIDDEN = "content-visible", "content-hidden"


class _ConditionalBlocks(Construct):
    html_marks = (FENCED, _VISIBLE)

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Remove what is not for a website, and the conditions of the rest."""
        for box in tree.root.css(f"div.{_VISIBLE}, div.{_HIDDEN}, span.{_VISIBLE}, span.{_HIDDEN}"):
            when, unless = take(box, "data-when-format"), take(box, "data-unless-format")
            is_met = (when is None or _is_html(when)) and (unless is None or not _is_html(unless))
            if is_met == (_HIDDEN in classes_of(box)):
                box.decompose()
            else:
                others = [each for each in classes_of(box) if each not in {_VISIBLE, _HIDDEN}]
                set_classes(box, others)
        return ()


def _is_html(name: str) -> bool:
    return name.startswith("html")


CONDITIONAL_BLOCKS = _ConditionalBlocks()
