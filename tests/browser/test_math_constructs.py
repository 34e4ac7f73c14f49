"""What TeX has and MathML Core has no element for is drawn by a stylesheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sitegen.mathematics.typesetting import typeset
from support.tools import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
STYLES = ROOT / "src/sitegen/theme/assets/css/math-constructs.css"
FORMULAS = {
    "lines": r"\begin{align} a &= b + c \\ dd &= e \tag{A} \end{align}",
    "over": r"\overline{AB}",
    "box": r"\boxed{x}",
    "cancel": r"\cancel{x}",
    "sized": r"\Bigl( x \Bigr)^2",
    "names": r"\bordermatrix{& a & b \cr x & 1 & 2 \cr y & 3 & 4}",
    "cases": r"\begin{cases} a + b + c & 1 \\ d & 2 \end{cases}",
    "multline": r"\begin{multline} a + b \\ c \\ d + e \end{multline}",
}
#: The left and right edges of what a selector finds.
EDGES = """selector => [...document.querySelectorAll(selector)].map(each => {
    const box = each.getBoundingClientRect();
    return [Math.round(box.left), Math.round(box.right)];
})"""


def test_constructs(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 600, "height": 800})
    formulas = "".join(
        f'<div id="{name}">{typeset(tex, display=True).filled(["(1)"] * count)}</div>'
        for name, tex in FORMULAS.items()
        for count in (len(typeset(tex, display=True).places),)
    )
    style = STYLES.read_text(encoding="utf-8")
    page.set_content(
        f"<!doctype html><style>body{{margin:0}}math{{margin:0}}{style}</style>{formulas}"
    )
    try:
        # Numbers stand at the right edge, and the first column of lines ends where the next begins.
        assert {right for _, right in page.evaluate(EDGES, "#lines .math-number")} == {600}
        first, second = page.evaluate(EDGES, "#lines .math-right > :last-child")
        assert first[1] == second[1]
        # Lines of cases begin at the same place, and the last line of three ends at the right.
        starts = page.evaluate(EDGES, "#cases mtr > .math-left:first-child > :first-child")
        assert starts[0][0] == starts[1][0]
        (last,) = page.evaluate(EDGES, "#multline .math-right > :last-child")
        assert last[1] > 500
        for selector, property_name in (
            ("#over .math-overline", "borderTopWidth"),
            ("#box .math-box", "borderLeftWidth"),
        ):
            width = page.locator(selector).evaluate(
                "(each, name) => parseFloat(getComputedStyle(each)[name])", property_name
            )
            assert width > 0
        # A bracket with a power is as high, and stands as high, as the one without.
        tops = page.locator("#sized mo").evaluate_all(
            "all => all.map(each => each.getBoundingClientRect().top)"
        )
        assert len(tops) == 2
        assert abs(tops[0] - tops[1]) < 0.5
        # The brackets of a matrix are beside its cells, and not beside the names of its columns.
        sides = page.locator("#names mtd").evaluate_all(
            "all => all.map(each => parseFloat(getComputedStyle(each).borderLeftWidth) > 0)"
        )
        assert sides == [False, False, False, False, True, False, False, True, False]
        cancel = page.locator("#cancel .math-cancel")
        assert "gradient" in cancel.evaluate("each => getComputedStyle(each).backgroundImage")
    finally:
        page.close()
