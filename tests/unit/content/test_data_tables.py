"""Numbers are aligned, spans make rectangles, and hostile tables take no time."""

from __future__ import annotations

import time

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.tables.table_numbers import number_value, read_fractions
from sitegen.content.tables.table_spans import Span, find_spans
from support.parsing import parse
from support.sites import MakeSite


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1", 1.0),
        ("−1.5e-3", -0.0015),
        ("1,234,567.5", 1234567.5),
        ("0,25", 0.25),
        ("< 0.05", 0.05),
        ("12 %", 12.0),
        ("a", None),
        ("", None),
        (".", None),
        ("1" * 50, None),
    ],
)
def test_numbers_are_read(cell: str, value: float | None) -> None:
    assert number_value(cell) == value


def test_a_column_of_numbers() -> None:
    assert read_fractions(["0.91", "12", "n/a", "5 %"]) == (3, 0, -1, 2)
    assert read_fractions(["0.91", "left", "right"]) is None
    assert read_fractions(["", "n/a"]) is None
    assert read_fractions([]) is None


def test_spans_are_rectangles() -> None:
    spans = find_spans([["a", "<<", "b"], ["^^", "^^", "c"], ["^^", "d", "^^"]])
    assert spans[0] == [Span(0, 2, 2), None, Span(2)]
    assert spans[1] == [None, None, Span(2, 1, 2)]
    assert spans[2] == [Span(0), Span(1), None]
    assert find_spans([["^^", "<<"]]) == [[Span(0, 2), None]]


PUMPS = [
    '"',
    "a,",
    "a;",
    ":x: ",
    "<<,",
    "^^\n",
    '"a" = ',
    "{csv-table}",
    "\\",
    "|",
    ":columns: a=",
    "é\n",
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("pump", PUMPS)
def test_pumped_tables_are_read_in_time(pump: str, engine: Engine) -> None:
    start = time.process_time()
    for text in (f":columns: {pump * 4000}\n", f"a,b\n{pump * 4000}"):
        parse(f"```{{csv-table}} A\n{text}\n```\n", engine=engine)
    parse(f"```{{csv-table}} {pump * 4000}\n```\n", engine=engine)
    parse("| a | b |\n|---|---|\n" + "| ^^ | << |\n" * 400, engine=engine)
    assert time.process_time() - start < 4


def test_an_edit_of_the_file_changes_the_page(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "# A\n\n```{csv-table} b.csv\n```\n", "data/b.csv": "x\n1\n"})
    site.build_well()
    assert ">1</td>" in site.text("a/index.html")
    site.write({"data/b.csv": "x\n2\n"})
    site.build_well()
    assert ">2</td>" in site.text("a/index.html")
    assert not (site.output / "data/b.csv").exists()
