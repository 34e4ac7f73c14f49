r"""Lines of formulas have places for numbers: `equation`, `align`, `\tag`, `\label`, `\eqref`."""

from __future__ import annotations

import pytest

from sitegen.mathematics.formula import UNNAMED, NumberPlace, ReferencePlace
from sitegen.mathematics.typesetting import typeset


def shown(tex: str, label: str = "") -> list[tuple[str, str]]:
    """Return the label and the tag of each line that has a number."""
    formula = typeset(tex, display=True, label=label)
    assert formula.is_set, formula.problems
    assert len(formula.parts) == len(formula.places) + 1
    return [(each.label, each.tag) for each in formula.places if isinstance(each, NumberPlace)]


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("x", []),
        (r"x \label{eq:x}", [("eq:x", "")]),
        (r"x \tag{A}", [("", "A")]),
        (r"\begin{equation} x \end{equation}", [("", "")]),
        (r"\begin{equation*} x \end{equation*}", []),
        (r"\begin{equation} x \notag \end{equation}", []),
        (r"\begin{align} a &= b \\ c &= d \end{align}", [("", ""), ("", "")]),
        (r"\begin{align} a &= b \\ c &= d \\ \end{align}", [("", ""), ("", "")]),
        (r"\begin{align*} a &= b \\ c &= d \end{align*}", []),
        (r"\begin{align*} a &= b \label{x} \\ c &= d \end{align*}", [("x", "")]),
        (
            r"\begin{align} a \nonumber \\ b \tag{B} \\ c \label{c} \end{align}",
            [("", "B"), ("c", "")],
        ),
        (r"\begin{gather} a \\ b \notag \end{gather}", [("", "")]),
        (r"\begin{multline} a \label{m} \\ b \\ c \end{multline}", [("m", "")]),
        (r"\begin{multline*} a \\ b \end{multline*}", []),
        (r"\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}", [("", ""), ("", "")]),
        (r"\begin{alignat}{2} a &= b & c &= d \end{alignat}", [("", "")]),
        (r"\begin{flalign} a &= b \end{flalign}", [("", "")]),
        (
            r"\begin{equation} \begin{aligned} a \\ b \end{aligned} \label{in} \end{equation}",
            [("in", "")],
        ),
        (
            r"\begin{equation} \begin{split} a \\ b \label{in} \end{split} \end{equation}",
            [("in", "")],
        ),
        (r"\begin{displaymath} x \end{displaymath}", []),
    ],
)
def test_numbers(tex: str, expected: list[tuple[str, str]]) -> None:
    assert shown(tex) == expected


@pytest.mark.parametrize(
    "tex",
    [
        "x",
        r"\begin{equation} x \end{equation}",
        r"\begin{align} a \\ b \end{align}",
        r"\begin{gather*} a \\ b \end{gather*}",
        r"\begin{multline} a \\ b \end{multline}",
        r"\begin{aligned} a &= b \\ c \end{aligned}",
    ],
)
def test_a_label_of_the_page_is_for_the_whole_formula(tex: str) -> None:
    assert shown(tex, "eq-x") == [("eq-x", "")]


def test_a_tag_may_hold_mathematics() -> None:
    formula = typeset(r"x \tag{$\ast$ & <}", display=True)
    (place,) = formula.places
    assert isinstance(place, NumberPlace)
    assert place.tag == "∗ & <"
    assert place.has_brackets
    assert "(<math>" in formula.mathml
    assert "&amp; &lt;)" in formula.mathml


def test_a_tag_without_brackets() -> None:
    assert "<mtext>B</mtext>" in typeset(r"x \tag*{B}", display=True).mathml


def test_the_page_fills_the_places() -> None:
    formula = typeset(r"\begin{align} a \\ b \end{align}", display=True)
    assert [place.index for place in formula.places if isinstance(place, NumberPlace)] == [14, 19]
    filled = formula.filled(["<b>(1)</b>", "<b>(2)</b>"])
    assert '<mtd class="math-number"><mtext><b>(1)</b></mtext></mtd>' in filled
    with pytest.raises(ValueError, match="shorter"):
        formula.filled(["(1)"])


def test_references() -> None:
    formula = typeset(r"x = y \text{ by } \eqref{eq:a}, \ref{eq:b}", display=False)
    assert formula.places == (
        ReferencePlace("eq:a", has_brackets=True, index=18),
        ReferencePlace("eq:b", index=32),
    )


def test_two_labels() -> None:
    formula = typeset(r"x \label{a} \label{b}", display=True)
    assert formula.problems[0].message == "a line has two labels"


def test_a_label_inside_of_something_else_is_for_the_whole_formula() -> None:
    assert shown(r"\left\{ \begin{align} a \label{x} \end{align} \right.") == [("x", "")]


def test_lines_of_subequations_are_within_one_number() -> None:
    tex = (
        r"\begin{subequations}\label{all}\begin{align}a\label{one}\\b\end{align}\end{subequations}"
    )
    formula = typeset(tex, display=True)
    assert [(each.label, each.within) for each in formula.places] == [("one", "all"), ("", "all")]
    unnamed = typeset(tex.replace(r"\label{all}", ""), display=True)
    assert [each.within for each in unnamed.places] == [UNNAMED, UNNAMED]
    given = typeset(tex.replace(r"\label{all}", ""), display=True, label="eq-all")
    assert [each.within for each in given.places] == ["eq-all", "eq-all"]
    assert given.problems == ()
