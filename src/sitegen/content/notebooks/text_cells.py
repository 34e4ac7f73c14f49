"""Cells of code in a document that is text, and the document with the outputs of those that ran."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sitegen.content.notebooks.cell_headers import with_figure_label
from sitegen.content.notebooks.cell_options import read_cell_options
from sitegen.content.notebooks.cell_writer import CellWriter
from sitegen.content.notebooks.document import DocumentWriter, Origin
from sitegen.content.notebooks.freezes import folder_of_freeze
from sitegen.content.notebooks.notebook_reader import Cell
from sitegen.diagnostics import Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import PurePosixPath

    from sitegen.content.notebooks.cell_options import CellOptions

__all__ = ["CELL_NOT_RUN", "TextCell", "makes_something", "not_run", "put_text", "write_cells"]

CELL_NOT_RUN = declare("cell-not-run", Severity.WARNING)


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell: where it begins and ends in the text and on which line, and its code with options.

    `usual` are the options that stand above the code, in braces or in a header, and those that hold
    for many cells; `tags` and `problems` are those of a header, the latter with the line in the
    cell, 1 for that below its first. The code begins on the line `first`. A cell that
    `is_nested` is in another block. What is `glued` is an output of another cell that it shows.
    """

    start: int
    end: int
    line: int
    lines: int
    language: str
    usual: Mapping[str, Any]
    source: str
    first: int = 1
    tags: frozenset[str] = frozenset()
    problems: tuple[tuple[int, Problem], ...] = ()
    is_nested: bool = False
    is_myst: bool = False
    glued: Mapping[str, Any] | None = None

    def options(self, defaults: Mapping[str, Any] = MappingProxyType({})) -> CellOptions:
        """Return all options of the cell; those in its code win."""
        found = read_cell_options(self.source, self.tags, {**defaults, **self.usual})
        return with_figure_label(found) if self.is_myst else found


def makes_something(values: Mapping[str, Any]) -> bool:
    """Tell whether a cell would be run, and something of what it makes be shown."""
    return all(values.get(name, True) for name in ("eval", "include", "output"))


def not_run(count: int, path: PurePosixPath, *, has_others: bool) -> Problem:
    """Return that so many cells of a page have no outputs; it may have those of others."""
    message = "this cell has not been run, so what it makes is missing"
    if count > 1:
        message = f"the {count} cells of this page have not been run: what they make is missing"
    if has_others:
        message = "the stored outputs are of another version of this page, and are not shown"
    hint = f"run them with 'sitegen run {path}', and keep the folder '{folder_of_freeze(path)}'"
    return Problem(CELL_NOT_RUN, message, hint)


def write_cells(
    text: str,
    cells: Sequence[TextCell],
    run: Iterable[Cell],
    base: str,
    defaults: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[DocumentWriter, list[TextCell]]:
    """Return the document with the outputs of those that were run, and the cells that were not.

    `base` is how the page names the notebook that has the outputs.
    """
    out = DocumentWriter()
    left: dict[str, list[Cell]] = {}
    for each in run:
        left.setdefault(each.source.strip("\n"), []).append(each)
    done, line = 0, 1
    missing: list[TextCell] = []
    for number, cell in enumerate(cells, start=1):
        put_text(out, text[done : cell.start].removesuffix("\n"), line)
        known = None if cell.glued else left.get(cell.source.strip("\n"))
        options = cell.options(defaults)
        is_run = bool(known) or cell.glued is not None
        if not is_run and options.flag("eval", otherwise=True):
            missing.append(cell)
        outputs = known.pop(0).outputs if known else ()
        if cell.glued is not None:
            outputs = (cell.glued,)
        for at, problem in cell.problems:
            out.report(problem, 0, cell.line + at)
        first = len(out.origins)
        made = Cell(number=number, kind="code", source=cell.source, outputs=outputs)
        CellWriter(out, base, cell.language).put_code(made, options, is_run=is_run)
        for index in range(first, len(out.origins)):
            found = out.origins[index]
            inside = found.cell_line and found.cell_line + cell.first - 1
            out.origins[index] = Origin(found.line, 0, cell.line + inside)
        line = cell.line + cell.lines
        done = cell.end + 1
    put_text(out, text[done:], line)
    return out, missing


def put_text(out: DocumentWriter, text: str, line: int) -> None:
    """Write a part of the text that comes from a line of the document, unless it is empty."""
    if text.strip():
        out.put_text(text, 0, line)
