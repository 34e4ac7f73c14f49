"""Read a Jupyter notebook: JSON of the formats 3 and 4 (nbformat.readthedocs.io).

Nothing in a file is believed to have the type that the format says. What has another one is left
out, with a problem; a notebook of which cells can be read is a page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sitegen.content.text import decode, position
from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare
from sitegen.late_patterns import compile_late

__all__ = ["Cell", "Notebook", "read_notebook"]

NOTEBOOK_FORMAT = declare("notebook-format", Severity.ERROR, needed=True)
NOTEBOOK_CONTENT = declare("notebook-content", Severity.WARNING)

#: The formats that are read. Jupyter converts what is older when it saves.
_OLDEST, _NEWEST = 3, 4
_SURROGATES = compile_late("[\ud800-\udfff]")
#: nbformat 3 had names of its own for the kinds of data.
_OLD_NAMES = {
    "text": "text/plain",
    "html": "text/html",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "latex": "text/latex",
    "json": "application/json",
    "javascript": "application/javascript",
}
_OLD_OUTPUTS = {"pyout": "execute_result", "pyerr": "error"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its number from 1, its kind (`markdown`, `code` or `raw`) and its text.

    `count` is the number that Jupyter shows beside code that has been run, 0 without one.
    """

    number: int
    kind: str
    source: str
    tags: frozenset[str] = frozenset()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    attachments: Mapping[str, Any] = field(default_factory=dict)
    outputs: tuple[Mapping[str, Any], ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """The cells and the metadata of a notebook; problems by the number of their cell, or 0."""

    cells: tuple[Cell, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[tuple[int, Problem], ...] = ()
    refused: tuple[Diagnostic, ...] = ()

    @property
    def language(self) -> str:
        """The language of the code, as its highlighter is called."""
        about = _table(self.metadata.get("language_info"))
        kernel = _table(self.metadata.get("kernelspec"))
        name = about.get("name") or kernel.get("language") or "python"
        return name.casefold() if isinstance(name, str) else "python"


def read_notebook(data: bytes, path: str) -> Notebook:
    """Return the notebook in the bytes of a file; without cells if it cannot be read."""
    text, problems = decode(data, path)
    if problems:
        return Notebook(refused=problems)
    if not text.strip():
        return _refuse(path, "this notebook is empty", "save it again in Jupyter, or delete it")
    try:
        root = json.loads(text)
    except json.JSONDecodeError as error:
        place = Location(path=path, line=error.lineno, column=error.colno)
        message = f"this notebook is not JSON: {error.msg.removesuffix(' at')}"
        hint = "save it again in Jupyter; after a merge, look for lines such as '<<<<<<<'"
        return Notebook(refused=(Problem(NOTEBOOK_FORMAT, message, hint).at(place),))
    except (RecursionError, ValueError):
        return _refuse(path, "this notebook is nested too deeply", "save it again in Jupyter")
    if not isinstance(root, dict):
        return _refuse(path, "this file holds no notebook", "save it again in Jupyter")
    version = root.get("nbformat")
    if not isinstance(version, int) or not _OLDEST <= version <= _NEWEST:
        said = json.dumps(version)[:40] if "nbformat" in root else "unknown"
        line, column = position(text, max(text.find('"nbformat"'), 0))
        hint = "convert it: jupyter nbconvert --to notebook --inplace"
        message = f"the format of this notebook is {said}; 3 and 4 are read"
        place = Location(path=path, line=line, column=column)
        return Notebook(refused=(Problem(NOTEBOOK_FORMAT, message, hint).at(place),))
    return _Reader().read(root, version)


def _refuse(path: str, message: str, hint: str) -> Notebook:
    place = Location(path=path, line=1, column=1)
    return Notebook(refused=(Problem(NOTEBOOK_FORMAT, message, hint).at(place),))


class _Reader:
    """Reads the cells, and collects what is wrong with them."""

    def __init__(self) -> None:
        self._problems: list[tuple[int, Problem]] = []

    def read(self, root: Mapping[str, Any], version: int) -> Notebook:
        metadata = _table(_mend(root.get("metadata", {})))
        rows: Any = root.get("cells")
        if version == _OLDEST:
            sheets = root.get("worksheets")
            rows = [
                cell
                for sheet in (sheets if isinstance(sheets, list) else [])
                for cell in _list(_table(sheet).get("cells"))
            ]
        if not isinstance(rows, list):
            self._report(0, "'cells' is no list, so the notebook has no text")
            rows = []
        cells = [self._cell(number, row, version) for number, row in enumerate(rows, start=1)]
        return Notebook(
            cells=tuple(cell for cell in cells if cell),
            metadata=metadata,
            problems=tuple(self._problems),
        )

    def _cell(self, number: int, found: object, version: int) -> Cell | None:
        if not isinstance(found, dict):
            self._report(number, "this cell is no table, so it is left out")
            return None
        row = _mend(found)
        kind = row.get("cell_type")
        if version == _OLDEST and kind == "heading":
            level = row.get("level")
            marks = "#" * (level if isinstance(level, int) and 0 < level < 7 else 1)  # noqa: PLR2004  # HTML has six levels
            row = {
                **row,
                "cell_type": "markdown",
                "source": f"{marks} {_joined(row.get('source'))}",
            }
            kind = "markdown"
        if kind not in ("markdown", "code", "raw"):  # which may be a list
            self._report(number, f"a cell of the kind {json.dumps(kind)[:40]} is left out")
            return None
        source = row.get("input" if version == _OLDEST and kind == "code" else "source", "")
        text = _joined(source)
        if text is None:
            self._report(number, "the text of this cell is no text, so it is left out")
            return None
        metadata = _table(row.get("metadata"))
        tags = metadata.get("tags")
        count = row.get("execution_count", row.get("prompt_number"))
        return Cell(
            number=number,
            kind=kind,
            source=text.replace("\r\n", "\n").replace("\r", "\n"),
            tags=frozenset(each for each in _list(tags) if isinstance(each, str)),
            metadata=metadata,
            attachments=_table(row.get("attachments")),
            outputs=tuple(self._outputs(number, row.get("outputs"))) if kind == "code" else (),
            count=count if type(count) is int and count > 0 else 0,
        )

    def _outputs(self, number: int, found: object) -> list[Mapping[str, Any]]:
        if found is None:
            return []
        if not isinstance(found, list):
            self._report(number, "'outputs' is no list, so the outputs are left out")
            return []
        rows = [row for row in found if isinstance(row, dict)]
        if len(rows) < len(found):
            self._report(number, "an output that is no table is left out")
        return [_modern(row) for row in rows]

    def _report(self, number: int, message: str) -> None:
        self._problems.append((number, Problem(NOTEBOOK_CONTENT, message, "save it in Jupyter")))


def _modern(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an output as nbformat 4 has it."""
    found = row.get("output_type")
    kind = _OLD_OUTPUTS.get(found, found) if isinstance(found, str) else ""
    row = row if kind == found else {**row, "output_type": kind}
    if kind == "stream" and "name" not in row and "stream" in row:
        row = {**row, "name": row["stream"]}
    if kind in {"execute_result", "display_data"} and "data" not in row:
        data = {_OLD_NAMES[name]: value for name, value in row.items() if name in _OLD_NAMES}
        row = {**row, "data": data}
    return row


def _joined(value: object) -> str | None:
    """Return a text that may be written as a list of lines."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return None


def _mend(value: Any) -> Any:
    """Return a value in which no text has half of a character, which JSON can write."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value) if not value.isascii() else value
    if isinstance(value, list):
        return [_mend(each) for each in value]
    if isinstance(value, dict):
        return {_mend(name): _mend(each) for name, each in value.items()}
    return value


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
