"""Find the text in blocks of HTML, where no Markdown is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["find_html_texts"]

#: What is no text, or shows what it holds as it is. `{{<` of a shortcode begins no tag.
_NO_TEXT = compile_late(
    r"<!--.*?(?:-->|\Z)|<(pre|code|kbd|samp|script|style|textarea|svg|math|template)\b"
    r".*?(?:</\1|\Z)|<[a-z/!?][^<>]*+>?",
    re.DOTALL | re.IGNORECASE,
)


def find_html_texts(source: MarkdownSource, marks: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield where each block that holds a mark begins, and the block with spaces for tags."""
    for start, end in source.blocks.html:
        block = source.text[start:end]
        if any(mark in block for mark in marks):
            yield start, _NO_TEXT.sub(_spaces, block)


def _spaces(found: re.Match[str]) -> str:
    return "\n".join(" " * len(each) for each in found[0].split("\n"))
