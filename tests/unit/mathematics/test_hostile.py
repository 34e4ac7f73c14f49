"""Whatever is written in a formula, it is set or refused: at once, and without an exception."""

from __future__ import annotations

import os
import random
import time
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sitegen.mathematics import typesetting
from sitegen.mathematics.mathml import is_safe
from sitegen.mathematics.typesetting import typeset

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
FORMULAS = 20_000 if LONG else 500
SECONDS = 2
PIECES = r"""
    { } [ ] ( ) & \\ _ ^ ' $ # ## #1 ~ % < > " | - + = . , ; / * ! ? x y A 1 23 4.5 \ \, \! é 中
    😀 \frac \sqrt \sqrt[3] \hat \bar \vec \overline \widetilde \underbrace \left( \right) \left.
    \right| \middle| \big( \Biggr] \begin{align} \end{align} \begin{cases} \end{cases}
    \begin{matrix} \end{matrix} \begin{equation} \end{equation} \begin{array}{c|c} \end{array}
    \begin{multline*} \end{multline*} \begin{smallmatrix} \end{smallmatrix} \begin{alignat}{2}
    \end{alignat} \begin{bmatrix*}[r] \end{bmatrix*} \begin{subequations} \end{subequations}
    \begin{foo} \end{foo} \begin{eqnarray} \end{eqnarray} \begin \end \left \right \label{a}
    \tag{b} \tag*{$c$} \notag \eqref{a} \ref{a} \text{a} \text{$ \text \mathbf \mathbb{R} \bm
    \operatorname* \cancel \boxed \cancelto{0} \substack{a\\b} \textcolor{red} \color{blue}
    \href{a}{b} \phantom \smash[t] \hspace{1em} \xrightarrow[a]{b} \xrightleftharpoons[a]
    \intertext{a} \intertext \mathop \mathop{x} \limits \tensor{T}{^a_b} \indices \scalebox{2}
    \colorbox{red} \rule{1em}{1em} \begin{pNiceArray}{c} \end{pNiceArray} \begin{cases*}
    \end{cases*} \begin{array}{>{x}c<{y}} \mqty( \ev \dv* \vb* \cases{a\cr} \hdotsfor{2}
    \overset \stackrel \ce{H2O} \ce{ \ce{^{14}_{6}C <=>[a][b] \ce{A->B} \pu{1kJ/mol}
    \qty{1}{\kilo\metre} \qty{ \num{1.2e-3} \num{ \ang{1;2} \unit{\per \SI[a]{1}{m^2}
    \qtyrange{1}{2}{s} \numlist{1;2;3} \def\a#1{#1\b} \def\b{\a} \def\c{\c} \a \b \c
    \newcommand{\d}[2][x]{#1#2} \d \d[ \DeclareMathOperator{\e}{e} \e \let\f=\a \f \foo \alhpa
    \alpha \sum_{i} \int^ \lim \limits \hline \displaystyle \scriptstyle \cr \verb|a| \not
    \bond{#} -> <=> ^+ _2 ^{2-} </math> <script> &amp; &lt; </annotation> <!-- --> ]]>
    \intertext{a} \rlap \mathclap
    """.split()


def check(tex: str, *, display: bool = True) -> None:
    start = time.process_time()
    formula = typeset(tex, display=display, label="x" if len(tex) % 5 == 0 else "")
    assert time.process_time() - start < SECONDS, tex[:200]
    if not formula.is_set:
        assert formula.problems, tex
    for problem in formula.problems:
        assert 0 <= problem.index <= len(tex), tex
    if formula.is_set:
        assert is_safe(formula.mathml), tex
        ET.fromstring(formula.mathml)  # noqa: S314  # written by this program


@pytest.mark.parametrize("seed", range(5))
def test_anything_is_set_or_refused(seed: int) -> None:
    random_pieces = random.Random(seed)  # noqa: S311  # no secret
    for _ in range(FORMULAS // 5):
        count = random_pieces.randint(1, 30)
        space = random_pieces.choice(["", " "])
        check(
            space.join(random_pieces.choices(PIECES, k=count)),
            display=random_pieces.random() < 0.8,
        )


@pytest.mark.parametrize("seed", range(5))
def test_formulas_that_were_changed_are_set_or_refused(seed: int) -> None:
    random_changes = random.Random(seed)  # noqa: S311  # no secret
    folder = Path(__file__).parent / "formulas"
    text = "".join(
        (folder / f"{name}.txt").read_text("utf-8") for name in ("hard", "everyday", "packages")
    )
    formulas = [line.partition(": ")[2] for line in text.splitlines() if ": " in line]
    for _ in range(FORMULAS // 5):
        tex = random_changes.choice(formulas)
        for _ in range(random_changes.randint(1, 3)):
            start = random_changes.randrange(len(tex) + 1)
            end = start + random_changes.randint(0, 4)
            tex = tex[:start] + random_changes.choice(["", *PIECES]) + tex[end:]
        check(tex)


PUMPS = (
    *(r"\sqrt", r"\sqrt{", "{", "}", r"\left(", r"\right)", r"\begin{matrix}", r"\end{matrix}"),
    *("x_", "x^", "'", r"\hat", r"\hat ", r"\frac1", r"\sqrt[", r"\sqrt[3]", r"\text{", r"\text{$"),
    *(r"\mathbf ", r"\cancel{", r"\cancel ", r"\boxed{x", r"\color{red}", r"\textcolor{red}{"),
    *(r"\ce{", r"\ce{A->", r"\ce{^", r"\substack{", r"a\\", "a&", r"\qty{1}{", r"\num{", "$"),
    *(r"\begin{align}", r"\label{a}", r"\tag{b}", r"\def\a{\a\a}", r"\newcommand{\a}{", "#", "##1"),
    *("%", "%\n", "\\", r"\ ", r"\foo", r"\left.\right.", r"\overset{a}{", r"\xrightarrow[", "~"),
    *(r"\unit{\metre\per", "\\num{1 x ", r"\binom{1}{", r"\begin{smallmatrix}", "&\\\\", "[", "]"),
    *(
        r"\scriptstyle{",
        r"\operatorname{",
        r"\xrightleftharpoons[",
        r"\mathclap{",
        r"\prescript{1}",
    ),
    *(
        r"\mathop{",
        r"\mathop{x}_",
        r"\operatorname{\mathbb{",
        r"\scalebox{2}{$",
        r"\tensor{T}{^",
        r"\indices{_",
        r"\mqty(",
    ),
    *(r"\begin{align}a\intertext{", r"\intertext{a}", r"\colorbox{red}{$", r"\rule{1em}{"),
    *(r"\begin{array}{>{", r"\bm{\mathcal{", r"\begin{pNiceMatrix}", r"\ev{", r"\pmatrix{a\cr"),
)


@pytest.mark.parametrize("pump", PUMPS)
def test_a_pump(pump: str) -> None:
    count = 4_000 if LONG else 500
    for tex in (pump * count, pump * count + "x" + "}" * count, r"\ce{" + pump * count + "}"):
        check(tex)


def test_macros_that_would_fill_the_memory() -> None:
    names = "abcdefghijklmnop"
    lines = [rf"\def\{a}{{\{b}\{b}}}" for a, b in pairwise(names)]
    check("".join(lines) + rf"\def\{names[-1]}{{x}}\a")
    check(r"\def\a#1{#1#1#1#1#1#1#1#1}" + r"\a{" * 50 + "x" + "}" * 50)
    check(r"\def\a{" + "x" * 50_000 + "}" + r"\a" * 1000)


def test_columns_that_would_fill_the_memory() -> None:
    cells = "&" * 90 + r"\\"
    check(rf"\begin{{array}}{{*{{99}}{{>{{{'x' * 5_000}}}c}}}}" + cells * 300 + r"\end{array}")


def test_a_very_long_formula() -> None:
    check("x + " * 250_000)
    check(r"\alpha " * 140_000)
    check(r"\ce{H2O} " * (10_000 if LONG else 1_000))
    check(r"\begin{align}" + r"a &= b \\ " * (9_000 if LONG else 900) + r"\end{align}")
    check(r"\begin{smallmatrix} a & b \\ c & d \end{smallmatrix} " * 1_800)
    check(r"\text{a $x$ b} " * 6_000)


def test_memory_of_formulas_is_bounded() -> None:
    assert typesetting._typeset.cache_parameters()["maxsize"] <= 20_000
