"""axe-core looks at every kind of page, light and dark, on a phone and on a desk."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from support.axe import violations
from support.demo import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from support.serving import RoutedFiles

pytestmark = pytest.mark.browser
#: Widths and colour schemes: each at least once, in a long run each with each.
LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
LOOKS = [(390, "dark"), (1440, "light"), *([(390, "light"), (1440, "dark")] if LONG else [])]
#: Two frames later.
SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(
    kind: str, demo: RoutedFiles, axe: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + KINDS[kind])
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)  # scripts look at what scrolls after the layout
        assert violations(page, axe) == [], f"{width} pixels, {scheme}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_menu(
    scheme: str, demo: RoutedFiles, axe: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url, 390, color_scheme=scheme)
    page.locator(".menu-button").click()
    assert page.locator("#_menu").is_visible()
    assert violations(page, axe) == []


def test_axe_is_awake(demo: RoutedFiles, axe: str, open_page: Callable[..., Page]) -> None:
    page = open_page(demo.url)
    page.evaluate("document.querySelector('.hero-lead').style.color = '#e9e9e9'")
    page.evaluate("document.querySelector('main img').removeAttribute('alt')")
    found = " ".join(violations(page, axe))
    assert "color-contrast" in found
    assert "image-alt" in found
