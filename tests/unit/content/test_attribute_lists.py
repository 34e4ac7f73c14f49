"""Simple attribute lists move to their tags in the HTML of an engine, without a tree."""

from __future__ import annotations

import pytest

from sitegen.content.attribute_lists import apply_simple_lists, read_attributes


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p><img src="a.png" alt="A" />{#fig-a .wide}</p>',
         '<p><img src="a.png" alt="A" id="fig-a" class="wide" /></p>'),
        ("<h2>Title {#sec-a}</h2>\n<p>a {n} b</p>", '<h2 id="sec-a">Title</h2>\n<p>a {n} b</p>'),
        ("<h2>One {#a}</h2>\n<h3>Two ## {.b #c}</h3>",
         '<h2 id="a">One</h2>\n<h3 class="b" id="c">Two</h3>'),
    ],
)  # fmt: skip
def test_lists_that_move(html: str, expected: str) -> None:
    assert apply_simple_lists(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        '<p><img src="a.png" alt="A" />{width=3}</p>',
        '<h2><img src="a.png" alt="A" />{#fig-a} Title {#sec-a}</h2>',
        "<h2>Title {#a b=c}</h2>",
        "<p>{#a}</p>",
        '<p><img src="a.png" alt="A" />{#a}{#b}</p>',
    ],
)
def test_what_needs_a_tree_or_is_no_list_stays(html: str) -> None:
    assert apply_simple_lists(html) == html


def test_attributes() -> None:
    written = "#fig-a .wide width=3 alt=\"A b\" title='' open"
    assert read_attributes(written) == [
        ("id", "fig-a"),
        ("class", "wide"),
        ("width", "3"),
        ("alt", "A b"),
        ("title", ""),
        ("open", ""),
    ]
