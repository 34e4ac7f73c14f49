"""Lines that stand for HTML: code and outputs of notebooks, and what has been written anew.

The words that open folded cells are those of the page's language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, RawBlock
from sitegen.content.notebooks.cell_code import CELL_WORDS
from sitegen.content.notebooks.document import BLOCK, BLOCK_OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.content.construct import Finding, Mistake, PageTree
    from sitegen.content.scanner import MarkdownSource

__all__ = ["CELLS"]


class _Cells(Construct):
    source_marks = (BLOCK_OPEN,)
    html_marks = ("cell-word-",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield the HTML of each marked line."""
        for found in BLOCK.finditer(source.text):
            if int(found[1]) < len(source.html_blocks):
                yield RawBlock(*found.span(), source.html_blocks[int(found[1])])

    def mark(self, tree: PageTree) -> Iterable[Mistake]:
        """Write the words of the page's language."""
        for summary in tree.root.css("summary[class^=cell-word-]"):
            word = CELL_WORDS.get(summary.attributes["class"] or "")
            if word:
                summary.inner_html = tree.words[word]
                del summary.attrs["class"]
        return ()


CELLS = _Cells()
