"""Find fields between two lines `---` in the text, below the front matter or the title.

Pandoc and Quarto read such blocks anywhere in a page, so one that says that the page is a draft
must not be published as text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake
from sitegen.content.front_matter import FRONT_MATTER_FENCES
from sitegen.content.unfenced_header import find_withholding_field
from sitegen.diagnostics import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["METADATA_BLOCKS"]

#: A line of dashes at the beginning or below an empty line; the end is left for the next one.
_BLOCK = re.compile(
    r"(?:\A\n*(?:---[ \t]*\n)?|(?<=\n\n)---[ \t]*\n)"
    r"(?P<inner>(?:[^\n]*\n){1,80}?)(?=(?:---|\.\.\.)[ \t]*$)",
    re.MULTILINE,
)
_HINT = "move it into the front matter at the top of the file"


class _MetadataBlocks(Construct):
    """Report a block whose fields hold the page back."""

    source_marks = ("\n---", "\n...")  # a block ends with such a line

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake for each such block."""
        for block in _BLOCK.finditer(source.prose):
            found = find_withholding_field(block["inner"])
            if found:
                offset, field = found
                message = f"'{field}' is not in the front matter, and would be published as text"
                problem = Problem(FRONT_MATTER_FENCES, message, _HINT)
                yield Mistake(block.start("inner") + offset, problem)


METADATA_BLOCKS = _MetadataBlocks()
