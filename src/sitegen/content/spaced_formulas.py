"""Formulas with spaces inside the dollars, `$ x $`: text in Markdown, formulas in notebooks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.scanner import MarkdownSource
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_spaced", "without_spaces"]

_SPACED = compile_late(r"(?<![\\$\w])\$(?!\$)(?P<tex>[^$\n]{1,100})(?<!\\)\$(?![\d$])")
#: No prose has these: a command, an index, a power, a relation; or it is a single letter.
_TEX = compile_late(r"\\[a-zA-Z]|[_^=<>]|\A\s*[A-Za-z]\s*\Z")
_WORD = compile_late(r"(?<![\\A-Za-z{])[A-Za-z]{3,}")
_TEXT = compile_late(r"\\(?:text[a-z]*+|[mh]box)\{[^{}]*+\}")


def find_spaced(prose: str) -> Iterator[re.Match[str]]:
    """Yield what looks like a formula and is none: `prose` has no formulas any more."""
    for found in _SPACED.finditer(prose):
        if _TEX.search(found["tex"]) and not _WORD.search(_TEXT.sub("", found["tex"])):
            yield found


def without_spaces(text: str) -> str:
    """Return the Markdown of a notebook with its formulas as in Markdown: `$ x $` as `$x$`."""
    if "$ " not in text and " $" not in text:
        return text
    pieces: list[str] = []
    done = 0
    for found in find_spaced(MarkdownSource(text, "commonmark").prose):
        start, end = found.span()
        pieces += [text[done:start], f"${text[start + 1 : end - 1].strip()}$"]
        done = end
    return "".join([*pieces, text[done:]])
