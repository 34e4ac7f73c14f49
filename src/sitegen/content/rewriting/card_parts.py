"""Write the head and the foot of a card of MyST, which marks of their own part off, as divs.

    :::{card} A scanner         :::{card} A scanner
                                ::: {.block-card-head}
    Since 2020                  Since 2020
    ^^^                     →   :::
    It measures.                It measures.
    +++                         ::: {.block-card-foot}
    Read on                     Read on
                                :::
    :::                         :::

After https://sphinx-design.readthedocs.io/en/latest/cards.html.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.scanner import BLANKED
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.div_fences import Div
    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_card_parts"]

_CARDS = frozenset({"card", "grid-item-card"})
_MARK = compile_late(r"^[ \t>]*(?P<mark>\^{3,}|\+{3,})[ \t]*$", re.MULTILINE)


def with_card_parts(source: MarkdownSource) -> MarkdownSource:
    """Return the source with the parts of cards as divs; places are known."""
    text = source.text
    if "card}" not in text or not ("^^^" in text or "+++" in text):
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    parted: set[tuple[int, str]] = set()
    for card, place, end in _marks(source):
        mark = source.text[place]
        if (card.start, mark) in parted or (card.start, "+") in parted:
            continue
        parted.add((card.start, mark))
        if mark == "^":
            opening = f"\n{card.margin}::: {{.block-card-head}}"
            yield card.line_end, card.line_end, opening
            yield place, end, ":::"
        else:
            yield place, end, "::: {.block-card-foot}"
            yield card.closing[0], card.closing[0], f":::\n{card.margin}"


def _marks(source: MarkdownSource) -> Iterator[tuple[Div, int, int]]:
    """Yield the marks that stand right in a card that is closed, and not deeper in it."""
    divs, next_div = source.blocks.divs, 0
    inside: list[Div] = []
    for found in _MARK.finditer(source.text):
        start, end = found.span("mark")
        while next_div < len(divs) and divs[next_div].start < start:
            inside.append(divs[next_div])
            next_div += 1
        while inside and max(inside[-1].closing[0], inside[-1].end) < start:
            inside.pop()
        card = inside[-1] if inside and inside[-1].name in _CARDS else None
        if card and card.is_directive and card.closing[0] > start and card.line_end < start:
            margin = source.text[found.start() : start]
            if margin == card.margin and source.prose[start] != BLANKED:
                yield card, start, end
