"""Mathematics: left as it is written, in elements that can be typeset later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Mistake, Node, Replacement
from sitegen.content.formulas import formula_html, may_hold_formulas
from sitegen.diagnostics import Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.formulas import Formula
    from sitegen.content.scanner import MarkdownSource

__all__ = ["MATHEMATICS"]

MATHEMATICS_NOT_RENDERED = declare("mathematics-not-rendered", Severity.WARNING)

_ESCAPED_DOLLAR = re.compile(r"(?<!\\)(?:\\\\)*+\\\$")
_QUOTE = re.compile(r"[ \t]*+> ?")
_QUOTES = re.compile(r"(?:[ \t]*+> ?)*+")
_MARKERS = re.compile(r"[ \t]*+(?:(?:[-+*:]|\d{1,9}[.)]|\[\^[^\]\n]+\]:)[ \t]++)*+")
_SHOWN = 30


class _Mathematics(Construct):
    source_marks = ("$", "\\")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield the formulas, and one warning; an escaped dollar is a dollar under both engines."""
        formulas = source.blocks.formulas if may_hold_formulas(source.text) else ()
        if formulas:
            yield Mistake(formulas[0].start, _not_rendered(source, formulas))
        for formula in formulas:
            written = _written(source, formula)
            in_line = formula_html(written, is_display=formula.is_display)
            if formula.is_display:
                apart = formula_html(written, is_display=True, tag="div")
                yield Node(formula.start, formula.end, apart, is_block=True, inline_html=in_line)
            else:
                yield Node(formula.start, formula.end, in_line)
        if source.engine == "python-markdown" and "\\$" in source.text:
            for found in _ESCAPED_DOLLAR.finditer(source.prose):
                yield Replacement(found.end() - 2, found.end(), "$")


def _not_rendered(source: MarkdownSource, formulas: tuple[Formula, ...]) -> Problem:
    first = " ".join(_written(source, formulas[0]).split())
    shown = first if len(first) <= _SHOWN else f"{first[: _SHOWN - 1]}…"
    more = f" (and {len(formulas) - 1:,} more on this page)" if len(formulas) > 1 else ""
    message = f"the formula '{shown}' is shown as its source{more}"
    hint = "sitegen does not typeset mathematics yet; write \\$ for a dollar"
    return Problem(MATHEMATICS_NOT_RENDERED, message, hint)


def _written(source: MarkdownSource, formula: Formula) -> str:
    """Return the source of a formula without what its lines are indented or quoted by."""
    text = source.text[formula.start : formula.end]
    if "\n" not in text:
        return text
    before = source.text[source.text.rfind("\n", 0, formula.start) + 1 : formula.start]
    quotes = _QUOTES.match(before)
    depth = quotes[0].count(">") if quotes else 0
    markers = _MARKERS.match(before, quotes.end() if quotes else 0)
    indent = len(markers[0]) if markers else 0
    first, *others = text.split("\n")
    return "\n".join((first, *(_without_margin(each, depth, indent) for each in others)))


def _without_margin(line: str, depth: int, indent: int) -> str:
    for _ in range(depth):
        mark = _QUOTE.match(line)
        line = line[mark.end() :] if mark else line
    spaces = len(line) - len(line.lstrip(" \t"))
    return line[min(spaces, indent) :]


MATHEMATICS = _Mathematics()
