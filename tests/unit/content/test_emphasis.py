"""Emphasis of Python-Markdown follows CommonMark, and loses no text."""

from __future__ import annotations

import random
import re

import pytest

from sitegen.content.markdown import render_markdown
from sitegen.content.python_markdown import render_python_markdown

PIECES = [
    "*",
    "**",
    "***",
    "_",
    "__",
    "a",
    "b1",
    "(",
    ")",
    " ",
    ", ",
    "d.",
    "-",
    "é",
    "\u0939\u093f",
]
_TAG = re.compile(r"<[^>]+>")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*a, **b in f(*a, **b)", "*a, **b in f(*a, **b)"),
        ("Doe*(1), Roe*(2)", "Doe*(1), Roe*(2)"),
        ("***a** b*", "<em><strong>a</strong> b</em>"),
        ("*a **b* c**", "<em>a <em><em>b</em> c</em></em>"),
        ("_a_b c__d__", "<em>a_b c__d</em>_"),
        ("*a `*`* and [*b*](c)", '<em>a <code>*</code></em> and <a href="c"><em>b</em></a>'),
        ("a*b*c and *d\ne*", "a<em>b</em>c and <em>d\ne</em>"),
    ],
)
def test_emphasis(source: str, html: str) -> None:
    assert render_python_markdown(source, str) == f"<p>{html}</p>"


def test_all_text_stays() -> None:
    chance = random.Random(7)  # noqa: S311  # always the same
    different = 0
    for _ in range(400):
        source = "a " + "".join(chance.choice(PIECES) for _ in range(12)).strip()
        ours, others = (
            render_markdown(source, engine, str).strip()
            for engine in ("python-markdown", "commonmark")
        )
        assert _words(ours) == _words(others), source
        different += ours != others
    assert different <= 2


def _words(html: str) -> str:
    return re.sub(r"[\s*_]", "", _TAG.sub("", html))
