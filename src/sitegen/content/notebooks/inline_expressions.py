"""Find code within a text whose result Quarto or R Markdown would show: `{python} len(x)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.notebooks.prose_matches import find_in_prose
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_inline_expressions"]

_CODE = compile_late(r"(?<![`\\])(`+)(?!`)([^\n]+?)(?<!`)\1(?!`)")
#: https://quarto.org/docs/computations/inline-code.html; the second is knitr's.
_DATE = compile_late(r"(?<![^\n])date:[ \t]*[\"']?\Z")
_MOST_OF_DATE = 40
_EXPRESSION = compile_late(r"\{(?:python|r|julia|ojs)\}[ \t]+.+|r[ \t]+[\w.(].*")


def find_inline_expressions(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line of each expression outside of blocks of code, and how it is written."""
    if "`r" not in text and "`{" not in text:
        return
    number, counted = 1, 0
    for found in find_in_prose(_CODE, text):
        if found[1] != "`" or not _EXPRESSION.fullmatch(found[2]):
            continue
        at = found.start()
        # Of this no date is made, and that is told.
        if _DATE.search(text, max(0, at - _MOST_OF_DATE), at):
            continue
        number += text.count("\n", counted, at)
        counted = at
        yield number, found[0]
