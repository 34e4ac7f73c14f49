"""Parse a file of `data/`: YAML, TOML, JSON or CSV.

The values are text, numbers, true, false, none, dates, lists and tables; from CSV, only text. Only
the first mistake in a file is reported.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from sitegen.config import USUAL_LIMITS, Config, exceeds
from sitegen.content.data_codec import pack_data
from sitegen.content.dates import find_date
from sitegen.content.escapes import check_text
from sitegen.content.json_reader import read_json
from sitegen.content.source_kind import ValueKind
from sitegen.content.text import decode
from sitegen.content.toml_reader import read_toml
from sitegen.content.yaml_reader import (
    DUPLICATE_KEY,
    FLATTEN,
    MAX_DEPTH,
    Refused,
    Rules,
    read_plain,
    read_yaml,
)
from sitegen.diagnostics import Diagnostic, Severity, declare
from sitegen.model import SourceFile

__all__ = ["DATA_FILES", "DATA_SUFFIXES", "find_csv_rows", "name_data", "parse_data"]

DATA_SYNTAX = declare("data-syntax", Severity.ERROR, needed=True)
DUPLICATE_DATA = declare("duplicate-data", Severity.ERROR, needed=True)


_RULES = Rules(noun="the file", code=DATA_SYNTAX)


def name_data(
    paths: Iterable[PurePosixPath],
) -> tuple[dict[str, PurePosixPath], tuple[Diagnostic, ...]]:
    """Return the files by the names that templates use: `lab/devices`, without the suffix.

    A name that belongs to two files, or to a file and a folder, is reported.
    """
    names: dict[str, PurePosixPath] = {}
    problems = []
    folders: dict[str, str] = {}
    for path in sorted(paths):
        name = unicodedata.normalize("NFC", str(path.relative_to("data").with_suffix("")))
        if name in names:
            problems.append(_same_name(path, name, str(names[name])))
            continue
        names[name] = path
        for folder in PurePosixPath(name).parents:
            folders.setdefault(str(folder), f"the folder data/{folder}")
    problems += [
        _same_name(path, name, folders[name]) for name, path in names.items() if name in folders
    ]
    return names, tuple(problems)


def _same_name(path: PurePosixPath, name: str, other: str) -> Diagnostic:
    message = f"'{name}' is also the name of {other}"
    hint = "rename one of them"
    return Refused(DUPLICATE_DATA, message, 1, 1, hint).at(str(path))


def parse_data(
    source: SourceFile, zone: tzinfo, most_cells: int = USUAL_LIMITS.data_cells
) -> bytes | Diagnostic:
    """Parse one file and return its value, packed; times without a time zone get `zone`.

    A table of CSV has at most `most_cells`: each row has as many as the first.
    """
    path = str(source.path)
    text, problems = decode(source.data, path)
    if problems:
        return problems[0]
    try:
        suffix = source.path.suffix.casefold()
        if suffix == _CSV:
            value: Any = _read_csv(text, most_cells)
        else:
            value = _READERS[suffix](text, zone)
        return pack_data(_settle(value, text, zone))
    except Refused as refused:
        return refused.at(path)


def _settle(value: Any, text: str, zone: tzinfo, depth: int = 0) -> Any:
    """Add the time zone to times without one; refuse invisible characters and deep nesting."""
    if isinstance(value, str):
        check_text(value, text)
        return value
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=zone)
    if isinstance(value, dict | list) and depth == MAX_DEPTH:
        raise Refused(DATA_SYNTAX, "the file is too deeply nested", 0, 0, FLATTEN)
    if isinstance(value, dict):
        return {
            _settle(name, text, zone): _settle(each, text, zone, depth + 1)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [_settle(each, text, zone, depth + 1) for each in value]
    return value


def _read_yaml(text: str, zone: tzinfo) -> Any:
    def plain(scalar: str) -> Any:
        return find_date(scalar, zone) or read_plain(scalar)

    roots, _ = read_yaml(text, msgspec.structs.replace(_RULES, plain=plain))
    return roots[0] if roots else None


def _read_toml(text: str, _: tzinfo) -> Any:
    return read_toml(text, _RULES)


def _read_json(text: str, _: tzinfo) -> Any:
    return read_json(text, _RULES)


def _read_csv(text: str, most_cells: int) -> list[dict[str, str]]:
    """Read a table: column names in the first row, text in the others."""
    table: list[dict[str, str]] = []
    header: list[str] = []
    weight = 0
    for line, cells in _rows(text):
        if not header:
            header = _check_header(cells, line)
            # The names are in each row of the value: long ones count for several cells.
            weight = max(len(header), sum(map(len, header)) // _LONG_NAME)
        elif len(cells) > len(header):
            message = f"this row has {len(cells)} cells, the first one has {len(header)}"
            hint = "put quotes around a cell that holds a comma"
            raise Refused(DATA_SYNTAX, message, line, 0, hint)
        elif (len(table) + 1) * weight > most_cells:
            message = f"the table has {len(header):,} columns and, with this row, more than "
            message += f"limits.data_cells = {most_cells:,} cells"
            hint = "" if weight == len(header) else "give the columns short names"
            problem = exceeds("data_cells", message, hint)
            raise Refused(problem.code, message, line, 0, problem.hint)
        else:
            table.append(dict(zip_longest(header, cells, fillvalue="")))
    return table


def find_csv_rows(text: str) -> list[int]:
    """Return the lines on which the rows of a table begin that `parse_data` reads."""
    return [line for line, _ in _rows(text)][1:]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not empty, and the line on which it begins."""
    import csv
    import io

    rows = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    begins = 1
    try:
        for cells in rows:
            if any(cells):
                yield begins, cells
            begins = rows.line_num + 1
    except csv.Error as error:
        hint = 'a cell may be in quotes; double a quotation mark in it: "the ""knee"""'
        raise Refused(DATA_SYNTAX, f"not CSV: {error}", begins, 0, hint) from error


def _check_header(cells: list[str], line: int) -> list[str]:
    header = [cell.strip() for cell in cells]
    other = next((mark for mark in ";\t" if mark in header[0]), "")
    if len(header) == 1 and other:
        message = f"the columns are separated by {other!r}"
        raise Refused(DATA_SYNTAX, message, line, 0, "separate them by commas")
    seen: set[str] = set()
    for number, name in enumerate(header):
        if not name:
            message = f"column {number + 1} has no name"
            raise Refused(DATA_SYNTAX, message, line, 0, "name it, or delete it")
        if name in seen:
            message = f"'{name}' appears here a second time"
            raise Refused(DUPLICATE_KEY, message, line, 0, "rename one of them")
        seen.add(name)
    return header


_CSV = ".csv"
#: Few names of columns have more characters.
_LONG_NAME = 100
_READERS: dict[str, Callable[[str, tzinfo], Any]] = {
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
    ".toml": _read_toml,
    ".json": _read_json,
}
#: Files of other kinds in `data/` are not read.
DATA_SUFFIXES = frozenset({*_READERS, _CSV})


class DataFiles(ValueKind):
    """The files of `data/`. Templates see them by folder and name, without suffix."""

    name = "data"

    def matches(self, path: PurePosixPath) -> bool:
        """Tell a data file by its folder and its suffix."""
        return path.parts[0] == "data" and path.suffix.casefold() in DATA_SUFFIXES

    def name_files(
        self, paths: Iterable[PurePosixPath]
    ) -> tuple[dict[str, PurePosixPath], tuple[Diagnostic, ...]]:
        """Return the files by name; report names that are taken twice."""
        return name_data(paths)

    def options(self, config: Config) -> str:
        """Return the time zone of times that do not name one, and the limit of cells."""
        return f"{config.zone}\n{config.limits.data_cells}"

    def parse(self, source: SourceFile, options: str) -> bytes | Diagnostic:
        """Return the value, packed, or the first mistake."""
        zone, cells = options.split("\n")
        return parse_data(source, UTC if zone == "UTC" else ZoneInfo(zone), int(cells))


DATA_FILES = DataFiles()
