"""Tables for Python-Markdown, after GitHub Flavored Markdown 0.29, "Tables".

Unlike there, bars in code do not divide cells.
"""

from __future__ import annotations

from bisect import bisect_right
from xml.etree import ElementTree as ET

from markdown.blockprocessors import BlockProcessor

from sitegen.content.block_starts import BLOCK_START, Rows
from sitegen.late_patterns import compile_late

__all__ = ["TableProcessor", "find_table", "split_cells"]

_DELIMITERS = compile_late(r"(?=[^\n]*\|) {0,3}\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *(?=\n|\Z)")
_MARKS = compile_late(r"\\\\|\\\||\\`|(`+)|(\|)")


def find_table(block: str, end: int) -> int:
    """Return where a table begins inside a paragraph that ends before `end`, or -1."""
    place = block.find("\n")
    start = 0
    while 0 <= place < end:
        if _is_table(block, start):
            return start
        start, place = place + 1, block.find("\n", place + 1)
    return -1


class TableProcessor(BlockProcessor):
    """Reads a table: names of columns, a line of hyphens, and the rows up to another block."""

    def test(self, parent: ET.Element, block: str) -> bool:
        """Tell whether the first two lines of a block begin a table."""
        del parent
        return "|" in block and _is_table(block, 0)

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Take the table, and put back what follows it."""
        rows = Rows(blocks.pop(0))
        names, line = rows.peek() or "", ""
        rows.skip(names)
        delimiters = rows.peek() or ""
        rows.skip(delimiters)
        styles = [_style(cell) for cell in split_cells(delimiters)]
        table = ET.SubElement(parent, "table")
        _add_row(ET.SubElement(table, "thead"), "th", names, styles)
        body: ET.Element | None = None
        while (line := rows.peek() or "").strip() and not BLOCK_START.match(line):
            body = ET.SubElement(table, "tbody") if body is None else body
            _add_row(body, "td", line, styles)
            rows.skip(line)
        if rows.rest():
            blocks.insert(0, rows.rest())


def _is_table(block: str, start: int) -> bool:
    names_end = block.find("\n", start)
    found = _DELIMITERS.match(block, names_end + 1) if names_end >= 0 else None
    if not found:
        return False
    return len(split_cells(found[0])) == len(split_cells(block[start:names_end]))


def _style(delimiter: str) -> str:
    left, right = delimiter.startswith(":"), delimiter.endswith(":")
    return ("center" if right else "left") if left else "right" if right else ""


def _add_row(parent: ET.Element, tag: str, line: str, styles: list[str]) -> None:
    row = ET.SubElement(parent, "tr")
    cells = split_cells(line)
    for number, style in enumerate(styles):
        cell = ET.SubElement(row, tag)
        cell.text = cells[number] if number < len(cells) else ""
        if style:
            cell.set("style", f"text-align: {style};")


def split_cells(line: str) -> list[str]:
    """Divide a row at its bars, except those after a backslash and those in code."""
    line = line.strip(" ")
    if "`" not in line and "\\" not in line:
        return [each.strip(" ") for each in line.removeprefix("|").removesuffix("|").split("|")]
    marks = list(_MARKS.finditer(line, 1 if line.startswith("|") else 0))
    lengths: dict[int, list[int]] = {}
    for mark in marks:
        if mark[1]:
            lengths.setdefault(len(mark[1]), []).append(mark.start())
    cells, start, code_end = [], 1 if line.startswith("|") else 0, 0
    for mark in marks:
        if mark.start() < code_end:
            continue
        if mark[1]:
            starts = lengths[len(mark[1])]
            following = bisect_right(starts, mark.start())
            if following < len(starts):
                code_end = starts[following] + len(mark[1])
        elif mark[2]:
            cells.append(line[start : mark.start()])
            start = mark.end()
    if start < len(line):
        cells.append(line[start:])
    return [each.strip(" ").replace("\\|", "|") for each in cells]
