"""A formula that cannot be set says where and why, and what to write."""

from __future__ import annotations

import pytest

from sitegen.mathematics.typesetting import typeset

DEFINE_IT = r"define it in math.macros for the whole site, or with \newcommand"


@pytest.mark.parametrize(
    ("tex", "index", "message", "hint"),
    [
        (r"x + \alhpa", 4, r"\alhpa is not known", r"did you mean \alpha?"),
        (r"\ce{\zzyyxx}", 0, r"\zzyyxx is not known", DEFINE_IT),
        (r"\AC \Bair", 0, r"\AC is not known", DEFINE_IT),
        (r"{x", 0, "the brace { is never closed", "add }"),
        (r"\frac{a}{b", 8, "the brace { is never closed", "add }"),
        (r"x}", 1, "a brace } closes nothing", r"leave it out, or write \}"),
        (r"\left( x", 0, r"\left is never closed", r"add \right) or \right."),
        (r"x \right)", 2, r"\right without \left", "leave it out, or add the other"),
        (r"\begin{align} x", 0, r"\begin{align} is never ended", r"add \end{align}"),
        (
            r"x \end{align}",
            2,
            r"\end{align} without \begin{align}",
            "leave it out, or add the other",
        ),
        (
            r"\begin{matrix} x \end{pmatrix}",
            17,
            r"\begin{matrix} is ended by \end{pmatrix}",
            r"write \end{matrix}",
        ),
        (r"\begin{matirx} x \end{matirx}", 6, "the environment 'matirx' is not known", None),
        (r"x^2^3", 3, "two indices or two powers stand at the same place", None),
        (r"\begin{align} x^{a}^b \end{align}", 19, "two indices or two powers stand at", None),
        (r"x & y", 2, "& may stand only in a table-like environment", None),
        (r"\frac{a}", 7, "a command here has no argument, or one that it cannot take", None),
        ("a + \\", 4, "a backslash ends the formula", "leave it out"),
        (
            r"\begin{equation}\mathchoice{a}{b}\end{equation}",
            0,
            "a command has too few arguments",
            "put braces around each: {…}",
        ),
        (
            r"\begin{align} x \end{gather}",
            16,
            r"\begin{align} is ended by \end{gather}",
            r"write \end{align}",
        ),
        (r"\label\begin{matrix}", 6, r"\begin{matrix} is never ended", r"add \end{matrix}"),
        (r"\cancel", 0, r"\cancel has no argument", r"write \cancel{…}"),
        (
            r"a $ b",
            2,
            "a dollar stands in a formula",
            r"write \$ for the sign, or put it into \text{…}",
        ),
        (r"\text{C#}", 7, "# stands in a formula", r"write \#"),
        (r"\text{a # b}", 8, "# stands in a formula", r"write \#"),
        ("x # y", 2, "# stands in a formula", r"write \#"),
        ("x#", 1, "# stands in a formula", r"write \#"),
        (r"\text{#1}", 6, "this cannot stand in a text", r"write \& \% \_ \# or \$"),
        (r"\newcommand{\a}{\text{C#}} x \a", 29, "# stands in a formula", r"write \#"),
        (
            r"\newcommand{\a}[1]{#1#2} x \a{y}",
            27,
            r"#2 in the macro \a stands for no argument",
            r"write \newcommand{\a}[2]{…}, or \# for the sign",
        ),
        (r"\text{if $x}", 9, "$ in a text is never closed", "add $"),
        (r"\qty{1}{\tesal}", 8, r"the unit \tesal is not known", "did you mean 'tesla'?"),
        (r"\num{abc}", 0, "'abc' is not a number", "write it as 1234.5, 1.23(4) or 1.2e-3"),
        (
            r"\ang{1;2;3;4}",
            0,
            "an angle has three parts at most: degrees, minutes and seconds",
            None,
        ),
        ("\ue000", 0, "the character U+E000 has no meaning", None),
        (r"\newcommand{x}{y}", 0, r"\newcommand needs the name of a command", None),
        (r"\newcommand{\x}[12]{y}", 0, "'12' is not a number of arguments: from 0 to 9", None),
        (r"\def\x#1.{y}", 0, r"what stands between \x and its brace is not #1#2…", None),
        (
            r"\begin{tikzcd} A \arrow[r] & B \end{tikzcd}",
            6,
            "the environment 'tikzcd' is not known",
            None,
        ),
        (
            r"\begin{mini*}{x}{f(x)}{}{} \end{mini*}",
            6,
            "the environment 'mini*' is not known",
            r"write aligned, with \min_{x} and \text{subject to} in its first column",
        ),
        (r"\begin{empheq}{align} a \end{empheq}", 6, "the environment 'empheq'", None),
        (
            r"x \cline{1-2}",
            2,
            "a line below some columns does not stand between two rows",
            r"write it behind \\, in an array",
        ),
        (
            r"\begin{array}{cc} a \\ b \cline{1-2} \end{array}",
            25,
            "a line below some columns",
            None,
        ),
        (
            r"\begin{array}{c} a \\ \cline{2} b \end{array}",
            22,
            r"'2' does not say below which columns the line of \cline is",
            r"write \cline{2-3}",
        ),
        (r"\buildrel x =", 0, r"no \over follows \buildrel", r"write \overset{above}{=}"),
        (r"x \eqno(1)", 2, r"\eqno is not known", r"write \tag{1}"),
        (r"\vspace{1em}", 0, r"\vspace is not known", "leave it out"),
        (r"\citep{a}", 0, r"\citep is not known", "write the citation outside of the formula"),
        (r"\E[X]", 0, r"\E is not known", DEFINE_IT),
        (r"\FRAC{1}{2}", 0, r"\FRAC is not known", r"did you mean \frac?"),
        (
            r"\mathrm{plim}\limits_{n}",
            13,
            r"\limits stands behind no operator",
            r"put \mathop{…} around what stands before it",
        ),
        (r"a \not\!x", None, r"no relation follows \not", r"write \not="),
        (
            r"\mathop{\mathrm{\foobar}}_{x} + \fooba",
            16,
            r"\foobar is not known",
            None,
        ),
        (
            r"\operatorname{\sqrt{x}}",
            14,
            "the name of an operator holds more than letters",
            r"write \mathop{…} instead of \operatorname{…}",
        ),
        (r"\operatorname{\mathbb{\foobar}}", 22, r"\foobar is not known", None),
        (r"\intertext{and}", 0, r"\intertext stands between no lines of an environment", None),
        (r"\tensor{T}{ab}", 11, r"'a' in \tensor is neither above nor below", None),
        (r"\scalebox{x}{y}", 9, r"\scalebox takes one number, not 'x'", None),
        (r"\rule{wide}{1em}", 0, "'wide' is no length", "write a length such as 0.5em"),
        (r"\begin{matrix}\hdotsfor{x}\end{matrix}", 14, "'x' is not a number of columns", None),
        (r"\def\a{\a}\a", 10, r"the macro \a never ends, or becomes too long", None),
    ],
)
def test_a_mistake(tex: str, index: int | None, message: str, hint: str | None) -> None:
    formula = typeset(tex, display=True)
    assert not formula.is_set
    assert formula.mathml == ""
    problem = formula.problems[0]
    assert problem.message.startswith(message)
    if index is not None:
        assert problem.index == index
    assert problem.hint
    if hint is not None:
        assert problem.hint == hint


def test_all_commands_that_are_not_known_are_named() -> None:
    formula = typeset(r"\ce{H2O} + \frca{1}{2} + \sqtr{x}", display=False)
    assert [(each.index, each.message) for each in formula.problems] == [
        (11, r"\frca is not known"),
        (25, r"\sqtr is not known"),
    ]


def test_mistakes_in_the_name_of_an_operator_are_named_with_others() -> None:
    formula = typeset(r"\mathop{\mathrm{\frca}}_{x} + \sqtr", display=True)
    assert [(each.index, each.message) for each in formula.problems] == [
        (16, r"\frca is not known"),
        (30, r"\sqtr is not known"),
    ]


def test_a_mistake_in_a_macro_is_where_the_macro_is_used() -> None:
    formula = typeset(r"\newcommand{\a}{\foobar} x + \a", display=False)
    assert [each.index for each in formula.problems] == [29]


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"\href{http://example.org}{x}", r"\href cannot be used: only its text is shown"),
        (r"\textcolor{rde}{x}", "the color 'rde' is not known, and is left out"),
        (r"\color[HTML]{ff0000} x", "the color '[HTML]ff0000' is not known, and is left out"),
        (r"\textcolor{#ff0000}{x}", "the color '#ff0000' is not known, and is left out"),
        (r"\fcolorbox{red}{rde}{x}", "the color 'rde' is not known, and is left out"),
        (r"\resizebox{2cm}{!}{$x$}", r"the size of \resizebox is left out"),
        (r"\begin{pNiceMatrix}[first-row] a \end{pNiceMatrix}", "the options of pNiceMatrix"),
        (r"\begin{array}{l@{ = }r} a & b \end{array}", "' = ' between the columns is left out"),
        (r"\num[round-mod=places]{1}", r"the option 'round-mod' of \num is left out"),
        (r"\qty[per-mode=odd, mode=text]{1}{m}", r"the option 'per-mode' of \qty is left out"),
        (r"\num[round-mode=places, round-precision=999]{1}", "the option 'round-precision' of"),
        (r"\left( x \label{a} \right)", None),
        (r"x \begin{subequations}\begin{align}a\end{align}\end{subequations}", "subequations"),
    ],
)
def test_what_is_left_out_is_said(tex: str, message: str | None) -> None:
    formula = typeset(tex, display=True)
    assert formula.is_set
    if message:
        assert formula.problems[0].message.startswith(message)


def test_a_label_in_a_line_of_text() -> None:
    formula = typeset(r"x \label{a}", display=False)
    assert formula.is_set
    assert formula.places == ()
    assert formula.problems[0].message == r"\label stands where no line has a number"
