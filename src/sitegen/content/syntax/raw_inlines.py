"""Raw HTML in a text, `<sup>2</sup>` in backticks and `{=html}` behind them, as in Pandoc.

It is read as HTML is elsewhere in a text. What is for another format is left out, with a warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Mistake, Replacement
from sitegen.content.foreign_code_kinds import OTHER_RAW_CODE
from sitegen.content.problem_groups import group_problems
from sitegen.content.raw_html import OTHER_FORMATS, RAW_HTML, ends_by_itself
from sitegen.content.scanner import BLANKED
from sitegen.content.syntax.foreign_syntax import foreign_problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["RAW_INLINES"]

_RAW = compile_late(
    r"(?<!`)(?P<ticks>`{1,4}+)(?P<html>(?:[^`\n]|(?!(?P=ticks))`)++)(?P=ticks)\{=(?P<name>\w+)\}"
)


class _RawInlines(Construct):
    source_marks = ("`{=",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Take away the marks around the HTML, and what is for another format."""
        others: list[re.Match[str]] = []
        for found in _RAW.finditer(source.text):
            start, end = found.span("html")
            is_code = source.prose[start] == BLANKED and source.prose[found.end() - 1] == "}"
            if is_code and found["name"] in OTHER_FORMATS:
                yield Replacement(*found.span(), "")
                others.append(found)
            elif found["name"] in RAW_HTML and is_code and ends_by_itself(found["html"]):
                yield Replacement(found.start(), start, "")
                yield Replacement(end, found.end(), "")
        if others:
            for found, problem in group_problems(
                others, lambda each: foreign_problem(OTHER_RAW_CODE, each[0], each["name"])
            ):
                yield Mistake(found.start(), problem)


RAW_INLINES = _RawInlines()
