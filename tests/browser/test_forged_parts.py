"""Texts that pretend to be parts of the theme, for its scripts to act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sitegen
from support.pictures import picture
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
#: What builds refuse, but a page has that was changed after its build.
REFUSED = rf"""<img srcset="/\elsewhere.invalid/d.png 2x, p.png" alt="">
<img src="https:elsewhere.invalid/e.png" alt=""><img src="\\elsewhere.invalid/f.png" alt="">
<table background="{ELSEWHERE}g.png"></table><base href="{ELSEWHERE}">
<i style="background: \75rl({ELSEWHERE}h.png)">1</i>
<i style="background: url(/\elsewhere.invalid/i.png)">2</i>
<i style="background: image-set('//elsewhere.invalid/j.png' 1x)">3</i>
<svg width="9" height="9"><image xlink:href="{ELSEWHERE}k.png"/>
<rect mask="url({ELSEWHERE}l.svg#m)"/><rect fill="url(#own)" width="9" height="9"/></svg>
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
        other = tmp_path / "out" / "t" / "index.html"
        built = other.read_text(encoding="utf-8")
        assert built.count("</form>More of it") == 1
        refused = built.replace("</form>More of it", f"</form>More of it{REFUSED}")
        other.write_text(refused, encoding="utf-8")
        page.goto(served.url + "a/#100%")
        page.get_by_role("link", name="more", exact=True).hover()
        box = page.locator(".preview")
        box.get_by_text("More of it").wait_for()
        assert box.locator("form, button, [srcset], img[src], base, [background]").count() == 0
        assert box.locator("[style], [mask], image[*|href]").count() == 0
        assert box.locator("[fill='url(#own)']").count() == 1
        page.get_by_role("link", name="A file").hover()
        page.wait_for_timeout(600)
        assert not box.is_visible()
        page.get_by_role("tab", name="Second").click()
        page.locator(".embed button").click()
        assert page.locator("iframe").count() == 1
        hosts = {url.split("/")[2] for url in asked} - {served.url.split("/")[2]}
        assert hosts <= {"www.youtube-nocookie.com"}
    assert problems == []


def test_only_pictures_of_the_site_open(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    (tmp_path / "elsewhere").mkdir()
    with (
        serving(tmp_path / "out", "/") as served,
        serving(tmp_path / "elsewhere", "/") as elsewhere,
    ):
        other = elsewhere.url.replace("http:", "")
        targets = [elsewhere.url + "a.png", other + "assets/images/b.png", "notes.txt"]
        text = "".join(f"[![A map](p.png)]({each}){{.zoom-link}}\n\n" for each in targets)
        forged = f'<li><a class="zoom-link" href="{targets[0]}"><img src="p.png" alt="x"></a></li>'
        gallery = f'<ul class="gallery-list">{forged}</ul>\n\n![Two](photos/){{.gallery}}\n'
        files: dict[str, str | bytes] = {
            "sitegen.toml": CONFIG,
            "content/index.md": "# Home\n",
            "content/a/index.md": f"# Forged\n\n{text}\n\n{gallery}",
            "content/a/notes.txt": "Notes",
            "content/a/p.png": picture("PNG", (640, 400)),
            "content/a/photos/one.png": picture("PNG", (641, 400)),
            "content/a/photos/two.png": picture("PNG", (642, 400)),
        }
        write_files(tmp_path, files)
        result = sitegen.build(tmp_path, output=tmp_path / "out", base_url=served.url, jobs=1)
        assert result.ok, [str(each) for each in result.diagnostics]
        page = open_page(served.url + "a/")
        asked: list[tuple[str, str]] = []
        page.on("request", lambda each: asked.append((each.resource_type, each.url)))
        page.evaluate("addEventListener('click', (event) => event.preventDefault())")
        links = page.locator("a.zoom-link")
        forged_links = [
            link for link in links.all() if "assets" not in (link.get_attribute("href") or "")
        ] + [page.locator(f'a.zoom-link[href*="{other}assets"]')]
        assert len(forged_links) == len(targets) + 1
        for link in forged_links:
            link.locator("img").dispatch_event("click")
            assert page.locator(".lightbox").count() == 0, link.get_attribute("href")
        page.locator(".gallery-list").last.locator("a").first.click()
        page.locator(".lightbox").get_by_role("button", name="Next").click()
        page.locator(".lightbox-status", has_text="2 of 2").wait_for()
        assert [each for each in asked if other.strip("/") in each[1]] == []
