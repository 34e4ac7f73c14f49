"""Write the arguments of shortcodes that stand for something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.content.rewriting.rewritten_text import Piece

__all__ = ["QUOTED", "in_one_line", "markdown_argument", "quoted", "text_argument"]

#: A backslash and what it stands before, a mark of quotation, or a backslash at the end.
QUOTED = compile_late(r"\\[^\n]|\"|\\")
#: The words of a line, with what is between them, behind the margin of a further line.
_WORDS = compile_late(r"(?:(?<=\n)[ \t>]*+)?(?P<words>[^\s](?:[^\n]*\S)?)")


def text_argument(name: str, text: str) -> str:
    """Return an argument, with a space before it; nothing without a text."""
    return markdown_argument(name, text.replace("\\", "\\\\"))


def markdown_argument(name: str, markdown: str) -> str:
    r"""Return the same of an argument that is Markdown, in which `\"` is what `"` is."""
    return f' {name}="{QUOTED.sub(quoted, markdown)}"' if markdown else ""


def quoted(found: re.Match[str]) -> str:
    """Return what `QUOTED` has found as it stands between quotation marks."""
    return found[0] if found[0][1:] else f"\\{found[0]}"


def in_one_line(
    text: str,
    start: int,
    end: int,
    pattern: re.Pattern[str],
    replace: Callable[[re.Match[str]], str],
) -> list[Piece]:
    """Return `text[start:end]` on one line, in pieces; what a pattern finds is replaced."""
    pieces: list[Piece] = []
    for word in _WORDS.finditer(text, start, end):
        if pieces:
            pieces.append(" ")
        done = word.start("words")
        for found in pattern.finditer(text, *word.span("words")):
            pieces += ((done, found.start()), replace(found))
            done = found.end()
        pieces.append((done, word.end()))
    return pieces
