"""With the keyboard alone: everything is reached, and one always sees where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from support.demo import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from support.serving import RoutedFiles

pytestmark = pytest.mark.browser

#: What has the focus, and whether it, or what it stands for, is drawn around and in sight.
FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const ring = (each) => {
        const style = getComputedStyle(each);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
            && !/, 0\\)$|transparent/.test(style.outlineColor);
    };
    const card = element.closest(".card");
    const box = element.getBoundingClientRect();
    return {
        name: element.outerHTML.slice(0, 120),
        ring: ring(element) || (card !== null && ring(card)),
        inSight: element.checkVisibility({visibilityProperty: true}) && box.width > 0
            && box.height > 0 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth,
        inMain: element.closest("main") !== null,
        links: element.tagName === "A" && element.href,
    };
}"""

#: All that the keyboard should reach: visible links, buttons, summaries.
REACHABLE = """() => [...document.querySelectorAll("a[href], button, summary")]
    .filter((each) => each.checkVisibility({visibilityProperty: true})).length"""


def walk(page: Page, most: int = 250) -> list[dict[str, Any]]:
    """Press Tab until the page is left; return the stops."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_stop_leads_past_the_menu(
    kind: str, demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + KINDS[kind])
    link = page.locator(".skip-link")
    hidden = link.evaluate("(each) => getComputedStyle(each).clipPath")
    page.keyboard.press("Tab")
    assert link.evaluate("(each) => each === document.activeElement")
    assert hidden == "inset(50%)"
    assert link.evaluate("(each) => getComputedStyle(each).clipPath") == "none"
    box = link.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["height"] > 20

    page.keyboard.press("Enter")
    page.wait_for_url("**#_main")
    page.keyboard.press("Tab")
    if page.locator("main :is(a[href], button, summary)").count():
        assert page.evaluate(FOCUS)["inMain"]


@pytest.mark.parametrize("kind", ["home", "page-with-everything", "section", "list", "dated-page"])
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_every_stop_is_seen(
    kind: str, width: int, scheme: str, demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + KINDS[kind], width, color_scheme=scheme)
    stops = walk(page)
    assert len(stops) >= page.evaluate(REACHABLE)
    assert [stop["name"] for stop in stops if not stop["ring"]] == []
    assert [stop["name"] for stop in stops if not stop["inSight"]] == []


def test_the_ring_is_really_painted(demo: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(demo.url + "projects/")
    link = page.locator(".card a").first
    link.scroll_into_view_if_needed()
    before = page.screenshot()
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert link.evaluate("(each) => each === document.activeElement")
    assert page.screenshot() != before


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_on_a_phone(
    scripts: bool,  # noqa: FBT001  # a parameter of the test
    demo: RoutedFiles,
    open_page: Callable[..., Page],
) -> None:
    page = open_page(demo.url, 390, java_script_enabled=scripts)
    menu, button = page.locator("#_menu"), page.locator(".menu-button")
    assert not menu.is_visible()
    assert button.is_visible()

    page.keyboard.press("Tab")  # skip link
    page.keyboard.press("Tab")  # the site's name
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    menu.wait_for(state="visible")
    button_box, menu_box = button.bounding_box(), menu.bounding_box()
    assert button_box is not None
    assert menu_box is not None
    assert menu_box["y"] >= button_box["y"] + button_box["height"]
    assert menu_box["x"] >= 0
    assert menu_box["x"] + menu_box["width"] <= 390

    page.keyboard.press("Escape")
    menu.wait_for(state="hidden")
    page.keyboard.press("Space")
    menu.wait_for(state="visible")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(demo.url + "projects/")


def test_the_menu_on_a_desk_needs_no_button(
    demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + "projects/")
    assert page.locator("#_menu").is_visible()
    assert not page.locator(".menu-button").is_visible()
    assert page.locator("#_menu [aria-current]").all_inner_texts() == ["Projects"]


def test_a_page_reads_without_scripts(demo: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(demo.url + "writing-guide/", java_script_enabled=False)
    assert page.locator("h1").is_visible()
    assert page.locator("#_theme").evaluate("(each) => getComputedStyle(each).display") == "none"
    page.locator("summary:visible").last.click()
    assert page.get_by_text("With two scans, an hour apart.").is_visible()
