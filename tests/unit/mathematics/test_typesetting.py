"""TeX becomes MathML that a page may hold as it is."""

from __future__ import annotations

from sitegen.mathematics.typesetting import typeset


def test_a_formula_in_a_line() -> None:
    assert typeset("x^2", display=False).mathml == (
        "<math><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow>"
        '<annotation encoding="application/x-tex">x^2</annotation></semantics></math>'
    )


def test_what_the_author_wrote_is_escaped() -> None:
    formula = typeset(r"a<b \text{<i>}", display=True, alt='"<')
    assert "<i>" not in formula.mathml
    assert 'alttext="&quot;&lt;"' in formula.mathml


def test_no_inline_style() -> None:
    formula = typeset(r"\begin{align}a&=b\\c&=d\end{align}", display=True)
    assert "style=" not in formula.mathml.replace("displaystyle=", "")


def test_what_cannot_be_set_is_a_problem() -> None:
    formula = typeset(r"x + \foo", display=False)
    assert not formula.is_set
    assert [each.index for each in formula.problems] == [4]
