"""Data files whose rows are entries of a collection: `data = "instruments.yaml"` of a collection.

The rows are tables in a list, or tables by their ids. The places of fields are kept for YAML and
JSON, those of rows for CSV; TOML files are named without a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.config import exceeds
from sitegen.content.data_codec import unpack_data
from sitegen.content.data_files import DATA_SUFFIXES, find_csv_rows, parse_data
from sitegen.content.field_places import place_fields
from sitegen.content.json_reader import find_json_places, read_json
from sitegen.content.source_kind import ParsedValue, ValueKind
from sitegen.content.text import decode
from sitegen.content.yaml_reader import Field, Refused, Rules, read_yaml
from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.config import Config
    from sitegen.model import SourceFile

__all__ = ["ENTRY_FILES", "EntryFiles"]

ENTRY_ROWS = declare("entry-rows", Severity.ERROR)

#: The beginning of a file that is a list.
_LIST = compile_late(r"(?:\s*(?:#.*)?\n)*([-\[])(?=\s|[^-])")
#: The mark of a document, which cannot stand below a name.
_START = compile_late(r"\A(?:[ \t]*(?:#.*)?\n)*---[ \t]*(?:#.*)?\n")
_RULES = Rules(noun="the file", code="data-syntax")
_SHAPE = "write a list of tables: '- id: microscope', then its other fields below"


class EntryFiles(ValueKind):
    """Files of `data/` that collections name; a value is the list of its rows.

    A row is a table of `id`, `line`, `column`, `fields` and `places`, which are pairs of a line and
    a column by field.
    """

    name = "entries"
    only_assembled = True

    def matches(self, path: PurePosixPath) -> bool:
        """Tell a data file."""
        return path.parts[0] == "data" and path.suffix.casefold() in DATA_SUFFIXES

    def options(self, config: Config) -> str:
        """Return the time zone, how many rows a file may have, and the paths of the files."""
        files = (each.data for each in config.all_collections.values() if each.data)
        return "\n".join((config.timezone, str(config.limits.collection_entries), *sorted(files)))

    def is_read(self, path: PurePosixPath, options: str) -> bool:
        """Tell the files that collections name."""
        return str(path) in options.split("\n")[2:]

    def parse(self, source: SourceFile, options: str) -> bytes | ParsedValue | Diagnostic:
        """Return the rows; what is no row is reported."""
        path = str(source.path)
        text, problems = decode(source.data, path)
        if problems:
            return problems[0]
        try:
            rows, found = _read(text, source, int(options.split("\n")[1]))
        except Refused as refused:
            return refused.at(path)
        return ParsedValue(value=msgspec.json.encode(rows), problems=tuple(found))

    def unpack(self, data: bytes) -> Any:
        """Return the rows."""
        return msgspec.json.decode(data)


ENTRY_FILES = EntryFiles()


def _read(
    text: str, source: SourceFile, most: int
) -> tuple[list[dict[str, Any]], list[Diagnostic]]:
    path = str(source.path)
    suffix = source.path.suffix.casefold()
    if suffix in {".yaml", ".yml"}:
        rows = _rows_of_fields(text)
    elif suffix == ".json":
        rows = _rows_of_json(text)
    else:
        rows = _rows_of_values(parse_data(source, UTC))
        if suffix == ".csv" and rows:
            lines = find_csv_rows(text)
            pairs = zip(rows, lines, strict=True)
            rows = [msgspec.structs.replace(row, line=line, column=1) for row, line in pairs]
    if len(rows) > most:
        message = f"the file has {len(rows):,} rows, more than limits.collection_entries = {most:,}"
        problem = exceeds("collection_entries", message)
        raise Refused(problem.code, message, rows[most].line, rows[most].column, problem.hint)
    good, problems = [], []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row.value, dict):
            place = Location(path=path, line=row.line, column=row.column)
            problem = Problem(ENTRY_ROWS, f"row {number} is not a table of fields", _SHAPE)
            problems.append(problem.at(place))
        else:
            good.append(_row(row, number))
    return good, problems


def _rows_of_fields(text: str) -> list[Field]:
    """Return the rows of a YAML file, those of a table by ids with their ids."""
    text = _START.sub(lambda found: "\n" * found[0].count("\n"), text)
    before = _LIST.match(text)
    start = "" if before is None else "rows:\n" if before[1] == "-" else "rows: "
    lines = start.count("\n")
    try:
        roots, fields = read_yaml(start + text, _RULES)
    except Refused as error:
        line, problem = max(1, error.line - lines), error.problem
        raise Refused(problem.code, problem.message, line, error.column, problem.hint) from error
    if start:
        return [_moved(each, -lines) for each in fields["rows"].inside or ()]
    if roots and not isinstance(roots[0], dict | None):
        raise Refused(ENTRY_ROWS, "there are no rows in this file", 1, 1, _SHAPE)
    return _with_ids(fields)


def _rows_of_json(text: str) -> list[Field]:
    r"""Return the rows of a JSON file, which YAML would not always read: `"\\ud83d\\ude00"`."""
    value = read_json(text, _RULES)
    if value is None:
        return []
    if not isinstance(value, dict | list):
        raise Refused(ENTRY_ROWS, "there are no rows in this file", 1, 1, _SHAPE)
    places = {("rows", *path): place for path, place in find_json_places(text).items()}
    rows = place_fields({"rows": value}, places, text, _RULES)["rows"].inside
    return list(rows) if isinstance(value, list) else _with_ids(rows)


def _with_ids(fields: Mapping[str, Field]) -> list[Field]:
    return [
        msgspec.structs.replace(each, value={"id": name, **each.value})
        if isinstance(each.value, dict)
        else each
        for name, each in fields.items()
    ]


def _moved(field: Field, lines: int) -> Field:
    inside = field.inside
    if isinstance(inside, dict):
        inside = {name: _moved(each, lines) for name, each in inside.items()}
    return msgspec.structs.replace(field, line=field.line + lines, inside=inside)


def _rows_of_values(packed: bytes | Diagnostic) -> list[Field]:
    """Return the rows of a TOML or CSV file, without their places."""
    if isinstance(packed, Diagnostic):
        return []
    value = _plain(unpack_data(packed))
    rows = value
    if isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list)]
        rows = lists[0] if len(lists) == len(value) == 1 else _by_id(value)
    return [Field(value=row, raw="", line=0, column=0) for row in rows]


def _by_id(value: dict[str, Any]) -> list[Any]:
    return [
        {"id": name, **each} if isinstance(each, dict) else each for name, each in value.items()
    ]


def _row(row: Field, number: int) -> dict[str, Any]:
    fields = dict(row.value)
    names = (fields.pop("id", None), *(fields.get(name) for name in ("key", "name", "title")))
    identity = next(filter(None, map(_as_id, names)), str(number))
    inside = row.inside if isinstance(row.inside, dict) else {}
    places = {each: (field.line, field.column) for each, field in inside.items()}
    return {
        "id": identity,
        "line": row.line,
        "column": row.column,
        "fields": fields,
        "places": places,
    }


def _as_id(value: Any) -> str:
    """Return a value as the id of an entry; empty if it cannot be one."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _plain(value: Any) -> Any:
    """Return a value of a data file as lists, tables and text."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | time) else value
