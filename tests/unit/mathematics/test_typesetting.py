"""TeX becomes MathML that a page may hold as it is."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sitegen.mathematics.command_names import COMMAND_NAMES, ENVIRONMENT_NAMES
from sitegen.mathematics.mathml import is_safe
from sitegen.mathematics.typesetting import typeset

STYLES = Path(__file__).parents[3] / "src/sitegen/theme/assets/css/math-constructs.css"


def inner(tex: str, *, display: bool = False) -> str:
    formula = typeset(tex, display=display)
    assert formula.problems == ()
    found = re.search(r"<semantics[^>]*><mrow[^>]*>(.*)</mrow><annotation", formula.mathml)
    assert found
    return found[1]


def test_a_formula_in_a_line() -> None:
    assert typeset("x^2", display=False).mathml == (
        "<math><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow>"
        '<annotation encoding="application/x-tex">x^2</annotation></semantics></math>'
    )


def test_a_formula_that_is_set_apart() -> None:
    assert typeset("x", display=True).mathml.startswith('<math display="block"><semantics>')


def test_what_the_author_wrote_is_escaped() -> None:
    formula = typeset(r"a<b \text{<i>} % </annotation>", display=True, alt='"<')
    assert "<i>" not in formula.mathml
    assert "% &lt;/annotation&gt;</annotation>" in formula.mathml
    assert 'alttext="&quot;&lt;"' in formula.mathml


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\hat{x}", '<mover><mi>x</mi><mo scriptlevel="+0" stretchy="false">ˆ</mo></mover>'),
        (r"\vec{x}", '<mover><mi>x</mi><mo stretchy="false">→</mo></mover>'),
        (
            r"\overline{x}",
            '<mover class="math-overline"><mi>x</mi><mo stretchy="true">‾</mo></mover>',
        ),
        (
            r"\underline{x}",
            '<munder class="math-underline"><mi>x</mi><mo stretchy="true">_</mo></munder>',
        ),
        (r"\cancel{x}", '<mrow><mrow class="math-cancel"><mi>x</mi></mrow></mrow>'),
        (r"\boxed{x}", '<mrow><mrow class="math-box"><mi>x</mi></mrow></mrow>'),
        (r"\textcolor{red}{x}", '<mrow><mrow class="math-red"><mi>x</mi></mrow></mrow>'),
        (
            r"{\color{red} x} y",
            '<mrow><mrow class="math-red"><mi>x</mi></mrow></mrow><mi>y</mi>',
        ),
        (r"f'", '<msup><mi>f</mi><mo class="math-prime">′</mo></msup>'),
        (r"a\!b", '<mi>a</mi><mspace class="math-back-3"/><mi>b</mi>'),
        (r"\bm{0}", "<mi>𝟎</mi>"),
        (
            r"\text{if $x$}",
            '<mrow><mtext>if\xa0</mtext><mrow displaystyle="false" scriptlevel="0"><mi>x</mi>',
        ),
        (r"\text{5\% of}", "<mtext>5%\xa0of</mtext>"),
        (r"\operatorname{tr}A", "<mrow><mrow><mspace/><mi>tr</mi></mrow>"),
    ],
)
def test_a_construct(tex: str, expected: str) -> None:
    assert inner(tex).startswith(expected)


def test_a_matrix_in_a_line_is_small() -> None:
    found = inner(r"\begin{smallmatrix} a & b \\ c & d \end{smallmatrix}")
    assert found == (
        '<mrow><mstyle displaystyle="false" scriptlevel="1"><mtable class="math-smallmatrix">'
        "<mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr>"
        "<mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable></mstyle></mrow>"
    )


def test_lines_under_a_sum() -> None:
    found = inner(r"\sum_{\substack{i < n \\ j}}", display=True)
    assert '<mtable class="math-substack"><mtr><mtd><mrow><mi>i</mi>' in found


def test_lines_without_an_environment() -> None:
    assert inner(r"a \\ b", display=True).count("<mtr>") == 2
    found = inner(r"a &= b \\ c &= d", display=True)
    assert found.count('class="math-right') == 2
    assert inner("x", display=True) == "<mi>x</mi>"


def test_the_distance_of_lines_is_left_out() -> None:
    assert "2" not in inner(r"\begin{aligned} a \\[2ex] b \\*[-3pt] c \end{aligned}")


def test_every_command_that_is_suggested_is_known() -> None:
    for name in COMMAND_NAMES:
        formula = typeset(rf"\{name}{{x}}{{x}}", display=True)
        messages = [each.message for each in formula.problems]
        assert rf"\{name} is not known" not in messages


def test_every_environment_that_is_suggested_is_known() -> None:
    for name in ENVIRONMENT_NAMES:
        argument = "{2}" if name.startswith("align") and "at" in name else ""
        argument = "{cc}" if name in {"array", "subarray"} else argument
        tex = rf"\begin{{{name}}}{argument} a \\ b \end{{{name}}}"
        formula = typeset(tex, display=True)
        assert formula.is_set, (name, formula.problems)


def test_no_command_leads_to_an_inline_style_or_to_a_class_without_a_rule() -> None:
    rules = set(re.findall(r"\.(math-[a-z0-9-]+)", STYLES.read_text(encoding="utf-8")))
    count = 0
    for name in COMMAND_NAMES:
        for tex in (rf"\{name}", rf"\{name}{{x}}", rf"\{name}{{x}}{{y}}", rf"x\{name}1pt"):
            formula = typeset(tex, display=True)
            if not formula.is_set:
                continue
            count += 1
            assert " style=" not in formula.mathml, tex
            assert is_safe(formula.mathml), tex
            ET.fromstring(formula.mathml)  # noqa: S314  # written by this program
            for names in re.findall(r'class="([^"]*)"', formula.mathml):
                assert set(names.split()) <= rules, tex
    assert count > len(COMMAND_NAMES)


def test_the_same_formula_is_set_once() -> None:
    assert typeset("a+b", display=False) is typeset("a+b", display=False)


def test_a_line_over_a_sum_with_limits() -> None:
    found = inner(r"\overline{\sum_{i=1}^{n} x} + \hat{\sum_{i=1}^{n}}", display=True)
    assert found.startswith('<mover class="math-overline"><mrow><munderover>')
    assert '<mo stretchy="true">‾</mo></mover>' in found
    assert "accent=" not in found


def test_a_space_at_the_end_of_a_line() -> None:
    assert inner("a\\\nb") == inner("a\\ b")


@pytest.mark.parametrize("tex", ["a + b", r"\text{if } x", r"\bm{x}\boldsymbol{\mu}"])
def test_a_formula_that_needs_no_rewriting_is_set_as_if_it_did(tex: str) -> None:
    assert inner(tex) == inner(f"{tex}% a comment")


def test_lines_of_a_matrix_need_no_rewriting() -> None:
    for tex in (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", r"a \\ b", r"{a \\ b}"):
        rewritten = typeset(f"{tex}%", display=True)
        assert typeset(tex, display=True).problems == rewritten.problems
        if not rewritten.problems:
            assert inner(tex, display=True) == inner(f"{tex}%", display=True)
