"""Formulas take a page nowhere: any input is read in time, and without an exception."""

from __future__ import annotations

import os
import random
import time

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.title_formulas import set_text
from sitegen.mathematics.formula_text import formula_text
from sitegen.mathematics.macros import NO_MACROS
from sitegen.mathematics.typesetting import typeset
from support.parsing import body_of, parse

PIECES = [
    *("$", "$$", "$x$ ", "$$x$$", "$`a`$", "\\(", "\\)", "\\[", "\\]", "\\$", "`", "\n", "\n\n"),
    *("```math\n", "```{math}\n:label: a\n", "```\n", "> ", "- ", "    ", "{#eq-a}", "{", " "),
    *("\\begin{align}\n", "\\end{align}\n", "\\frac{a}{b}", "_{", "^", "}", "&", "\\\\", "|"),
    *("\\label{eq:a}", "\\eqref{eq:a}", "\\ref{", "\\tag{1}", "\\newcommand{\\a}{b}", "\\a"),
    *("[a]($x$)", "![a $x$](b)", "<!--", "-->", "# $a$\n", "| $a$ |\n|---|\n", "[^1]", "é"),
    *("word ", "<b>", "\\left(", '{alt="b"}'),
]
PUMPS = [
    *("$a_", "$$a ", "```math\n", "$\\frac", "\\ref{a", "\\eqref{a} ", "$$x$$ {"),
    *("$$x$$ {#a} ", "\\(a_1"),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("pump", PUMPS)
def test_pumps(pump: str, engine: Engine) -> None:
    started = time.process_time()
    parse("# T\n\n" + pump * 1500, engine=engine)
    assert time.process_time() - started < 1


def test_random_pages() -> None:
    count = 2_000 if os.environ.get("SITEGEN_LONG_TESTS") == "1" else 100
    for seed in range(count):
        pick = random.Random(seed)  # noqa: S311  # the same pages in every run
        text = "".join(pick.choices(PIECES, k=pick.randint(5, 60)))
        for engine in ENGINES:
            started = time.process_time()
            page = parse(f"# T\n\n{text}", engine=engine)
            assert time.process_time() - started < 2, (seed, engine)
            assert "\x0e" not in body_of(page.body), (seed, engine)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\ell_1", "ℓ₁"),
        (r"x_{i,j}^{k+1}", "x_(i,j)ᵏ⁺¹"),
        (r"\frac{a+b}{2}", "(a + b)/2"),
        (r"\sqrt[3]{x+1}", "³√(x + 1)"),
        (r"\mathbb{E}[\bm{x}]", "E[x]"),
        (r"\sin x = -\infty", "sin x = −∞"),
        (r"10^{-3}\,\mathrm{mm}", "10⁻³ mm"),
        (r"\mathcal{O}(n \log n)", "O(n log n)"),
        (r"\mathrm{T}_2^*", "T₂*"),
        (r"90^\circ", "90°"),
        (r"\hat{x}", "x̂"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a b; c d)"),
    ],
)
def test_formulas_as_text(tex: str, text: str) -> None:
    assert formula_text(typeset(tex, display=False).mathml) == text


def test_an_alternative_text_is_the_text() -> None:
    assert formula_text(typeset("x", display=False, alt="a < b").mathml) == "a < b"


def test_deep_mathml_is_read() -> None:
    depth = 5_000
    assert formula_text("<math>" + "<mrow>" * depth + "x" + "</mrow>" * depth + "</math>") == "x"


def test_money_in_a_title_is_none() -> None:
    assert set_text("From $5 to $10", NO_MACROS) is None
    found = set_text("From $a$ & $5", NO_MACROS)
    assert found is not None
    assert (found.text, found.html[:5], found.html[-9:]) == ("From a & $5", "From ", " &amp; $5")
