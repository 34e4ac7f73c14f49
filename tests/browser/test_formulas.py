"""Formulas in a browser: their font, wide ones on a phone, and what axe-core says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from support.axe import violations
from support.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from support.serving import RoutedFiles
    from support.sites import MakeSite

pytestmark = pytest.mark.browser
PAGE = "projects/thirteen-spokes/"


def test_formulas_on_a_phone(demo: RoutedFiles, axe: str, open_page: Callable[..., Page]) -> None:
    page = open_page(demo.url + PAGE, 390)
    fonts = page.evaluate("document.fonts.ready.then(f => [...f].map(each => each.status))")
    assert fonts == ["loaded"]
    assert violations(page, axe) == []
    boxes = page.locator(".math.display")
    assert boxes.count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    # The number stands at the right edge.
    box, number = boxes.first.bounding_box(), page.locator(".math-number").first.bounding_box()
    assert box
    assert number
    assert abs(box["x"] + box["width"] - number["x"] - number["width"]) < 2
    page.set_viewport_size({"width": 230, "height": 600})
    assert boxes.last.evaluate("each => each.scrollWidth > each.clientWidth")
    # The script hears of the new width a little later.
    expect(boxes.last).to_have_js_property("tabIndex", 0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 280


def test_formulas_run_left_to_right(demo: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(demo.url + PAGE)
    page.evaluate("document.documentElement.dir = 'rtl'")
    directions = page.locator(".prose math").evaluate_all(
        "all => all.map(each => getComputedStyle(each).direction)"
    )
    assert set(directions) == {"ltr"}
    page.emulate_media(media="print")
    first = page.locator(".math.display").first
    assert first.evaluate("each => getComputedStyle(each).overflowX") == "visible"


def test_a_copied_formula_is_tex(demo: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(demo.url + PAGE)
    copied = page.evaluate(
        """() => {
            const formula = [...document.querySelectorAll(".prose p > math")].at(-1);
            document.getSelection().selectAllChildren(formula.parentElement);
            const data = new DataTransfer();
            const options = { clipboardData: data, cancelable: true };
            document.dispatchEvent(new ClipboardEvent("copy", options));
            return data.getData("text/plain");
        }"""
    )
    assert "$F_n$ measures along $n$ spokes" in copied


def test_a_number_stands_beside_a_formula_with_a_text(
    make_site: MakeSite, open_page: Callable[..., Page]
) -> None:
    text = "$$ f(x) = 2x + 1 \\quad\\text{for all the points of } A $$ {#eq-all}\n"
    site = make_site({"content/a.md": f"# A\n\n::: {{.proof}}\nSee\n\n{text}:::\n\nText below.\n"})
    with serving(site.output) as served:
        site.build(base_url=served.url)
        page = open_page(served.url + "a/", 320)
        page.evaluate("document.fonts.ready")
        cells = page.locator("#eq-all mtd")
        formula = cells.nth(1).locator("> :last-child").bounding_box()
        number = cells.nth(2).locator("mtext").bounding_box()
        assert formula is not None
        assert number is not None
        assert formula["x"] + formula["width"] < number["x"]
        end = page.locator(".proof-end").bounding_box()
        below = page.locator(".proof + p").bounding_box()
        assert end is not None
        assert below is not None
        assert end["y"] + end["height"] < below["y"], "it is in the proof"
