"""Write formulas within a line of text as they are written here, if a site is one of kramdown.

    The mass $$m$$ of it   →   The mass $`m`$ of it

kramdown, which Jekyll uses, has no other sign for them; what stands alone on its lines is set apart
there, too. See https://kramdown.gettalong.org/syntax.html#math-blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.rewriting.rewritten_text import with_edits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_kramdown_formulas"]

_MARK = "$$"
#: What may stand before a formula that is set apart: quotations, and what begins an item.
_MARGIN = " \t>"
_ITEMS = frozenset({"-", "*", "+"})


def with_kramdown_formulas(source: MarkdownSource) -> MarkdownSource:
    """Return the source with formulas in the text for `$$x$$` beside other text."""
    if _MARK not in source.text or source.macros is None:
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    text = source.text
    for formula in source.blocks.formulas:
        start, end = formula.start, formula.end
        if not text.startswith(_MARK, start) or "\n" in text[start:end]:
            continue
        before = text[text.rfind("\n", 0, start) + 1 : start].strip(_MARGIN)
        line_end = text.find("\n", end)
        behind = text[end : line_end if line_end >= 0 else len(text)].strip()
        has_text = (before and before not in _ITEMS) or (behind and behind[0] not in "({")
        if has_text and text[start + 2 : end - 2].strip():
            tick = "" if "`" in text[start:end] else "`"
            yield start, start + 2, f"${tick}"
            yield end - 2, end, f"{tick}$"
