"""Show the cells of MyST in items of lists and quotations as code: nothing is run there.

Such a cell loses its header and becomes a plain block of code, on as many lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.notebooks.cell_writer import write_missing
from sitegen.content.notebooks.myst_cells import find_myst_cells
from sitegen.content.notebooks.text_cells import CELL_NOT_RUN, TextCell, makes_something
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.content.notebooks.cell_options import CellOptions
    from sitegen.content.notebooks.myst_cells import MystPage
    from sitegen.content.source_blocks import Fence

__all__ = ["MarginCells", "show_in_margins"]

#: Marks of list items, of which lines below the first have none.
_MARKS = compile_late(r"[-+*]|\d{1,9}[.)]")
#: A cell that does not begin its line.
_LIKELY = compile_late(r"^[^\n`~]+(?:```+|~~~+)[ \t]*\{code-cell\}", re.MULTILINE)
_UNSAFE = str.maketrans({'"': "”", "{": "(", "}": ")", "`": "'"})


class MarginCells(NamedTuple):
    """The text with these cells as code, how many there are, and what is wrong with them.

    `not_run` says that something which they would make is missing.
    """

    text: str
    number: int = 0
    problems: tuple[tuple[int, Problem], ...] = ()
    not_run: tuple[tuple[int, Problem], ...] = ()


def show_in_margins(text: str, page: MystPage) -> MarginCells:
    """Return a text whose cells in list items and quotations are code; the others stay."""
    if not _LIKELY.search(text):
        return MarginCells(text)
    pieces: list[str] = []
    problems: list[tuple[int, Problem]] = []
    wanted: list[int] = []
    not_run: list[tuple[int, Problem]] = []
    found = find_myst_cells(text, page, in_margin=True)
    done = 0
    for cell, fence in found:
        options = cell.options()
        problems += [(cell.line + line, each) for line, each in cell.problems]
        problems += [(cell.line + cell.first - 1 + line, each) for line, each in options.problems]
        if options.code and makes_something(options.values):
            wanted.append(cell.line)
        pieces += [text[done : cell.start], "\n".join(_shown(text, cell, fence, options))]
        done = cell.end
    if wanted:
        others = len(wanted) - 1
        more = f" (and {others:,} more on this page)" if others else ""
        message = (
            "this cell is in a list or a quotation, where none is run: what it makes is "
            f"missing{more}"
        )
        hint = "move it out, tag it 'skip-execution', or write its result"
        not_run.append((wanted[0], Problem(CELL_NOT_RUN, message, hint)))
    shown = "".join((*pieces, text[done:]))
    return MarginCells(shown, len(found), tuple(problems), tuple(not_run))


def _shown(text: str, cell: TextCell, fence: Fence, options: CellOptions) -> list[str]:
    """Return the lines that stand for a cell, as many as it has."""
    first = text[cell.start : fence.start]
    margin = _MARKS.sub(lambda mark: " " * len(mark[0]), first)
    written = text[cell.start : cell.end].split("\n")
    marks = text[fence.start : fence.info]
    block: list[str] = []
    if options.flag("include", otherwise=True):
        if options.code and options.flag("echo", otherwise=True):
            start = cell.first + options.first_line - 1
            block = [f"{first}{marks}{_info(cell, options)}", *written[start:-1], written[-1]]
        figure = [f"{margin}{line}" for line in write_missing(options)]
        if figure and len(block) + len(figure) <= cell.lines:
            if len(block) + len(figure) < cell.lines and block:
                block.append(margin.rstrip())
            block += figure
    block = block or [first.rstrip()]
    return block + [margin.rstrip()] * (cell.lines - len(block))


def _info(cell: TextCell, options: CellOptions) -> str:
    if not options.values.get("code-fold"):
        return cell.language
    summary = options.text("code-summary").translate(_UNSAFE)
    words = f' code-summary="{summary}"' if summary else ""
    return f'{cell.language} {{code-fold="true"{words}}}'
