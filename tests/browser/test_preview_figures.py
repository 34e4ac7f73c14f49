"""A page that is saved while a picture is open, a slider has been moved or a form is filled in."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from support.previewing import Preview, previewing, stayed
from support.saving import write_at_once
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGE = """---
title: Figures
---

The first text.

![Phantoms](photos/){.gallery}

![Noisy](a.png "Before")
![Denoised](b.png "After"){.compare caption="One scan, twice."}

![A wide map](map.png "The map")
"""
IMAGES = '[images]\nformats = ["webp"]\nwidths = [300, 1200]\n'
TEXT = "content/f/index.md"
STAGE = ".lightbox-stage img"


def drawn(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (1200, 600), colour).save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    names = ("photos/p1", "photos/p2", "photos/p3", "a", "b", "map")
    colours = ("navy", "maroon", "green", "red", "blue", "teal")
    write_files(
        tmp_path,
        {"sitegen.toml": CONFIG + IMAGES, "content/f/index.md": PAGE}
        | {f"content/f/{n}.png": drawn(c) for n, c in zip(names, colours, strict=True)},
    )
    return tmp_path


@pytest.fixture
def preview(site: Path) -> Iterator[Preview]:
    with previewing(site) as running:
        yield running
        assert "Traceback" not in "".join(running.lines)


@pytest.fixture
def tab(preview: Preview, open_tab: Callable[..., Page]) -> Page:
    return open_tab(preview.url + "f/")


def edit(site: Path, preview: Preview, tab: Page, name: str, data: str | bytes) -> None:
    patches = tab.evaluate("window.patches")
    write_at_once(site, {name: data})
    preview.wait_for(f"{name.rpartition('/')[2]} → ")
    tab.wait_for_function(f"window.patches > {patches}")


def test_what_is_open_stays_open_and_is_what_the_page_shows(
    site: Path, preview: Preview, tab: Page
) -> None:
    tab.locator(".gallery-list .zoom-link").nth(1).click()
    shown = tab.locator(STAGE).evaluate_handle("(each) => each")
    edit(site, preview, tab, TEXT, PAGE.replace("first", "second"))
    assert shown.evaluate("(each) => each.isConnected")
    source = tab.locator(STAGE).get_attribute("src") or ""
    edit(site, preview, tab, "content/f/photos/p2.png", drawn("purple"))
    expect(tab.locator(STAGE)).not_to_have_attribute("src", source)
    link = tab.locator(".gallery-list .zoom-link").nth(1)
    assert tab.locator(STAGE).evaluate("(each) => each.src") == link.evaluate("(each) => each.href")
    tab.keyboard.press("ArrowRight")
    expect(tab.locator(".lightbox-status")).to_have_text(re.compile("Picture 3 of 3"))
    (site / "content/f/photos/p1.png").unlink()  # which of them is open now?
    tab.locator("dialog").wait_for(state="detached")
    tab.locator("figure > .zoom-link").click()
    expect(tab.locator(STAGE)).to_have_attribute("alt", "A wide map")
    edit(site, preview, tab, TEXT, PAGE.replace("A wide map", "A map"))
    expect(tab.locator(STAGE)).to_have_attribute("alt", "A map")
    tab.keyboard.press("Escape")
    tab.locator("dialog").wait_for(state="detached")
    assert stayed(tab)


def test_a_slider_stays_where_it_was_moved_to(site: Path, preview: Preview, tab: Page) -> None:
    slider = tab.locator(".compare-pair > input")
    slider.fill("20")
    split = "getComputedStyle(document.querySelector('.compare-pair')).getPropertyValue('--split')"
    assert tab.evaluate(split) == "20%"
    edit(site, preview, tab, TEXT, PAGE.replace("first", "second").replace("Noisy", "Very noisy"))
    edit(site, preview, tab, "content/f/a.png", drawn("orange"))
    assert slider.input_value() == "20"
    assert tab.evaluate(split) == "20%"
    slider.fill("70")
    assert tab.evaluate(split) == "70%"
    assert stayed(tab)
