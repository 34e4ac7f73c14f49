"""Formulas that are hard, of everyday use, of papers and of packages are set as when looked at.

Each file of `formulas/` holds a name and TeX a line, `formulas/expected/` the
MathML. `make golden` writes that anew: then look at the formulas in a browser.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sitegen.mathematics.typesetting import typeset

HERE = Path(__file__).parent / "formulas"
GROUPS = ("hard", "everyday", "papers", "packages")
STYLES = Path(__file__).parents[3] / "src/sitegen/theme/assets/css/math-constructs.css"


def read_formulas(group: str) -> dict[str, str]:
    lines = (HERE / f"{group}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines if line and not line.startswith("#"))
    return {name: tex for name, _, tex in pairs}


def set_formula(tex: str) -> str:
    """Return the MathML of a formula without the source in it."""
    formula = typeset(tex, display=True)
    assert formula.problems == ()
    return re.sub(r"<annotation.*</annotation>", "", formula.mathml)


@pytest.mark.parametrize("group", GROUPS)
def test_formulas(group: str, *, rewrite: bool) -> None:
    found = {name: set_formula(tex) for name, tex in read_formulas(group).items()}
    path = HERE / "expected" / f"{group}.txt"
    if rewrite:
        path.parent.mkdir(exist_ok=True)
        lines = [f"{name}: {mathml}\n" for name, mathml in found.items()]
        path.write_text("".join(lines), encoding="utf-8")
    kept = (line.partition(": ") for line in path.read_text(encoding="utf-8").splitlines())
    assert found == {name: mathml for name, _, mathml in kept}


def test_their_mathml_is_well_formed_and_has_no_inline_style() -> None:
    for group in GROUPS:
        for tex in read_formulas(group).values():
            mathml = typeset(tex, display=True).mathml
            ET.fromstring(mathml)  # noqa: S314  # written by this program
            assert " style=" not in mathml


def test_every_class_has_a_rule() -> None:
    rules = set(re.findall(r"\.(math-[a-z0-9-]+)", STYLES.read_text(encoding="utf-8")))
    used: set[str] = set()
    for group in GROUPS:
        for tex in read_formulas(group).values():
            for names in re.findall(r'class="([^"]*)"', typeset(tex, display=True).mathml):
                used.update(names.split())
    assert used
    assert used <= rules
