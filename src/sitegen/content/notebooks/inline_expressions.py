"""Find code within a text whose result Quarto or R Markdown would show: `{python} len(x)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.scanner import MarkdownSource
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_inline_expressions"]

_CODE = compile_late(r"(?<![`\\])(`+)(?!`)([^\n]+?)(?<!`)\1(?!`)")
#: https://quarto.org/docs/computations/inline-code.html; the second is knitr's.
_DATE = compile_late(r"date:[ \t]*[\"']?\Z")
_EXPRESSION = compile_late(r"\{(?:python|r|julia|ojs)\}[ \t]+.+|r[ \t]+[\w.(].*")


def find_inline_expressions(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line of each expression outside of blocks of code, and how it is written."""
    if "`r" not in text and "`{" not in text:
        return
    blocks = [(each.start, each.end) for each in MarkdownSource(text, "commonmark").blocks.fences]
    for found in _CODE.finditer(text):
        if found[1] != "`" or not _EXPRESSION.fullmatch(found[2]):
            continue
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if _DATE.match(line):  # of which no date is made, and that is told
            continue
        if not any(start <= found.start() < end for start, end in blocks):
            yield text.count("\n", 0, found.start()) + 1, found[0]
