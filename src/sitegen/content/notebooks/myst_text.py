"""Read pages in Markdown with cells of MyST, as MyST-NB, Jupyter Book and Jupytext have them.

Without outputs, every cell takes as many lines as in the file, so that all places are right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sitegen.content.notebooks.cell_writer import write_code, write_missing
from sitegen.content.notebooks.document import Document, block_line
from sitegen.content.notebooks.freezes import notebook_beside, split_freeze
from sitegen.content.notebooks.glued_values import (
    find_glue_cells,
    read_glued,
    with_glued_words,
)
from sitegen.content.notebooks.margin_cells import show_in_margins
from sitegen.content.notebooks.myst_cells import find_myst_cells, read_myst_page, with_backticks
from sitegen.content.notebooks.notebook_reader import Cell, read_notebook
from sitegen.content.notebooks.text_cells import (
    CELL_NOT_RUN,
    TextCell,
    makes_something,
    not_run,
    write_cells,
)
from sitegen.content.text import decode
from sitegen.diagnostics import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import PurePosixPath

    from sitegen.content.notebooks.cell_options import CellOptions
    from sitegen.content.notebooks.myst_cells import MystPage

__all__ = ["write_myst"]

#: The lines of one without a caption.
_EMPTY_FIGURE = 2


def write_myst(data: bytes, path: PurePosixPath) -> Document:
    """Return the page that the bytes make, which may have stored outputs at their end."""
    own, stored, name = split_freeze(data)
    text, problems = decode(own, str(path))
    if problems:
        return Document(text="", refused=problems, is_markdown=True)
    text = with_backticks(text)
    page = read_myst_page(text, str(path))
    shown = show_in_margins(text, page)
    cells = [cell for cell, _ in find_myst_cells(shown.text, page)]
    document = Document(text=shown.text)
    if cells:
        run = _cells_that_ran(stored, name)
        if run:
            document = _with_outputs(shown.text, cells, run, page, path, name)
        else:
            document = _without_outputs(shown.text, cells, path, has_others=bool(stored))
    told = any(problem.code == CELL_NOT_RUN for _, problem in document.problems)
    document = document.with_problems((*shown.problems, *(() if told else shown.not_run)))
    has_cells = bool(cells) or shown.number > 0
    return msgspec.structs.replace(document, is_markdown=True, has_cells=has_cells)


def _cells_that_ran(stored: bytes, name: str) -> list[Cell]:
    """Return the cells of a notebook that have been run."""
    notebook = read_notebook(stored, name) if stored else None
    if notebook is None or notebook.refused:
        return []
    return [each for each in notebook.cells if each.kind == "code" and (each.outputs or each.count)]


def _with_outputs(
    text: str,
    cells: Sequence[TextCell],
    run: Sequence[Cell],
    page: MystPage,
    path: PurePosixPath,
    name: str,
) -> Document:
    """Put the outputs that a notebook has below the code of their cells."""
    glued = read_glued(run)
    if glued and "{glue" in text:
        text = with_glued_words(text, glued)
        cells = [cell for cell, _ in find_myst_cells(text, page)]
        cells = _in_order(cells, find_glue_cells(text, glued))
    out, missing = write_cells(text, cells, run, f"/{name}")
    if name == notebook_beside(path):  # where Jupytext has no cells that are in other blocks
        missing = [each for each in missing if not each.is_nested]
    missing = [each for each in missing if _is_wanted(each)]
    if missing:
        what = "a cell has" if len(missing) == 1 else f"{len(missing)} cells have"
        message = f"{what} changed since this page was run, so outputs are missing"
        hint = f"run it again: 'sitegen run {path}'"
        out.report(Problem(CELL_NOT_RUN, message, hint), 0, missing[0].line)
    return out.document()


def _is_wanted(cell: TextCell) -> bool:
    options = cell.options()
    return bool(options.code) and makes_something(options.values)


def _without_outputs(
    text: str, cells: Sequence[TextCell], path: PurePosixPath, *, has_others: bool
) -> Document:
    """Show the cells as code, with the captions of what they would make."""
    pieces: list[str] = []
    blocks: list[str] = []
    problems: list[tuple[int, Problem]] = []
    done = 0
    wanted = list(filter(_is_wanted, cells))
    for cell in _in_order(cells, find_glue_cells(text, None) if wanted else ()):
        lines, found = _shown(cell, blocks)
        problems += found
        pieces += [text[done : cell.start], "\n".join(lines)]
        done = cell.end
    if wanted:
        problem = not_run(len(wanted), path, has_others=has_others)
        problems.append((wanted[0].line, problem))
    pieces.append(text[done:])
    return Document(text="".join(pieces), blocks=tuple(blocks), problems=tuple(problems))


def _in_order(cells: Iterable[TextCell], others: Iterable[TextCell]) -> list[TextCell]:
    return sorted((*cells, *others), key=lambda cell: cell.start)


def _shown(cell: TextCell, blocks: list[str]) -> tuple[list[str], list[tuple[int, Problem]]]:
    """Return the lines that stand for a cell, as many as it has; add its code to the blocks."""
    options = cell.options()
    problems = [(cell.line + line, each) for line, each in cell.problems]
    problems += [(cell.line + cell.first - 1 + line, each) for line, each in options.problems]
    lines: list[str] = []
    if options.flag("include", otherwise=True):
        if "target" in options.values:
            lines.append(f"({options.text('target')})=")
        if options.code and options.flag("echo", otherwise=True):
            lines.append(block_line(len(blocks)))
            blocks.append(write_code(options, cell.language))
        lines = _with_figure(lines, options, cell.lines)
    missing = cell.lines - len(lines)
    before = [""] if missing > 0 and lines[:1] != [""] else []
    return [*before, *lines, *([""] * (missing - len(before)))], problems


def _with_figure(lines: list[str], options: CellOptions, most: int) -> list[str]:
    """Return the lines of a cell and of what it would make, in as many lines as the cell has.

    If there is room, each line of the caption is where its author wrote it.
    """
    figure = write_missing(options)
    if not figure:
        return lines
    first = int(options.values.get("caption-line", 0))
    written = options.text("fig-cap").split("\n") if len(figure) > _EMPTY_FIGURE else []
    if first and written and all(map(str.strip, written)):
        figure = [figure[0], *map(str.strip, written), figure[-1]]
    above = first - 1 - len(lines)
    if first and above > 0 and first - 1 + len(figure) <= most:
        return ["", *lines, *([""] * (above - 1)), *figure]
    has_room = bool(lines) and len(lines) + len(figure) < most
    return [*lines, *([""] if has_room else []), *figure]
