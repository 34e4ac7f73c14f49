"""Shortcodes in a browser: nothing is requested from other sites before a reader asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sitegen
from support.axe import violations
from support.pictures import picture
from support.serving import serving
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Route

    from browser.conftest import OpenContext
    from support.serving import RoutedFiles

TEXT = """# Shortcodes

{{< youtube dQw4w9WgXcQ title="A talk" image=still.jpg >}}

{{< map "52.5163, 13.3777" title="The gate" >}}

{{< figure still.jpg caption="A *still*" >}}

{{< callout type=tip title="A tip" >}}Text.{{< /callout >}}

{{< details More >}}Hidden.{{< /details >}}

Press {{< kbd Ctrl-S >}},
{{< icon email label="E-mail" >}} {{< button "mailto:a@example.org" >}}us{{< /button >}}

{{< contact a@example.org >}}
"""
YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoutedFiles]:
    root: Path = tmp_path_factory.mktemp("shortcodes")
    still = picture("JPEG", (1280, 720))
    write_files(
        root,
        {"sitegen.toml": CONFIG, "content/index.md": TEXT, "content/still.jpg": still},
    )
    with serving(root / "out", "/") as served:
        result = sitegen.build(root, output=root / "out", base_url=served.url, jobs=1)
        assert [str(each) for each in result.diagnostics] == []
        yield served


def test_embeds_ask(site: RoutedFiles, open_context: OpenContext) -> None:
    page = open_context(viewport={"width": 390, "height": 800}).new_page()
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<p>frame</p>", content_type="text/html")

    page.route(lambda url: not url.startswith(site.url), answer)
    page.goto(site.url)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    still, question = (page.locator(each).first for each in (".embed img", ".embed-ask"))
    above, below = still.bounding_box(), question.bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"] + 1
    assert above["height"] > 60
    buttons = page.locator(".embed button")
    assert buttons.all_inner_texts() == [
        "Load from www.youtube-nocookie.com",
        "Load from www.openstreetmap.org",
    ]
    assert asked == []
    buttons.first.focus()
    page.keyboard.press("Enter")
    frame = page.locator("iframe")
    frame.wait_for()
    page.frame_locator("iframe").get_by_text("frame").wait_for()
    assert asked == [YOUTUBE]
    assert frame.get_attribute("title") == "A talk"
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_there_is_a_link(site: RoutedFiles, open_context: OpenContext) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(site.url)
    assert page.locator(".embed button").first.is_hidden()
    link = page.locator(".embed a").first
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert link.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_them(
    site: RoutedFiles, open_context: OpenContext, axe: str, scheme: str
) -> None:
    page = open_context(color_scheme=scheme).new_page()
    page.goto(site.url)
    assert violations(page, axe) == []
