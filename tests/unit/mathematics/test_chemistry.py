r"""`\ce` reads chemical formulas and reactions as mhchem does."""

from __future__ import annotations

import pytest

from sitegen.mathematics import chemistry, typesetting
from sitegen.mathematics.typesetting import typeset
from support.formula_text import formula_text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("H2O", "H_2 O"),
        ("Sb2O3", "Sb_2 O_3"),
        ("H+", "H^+"),
        ("CrO4^2-", "CrO_4 ^(2 −)"),
        ("[AgCl2]-", "[ AgCl_2 ]^−"),
        ("Y^99+", "Y^(99 +)"),
        ("Y^{99+}", "Y^(99 +)"),
        ("Fe^n+", "Fe^(n +)"),
        ("2 H2O", "2 H_2 O"),
        ("2H2O", "2 H_2 O"),
        ("0.5 H2O", "0.5 H_2 O"),
        ("1/2 H2O", "(1 / 2) H_2 O"),
        ("(1/2) H2O", "(1 / 2) H_2 O"),
        ("n H2O", "n H_2 O"),
        ("^{227}_{90}Th+", "[90,227]Th^+"),
        ("^227_90Th+", "[90,227]Th^+"),
        ("^0_-1n-", "[−1,0]n^−"),
        ("^{99m}Tc-MDP", "[,99m]Tc − MDP"),
        ("[^{18}F]FDG", "[ [,18]F ] FDG"),
        ("(NH4)2S", "( NH_4 )_2 S"),
        ("KCr(SO4)2*12H2O", "KCr ( SO_4 )_2 ⋅ 12 H_2 O"),
        ("KCr(SO4)2.12H2O", "KCr ( SO_4 )_2 ⋅ 12 H_2 O"),
        ("K4[Fe(CN)6]", "K_4 [ Fe ( CN )_6 ]"),
        ("NO_x", "NO_x"),
        ("Fe^{III}", "Fe^III"),
        ("OCO^{.-}", "OCO^(∙ −)"),
        ("NO^*", "NO^∗"),
        ("C6H5-CHO", "C_6 H_5 − CHO"),
        ("A-B=C#D", "A − B = C ≡ D"),
        (r"A\bond{=}B\bond{...}C", "A = B ⋅ ⋅ ⋅ C"),
        ("H2(aq)", "H_2 ( aq )"),
        (r"NaOH(aq,$\infty$)", "NaOH ( aq , ∞ )"),
        ("A + B", "A + B"),
        ("Na+ + Cl- -> NaCl", "Na^+ + Cl^− ⟶ NaCl"),
        ("Ba^2+ + SO4^2- -> BaSO4 v", "Ba^(2 +) + SO_4 ^(2 −) ⟶ BaSO_4 ↓"),
        ("A (v) + B (^)", "A ↓ + B ↑"),
        ("A <=> B", "A ⇌ B"),
        ("A <- B", "A ⟵ B"),
        ("A <-> B", "A ⟷ B"),
        ("A ->[H2O] B", "A →{above: H_2 O} B"),
        ("A ->[{text above}][$T$] B", "A →{above: text above}{below: T} B"),
        ("A <=>[k] B", "A ⇀{below: ↽; above: k} B"),
        (r"A ->[\Delta] B", "A →{above: Δ} B"),
        (r"\Delta G", "Δ G"),
        (r"{Gluconic acid}", "Gluconic acid"),
        (r"$V$^2+", "V^(2 +)"),
    ],
)
def test_chemistry(written: str, expected: str) -> None:
    assert formula_text(rf"\ce{{{written}}}") == expected


def test_chemistry_in_a_formula() -> None:
    assert formula_text(r"K = [\ce{H3O+}][\ce{A-}]") == "K = [ H_3 O^+ ] [ A^− ]"


def test_an_element_in_chemistry_is_upright() -> None:
    from sitegen.mathematics.typesetting import typeset

    assert '<mi mathvariant="normal">H</mi>' in typeset(r"\ce{H}", display=False).mathml


@pytest.mark.parametrize(
    "tex", [r"\ce{^{14}_{6}C ->[\qty{3}{s}][$k$] \mu-Cl v}", r"\ce{SO4^2- + $x$}"]
)
def test_a_reaction_that_is_remembered(tex: str) -> None:
    chemistry._REMEMBERED.clear()
    shown = []
    for whole in (tex, tex, rf"\boxed{{x}} {tex} {tex}"):
        typesetting.forget()
        shown.append(typeset(whole, display=True).mathml.partition("<annotation")[0])
    inner = shown[0].removeprefix('<math display="block"><semantics><mrow>').removesuffix("</mrow>")
    assert shown[1] == shown[0]
    assert shown[2].count(inner) == 2
    assert chemistry._REMEMBERED
