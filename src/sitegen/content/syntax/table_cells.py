"""Rows of a table with more cells than it has columns: like GitHub, both engines drop the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake
from sitegen.content.shortcode_tags import read_tags
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource

__all__ = ["TABLE_CELLS"]

_TABLE_CELLS = declare("table-cells", Severity.WARNING)

#: A table in a list or a quotation is indented, or begins with `>`.
_BEFORE = r"[ \t>]*"
_DELIMITERS = compile_late(
    rf"^{_BEFORE}(?=[^\n]*\|)\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*$", re.MULTILINE
)
_BAR = compile_late(r"(?<!\\)\|")


class _TableCells(Construct):
    source_marks = ("|",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake at the first cell too many of each row."""
        if _all_fit(source.text):
            return
        text = _without_inner_bars(source)
        for delimiters in _DELIMITERS.finditer(source.prose):
            above = text.rfind("\n", 0, max(0, delimiters.start() - 1)) + 1
            names = text[above : max(above, delimiters.start() - 1)]
            columns = len(_divide(source, names))
            if columns == len(_divide(source, delimiters[0])):
                yield from _rows(source, text, delimiters.end() + 1, columns)


def _all_fit(text: str) -> bool:
    """Tell quickly that the rows of each table have one width, as nearly all do.

    Bars that may divide no cells, as in code, are left to a closer look.
    """
    width, end = 0, -1
    at = text.find("|")
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        is_next = start == end + 1 and end >= 0
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[start:end].strip()
        if "`" in line or "\\" in line or "$" in line:
            return False
        bars = line.removeprefix("|").removesuffix("|").count("|")
        if is_next and bars != width:
            return False
        width = bars
        at = text.find("|", end)
    return True


def _rows(source: MarkdownSource, text: str, start: int, columns: int) -> Iterator[Mistake]:
    """Follow the rows from a place up to a line without a bar."""
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if "|" not in source.prose[start:end]:
            return
        cells = _divide(source, text[start:end])
        lost = next((each for each in cells[columns:] if each), "")
        if lost:
            message = f"the cell '{lost}' is left out: the row has {len(cells)} cells, "
            message += f"the table {columns} column{'s' if columns != 1 else ''}"
            hint = "add a name at the top of the column, or write \\| for a plain '|'"
            place = text.rfind(lost, start, end)
            yield Mistake(max(place, start), Problem(_TABLE_CELLS, message, hint))
        start = end + 1


def _without_inner_bars(source: MarkdownSource) -> str:
    """Return the source with other characters for the bars in formulas and tags.

    They divide no cells.
    """
    text = source.text
    spans = [(each.start, each.end) for each in source.blocks.formulas]
    if "{{<" in text or "{{%" in text:
        spans += [(each.start, each.end) for each in read_tags(source)]
    pieces, place = [], 0
    for start, end in sorted(spans):
        if start >= place and text.find("|", start, end) >= 0:
            pieces += [text[place:start], text[start:end].replace("|", " ")]
            place = end
    return "".join((*pieces, text[place:])) if pieces else text


def _divide(source: MarkdownSource, line: str) -> list[str]:
    """Return the cells of a row; only Python-Markdown leaves bars in code alone."""
    row = re.sub(rf"^{_BEFORE}(?:[-+*] |\d+[.)] )?{_BEFORE}", "", line).rstrip()
    if source.engine == "python-markdown":
        from sitegen.content.table_processor import split_cells  # loads markdown

        return split_cells(row)
    parts = _BAR.split(row.removeprefix("|"))
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [each.strip() for each in parts]


TABLE_CELLS = _TableCells()
