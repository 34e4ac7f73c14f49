r"""Macros of a site, of a page, and of a formula: `\newcommand`, `\def`, `\DeclareMathOperator`."""

from __future__ import annotations

import re

import pytest

from sitegen.mathematics.macros import NO_MACROS, Macros, parse_macros
from sitegen.mathematics.typesetting import typeset


def same(tex: str, other: str, macros: Macros = NO_MACROS) -> bool:
    """Tell whether two formulas look the same."""
    found = [typeset(each, display=True, macros=macros) for each in (tex, other)]
    assert all(each.is_set for each in found), [each.problems for each in found]
    shown = [re.sub(r"<annotation.*</annotation>", "", each.mathml) for each in found]
    return shown[0] == shown[1]


def test_given_macros() -> None:
    macros, mistakes = parse_macros(
        {"\\R": "\\mathbb{R}", "norm": "\\left\\lVert #1 \\right\\rVert", "\\1": "x", "\\bad": "#a"}
    )
    assert [name for name, _ in mistakes] == ["\\1", "\\bad"]
    assert macros.by_name["norm"].count == 1
    assert same(r"\norm{x} \in \R", r"\left\lVert{}x\right\rVert \in \mathbb{R}", macros) or same(
        r"\norm{x} \in \R", r"\left\lVert x \right\rVert \in \mathbb{R}", macros
    )


@pytest.mark.parametrize("body", [r"\mathbb{R", "R}", "}{", r"\{ \mathbb{R}}"])
def test_braces_of_macros_match(body: str) -> None:
    macros, mistakes = parse_macros({"R": body, "S": r"\{ {x} \\"})
    assert mistakes == [("R", "the braces of the macro 'R' do not match")]
    assert list(macros.by_name) == ["S"]


def test_a_macro_holds_no_character_of_ours() -> None:
    macros, mistakes = parse_macros({"R": "\\text{\ue0005\ue001}", "S": "x"})
    assert mistakes == [("R", "the character U+E000 in the macro 'R' has no meaning")]
    assert list(macros.by_name) == ["S"]


@pytest.mark.parametrize(
    ("tex", "other"),
    [
        (r"\newcommand{\R}{\mathbb{R}} \R", r"\mathbb{R}"),
        (r"\newcommand\R{\mathbb{R}} \R", r"\mathbb{R}"),
        (r"\newcommand{\p}[2]{#1^#2} \p{a}{b}", "a^b"),
        (r"\newcommand{\p}[2][2]{#2^#1} \p{a} \p[3]{b}", "a^2 b^3"),
        (r"\renewcommand{\vec}[1]{\mathbf{#1}} \vec{x}", r"\mathbf{x}"),
        (r"\providecommand{\q}{x} \providecommand{\q}{y} \q", "x"),
        (r"\def\a{x} \a", "x"),
        (r"\def\a#1#2{#2#1} \a xy", "yx"),
        (r"\let\to=\rightarrow \to", r"\rightarrow"),
        (r"\DeclareMathOperator{\tr}{tr} \tr A", r"\operatorname{tr} A"),
        (r"\DeclareMathOperator*{\am}{arg\,min} \am_x", r"\operatorname*{arg\,min}_x"),
        (r"\newcommand{\a}{\b} \newcommand{\b}{x} \a", "x"),
        (r"\newcommand{\a}{\alpha} \a x", r"\alpha x"),
        (r"\newcommand{\a}[1]{\newcommand{\b}[1]{##1 #1}} \a{x} \b{y}", "y x"),
        (r"\newcommand{\a}{\text{C\#}} \a", r"\text{C\#}"),
    ],
)
def test_definitions(tex: str, other: str) -> None:
    assert same(tex, other)


def test_definitions_hold_for_the_next_formulas() -> None:
    first = typeset(r"\newcommand{\Real}{\mathbb{R}} \Real", display=False)
    assert set(first.macros.by_name) == {"Real"}
    assert typeset(r"x \in \Real", display=False, macros=first.macros).is_set
    assert not typeset(r"x \in \Real", display=False).is_set


def test_a_formula_without_definitions_hands_on_the_macros_as_they_are() -> None:
    macros, _ = parse_macros({"\\R": "\\mathbb{R}"})
    assert typeset("x", display=False, macros=macros).macros is macros
    assert typeset(r"\R", display=False, macros=macros).macros is macros


def test_a_macro_only_stands_for_its_whole_name() -> None:
    macros, _ = parse_macros({"\\R": "x"})
    assert same(r"\Re", r"\Re", macros)


def test_delimiters_in_pairs() -> None:
    define = r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert} "
    assert same(define + r"\abs{x}", r"\lvert x\rvert")
    assert same(define + r"\abs*{x}", r"\left\lvert x\right\rvert")
    assert same(define + r"\abs[\big]{x}", r"\bigl\lvert x\bigr\rvert")
    inner = r"\DeclarePairedDelimiterX{\inner}[2]{\langle}{\rangle}{#1\delimsize\vert #2} "
    assert same(inner + r"\inner{u}{v}", r"\langle u\vert v\rangle")


def test_document_commands() -> None:
    define = r"\NewDocumentCommand{\E}{O{p} m}{\mathbb{E}_{#1}[#2]} "
    assert same(define + r"\E{X}", r"\mathbb{E}_{p}[X]")
    assert same(define + r"\E[q]{X}", r"\mathbb{E}_{q}[X]")
    formula = typeset(r"\NewDocumentCommand{\P}{s m}{#2} x", display=True)
    (problem,) = formula.problems
    assert problem.message == "an argument of the kind 's' cannot be read here"


def test_macros_of_an_author_come_before_commands_of_physics() -> None:
    macros, _ = parse_macros({"norm": "N(#1)"})
    assert same(r"\norm{x}", r"N(x)", macros)
    assert same(r"\norm{x}", r"\left\lVert x\right\rVert")
