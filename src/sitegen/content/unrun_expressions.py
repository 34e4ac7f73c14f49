"""Find code within a text whose result Quarto or R Markdown would show, in a page of Markdown.

In documents of these, `notebooks/inline_expressions` finds it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from sitegen.content.construct import Mistake
from sitegen.content.problem_groups import group_problems
from sitegen.content.scanner import BLANKED
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["find_unrun_expressions"]

#: In knitr's form, only names, numbers and calls, and sums of these, are no code to be shown.
_EXPRESSION = compile_late(
    r"`(?<![`\\]`)(?:\{(?:python|r|julia|ojs)\}[ \t]+[^`\n]+"
    r"|r[ \t]+(?:[A-Za-z.][\w.]*(?:\$[\w.]+)*(?:\([^`\n]*\)|\[[^`\n]*\])?|\d[\w.]*|\([^`\n]*\))"
    r"(?:[ \t]*[-+*/^%:][^`\n]*)?)`(?!`)"
)
_SHOWN = 40


def find_unrun_expressions(source: MarkdownSource) -> Iterator[Mistake]:
    """Yield a mistake at each of them."""
    text, (outline, spaced) = source.text, source.outlines
    if "`{" not in outline and not ("` " in spaced and "`r " in text):
        return
    found = [each.start() for each in _EXPRESSION.finditer(text)]
    code = source.blocks.code if found else []
    starts = [start for start, _ in code]
    prose = source.prose if found else ""
    found = [
        each
        for each in found
        if not _is_within(code, starts, each) and (each == 0 or prose[each - 1] != BLANKED)
    ]
    for index, problem in group_problems(found, lambda index: _problem(text, index)):
        yield Mistake(index, problem)


def _problem(text: str, index: int) -> Problem:
    written = text[index : text.index("`", index + 1) + 1]
    shown = written if len(written) <= _SHOWN else f"{written[: _SHOWN - 1]}…"
    message = f"the result of {shown} is missing: code within a text is not run"
    return Problem("cell-not-run", message, "write the result instead")


def _is_within(spans: list[tuple[int, int]], starts: list[int], place: int) -> bool:
    at = bisect_right(starts, place) - 1
    return at >= 0 and place < spans[at][1]
