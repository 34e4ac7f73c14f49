"""Find fields that hold a page back where they are not read.

Pandoc and Quarto read fields between two lines `---` anywhere in a page, so one that says that the
page is a draft must not be published as text. Nor may a page that says so in a comment at its top.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake
from sitegen.content.front_matter import FRONT_MATTER_FENCES
from sitegen.content.unfenced_header import find_withholding_field, is_withholding
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["METADATA_BLOCKS"]

#: A line of dashes at the beginning or below an empty line; the end is left for the next one.
_BLOCK = compile_late(
    r"(?:\A\n*(?:---[ \t]*\n)?|(?<=\n\n)---[ \t]*\n)"
    r"(?P<inner>(?:[^\n]*\n){1,80}?)(?=(?:---|\.\.\.)[ \t]*$)",
    re.MULTILINE,
)
_HINT = "move it into the front matter at the top of the file"
#: Comments of one line at the top of the text.
_COMMENTS = compile_late(r"\s*(?:<!--[^\n]*?-->\s*)+")
_COMMENT = compile_late(r"<!--[ \t]*(?P<inner>[^\n]*?)[ \t]*-->")


class _MetadataBlocks(Construct):
    """Report a block, or a comment, whose fields hold the page back."""

    source_marks = ("\n---", "\n...", "<!--")  # a block ends with such a line

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake for each such block and comment."""
        comments = _COMMENTS.match(source.text)
        for comment in _COMMENT.finditer(comments[0]) if comments else ():
            if is_withholding(comment["inner"]):
                message = (
                    f"'{comment['inner']}' is in a comment, where it does not hold the page back"
                )
                problem = Problem(FRONT_MATTER_FENCES, message, _HINT)
                yield Mistake(comment.start("inner"), problem)
        if "\n---" not in source.text and "\n..." not in source.text:
            return
        for block in _BLOCK.finditer(source.prose):
            found = find_withholding_field(block["inner"])
            if found:
                offset, field = found
                message = f"'{field}' is not in the front matter, and would be published as text"
                problem = Problem(FRONT_MATTER_FENCES, message, _HINT)
                yield Mistake(block.start("inner") + offset, problem)


METADATA_BLOCKS = _MetadataBlocks()
