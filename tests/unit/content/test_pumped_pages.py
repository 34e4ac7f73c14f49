"""What repeats thousands of times in a page is read in time."""

from __future__ import annotations

import time

import pytest

from sitegen.config import ENGINES, Engine
from support.parsing import parse

PUMPS = [
    ": x\n\n",
    "a\n: x\n\n",
    "# a {-}\n\n(x)=\n\n",
    "(x)=\n\n",
    "(fig-x)=\n![a](b.png)\n\n",
    "(tbl-x)=\na|b\n--|--\n",
    "(x)=\n| a |\n|--|\n: c\n\n",
    "P~a\\ b~ ",
    "*a **b ",
    "*a _b* ",
    "a**b**",
    "a~1~~2~",
    "$x$*(a)* ",
    "[](b)[ ](c)",
    "a^[b]",
    "<div ",
    "> <div\n",
    "> <pre\n",
    '<a b="',
    "::::{tabs}\n:::{glossary}\na\n  b\n",
    "#a #b ",
    " #fig:a",
    "[a](> <div\n",
    "{% raw %}[a]({{ site.url }}/x)",
    "<div>{% comment %}",
    '![a](b.png){.x "{',
    "- :::{card} x\n:link: y\n^^^\n",
    ":::{card}\na\n^^^\nb\n+++\nc\n:::\n",
    "[a]{.b",
    "a $$b$$ c ",
    "::: {.a\n:::\n",
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("pump", PUMPS)
def test_pumped_pages_are_read_in_time(pump: str, engine: Engine) -> None:
    text = pump * (60_000 // len(pump))
    start = time.process_time()
    parse(text, engine=engine)
    assert time.process_time() - start < 6
