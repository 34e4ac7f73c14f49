"""Rows of data files that are collections, with the places of their fields."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import msgspec
import pytest

from sitegen.config import parse_config
from sitegen.content.entry_files import ENTRY_FILES
from sitegen.content.source_kind import ParsedValue
from sitegen.diagnostics import Diagnostic
from sitegen.model import SourceFile
from support.sites import CONFIG


def read(text: str, name: str = "rooms.yaml") -> tuple[list[dict[str, Any]], list[str]]:
    source = SourceFile(path=PurePosixPath("data", name), data=text.encode(), digest="")
    options = ENTRY_FILES.options(parse_config(CONFIG, "sitegen.toml"))
    found = ENTRY_FILES.parse(source, options)
    if isinstance(found, Diagnostic):
        return [], [str(found)]
    assert isinstance(found, ParsedValue)
    return ENTRY_FILES.unpack(found.value), [str(problem) for problem in found.problems]


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("# Rooms\n\n- id: hall\n  floor: 2\n", "rooms.yaml", [4, 3]),
        ("---\n- id: hall\n  floor: 2\n", "rooms.yaml", [3, 3]),
        ("hall:\n  floor: 2\n", "rooms.yaml", [2, 3]),
        ('[{"id": "hall",\n "floor": 2}]', "rooms.json", [2, 2]),
        ('{"hall": {"floor": 2}}', "rooms.json", [1, 11]),
        ("[[room]]\nid = 'hall'\nfloor = 2\n", "rooms.toml", None),
        ("[hall]\nfloor = 2\n", "rooms.toml", None),
    ],
)
def test_the_shapes_of_a_file(text: str, name: str, place: list[int] | None) -> None:
    rows, problems = read(text, name)
    assert problems == []
    assert [(row["id"], row["fields"]) for row in rows] == [("hall", {"floor": 2})]
    assert rows[0]["places"].get("floor") == place


def test_rows_of_csv_are_text() -> None:
    rows, problems = read('id,floor\n\nhall,"2\n3"\nattic,4\n', "rooms.csv")
    assert problems == []
    found = [(row["id"], row["fields"], row["line"], row["column"]) for row in rows]
    assert found == [("hall", {"floor": "2\n3"}, 3, 1), ("attic", {"floor": "4"}, 5, 1)]


def test_what_is_no_row() -> None:
    rows, problems = read("- id: hall\n- 3\n- [a]\n")
    assert [row["id"] for row in rows] == ["hall"]
    assert [each[:34] for each in problems] == [
        "data/rooms.yaml:2:3: error[entry-r",
        "data/rooms.yaml:3:3: error[entry-r",
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n", "[]", "{}", "text", "- \n"])
def test_a_file_without_rows(text: str) -> None:
    rows, _ = read(text)
    assert rows == []


def test_a_mistake_in_the_file_has_its_own_line() -> None:
    _, problems = read("- id: hall\n  a: [1\n")
    assert problems[0].startswith("data/rooms.yaml:3:1: error[data-syntax]")


def test_a_row_without_an_id_has_its_name_or_number() -> None:
    rows, _ = read("- name: Hall\n- floor: 2\n")
    assert [row["id"] for row in rows] == ["Hall", "2"]


def test_only_files_that_collections_name_are_read() -> None:
    config = parse_config(f'{CONFIG}[collections.rooms]\ndata = "rooms.yaml"\n', "sitegen.toml")
    options = ENTRY_FILES.options(config)
    assert ENTRY_FILES.is_read(PurePosixPath("data/rooms.yaml"), options)
    assert not ENTRY_FILES.is_read(PurePosixPath("data/people.yaml"), options)
    assert msgspec.json.decode(b"[]") == []


def test_json_that_yaml_does_not_read() -> None:
    rows, problems = read('[\n\t{"id": "a", "face": "\\ud83d\\ude00"},\n\t3\n]', "rooms.json")
    assert [(row["id"], row["fields"], row["line"]) for row in rows] == [("a", {"face": "😀"}, 2)]
    assert problems[0].startswith("data/rooms.json:1:1: error[entry-rows]: row 2 is not a table")
    _, (problem,) = read('[{"id": "a",\n"face": "\\ud83d"}]', "rooms.json")
    assert problem.startswith("data/rooms.json:2:10: error[control-character]: half of a")


@pytest.mark.parametrize("name", ["rooms.yaml", "rooms.json"])
def test_a_file_that_is_one_value(name: str) -> None:
    rows, problems = read("3", name)
    assert rows == []
    assert problems[0].startswith(f"data/{name}:1:1: error[entry-rows]: there are no rows in this")


def test_ids() -> None:
    rows, problems = read('- {id: true}\n- {id: 1.5}\n- {id: " a "}\n- {id: " "}\n- {id: [b]}\n')
    assert problems == []
    assert [row["id"] for row in rows] == ["true", "1.5", "a", "4", "5"]
