"""axe-core looks at every kind of page, light and dark, on a phone and on a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from support.demo import KINDS
from support.tools import find_npm_package

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from support.serving import Served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return (find_npm_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """Return what axe-core finds, one line an element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['impact']}: {rule['id']}: {node['target']}: {node['html'][:120]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(
    kind: str, demo: Served, axe: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + KINDS[kind])
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page, axe) == [], f"{width} pixels, {scheme}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_menu(
    scheme: str, demo: Served, axe: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url, 390, color_scheme=scheme)
    page.locator(".menu-button").click()
    assert page.locator("#_menu").is_visible()
    assert violations(page, axe) == []


def test_axe_is_awake(demo: Served, axe: str, open_page: Callable[..., Page]) -> None:
    page = open_page(demo.url)
    page.evaluate("document.querySelector('.hero-lead').style.color = '#e9e9e9'")
    page.evaluate("document.querySelector('main img').removeAttribute('alt')")
    found = " ".join(violations(page, axe))
    assert "color-contrast" in found
    assert "image-alt" in found
