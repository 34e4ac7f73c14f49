r"""Lines below some cells of a row, `\cline{2-3}` or `\cmidrule(lr){2-3}`, or below all of them.

A line below some is a mark at the beginning of the next row, until the cells are found in the
MathML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from sitegen.late_patterns import compile_late
from sitegen.mathematics.tokens import TexError, Token, TokenReader

if TYPE_CHECKING:
    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["ROW_LINES", "draw_lines"]

_COLUMNS = compile_late(r"\s*+([0-9]{1,3})\s*+-\s*+([0-9]{1,3})\s*+")
#: Between these is which cells have the line, and where it is in the source.
_START, _END = "\ue007", "\ue001"
#: math-core sets it as a bracket, behind which a minus is a sign, as in the first place.
_MARK = rf"<mpadded style=\"[^\"]*+\"><mtext>{_START}(\d+)-(\d+)-(\d+){_END}</mtext></mpadded>"
_LOOKED_AT = compile_late(rf"<(/?)(mtable|mtr|mtd)\b[^<>]*+>|{_MARK}")
_ABOVE = "border-top: 0.05em solid currentcolor;"
_BELOW = "border-bottom: 0.05em solid currentcolor;"


def _partial_line(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    reader.skip_spaces()
    if command.text == "\\cmidrule" and reader.peek() == "(":
        reader.group("(", ")")
    columns = reader.name(command)
    found = _COLUMNS.fullmatch(columns)
    if not found or not 0 < int(found[1]) <= int(found[2]):
        message = f"'{columns}' does not say below which columns the line of {command.text} is"
        raise TexError(command.index, message, f"write {command.text}{{2-3}}")
    mark = f"{_START}{int(found[1])}-{int(found[2])}-{command.index}{_END}"
    rewriter.write(f"\\mathopen{{\\text{{{mark}}}}}", command.index)


def _whole_line(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Write a line below all cells; there is no double one."""
    rewriter.write(command.text, command.index)
    before = reader.place
    reader.skip_spaces()
    while reader.peek() == "\\hline":
        reader.next()
        before = reader.place
        reader.skip_spaces()
    reader.place = before


class _Row(msgspec.Struct):
    """A row of a table: the tags of its cells, and its marks, as matches of `_LOOKED_AT`."""

    start: int
    above: _Row | None
    end: int = 0
    is_last: bool = True
    cells: list[re.Match[str]] = msgspec.field(default_factory=list)
    marks: list[re.Match[str]] = msgspec.field(default_factory=list)


def draw_lines(mathml: str) -> str:
    """Return MathML of math-core with borders for the marks of lines.

    Raises TexError if one does not stand at the beginning of a row.
    """
    if _START not in mathml:
        return mathml
    removed: list[tuple[int, int]] = []
    styles: dict[re.Match[str], str] = {}
    for row in _rows_of(mathml):
        if not row.marks:
            continue
        first, last = row.cells[0].end(), row.marks[-1].end()
        is_empty = row.is_last and mathml.startswith("</mtd></mtr>", last)
        drawn, style = (row.above, _BELOW) if is_empty and row.above else (row, _ABOVE)
        for mark in row.marks:
            for cell in drawn.cells[int(mark[3]) - 1 : int(mark[4])]:
                known = styles.get(cell, "")
                styles[cell] = known if style in known else known + style
        removed.append((row.start, row.end) if drawn is not row else (first, last))
    changes = [(start, end, "") for start, end in removed]
    changes += [(*cell.span(), _styled(cell[0], style)) for cell, style in styles.items()]
    pieces, done = [], 0
    for start, end, text in sorted(changes):
        pieces += [mathml[done:start], text]
        done = end
    return "".join([*pieces, mathml[done:]])


def _rows_of(mathml: str) -> list[_Row]:
    """Return the rows of all tables in the order of their ends."""
    tables: list[_Row | None] = []  # the last row of each table that is open
    opened: list[_Row] = []
    found: list[_Row] = []
    for each in _LOOKED_AT.finditer(mathml):
        is_end, name = bool(each[1]), each[2]
        if name is None:
            _add_mark(opened, each)
        elif name == "mtable" and is_end:
            tables.pop()
        elif name == "mtable":
            tables.append(None)
        elif name == "mtr" and is_end:
            opened[-1].end = each.end()
            found.append(opened.pop())
        elif name == "mtr":
            row = _Row(each.start(), tables[-1])
            if row.above:
                row.above.is_last = False
            tables[-1] = row
            opened.append(row)
        elif not is_end:
            opened[-1].cells.append(each)
    return found


def _add_mark(opened: list[_Row], mark: re.Match[str]) -> None:
    row = opened[-1] if opened else None
    before = (row.marks or row.cells)[-1].end() if row else -1
    if row is None or len(row.cells) > 1 or before != mark.start():
        message = "a line below some columns does not stand between two rows"
        raise TexError(int(mark[5]), message, "write it behind \\\\, in an array")
    row.marks.append(mark)


def _styled(tag: str, style: str) -> str:
    opening = ' style="'
    if opening in tag:
        return tag.replace(opening, opening + style, 1)
    return f'{tag[:-1]}{opening}{style}">'


ROW_LINES: dict[str, Handler] = {
    "\\cline": _partial_line,
    "\\cmidrule": _partial_line,
    "\\hline": _whole_line,
}
