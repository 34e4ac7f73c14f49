"""Lists with letters, Roman numerals and examples: their places, and the time they take."""

from __future__ import annotations

import time

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.list_marks import read_list_mark
from sitegen.content.rewriting.list_rewriting import with_counted_examples, with_numbered_lists
from sitegen.content.scanner import MarkdownSource
from support.notebooks import code, markdown, notebook, result
from support.parsing import body_of, codes_of, parse

_COUNT = 2_000
#: What looks like very many lists, or like very long ones.
_LARGE = {
    "items": "a) x\n" * _COUNT,
    "items apart": "a) x\n\n" * _COUNT,
    "lists": "a) x\nb) y\n" * _COUNT,
    "a list": "a) x\nb) y\n" + "c) x\n" * _COUNT,
    "deep lists": "".join(f"{'   ' * (n % 40)}{mark}) x\n" for n in range(500) for mark in "ab"),
    "marks": ("a) " * 30 + "x\n\n") * 200,
    "examples": "".join(f"(@n{n}) x\n\nsee @n{n}\n\n" for n in range(_COUNT)),
    "texts": ("a) x\n\n" + "    deep\n\n" * 20) * 200,
    "apart": "a) x\nb) y\n\ntext\n\n" * _COUNT,
}


@pytest.mark.parametrize("name", _LARGE)
def test_the_time_grows_with_the_length(name: str) -> None:
    source = MarkdownSource(_LARGE[name], "commonmark")
    started = time.process_time()
    with_counted_examples(with_numbered_lists(source))
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("a) x", {"a": 1}),
        ("i) x", {"i": 1, "a": 9}),
        ("(xiv) x", {"i": 14}),
        ("C.  x", {"I": 100, "A": 3}),
        ("#. x", {"1": 0}),
        ("(12) x", {"1": 12}),
        ("(@good-one) x", {"@": 0}),
        ("mm. x", {"i": 2000}),
    ],
)
def test_what_a_mark_may_mean(written: str, readings: dict[str, int]) -> None:
    mark = read_list_mark(written, 0, len(written))
    assert mark is not None
    assert mark.readings == readings


@pytest.mark.parametrize(
    "written", ["B. Russell", "a)", "a) ", "iiii. x", "1) x", "(a. x", "ab) x", "Iv. x", "(@ x) y"]
)
def test_no_marks(written: str) -> None:
    assert read_list_mark(written, 0, len(written)) is None


@pytest.mark.parametrize("engine", ENGINES)
def test_places_are_those_of_the_source(engine: Engine) -> None:
    text = "# T\n\n(viii) x[^one]\n(ix) y\n\n     z[^two]\n\n(@a) w[^three] (@a)[^four]\n"
    page = parse(text, engine=engine)
    places = [(each.location.line, each.location.column) for each in page.diagnostics]
    assert places == [(3, 9), (6, 7), (8, 7), (8, 20)]


@pytest.mark.parametrize("engine", ENGINES)
def test_very_deep_lists_are_told(engine: Engine) -> None:
    text = "".join(f"{'   ' * n}{mark}) x\n" for n in range(60) for mark in "ab")
    page = parse(text, engine=engine)
    assert [each.code for each in page.diagnostics] != []


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_in_a_table(engine: Engine) -> None:
    text = "+--------+\n| c) x   |\n| d) @e  |\n+--------+\n\n(@e) y\n"
    html = body_of(parse(text, engine=engine).body)
    assert '<ol data-marks="a)" type="a" start="3">\n<li>x</li>\n<li>1</li>\n</ol>' in html


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "told", ["@ x", "a 1 . x:abc", f"a 1 . x:{'9' * 5_000}", "@ 1 . x:", "", "a 1 ."]
)
def test_what_a_notebook_shows_says_nothing_of_lists(engine: Engine, told: str) -> None:
    shown = f'<div data-numbering="{told}">shown</div><p>below</p>'
    page = parse(
        notebook(
            markdown("a) x\n\n(@a) y, @a\n"),
            code("x", result(text_html=shown)),
            markdown("1. z\n"),
        ),
        "content/a.ipynb",
        engine=engine,
    )
    body = body_of(page.body)
    assert codes_of(page) == []
    assert ">shown</div>" in body
    assert "<p>below</p>" in body
    assert "<ol>\n<li>z</li>" in body
