from __future__ import annotations

import pytest

from sitegen.checks.collisions import check_collisions


def found(*outputs: tuple[str, str]) -> list[str]:
    return [str(each) for each in check_collisions(outputs)]


@pytest.mark.parametrize(
    "other", ["a/index.html", "A/index.html", "a", "a/index.html/b", "\u0041/INDEX.html"]
)
def test_two_files_that_cannot_both_be(other: str) -> None:
    (problem,) = found(("a/index.html", "one.md"), (other, "two.md"))
    assert "duplicate-url" in problem
    assert "one.md" in problem
    assert "two.md" in problem


def test_composed_and_decomposed_names() -> None:
    assert len(found(("ü/index.html", "one.md"), ("u\u0308/index.html", "two.md"))) == 1


def test_one_source_twice() -> None:
    (problem,) = found(("a/index.html", "one.md"), ("a/index.html", "one.md"))
    assert "its address twice; remove the alias" in problem


def test_an_alias() -> None:
    outputs = [("a/index.html", "one.md"), ("a/index.html", "two.md")]
    (problem,) = check_collisions(outputs, {"a/index.html": "two.md"})
    assert problem.hint == "remove the alias in two.md, or give the other one another name"


def test_neighbours_are_fine() -> None:
    assert found(("a/index.html", "one.md"), ("ab/index.html", "two.md"), ("a/b.txt", "x")) == []
