from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sitegen.checks.collisions import check_collisions
from support.sites import CONFIG

if TYPE_CHECKING:
    from support.sites import MakeSite


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


def test_a_publication_at_the_address_of_a_feed(make_site: MakeSite) -> None:
    entry = "\n@misc{feed.xml, title = {A}, author = {B C}, year = 2024}\n"
    config = f"{CONFIG}[collections.publications]\nfeed = true\n"
    site = make_site({"publications.bib": entry}, config)
    site.build()
    assert site.messages()[0] == (
        "publications.bib:2:1: error[duplicate-url]: '/publications/feed.xml/' is also the address "
        "of the feed of /publications/; rename one of them: the address of a publication is its key"
    )
