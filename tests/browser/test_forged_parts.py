"""Texts that pretend to be parts of the theme, for its scripts to act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sitegen
from support.serving import serving
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ELSEWHERE = "https://elsewhere.invalid/"
#: A file that is published for download, and that no browser would show as a page.
NOTES = f"""<div id="part">Some notes
<img src="{ELSEWHERE}a.png"><link rel="stylesheet" href="{ELSEWHERE}a.css">
<video src="{ELSEWHERE}a.mp4"></video><a href="javascript:top.ran=1">here</a></div>
"""
TEXT = f"""# Forged

<a class="term" href="notes.txt#part">A file</a> and <a class="term" href="t/index.md#more">more</a>

::: {{.embed-box data-frame="{ELSEWHERE}frame" data-title="x"}}
{{{{< youtube dQw4w9WgXcQ >}}}}
:::

<div class="tabs"><div class="tab">One</div><div class="tab">Two</div></div>
<div class="tabs" data-tabs="" data-group="g">Three</div>

::: {{.panel-tabset group="g"}}
## First
1

## Second
2
:::

## All of it {{#100%}}

The end.

## The rest

[All of it](#100%){{.cross-reference}}
"""
OTHER = f"""# Other

::: {{#more}}
<img src="{ELSEWHERE}b.png" srcset="{ELSEWHERE}c.png 2x" alt="">
<form action="{ELSEWHERE}"><button>Send</button></form>More of it
:::
"""
TRUSTED = '[content.folders]\n"content/t" = {html = "trusted"}\n'


def test_nothing_is_asked_and_nothing_fails(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    files = {
        "sitegen.toml": CONFIG + TRUSTED,
        "content/index.md": "# Home\n",
        "content/a.md": TEXT,
        "content/t/index.md": OTHER,
        "content/notes.txt": NOTES,
    }
    write_files(tmp_path, files)
    page = open_page()
    problems: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    with serving(tmp_path / "out", "/") as served:
        result = sitegen.build(tmp_path, output=tmp_path / "out", base_url=served.url, jobs=1)
        assert result.ok, [str(each) for each in result.diagnostics]
        page.goto(served.url + "a/#100%")
        page.get_by_role("link", name="more", exact=True).hover()
        box = page.locator(".preview")
        box.get_by_text("More of it").wait_for()
        assert box.locator("form, button, [srcset], img[src]").count() == 0
        page.get_by_role("link", name="A file").hover()
        page.wait_for_timeout(600)
        assert not box.is_visible()
        page.get_by_role("tab", name="Second").click()
        page.locator(".embed button").click()
        assert page.locator("iframe").count() == 1
        hosts = {url.split("/")[2] for url in asked} - {served.url.split("/")[2]}
        assert hosts <= {"www.youtube-nocookie.com"}
    assert problems == []
