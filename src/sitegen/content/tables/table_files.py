"""Read tables from files: CSV, TSV, JSON, YAML and TOML.

A table in JSON, YAML or TOML is a list of rows, each with its cells by column, or a list of lists,
the first of which has the names of the columns. Numbers stay as they are written.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from sitegen.content.json_reader import read_json
from sitegen.content.source_kind import ValueKind
from sitegen.content.text import decode
from sitegen.content.toml_reader import read_toml
from sitegen.content.yaml_reader import Refused, Rules, read_yaml
from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare
from sitegen.model.codec import encode_json, json_decoder
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePosixPath

    from sitegen.config import Config
    from sitegen.model import SourceFile

__all__ = ["TABLE_FILES", "TABLE_SUFFIXES", "TableFile", "read_csv_rows"]

TABLE_ROWS = declare("table-rows", Severity.ERROR)
TABLE_SIZE = declare("table-size", Severity.ERROR)

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".json", ".yaml", ".yml", ".toml"})
_FOLDERS = frozenset({"content", "data", "assets"})
_RULES = Rules(noun="the file", code=TABLE_ROWS)
_EXAMPLE = "write a list of rows, such as [{name: A, value: 1}]"


class TableFile(Stored, frozen=True):
    """The rows of a table as text, each with its line in the file, 0 if that is not known.

    The names of columns are in the rows of CSV and TSV files, and in `columns` otherwise.
    `problems` are why there are none, or what is wrong nevertheless.
    """

    path: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[int, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


_DECODER = json_decoder(TableFile)


class TableFiles(ValueKind):
    """Files that pages show as tables. Mistakes are part of the value, reported by these pages."""

    name = "table_files"
    only_needed = True

    def matches(self, path: PurePosixPath) -> bool:
        """Tell a table by its folder and its suffix."""
        return self.matches_suffix(path.suffix) and path.parts[0] in _FOLDERS

    def matches_suffix(self, suffix: str) -> bool:
        """Tell whether files with this suffix are read as tables."""
        return suffix.casefold() in TABLE_SUFFIXES

    def options(self, config: Config) -> str:
        """Return the limit of cells."""
        return str(config.markdown.max_table_cells)

    def parse(self, source: SourceFile, options: str) -> bytes:
        """Return a packed `TableFile`."""
        return encode_json(_parse(source, int(options)))

    def unpack(self, data: bytes) -> TableFile:
        """Return the table."""
        return _DECODER.decode(data)


TABLE_FILES = TableFiles()


def _parse(source: SourceFile, limit: int) -> TableFile:
    path = str(source.path)
    text, problems = decode(source.data, path)
    if problems:
        return TableFile(path=path, problems=problems)
    suffix = source.path.suffix.casefold()
    try:
        if suffix in {".csv", ".tsv"}:
            found = list(read_csv_rows(text, "\t" if suffix == ".tsv" else ""))
            table = TableFile(
                path=path,
                rows=tuple(tuple(cells) for _, cells in found),
                lines=tuple(line for line, _ in found),
            )
        else:
            table = _from_values(path, _READERS[suffix](text), limit)
    except Refused as refused:
        return TableFile(path=path, problems=(refused.at(path),))
    except _TooManyCellsError as error:
        return _too_many(path, error.cells, limit)
    cells = sum(map(len, table.rows))
    return _too_many(path, cells, limit) if cells > limit else table


class _TooManyCellsError(Exception):
    """Raised before the cells are made; the message is how many there would be."""

    def __init__(self, cells: int) -> None:
        super().__init__(cells)
        self.cells = cells


def _too_many(path: str, cells: int, limit: int) -> TableFile:
    message = f"the table has {cells:,} cells, more than max_table_cells = {limit:,}"
    hint = "link to the file, or raise markdown.max_table_cells"
    problem = Problem(TABLE_SIZE, message, hint).at(Location(path=path, line=1, column=1))
    return TableFile(path=path, problems=(problem,))


def read_csv_rows(text: str, delimiter: str = "") -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not empty, with the line on which it begins. Raises Refused.

    Without a delimiter, it is the semicolon if the first line has one and no comma.
    """
    if not delimiter:
        first = text.lstrip("\n").partition("\n")[0]
        delimiter = ";" if ";" in first and "," not in first else ","
    stream = io.StringIO(text, newline="")
    rows = csv.reader(stream, delimiter=delimiter, strict=True, skipinitialspace=delimiter != "\t")
    begins = 1
    try:
        for cells in rows:
            if any(cells):
                yield begins, [cell.strip() for cell in cells]
            begins = rows.line_num + 1
    except csv.Error as error:
        hint = 'a cell may be in quotes; double a quotation mark in it: "the ""knee"""'
        raise Refused(TABLE_ROWS, f"not CSV: {error}", begins, 0, hint) from error


def _read_json(text: str) -> Any:
    read_json(text, _RULES)  # refuses what Python's own reader takes
    return json.loads(text, parse_float=str, parse_int=str)


def _read_yaml(text: str) -> Any:
    roots, _ = read_yaml(text, _RULES)
    return roots[0] if roots else None


def _read_toml(text: str) -> Any:
    value = read_toml(text, _RULES)
    # TOML has no list at its top: the only table in it is meant.
    return next(iter(value.values())) if len(value) == 1 else value


_READERS = {".json": _read_json, ".yaml": _read_yaml, ".yml": _read_yaml, ".toml": _read_toml}


def _from_values(path: str, value: Any, limit: int) -> TableFile:
    if isinstance(value, dict) and value and all(isinstance(v, list) for v in value.values()):
        height = max(map(len, value.values()))
        if height * len(value) > limit:
            raise _TooManyCellsError(height * len(value))
        value = [
            {name: cells[number] for name, cells in value.items() if number < len(cells)}
            for number in range(height)
        ]
    if not isinstance(value, list) or not value:
        raise Refused(TABLE_ROWS, "the file holds no table", 1, 1, _EXAMPLE)
    if all(isinstance(row, dict) for row in value):
        columns = list(dict.fromkeys(str(name) for row in value for name in row))
        if len(columns) * len(value) > limit:
            raise _TooManyCellsError(len(columns) * len(value))
        rows = tuple(tuple(_text(row.get(name)) for name in columns) for row in value)
        return TableFile(path=path, columns=tuple(columns), rows=rows)
    if all(isinstance(row, list) for row in value):
        return TableFile(path=path, rows=tuple(tuple(map(_text, row)) for row in value))
    raise Refused(TABLE_ROWS, "the rows of the table are not all of one kind", 1, 1, _EXAMPLE)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return " ".join(str(value).split())
