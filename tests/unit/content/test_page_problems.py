"""Lines and columns of a page's places are right, in whichever order they are asked for."""

from __future__ import annotations

import random

from sitegen.content.page_problems import PageProblems
from sitegen.content.text import position

TEXT = "First\n\nsecond line\n" + "third " * 40 + "\nlast\n"


def test_places_in_any_order() -> None:
    places = list(range(len(TEXT)))
    shuffled = random.Random(1).sample(places, len(places))  # noqa: S311  # no secret
    for order in (places, places[::-1], shuffled, [9, 9, 3, 3]):
        problems = PageProblems("content/a.md", TEXT, 5)
        found = [problems.place_of(index) for index in order]
        expected = [position(TEXT, index) for index in order]
        assert found == [(line + 4, column) for line, column in expected]


def test_no_place() -> None:
    assert PageProblems("content/a.md", TEXT, 5).place_of(-1) == (0, 0)
