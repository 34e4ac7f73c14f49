"""Find tags of HTML that nothing ends, such as `<div` without a `>`.

A parser takes all that follows for attributes, up to the next `>`, wherever that is: the words of
the author would vanish.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_unended", "is_unended", "may_hold_unended"]

#: Quotation marks count behind an equals sign only. A blank line ends what a tag may hold.
_TAG_TEXT = (
    r"</?(?P<name>[a-zA-Z][a-zA-Z0-9-]*+)(?=[\s/>=\"'<]|\Z)"
    r"(?:[^<>=\n]++|\n(?![ \t>]*+(?:\n|\Z))%s"
    r"|=\s*+(?:\"(?:[^\"\n]|\n(?!\n))*+\"|'(?:[^'\n]|\n(?!\n))*+'|(?![\"'])))*+(?!>)"
)
_UNENDED_TEXT = _TAG_TEXT % ""
_UNENDED = compile_late(_UNENDED_TEXT)
#: In a quote, lines begin with a mark.
_QUOTED = compile_late(_TAG_TEXT % r"(?:[ \t]*+>)?+")
#: What is between the first ones is no tag, whatever it looks like.
_IN_BLOCK = compile_late(
    r"<!--.*?(?:-->|\Z)|<(?P<raw>script|style|textarea|title)\b[^<>]*+>.*?(?:</(?P=raw)|\Z)"
    rf"|<!\[CDATA\[.*?(?:\]\]>|\Z)|{_UNENDED_TEXT}",
    re.DOTALL | re.IGNORECASE,
)


def is_unended(text: str, start: int) -> bool:
    """Tell whether a tag begins at `start` that nothing ends in its paragraph."""
    is_quoted = ">" in text[text.rfind("\n", 0, start) + 1 : start]
    return (_QUOTED if is_quoted else _UNENDED).match(text, start) is not None


def may_hold_unended(text: str) -> bool:
    """Tell quickly that all tags of a text have their ends; True if that is not plain."""
    return _UNENDED.search(text) is not None


def find_unended(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield where such tags begin in a block of HTML, and their names."""
    for found in _IN_BLOCK.finditer(text, start, end):
        if found["name"]:
            yield found.start(), found["name"].lower()
