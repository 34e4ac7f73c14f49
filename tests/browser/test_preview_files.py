"""Files under their own names: what a tab has loaded is what it would load now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.previewing import COUNT, Preview, find_port, previewing, stayed
from support.saving import write_at_once
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

CSS = "body { --NAME: VALUE }"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" id="a" width="VALUE" height="5"/>'
MODULE = "export const value = VALUE;"
SCRIPT = "window.value = VALUE;"

#: Files, and whether what shows them can do so anew without the page being loaded again.
FILES = {
    "linked.css": (CSS, True),
    "imported.css": (CSS, False),
    "script.js": (SCRIPT, False),
    "module.mjs": (MODULE, False),
    "data.json": ("VALUE", False),
    "src.svg": (SVG, True),
    "srcset.svg": (SVG, True),
    "source.svg": (SVG, True),
    "poster.svg": (SVG, True),
    "use.svg": (SVG, True),
    "icon.svg": (SVG, True),
    "behind.svg": (SVG, False),
    "in-css.svg": (SVG, False),
    "object.svg": (SVG, False),
    "captions.vtt": ("WEBVTT\n\nVALUE", False),
    "film.webm": ("VALUE", False),
}
ICON = "icon.svg"
ICON_ADDRESS = "document.querySelector('link[rel=icon]').href"
PAGE = """<!DOCTYPE html><html lang="en"><head><title>T</title>
<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/main.css">
<link rel="stylesheet" href="/linked.css"><script src="/script.js" defer></script>
<script type="module" src="/main.mjs"></script>
</head><body><img id="src" src="/src.svg" alt="">
<img id="srcset" srcset="/srcset.svg 1x, /not%2C%20loaded.svg 9x" src="/not%2C%20loaded.svg" alt="">
<picture><source srcset="/source.svg"><img id="source" src="/not%2C%20loaded.svg" alt=""></picture>
<video src="/film.webm" poster="/poster.svg"><track src="/captions.vtt" default></video>
<svg width="9" height="9"><use href="/use.svg#a"/></svg><object data="/object.svg"></object>
<p style="background: url(/behind.svg)">Behind</p><a href="/not%2C%20loaded.svg">Another</a>
</body></html>"""
FIXED = {
    "main.css": "@import url(imported.css); h1, body { background: url(in-css.svg) }",
    "main.mjs": (
        'import { value } from "./module.mjs";'
        'window.data = fetch("/data.json").then((answer) => answer.json());'
    ),
}


def made(name: str, value: int) -> dict[str, str]:
    text = FILES[name][0].replace("VALUE", str(value)).replace("NAME", name.partition(".")[0])
    return {f"assets/static/{name}": text}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files") / "site"
    write_files(
        folder,
        {
            "sitegen.toml": CONFIG,
            "content/index.md": "---\ntitle: Home\ntemplate: whole\n---\n",
            "templates/whole.html": PAGE,
        }
        | {f"assets/static/{name}": text for name, text in FIXED.items()}
        | {"assets/static/not, loaded.svg": SVG.replace("VALUE", "10")},
    )
    for name in FILES:
        write_files(folder, made(name, 10))
    return folder


@pytest.fixture(scope="module")
def preview(site: Path) -> Iterator[Preview]:
    with previewing(site) as running:
        yield running
        assert "Traceback" not in "".join(running.lines)


@pytest.mark.parametrize("can_stay", [True, False])
def test_what_shows_a_file_asks_for_it_again_or_the_page_is_loaded_again(
    site: Path, preview: Preview, open_tab: Callable[..., Page], *, can_stay: bool
) -> None:
    tab = open_tab(preview.url)
    asked: list[str] = []
    tab.on("request", lambda each: asked.append(each.url))
    for name in [name for name, (_, stays) in FILES.items() if stays == can_stay]:
        asked.clear()
        if name == ICON:  # a Chromium without a window has no place for one, and asks for none
            before = tab.evaluate(ICON_ADDRESS)
            write_at_once(site, made(name, 20))
            tab.wait_for_function(f"(before) => {ICON_ADDRESS} !== before", arg=before)
            assert stayed(tab)
            continue
        with tab.expect_request(lambda each, name=name: name in each.url):  # type: ignore[misc]
            write_at_once(site, made(name, 20))
        tab.wait_for_load_state()
        assert stayed(tab) == can_stay, name
        assert len(asked) == 1 or not can_stay, (name, asked)
        tab.evaluate("window.data")
        tab.evaluate(COUNT)


def test_what_a_tab_has_not_loaded_changes_nothing(
    site: Path, preview: Preview, open_tab: Callable[..., Page]
) -> None:
    """Nor do ever so many files; among them, one that was loaded does."""
    tab = open_tab(preview.url)
    asked: list[str] = []
    tab.on("request", lambda each: asked.append(each.url))
    write_files(site, {"assets/static/not, loaded.svg": SVG.replace("VALUE", "20")})
    preview.wait_for("not, loaded.svg")
    others = {f"assets/static/many/{number}.txt": f"{number}" for number in range(150)}
    write_files(site, others)
    preview.wait_until_served("/many/149.txt", "149")
    preview.calm_down()
    tab.wait_for_timeout(50)
    assert asked == []
    assert stayed(tab)
    others = {name: f"{text}!" for name, text in others.items()}
    with tab.expect_request(lambda each: "module.mjs" in each.url):
        write_files(site, others | made("module.mjs", 30))
    tab.wait_for_function("!window.stayed")


def test_a_tab_learns_what_changed_while_nobody_served_it(
    tmp_path: Path, open_tab: Callable[..., Page]
) -> None:
    """As does one that the browser kept in its memory, or that slept."""
    page = '<!DOCTYPE html><title>T</title><link rel="stylesheet" href="/linked.css"><p>Text</p>'
    files = {
        "sitegen.toml": CONFIG,
        "content/index.md": "---\ntitle: Home\ntemplate: whole\n---\n",
        "templates/whole.html": page,
    }
    write_files(tmp_path, files | made("linked.css", 10))
    port = find_port()
    with previewing(tmp_path, "--port", port) as first:
        tab = open_tab(first.url)
    write_files(tmp_path, made("linked.css", 20))
    with previewing(tmp_path, "--port", port):
        tab.wait_for_function(
            "getComputedStyle(document.body).getPropertyValue('--linked').trim() === '20'"
        )
        assert stayed(tab)
