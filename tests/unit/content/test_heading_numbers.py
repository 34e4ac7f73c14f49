"""Numbers of headings follow their levels; templates, labels and ids get what they need."""

from __future__ import annotations

import os
import random
import time

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.heading_numbers import heading_number, number_headings, number_levels
from sitegen.content.html_fragment import parse_fragment
from support.parsing import parse
from support.sites import CONFIG, MakeSite


@pytest.mark.parametrize(
    ("levels", "numbers"),
    [
        ("2 3 3 2 3", "1 1.1 1.2 2 2.1"),
        ("2 4 4 2", "1 1.1 1.2 2"),
        ("3 2 3", "1 2 2.1"),
        ("2 4 3 4", "1 1.1 1.2 1.2.1"),
        ("4 3 2", "1 2 3"),
        ("", ""),
    ],
)
def test_levels(levels: str, numbers: str) -> None:
    assert number_levels(map(int, levels.split())) == numbers.split()


def test_a_heading_is_asked_for_its_number() -> None:
    _, root = parse_fragment('<h2>A</h2><h3 class="unnumbered">B</h3><h3>C</h3>')
    number_headings(root)
    assert [heading_number(node) for node in root.css("h2, h3")] == ["1", "", "1.1"]


def test_the_table_of_contents_and_the_ids() -> None:
    page = parse("---\nnumbered: true\n---\n# T\n\n## One\n\n### Two\n")
    (one,) = page.toc
    assert (one.number, one.title, one.id) == ("1", "One", "one")
    assert [(each.number, each.title) for each in one.children] == [("1.1", "Two")]


def test_a_section_and_its_pages(make_site: MakeSite) -> None:
    text = "# T\n\n## A\n\n## B\n\n## C\n"
    cascade = "---\ncascade: {number_headings: true}\n---\n# Notes\n"
    files = {"content/notes/index.md": cascade, "content/notes/a.md": text, "content/b.md": text}
    site = make_site(files, CONFIG)
    site.build_well()
    numbered = site.text("notes/a/index.html")
    assert '<h2 id="b"><span class="heading-number">2</span> B</h2>' in numbered
    assert '<a href="#b"><span class="toc-number">2</span> B</a>' in numbered
    assert "-number" not in site.text("b/index.html")


NUMBERED = "---\nnumber_headings: true\n---\n"
PUMPS = ["# {-}\n", "## a {- ", "## {", "#### a\n## b\n", "> # a\n", "## -}", "https://a.b/c ", "-"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("pump", PUMPS)
def test_what_is_pumped_is_read_in_time(pump: str, engine: Engine) -> None:
    begin = time.process_time()
    parse(f"{NUMBERED}{pump * 1000}\n", engine=engine)
    parse(f"{NUMBERED}## {pump.strip() * 4000} {{-}}\n", engine=engine)
    assert time.process_time() - begin < 4


@pytest.mark.parametrize("engine", ENGINES)
def test_random_pages(engine: Engine) -> None:
    words = [
        *PUMPS,
        "{#a}",
        "{.unnumbered}",
        "{-}",
        "\n\n",
        "<h2>",
        "</h2>",
        "# ",
        "- ",
        "`",
        "***",
    ]
    chance = random.Random(3)  # noqa: S311  # a search, no secret
    for _ in range(2000 if os.environ.get("SITEGEN_LONG_TESTS") else 60):
        text = "".join(chance.choices(words, k=30))
        begin = time.process_time()
        parse(NUMBERED + text, engine=engine)
        assert time.process_time() - begin < 2, text
