"""Say in which cell of a notebook a problem is, and on which line of the file.

Parsing knows lines of the Markdown that a notebook becomes. They are translated here, where the
problems of all stages come together, and only if there are any.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sitegen.content.json_reader import find_json_places
from sitegen.content.notebooks.notebook_text import write_notebook
from sitegen.content.page_documents import read_document
from sitegen.content.page_names import NOTEBOOK_SUFFIXES
from sitegen.content.text import decode
from sitegen.diagnostics import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sitegen.content.notebooks.document import Document
    from sitegen.diagnostics import Diagnostic

__all__ = ["place_in_cells"]

_Places = Mapping[tuple[Any, ...], tuple[int, int]]
#: The path of a field of a cell in a worksheet: `("worksheets", 0, "cells", 2, "input")`.
_IN_SHEET = 5


def place_in_cells(
    problems: Iterable[Diagnostic],
    read: Callable[[PurePosixPath], bytes],
    with_cells: Container[str] = (),
) -> list[Diagnostic]:
    """Return the problems, those of notebooks with their cells; `read` returns a file's bytes.

    The pages in Markdown that are `with_cells` are notebooks, too.
    """
    known: dict[str, _Notebook | _WithOutputs] = {}
    placed = []
    for each in problems:
        path = each.location.path
        is_notebook = path in with_cells or path.casefold().endswith(NOTEBOOK_SUFFIXES)
        if not is_notebook or not each.location.line:
            placed.append(each)
            continue
        if path not in known:
            kind = _Notebook if path.casefold().endswith(".ipynb") else _WithOutputs
            known[path] = kind(read(PurePosixPath(path)), path)
        placed.append(known[path].place(each))
    return placed


class _WithOutputs:
    """A document of Quarto or MyST with its stored outputs."""

    def __init__(self, data: bytes, path: str) -> None:
        self._document = read_document(data, PurePosixPath(path))

    def place(self, problem: Diagnostic) -> Diagnostic:
        """Return a problem at its line in the document; that of an output at its cell."""
        if self._document is None or not self._document.origins:
            return problem
        place = problem.location
        line = self._document.origin_of(place.line).cell_line
        moved = Location(path=place.path, line=line or place.line, column=place.column)
        return replace(problem, location=moved)


class _Notebook:
    """One notebook: the Markdown that it becomes, and where in the file its cells are."""

    def __init__(self, data: bytes, path: str) -> None:
        self._document: Document = write_notebook(data, PurePosixPath(path))
        text, _ = decode(data, path)
        self._lines = text.split("\n")
        self._shown = self._document.text.split("\n")
        self._places = {} if self._document.refused else _of_cells(find_json_places(text))

    def place(self, problem: Diagnostic) -> Diagnostic:
        """Return a problem at its place in the file, with its cell in the message."""
        if self._document.refused:
            return problem  # which is about the file itself
        place = problem.location
        origin = self._document.origin_of(place.line)
        if not origin.cell:
            where = self._places.get(("metadata",), (1, 1))
            return _moved(problem, place.path, where, "in the notebook's metadata")
        words = f"cell {origin.cell}"
        if not origin.cell_line:
            found = self._find(origin.cell, "outputs") or self._find(origin.cell, "source")
            return _moved(problem, place.path, found or (1, 1), words)
        words += f", line {origin.cell_line}"
        where = self._place_of(origin.cell, origin.cell_line, place)
        return _moved(problem, place.path, where, words)

    def _find(self, cell: int, name: str) -> tuple[int, int] | None:
        return self._places.get(("cells", cell - 1, name))

    def _place_of(self, cell: int, cell_line: int, place: Location) -> tuple[int, int]:
        """Return line and column in the file; Jupyter writes each line of a cell on its own."""
        start = self._find(cell, "source")
        if start is None:
            return 1, 1
        number = start[0] + cell_line
        line = self._lines[number - 1] if number <= len(self._lines) else ""
        margin = len(line) - len(line.lstrip(" "))
        if line[margin : margin + 1] != '"' or (
            '": ' in line[: margin + 20] and line.rstrip().endswith("[")
        ):
            return start
        before = self._shown[place.line - 1][: max(place.column - 1, 0)]
        return number, margin + len(json.dumps(before, ensure_ascii=False))


def _of_cells(places: dict[tuple[Any, ...], tuple[int, int]]) -> _Places:
    """Return the places in a notebook; format 3 has cells in worksheets, and code as `input`."""
    paths = {path[:4] for path in places if path[:1] == ("worksheets",) and path[2:3] == ("cells",)}
    cells = sorted(path for path in paths if isinstance(path[-1], int))
    numbers = {path: number for number, path in enumerate(cells)}
    moved = {
        ("cells", numbers[path[:4]], "source" if path[4] == "input" else path[4]): place
        for path, place in places.items()
        if len(path) == _IN_SHEET and path[:4] in numbers
    }
    return {**places, **moved}


def _moved(problem: Diagnostic, path: str, where: tuple[int, int], words: str) -> Diagnostic:
    place = Location(path=path, line=where[0], column=where[1])
    return replace(problem, location=place, message=f"{problem.message} ({words})")
