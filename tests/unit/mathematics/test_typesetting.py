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


def test_a_line_behind_the_last_row_is_below_the_whole_table() -> None:
    found = inner(r"\begin{array}{|c|c|} \hline a & b \\ \hline \end{array}")
    assert found.startswith('<mtable class="math-line-below math-line-left math-line-above"')
    assert found.count("<mtr>") == 1
    nested = inner(
        r"\begin{array}{c} \begin{array}{c} a \\ \hdashline \end{array} \\ b \end{array}"
    )
    assert nested.count('<mtable class="math-dashes-below"') == 1
    assert not nested.startswith('<mtable class="math-dashes-below"')


def test_what_stands_between_columns() -> None:
    spaced = r"\begin{array}{@{}l*{2}{c}p{2cm}@{\quad}} a & b & c & d \end{array}"
    plain = r"\begin{array}{lccl} a & b & c & d \end{array}"
    assert inner(spaced) == inner(plain)
    (problem,) = typeset(r"\begin{array}{l@{x}r} a & b \end{array}", display=True).problems
    assert problem.message == "'x' between the columns is left out"
    (problem,) = typeset(r"\begin{array}{*{101}{c}} a \end{array}", display=True).problems
    assert problem.message == "'101' is not a number of columns: at most 100"
    (problem,) = typeset(r"\begin{array}{*{60}{c}*{60}{c}} a \end{array}", display=True).problems
    assert problem.message == "an array has more than 100 columns"


def test_where_an_environment_stands_in_a_line() -> None:
    for name, columns in (("aligned", ""), ("gathered", ""), ("array", "{c}")):
        begin, end = rf"\begin{{{name}}}", rf"{columns} a \\ b \end{{{name}}}"
        assert inner(f"{begin}[t]{end}") == inner(f"{begin}{end}")
    assert inner(r"\begin{aligned}[0, 1) \end{aligned}").count("<mn>") == 2


def test_dashes_and_quotation_marks_in_text() -> None:
    shown = inner(r"\text{1--2 --- ``a'' b-c d'}").replace("\xa0", " ")
    assert shown == "<mtext>1–2 — “a” b-c d’</mtext>"


def test_derivatives() -> None:
    assert inner(r"\dv[2]{f}{x}") == inner(r"\frac{\mathrm{d}^{2}f}{\mathrm{d}x^{2}}")
    assert inner(r"\dv{x} f") == inner(r"\frac{\mathrm{d}}{\mathrm{d}x} f")
    assert inner(r"\pdv{f}{x}{y}") == inner(r"\frac{\partial^{2}f}{\partial x\partial y}")
    (problem,) = typeset(r"\dv x", display=True).problems
    assert problem.message == "\\dv has no argument"
    (problem,) = typeset(r"\qty(\frac{a}{b})", display=True).problems
    assert problem.hint == "write \\left( … \\right) for brackets that grow"


def test_every_command_that_is_suggested_is_known() -> None:
    for name in COMMAND_NAMES:
        formula = typeset(rf"\{name}{{x}}{{x}}", display=True)
        messages = [each.message for each in formula.problems]
        assert rf"\{name} is not known" not in messages


def test_every_environment_that_is_suggested_is_known() -> None:
    for name in ENVIRONMENT_NAMES:
        argument = "{2}" if name.startswith("align") and "at" in name else ""
        argument = "{cc}" if name.endswith(("array", "Array")) else argument
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


def test_a_line_under_a_sum_with_limits() -> None:
    found = inner(r"\underline{\sum_{i=1}^{n} x_{\underline{y}}}", display=True)
    assert found.startswith('<munder class="math-underline"><mrow><munderover>')
    assert found.endswith('<mo stretchy="true">_</mo></munder>')
    assert found.count('<munder class="math-underline">') == 2
    assert "accentunder" not in found


def test_a_space_at_the_end_of_a_line() -> None:
    assert inner("a\\\nb") == inner("a\\ b")


@pytest.mark.parametrize("tex", ["a + b", r"\text{if } x", r"\bm{x}\boldsymbol{\mu}"])
def test_a_formula_that_needs_no_rewriting_is_set_as_if_it_did(tex: str) -> None:
    assert inner(tex, display=True) == inner(f"{tex}% a comment", display=True)


def test_lines_of_a_matrix_need_no_rewriting() -> None:
    for tex in (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", r"a \\ b", r"{a \\ b}"):
        rewritten = typeset(f"{tex}%", display=True)
        assert typeset(tex, display=True).problems == rewritten.problems
        if not rewritten.problems:
            assert inner(tex, display=True) == inner(f"{tex}%", display=True)


def test_a_bracket_in_braces_has_a_size_too() -> None:
    assert inner(r"a \bigg{|}_0") == inner(r"a \bigg|_0")
    assert inner(r"\Bigl {\{} x \Bigr{)}") == inner(r"\Bigl\{ x \Bigr)")
    assert typeset(r"\big{x}", display=False).problems
    assert typeset(r"\big{}", display=False).problems


def test_many_paired_brackets_need_not_be_of_one_kind() -> None:
    """Only brackets that are opened and never closed cost much time."""
    for closing in (")", "]", "."):
        tex = r"\text{all $n$} " + rf"\left( x \right{closing} " * 40
        assert typeset(tex, display=True).problems == ()
    assert typeset(r"\text{all $n$} " + "(" * 13, display=True).problems


def test_a_name_in_text_may_have_signs_of_tex() -> None:
    shown = inner(r"\text{num_params} + \text{a & b}").replace("\u00a0", " ")
    assert shown == "<mtext>num_params</mtext><mo>+</mo><mtext>a &amp; b</mtext>"


def test_colours_have_short_names() -> None:
    assert inner(r"\red{x}") == inner(r"\textcolor{red}{x}")


# --- backslashes for Markdown -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tex", "meant"),
    [
        (r"\\{x\\}", r"\{x\}"),
        (r"\left\\{ x \right\\}", r"\left\{ x \right\}"),
        (r"a\\#b", r"a\#b"),
        (r"\begin{cases} \{ a \\\\ b \\} \end{cases}", r"\begin{cases} \{ a \\ b \} \end{cases}"),
        (r"\underbrace{a}\_{n}", r"\underbrace{a}_{n}"),
        (
            r"\begin{cases} a & b \\\\ c & d \end{cases}",
            r"\begin{cases} a & b \\ c & d \end{cases}",
        ),
        (r"a \* b", "a * b"),
    ],
)
def test_backslashes_that_markdown_would_take_away(tex: str, meant: str) -> None:
    assert inner(tex) == inner(meant)


@pytest.mark.parametrize("tex", [r"\\{x\\}", r"P\\{ x \\} = y"])
def test_doubled_braces_of_a_formula_that_is_set_apart(tex: str) -> None:
    assert inner(tex, display=True) == inner(tex.replace("\\\\", "\\"), display=True)


def test_what_is_tex_already_stays() -> None:
    assert inner(r"a \\% b", display=True) != inner(r"a \% b", display=True)
    assert "<mtext>a_b</mtext>" in inner(r"\text{a\_{b}}")
    two = inner(r"\begin{aligned} a \\\\ b \\ c \end{aligned}", display=True)
    assert two.count("<mtr>") == 4


# --- percent signs ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tex", "display", "index", "is_set"),
    [
        ("95%", False, 2, True),
        (r"a %b", False, 2, True),
        ("a = 5%\n+ b", True, 5, True),
        ("a % why\n= 5% + b", True, 11, True),
        (r"\text{50%}", False, 8, False),
    ],
)
def test_a_percent_sign_that_hides_something(
    tex: str, index: int, *, display: bool, is_set: bool
) -> None:
    formula = typeset(tex, display=display)
    assert [(each.index, each.hint) for each in formula.problems] == [(index, r"write \%")]
    assert formula.is_set == is_set


@pytest.mark.parametrize("tex", [r"95\%", "a % as seen above\n= b", r"\\%", r"\text{5\%}"])
def test_a_percent_sign_that_hides_nothing(tex: str) -> None:
    assert typeset(tex, display=True).problems == ()
