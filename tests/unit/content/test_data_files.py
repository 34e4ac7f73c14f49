# ruff: noqa: E501  # tables of files and messages in one line are easier to compare
from __future__ import annotations

import time
from datetime import date, datetime, timedelta, timezone
from datetime import time as clock
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.content.data_codec import unpack_data
from sitegen.content.data_files import DATA_SUFFIXES, name_data, parse_data
from sitegen.diagnostics import Diagnostic
from sitegen.model import SourceFile

BERLIN = ZoneInfo("Europe/Berlin")
WINTER = timezone(timedelta(hours=1))


def parse(suffix: str, text: str | bytes) -> bytes | Diagnostic:
    data = text if isinstance(text, bytes) else text.encode()
    path = PurePosixPath("data", f"x{suffix}")
    return parse_data(SourceFile(path=path, data=data, digest=""), BERLIN)


def value(suffix: str, text: str | bytes) -> Any:
    found = parse(suffix, text)
    assert isinstance(found, bytes), found
    return unpack_data(found)


def mistake(suffix: str, text: str | bytes) -> str:
    started = time.process_time()
    found = parse(suffix, text)
    assert time.process_time() - started < 2
    assert isinstance(found, Diagnostic)
    return str(found)


PEOPLE = (
    {"name": "Ada", "since": date(2026, 3, 2), "weight": 1, "heads": True},
    {"name": "Bo", "since": date(2025, 3, 2), "weight": 2.5, "heads": None},
)
SAME = {
    ".yaml": """
- name: Ada
  since: 2026-03-02
  weight: 1
  heads: true
- {name: 'Bo', since: 2025-03-02, weight: 2.5, heads: }
""",
    ".yml": "[{name: Ada, since: 2026-03-02, weight: 1, heads: true}, {name: Bo, since: 2025-03-02, weight: 2.5, heads: null}]",
}


@pytest.mark.parametrize("suffix", SAME)
def test_yaml(suffix: str) -> None:
    assert value(suffix, SAME[suffix]) == PEOPLE


def test_yaml_means_what_it_looks_like() -> None:
    """As in front matter, but for dates."""
    text = "[NO, 0755, 1.10, 12:30:45, 1e3, '2026-03-02', 2026-03, 2026, 2026-03-02 14:00, 2026-02-29x]"
    moment = datetime(2026, 3, 2, 14, tzinfo=WINTER)
    expected = ("NO", "0755", "1.10", "12:30:45", "1e3", "2026-03-02", "2026-03", 2026, moment)
    assert value(".yaml", text) == (*expected, "2026-02-29x")


def test_a_name_in_yaml_is_text() -> None:
    assert value(".yaml", "2026-02-30: a\n1: b\ntrue: c\n") == {
        "2026-02-30": "a",
        "1": "b",
        "true": "c",
    }


def test_toml() -> None:
    text = """
day = 2026-03-02
moment = 2026-03-02T14:00:00
far = 2026-03-02T14:00:00-07:00
hour = 07:32:00
numbers = [1, 2.5, 99999999999999999999]
[[person]]
name = "Ada"
[[person]]
name = 'Bo'
"""
    assert value(".toml", text) == {
        "day": date(2026, 3, 2),
        "moment": datetime(2026, 3, 2, 14, tzinfo=WINTER),
        "far": datetime(2026, 3, 2, 14, tzinfo=timezone(timedelta(hours=-7))),
        "hour": clock(7, 32),
        "numbers": (1, 2.5, 99999999999999999999),
        "person": ({"name": "Ada"}, {"name": "Bo"}),
    }


def test_json() -> None:
    text = r"""{"a": [1, -2.5, true, null, "2026-03-02", "\u00fc \ud83d\ude00 \n \\u0000"], "{": "}]", "[": {}}"""
    assert value(".json", text) == {
        "a": (1, -2.5, True, None, "2026-03-02", "ü 😀 \n \\u0000"),
        "{": "}]",
        "[": {},
    }


def test_csv() -> None:
    text = 'name , price,note\r\nMRI,"1,000", "the ""big"" one\nin Aachen"\r\n\r\n,,\r\nCT\r\n'
    assert value(".csv", text) == (
        {"name": "MRI", "price": "1,000", "note": 'the "big" one\nin Aachen'},
        {"name": "CT", "price": "", "note": ""},
    )


@pytest.mark.parametrize(
    ("suffix", "text", "expected"),
    [
        (".yaml", "", None),
        (".yaml", "# nothing yet\n", None),
        (".yaml", "---\n...\n", None),
        (".yaml", "just words", "just words"),
        (".yaml", "---\na: 1\n", {"a": 1}),
        (".toml", "", {}),
        (".json", "3", 3),
        (".csv", "", ()),
        (".csv", "name\n", ()),
        (".CSV", "name\nAda\n", ({"name": "Ada"},)),
        (".yaml", b"\xef\xbb\xbfa: 1\n", {"a": 1}),
        (".toml", b"\xef\xbb\xbfa = 1\r\n", {"a": 1}),
        (".json", b"\xef\xbb\xbf{}", {}),
        (".csv", b"\xef\xbb\xbfa\n1\n", ({"a": "1"},)),
    ],
)
def test_small_files(suffix: str, text: str | bytes, expected: object) -> None:
    assert value(suffix, text) == expected


@pytest.mark.parametrize(
    ("suffix", "text", "told"),
    [
        (".yaml", "a: b: c", ":1:5: error[data-syntax]: not YAML: mapping values are not allowed"),
        (".yaml", "a:\n\t- b", ":2:1: error[data-syntax]: not YAML: found character that cannot start any token; indent with spaces, never with tabs"),
        (".yaml", "a: &x 1\nb: *x", ":1:4: error[data-syntax]: anchors (&) and aliases (*) are not allowed; write the value out"),
        (".yaml", "a: 1\nb:\n  <<: *a", ":3:7: error[data-syntax]: anchors"),
        (".yaml", "- !!python/name:os.system", ":1:3: error[data-syntax]: the tag"),
        (".yaml", "a: 1\n---\nb: 2", ":3:1: error[data-syntax]: a second document begins here; keep only one"),
        (".yaml", "- a: 1\n  a: 2", ":2:3: error[duplicate-key]: 'a' appears here a second time; keep one of them"),
        (".yaml", "- a\n- 2026-02-30", ":2:3: error[invalid-date]: '2026-02-30' is not a day or a time that exists; if it is text, put quotes around it"),
        (".yaml", '- "\\x07"', ":1:3: error[control-character]: the invisible character U+0007"),
        (".yaml", "[" * 33, ":1:33: error[data-syntax]: the file is too deeply nested; use at most 32 levels"),
        (".yaml", "ä: ö\nü: " + "[" * 50_000, ":2:35: error[data-syntax]: the file is too deeply nested; use at most 32 levels"),
        (".yaml", "- " * 50_000, ":1:65: error[data-syntax]: the file is too deeply nested; use at most 32 levels"),
        (".toml", "a = 1\nb = Ada\n", ':2:5: error[data-syntax]: not TOML: Invalid value; text needs quotes: name = "Ada"'),
        (".toml", "\na = [1,\n2\n\n", ":3:1: error[data-syntax]: not TOML: Unclosed array; look for a missing"),
        (".toml", "a = 2026-02-30", ":1:5: error[data-syntax]: not TOML: Invalid date or datetime; text needs quotes"),
        (".toml", "a = 1\na = 2", ":2:1: error[duplicate-key]: 'a' appears here a second time; keep one of them"),
        (".toml", "[a]\nb = 1\n[a]\nc = 1\n", ":3:3: error[duplicate-key]: 'a' appears"),
        (".toml", "x = 1\n[[a.b]]\n[a.b]\n", ":3:5: error[duplicate-key]: 'a.b' appears"),
        (".toml", "a = {b = 1}\na.c = 2\n", ":2:8: error[duplicate-key]: 'a.c' appears"),
        (".toml", 'a = """1\n2"""\na = """x\ny"""\n', ":4:5: error[duplicate-key]: a name appears here a second time"),
        (".toml", 'b = "\\t\\u00fc"\na = "\\u0007"', ":2:6: error[control-character]: the invisible character U+0007"),
        (".toml", "a = " + "[" * 33 + "]" * 33, ":1:1: error[data-syntax]: the file is too deeply nested"),
        (".toml", "a = " + "[" * 9000, ":1:1: error[data-syntax]: the file is too deeply nested"),
        (".toml", "b = 1\na = " + "9" * 9000, ":2:5: error[data-syntax]: this number is too long; put quotes"),
        (".json", '{"a": 1,}', ":1:9: error[data-syntax]: not JSON: Expecting property name enclosed in double quotes; put names and text"),
        (".json", "{\n'a': 1}", ":2:1: error[data-syntax]: not JSON: Expecting property name"),
        (".json", "", ":1:1: error[data-syntax]: not JSON: Expecting value;"),
        (".json", "[1] x", ":1:5: error[data-syntax]: not JSON: Extra data"),
        (".json", '["a\nb"]', ":1:4: error[data-syntax]: not JSON: Invalid control character;"),
        (".json", '["NaN",\nNaN]', ":2:1: error[data-syntax]: not JSON: NaN is not a number; write null"),
        (".json", "[-Infinity]", ":1:2: error[data-syntax]: not JSON: -Infinity is not a number"),
        (".json", '{"a": [{"b": 1,\n "b": 2}]}', ":2:2: error[duplicate-key]: 'b' appears here a second time; keep one of them"),
        (".json", '{"a": "a", "b": {"a": 1}, "\\u0061": 2}', ":1:27: error[duplicate-key]: 'a' appears"),
        (".json", '["\\ud83d\\ude00",\n"\\ud800"]', ":2:2: error[control-character]: half of a surrogate pair"),
        (".json", '{"\\u0000": 1}', ":1:3: error[control-character]: the invisible character U+0000"),
        (".json", "[" * 33 + "]" * 33, ":1:33: error[data-syntax]: the file is too deeply nested"),
        (".json", "[" * 90_000, ":1:33: error[data-syntax]: the file is too deeply nested"),
        (".json", "[1,\n" + "9" * 9000 + "]", ":2:1: error[data-syntax]: this number is too long"),
        (".csv", "a,b\n1,2\n1,2,3\n", ":3:1: error[data-syntax]: this row has 3 cells, the first one has 2; put quotes around a cell that holds a comma"),
        (".csv", 'a,b\n"x\ny",1\n\n1,2,3\n', ":5:1: error[data-syntax]: this row has 3 cells"),
        (".csv", 'a,b\n1,2\n"3,4\n5,6\n', ":3:1: error[data-syntax]: not CSV: unexpected end of data; a cell"),
        (".csv", 'a,b\n"x"y,1\n', ":2:1: error[data-syntax]: not CSV: ',' expected after"),
        (".csv", "a,b\n" + "x" * 200_000, ":2:1: error[data-syntax]: not CSV: field larger than field limit"),
        (".csv", "a;b\n1;2\n", ":1:1: error[data-syntax]: the columns are separated by ';'; separate them by commas"),
        (".csv", "\na\tb\n", ":2:1: error[data-syntax]: the columns are separated by '\\t'"),
        (".csv", "a,,b\n", ":1:1: error[data-syntax]: column 2 has no name; name it, or delete it"),
        (".csv", "a,b, a\n", ":1:1: error[duplicate-key]: 'a' appears here a second time; rename one of them"),
        *((suffix, b"name\n\xe9", ":2:1: error[encoding]: byte 0xe9 at offset 5 is not UTF-8; save") for suffix in sorted(DATA_SUFFIXES)),
        *((suffix, "a\x07", ":1:2: error[control-character]") for suffix in sorted(DATA_SUFFIXES)),
    ],
)  # fmt: skip
def test_mistakes(suffix: str, text: str | bytes, told: str) -> None:
    assert mistake(suffix, text).startswith(f"data/x{suffix}{told}")


def test_bombs() -> None:
    bomb = "a0: &a0 {k: v}\n" + "".join(
        f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 13)
    )
    assert "anchors (&) and aliases (*)" in mistake(".yaml", bomb)
    for text in ("- " * 50_000, "a: " + "{a: " * 50_000, "? " * 30_000):
        assert "error[data-syntax]" in mistake(".yaml", text)


def test_wide_tables() -> None:
    """Each row has as many cells as the first, however few are written."""
    header = ",".join(f"c{number}" for number in range(8_000))
    told = mistake(".csv", f"{header}\n" + "a\n" * 20_000)
    assert told.startswith("data/x.csv:127:1: error[limit-exceeded]: the table has 8,000 columns")
    assert told.endswith("raise limits.data_cells in sitegen.toml")
    assert len(value(".csv", f"{header}\n" + "a\n" * 10)) == 10
    told = mistake(".csv", "a" * 70_000 + "\n" + "a\n" * 80_000)
    assert told.startswith("data/x.csv:1430:1: error[limit-exceeded]: the table has 1 columns")
    assert "give the columns short names, or raise limits.data_cells" in told


@pytest.mark.parametrize(
    "text",
    ["a." * 60_000 + "a=1", "[" + "a." * 60_000 + "a]", "x = {y = 1, " + "'a'." * 200 + "a=1}"],
)
def test_names_of_very_many_parts(text: str) -> None:
    started = time.process_time()
    assert "error[data-syntax]: this name has more than 100 parts" in mistake(
        ".toml", "z = 1\n" + text
    )
    assert time.process_time() - started < 1


def test_text_with_many_points_is_no_name() -> None:
    text = "a." * 200 + "a"
    assert value(".toml", f'b = "{text}"') == {"b": text}


def test_a_large_file_is_no_mistake() -> None:
    """Front matter has a limit of 20,000 events."""
    rows = [{"a": str(n), "b": "x"} for n in range(9000)]
    assert list(value(".yaml", "".join(f"- {{a: '{n}', b: x}}\n" for n in range(9000)))) == rows
    assert list(value(".csv", "a,b\n" + "".join(f"{n},x\n" for n in range(9000)))) == rows


@given(
    st.sampled_from(sorted(DATA_SUFFIXES)),
    st.one_of(
        st.binary(max_size=80),
        st.text(alphabet="ab:-[]{}\"',=\\u012\n \t#&*!|>?.T", max_size=60),
    ),
)
@example(".json", '{"a')
@example(".json", '"\\')
@example(".toml", "a.b=1\n[a]\nb.c=1")
@example(".yaml", "%")
def test_whatever_an_author_writes(suffix: str, text: str | bytes) -> None:
    found = parse(suffix, text)
    if isinstance(found, Diagnostic):
        assert found.severity
        assert found.location.path == f"data/x{suffix}"
        assert found.hint
    else:
        unpack_data(found)


def test_names() -> None:
    paths = ["people.yaml", "lab/devices.csv", "lab/rooms/all.JSON", "my-file.toml", "a.b.yml"]
    names, problems = name_data(PurePosixPath("data", each) for each in paths)
    assert problems == ()
    assert {name: str(path) for name, path in names.items()} == {
        "people": "data/people.yaml",
        "lab/devices": "data/lab/devices.csv",
        "lab/rooms/all": "data/lab/rooms/all.JSON",
        "my-file": "data/my-file.toml",
        "a.b": "data/a.b.yml",
    }


def test_names_are_composed() -> None:
    names, _ = name_data([PurePosixPath("data", "gera\u0308te.yaml")])
    assert list(names) == ["ger\u00e4te"]


def test_one_name_for_two() -> None:
    paths = ["b.yaml", "b.json", "b.csv", "lab.yaml", "lab/x/y.csv", "lab/x.csv", "c.toml"]
    names, problems = name_data(PurePosixPath("data", each) for each in paths)
    assert {"b", "c", "lab"} <= set(names)
    assert [str(each) for each in problems] == [
        "data/b.json:1:1: error[duplicate-data]: 'b' is also the name of data/b.csv; rename one of them",
        "data/b.yaml:1:1: error[duplicate-data]: 'b' is also the name of data/b.csv; rename one of them",
        "data/lab/x.csv:1:1: error[duplicate-data]: 'lab/x' is also the name of the folder data/lab/x; rename one of them",
        "data/lab.yaml:1:1: error[duplicate-data]: 'lab' is also the name of the folder data/lab; rename one of them",
    ]
