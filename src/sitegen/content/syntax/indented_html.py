"""HTML that is shown as code because of its indentation.

A blank line ends a block of HTML. What follows it inside of an element is code if it is indented by
four columns. Other generators (kramdown, Pandoc) read on to the end of the element.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Mistake
from sitegen.content.html_blocks import BLOCK_ELEMENTS
from sitegen.content.html_names import OPTIONAL_END_TAGS
from sitegen.content.problem_groups import group_problems
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Line

__all__ = ["INDENTED_HTML"]

_INDENTED_HTML = declare("indented-html", Severity.WARNING)

_TAG = compile_late(r"<(?P<slash>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")
#: Elements that hold others until they are closed.
_HOLDERS = BLOCK_ELEMENTS - OPTIONAL_END_TAGS
_SHOWN = 40


class _IndentedHtml(Construct):
    source_marks = ("    <", "\t<")
    reads_leftovers = True

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake at each such line of the page."""
        lines = list(_find_lines(source)) if source.blocks.html else []
        for line, problem in group_problems(lines, lambda each: _problem(source.text, each)):
            yield Mistake(line.content, problem)


def _find_lines(source: MarkdownSource) -> Iterator[Line]:
    """Yield the line with which code begins that is HTML, in elements that are open there."""
    tags = iter(source.tags)
    tag = next(tags, None)
    depth, above, is_told = 0, "blank", False
    for line in source.blocks.lines:
        is_told = is_told and line.kind in {"code", "blank"}
        is_code = line.kind == "code" and above == "blank" and not is_told
        if is_code and _TAG.match(source.text, line.content):
            while tag and tag[0] < line.start:
                depth += _step(source.text, tag[0])
                tag = next(tags, None)
            if depth > 0:
                is_told = True
                yield line
        above = line.kind


def _step(text: str, start: int) -> int:
    """Return how much deeper in elements the text is after a tag."""
    found = _TAG.match(text, start)
    if not found or found["name"].lower() not in _HOLDERS:
        return 0
    return -1 if found["slash"] else 1


def _problem(text: str, line: Line) -> Problem:
    written = text[line.content : line.end].strip()
    shown = written if len(written) <= _SHOWN else f"{written[: _SHOWN - 1]}…"
    message = f"'{shown}' is shown as code: the blank line above it ends the HTML"
    return Problem(
        _INDENTED_HTML, message, "remove the blank line, or indent by fewer than four spaces"
    )


INDENTED_HTML = _IndentedHtml()
