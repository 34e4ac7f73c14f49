"""Refuse a page that asks for too much: in its Markdown, and in the HTML that is made of it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from sitegen.config import USUAL_LIMITS, exceeds
from sitegen.content.construct import Node
from sitegen.content.html_limits import find_html_excess, may_exceed
from sitegen.diagnostics import Problem, ProblemError
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.config import LimitsConfig
    from sitegen.content.construct import Finding
    from sitegen.content.html_limits import HtmlExcess
    from sitegen.content.scanner import MarkdownSource

__all__ = ["HtmlGuard", "TooLargeError", "check_blocks", "check_page_size", "too_many_cells"]

#: The line below the head of a table, of two columns or more, and what is left of it.
_COLUMNS = compile_late(
    r"^[ \t>*+-]*?[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)++\|?[ \t]*+$",
    re.MULTILINE,
)
_BLANK_LINE = compile_late(r"\n[ \t>]*(?:\n|\Z)")


class TooLargeError(ProblemError):
    """A page beyond a limit; `index` is where in its Markdown, -1 for a place that is not known."""

    def __init__(self, problem: Problem, index: int) -> None:
        super().__init__(problem.code, problem.message, problem.hint)
        self.index = index


def check_page_size(size: int, limits: LimitsConfig) -> Problem | None:
    """Return the problem of a page whose text has too many bytes."""
    if size <= limits.page_bytes:
        return None
    message = f"the page has {size:,} bytes, more than limits.page_bytes = {limits.page_bytes:,}"
    return exceeds("page_bytes", message, "make several pages of it")


def check_blocks(source: MarkdownSource, limits: LimitsConfig) -> None:
    """Raise TooLargeError for a paragraph that is too long, and for tables of too many cells.

    Python-Markdown copies a paragraph for each link or emphasis in it.
    """
    text = source.text
    if len(text) > limits.paragraph_bytes:
        _check_paragraphs(source, limits)
    outline = source.outline
    if outline.count("|") * outline.count("\n") > limits.table_cells:
        _check_tables(source, limits)


def _check_paragraphs(source: MarkdownSource, limits: LimitsConfig) -> None:
    for start, end in source.paragraphs:
        if end - start > limits.paragraph_bytes:
            message = f"this paragraph has {end - start:,} characters, more than "
            message += f"limits.paragraph_bytes = {limits.paragraph_bytes:,}"
            hint = "put empty lines between its parts"
            raise TooLargeError(exceeds("paragraph_bytes", message, hint), start)


def _check_tables(source: MarkdownSource, limits: LimitsConfig) -> None:
    """Count the cells of all tables: each row has as many as the head."""
    cells = 0
    prose = source.prose
    for found in _COLUMNS.finditer(prose):
        columns = found[0].count("|") + 1
        end = _BLANK_LINE.search(prose, found.end())
        rows = prose.count("\n", found.end(), end.start() if end else len(prose))
        cells += columns * (rows + 1)
        if cells > limits.table_cells:
            raise too_many_cells(limits, found.start())


def too_many_cells(limits: LimitsConfig, index: int) -> TooLargeError:
    """Return the error of a page whose tables have too many cells, with the last at `index`."""
    message = "the tables of the page have too many cells, more than limits.table_cells"
    hint = "show them as data, with the shortcode table"
    problem = exceeds("table_cells", f"{message} = {limits.table_cells:,}", hint)
    return TooLargeError(problem, index)


class HtmlGuard:
    """Checks the HTML that is made of a source. A page with few tags is not looked at."""

    def __init__(self, source: MarkdownSource, limits: LimitsConfig = USUAL_LIMITS) -> None:
        self._source = source
        self._limits = limits
        self._counts = may_exceed(source.text, source.outline, limits)
        self._left = limits.rendered_bytes

    def check(self, html: str) -> str:
        """Return the same HTML. Raises TooLargeError for what is beyond a limit."""
        if self._counts or len(html) > self._limits.html_bytes:
            excess = find_html_excess(html, self._limits)
            if excess:
                raise TooLargeError(excess.problem, self._find(excess))
        return html

    def count(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield what constructs find. Raises TooLargeError if that is more than a page may hold.

        A macro of a few letters can stand for a long formula, as often as it is written.
        """
        for each in findings:
            if isinstance(each, Node):
                self._left -= len(each.html)
                if self._left < 0:
                    most = self._limits.rendered_bytes
                    message = "here, the HTML of the page becomes longer than "
                    message += f"limits.rendered_bytes = {most:,} characters"
                    hint = "write less here, or shorter macros"
                    raise TooLargeError(exceeds("rendered_bytes", message, hint), each.start)
            yield each

    def _find(self, excess: HtmlExcess) -> int:
        """Return where the tag is written, as far as all of its name before it are."""
        if not excess.element:
            return 0
        tags = re.compile(rf"<{re.escape(excess.element)}(?![\w-])", re.IGNORECASE)
        found = [
            each.start() for each in islice(tags.finditer(self._source.text), excess.before + 1)
        ]
        return found[-1] if found else 0
