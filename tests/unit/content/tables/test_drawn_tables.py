"""Tables that are drawn with characters: their places, their limits, and the time they take."""

from __future__ import annotations

import time

import pytest

from sitegen.config import ENGINES, Engine, LimitsConfig
from sitegen.content.scanner import MarkdownSource
from sitegen.content.tables.table_finder import find_drawn_tables
from support.parsing import body_of, codes_of, parse

_GRID = "+---+---+\n| a | b |\n+---+---+\n"
_ROWS = 4_000
#: What looks like very many tables, or like very large ones.
_LARGE = {
    "rows": "+---+---+\n" + "| a | b |\n+---+---+\n" * _ROWS,
    "lines": "+---+---+\n" + "| a | b |\n" * _ROWS + "+---+---+\n",
    "corners": f"+{'-+' * 200}\n" + f"|{'+-' * 199}+|\n" * 200 + f"+{'-+' * 200}\n",
    "broken": "+---+---+\n| a | b |\n\n" * _ROWS,
    "dashes": "a   b\n--- ---\n" * _ROWS,
    "dashes without an end": "--- ---\na   b\n\n" * _ROWS,
    "heads": "----\na   b\n--- ---\nc   d\n" * _ROWS,
    "a long head": "a   b\n" * _ROWS + "--- ---\na   b\n",
}


@pytest.mark.parametrize("name", _LARGE)
def test_the_time_grows_with_the_length(name: str) -> None:
    source = MarkdownSource(_LARGE[name], "commonmark")
    started = time.process_time()
    found = list(find_drawn_tables(source))
    assert time.process_time() - started < 3
    assert found


@pytest.mark.parametrize("engine", ENGINES)
def test_many_cells_are_refused_at_the_table(engine: Engine) -> None:
    limits = LimitsConfig(table_cells=5)
    page = parse(f"# T\n\n{_GRID}\n{_GRID}\n{_GRID}", engine=engine, limits=limits)
    (problem,) = page.diagnostics
    assert str(problem).startswith("content/page.md:11:1: error[limit-exceeded]: the tables")
    assert codes_of(parse(f"{_GRID}\n{_GRID}", engine=engine, limits=limits)) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_places_are_those_of_the_source(engine: Engine) -> None:
    border = "+---+-------------------+"
    text = f"{border}\n| a | x[^one]           |\n|   | [b](javascript:y) |\n{border}\n\nz[^two]\n"
    found = parse(text, engine=engine).diagnostics
    places = [(each.location.line, each.location.column) for each in found]
    assert sorted(places) == [(2, 8), (3, 11), (6, 2)]


@pytest.mark.parametrize("engine", ENGINES)
def test_tables_in_cells_end_somewhere(engine: Engine) -> None:
    text = "x"
    for _ in range(6):
        lines = text.split("\n")
        width = max(map(len, lines)) + 2
        border = f"+{'-' * width}+"
        text = "\n".join([border, *(f"| {line.ljust(width - 2)} |" for line in lines), border])
    page = parse(text, engine=engine)
    assert body_of(page.body).count("<table") == 4
    (problem,) = page.diagnostics
    assert str(problem) == (
        "content/page.md:5:9: warning[mistyped-markup]: the table that begins with '+-------+' is "
        "shown as text; write it outside of the table: four are in each other at most"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_html_in_a_cell_is_checked(engine: Engine) -> None:
    text = "+-----------------------------+\n| <b onclick='x'>a</b> & &lt; |\n"
    page = parse(f"{text}+-----------------------------+\n", engine=engine)
    assert "<td><b>a</b> &amp; &lt;</td>" in body_of(page.body)
    assert len(page.diagnostics) == 1
    assert page.diagnostics[0].location.line == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_what_an_author_writes_is_no_drawn_table(engine: Engine) -> None:
    text = "<table data-drawn><tr><td><blockquote>a</blockquote></td></tr></table>\n"
    assert "<blockquote>" in body_of(parse(text, engine=engine).body)
