"""Divs and spans: the places of mistakes, any mixture, and no text that takes long."""

from __future__ import annotations

import os
import random
import time

import pytest

from sitegen.config import ENGINES, Engine
from support.parsing import body_of, codes_of, parse

engines = pytest.mark.parametrize("engine", ENGINES)
OWN = [
    *(
        "::: {.a}",
        "::: b",
        ":::c Title",
        ":::{note} *T*",
        "::::",
        ":::",
        ":::::: {",
        "::: {#i k=v}",
    ),
    *('::: {.x title="A `b`"}', "```{tip}", "```", "````{note}", "~~~", ":class: x", "::: {k='"),
    *(
        "::: {.panel-tabset}",
        "## H",
        '=== "A"',
        "??? note",
        "| line",
        "::: {#thm-a}",
        "::: {.proof}",
    ),
    *("::: {.steps}", '::: {.card title="[x](y)"}', "::: {.glossary}", "[x]{.term}", "{term}`a`"),
    *("::: {.quote source='['}", "> — S", "[n]{.aside}", ":::{tab-item} T", "{sub}`2`", "{doc}`p`"),
    *("[a]{.b}", "[a [b]{.c}]{.d}", "[", "]{.e", "]{#f}", "{.g}", '[x]{title="', "![", "](u)"),
]
PIECES = [
    *OWN,
    *(
        "!!! note",
        "    ",
        "- ",
        "> ",
        "1. ",
        "# H",
        "| a |",
        "|---|",
        "`",
        "<div>",
        "</div>",
        "$x$",
    ),
    *("Term\n: Def", "[^1]", "[^1]: n", "text", "<!--", "-->"),
]
_MANY = 2000 if os.environ.get("SITEGEN_LONG_TESTS") else 150


@engines
def test_any_mixture(engine: Engine) -> None:
    """Nothing is raised, each place is one of the source, and no page takes long."""
    chance = random.Random(7)  # noqa: S311  # the same mixtures in each run
    for _ in range(_MANY):
        gaps = chance.choices(["\n", "\n\n", " ", ""], k=40)
        count = chance.randint(1, 40)
        text = "".join(
            f"{piece}{gap}"
            for piece, gap in zip(chance.choices(PIECES, k=count), gaps, strict=False)
        )
        started = time.process_time()
        page = parse(text, engine=engine)
        assert time.process_time() - started < 2, text
        lines = text.split("\n")
        for each in page.diagnostics:
            assert each.location.line <= len(lines), text


@engines
@pytest.mark.parametrize("fragment", [*OWN, "[a]{" + "b=c " * 20, "- ::: x\n"])
def test_many_take_no_time(fragment: str, engine: Engine) -> None:
    for text in (fragment * 4000, f"{fragment}\n" * 1000):
        started = time.process_time()
        parse(text[:25_000], engine=engine)
        assert time.process_time() - started < 2  # quadratic work takes ten times as long


@engines
def test_deep_divs_are_refused(engine: Engine) -> None:
    assert "markdown-too-deep" in codes_of(parse("::: x\n" * 50, engine=engine))
    assert "markdown-too-deep" not in codes_of(parse("::: x\n" * 40 + ":::\n" * 40, engine=engine))


@engines
def test_what_is_written_is_escaped(engine: Engine) -> None:
    page = parse(
        "::: {.a\"><script> data-x='\"<b>'}\nx\n:::\n\n[y]{.z data-q='\"<i>'}", engine=engine
    )
    assert "<script" not in body_of(page.body)
    assert "<i>" not in body_of(page.body)
    assert "<b>" not in body_of(page.body)
