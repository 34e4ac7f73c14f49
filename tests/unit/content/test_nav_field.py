"""The field `nav`."""

from __future__ import annotations

import pytest

from support.parsing import parse


@pytest.mark.parametrize("value", ["sidebar", "top"])
def test_a_kind_of_navigation(value: str) -> None:
    assert parse(f"---\nnav: {value}\n---\n", "content/a.md").front.nav == value


def test_another_meaning_in_other_generators() -> None:
    page = parse("---\nnav: true\n---\n", "content/a.md")
    assert (page.front.nav, page.diagnostics) == ("", ())
    assert page.front.extra == {"nav": True}


def test_anything_else() -> None:
    (problem,) = parse("---\nnav: side\n---\n", "content/a.md").diagnostics
    assert str(problem) == (
        "content/a.md:2:1: error[invalid-field]: "
        "'nav': 'side' is not a kind of navigation: top or sidebar"
    )


def test_the_place_in_the_menu() -> None:
    page = parse("---\nnav: {order: 3, tooltip: Us}\n---\n", "content/a.md")
    assert (page.front.nav, page.front.weight, page.diagnostics) == ("", 3, ())
