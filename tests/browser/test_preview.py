"""The live preview, for real: save a file, and the browser shows it."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

import sitegen
from sitegen.storage.manifest import MANIFEST
from support.previewing import (
    Preview,
    go_and_hear,
    previewing,
    read_sources,
    restore,
    settle,
)
from support.sites import read_tree, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser


def page_text(text: str, title: str = "Atlas") -> str:
    return f"---\ntitle: {title}\n---\n\n{text}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three pages below a base path."""
    files = {
        "sitegen.toml": 'title = "Test Lab"\nbase_url = "https://lab.example.org/group/"\n',
        "content/index.md": page_text("Welcome to [the atlas](atlas.md).", "Home"),
        "content/atlas.md": page_text("The first text."),
        "content/other.md": page_text("Another page.", "Other"),
    }
    folder = tmp_path_factory.mktemp("preview") / "lab"
    write_files(folder, files)
    return folder


@pytest.fixture(scope="module")
def running(site: Path) -> Iterator[Preview]:
    with previewing(site) as running:
        settle(site, running)  # its page is there before the first test
        yield running


@pytest.fixture
def preview(site: Path, running: Preview) -> Iterator[Preview]:
    """One preview for all tests; each leaves the site as it was."""
    files = read_sources(site)
    running.forget()
    yield running
    restore(site, files, running)


@pytest.fixture
def atlas(preview: Preview, open_tab: Callable[..., Page]) -> Page:
    """The page whose source the tests edit, connected and waiting for news."""
    page = open_tab(preview.url + "atlas/")
    assert page.get_by_text("The first text.").is_visible()
    return page


def save(site: Path, text: str, name: str = "content/atlas.md") -> None:
    (site / name).write_text(text, encoding="utf-8")


def test_a_saved_page_shows_by_itself(site: Path, preview: Preview, atlas: Page) -> None:
    assert preview.url.endswith("/group/")
    save(site, page_text("The second text."))
    atlas.get_by_text("The second text.").wait_for()
    assert atlas.get_by_text("The first text.").count() == 0
    assert " ms" in preview.wait_for("atlas.md → 1 page in ")


def test_every_save_shows_however_fast_they_come(site: Path, atlas: Page) -> None:
    for count in range(5):
        save(site, page_text(f"Text number {count}."))
        time.sleep(0.2)
    atlas.get_by_text("Text number 4.").wait_for()

    save(site, page_text("Almost there."))
    time.sleep(0.2)
    save(site, page_text("There."))
    atlas.get_by_text("There.", exact=True).wait_for()


def test_a_save_while_the_page_still_loads_shows_too(
    site: Path, preview: Preview, open_page: Callable[..., Page]
) -> None:
    page = open_page(fresh=True)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if not held:
            held.append(route)
            save(site, page_text("The second text."))
            preview.wait_for("atlas.md → ")
        route.continue_()

    page.route("**/-sitegen/preview.js", hold)
    page.goto(preview.url + "atlas/")
    page.get_by_text("The second text.").wait_for()


def test_a_save_by_replacing_the_file_shows_too(site: Path, atlas: Page) -> None:
    for text in ("From an editor.", "And again."):
        save(site, page_text(text), "content/atlas.md~")
        os.replace(site / "content" / "atlas.md~", site / "content" / "atlas.md")  # noqa: PTH105  # what editors do
        atlas.get_by_text(text).wait_for()


def test_a_broken_save_keeps_the_last_good_page(site: Path, preview: Preview, atlas: Page) -> None:
    save(site, "---\ntitle: [unclosed\n---\n\nThe broken text.\n")
    assert "atlas.md" in preview.wait_for("error[")
    preview.wait_for("1 error; nothing new")
    atlas.reload()
    assert atlas.get_by_text("The first text.").is_visible()

    save(site, page_text("The mended text."))
    atlas.get_by_text("The mended text.").wait_for()


def test_a_broken_configuration_can_be_mended(site: Path, preview: Preview, atlas: Page) -> None:
    config = (site / "sitegen.toml").read_text(encoding="utf-8")
    save(site, "title = [", "sitegen.toml")
    preview.wait_for("sitegen.toml:")
    save(site, config.replace("Test Lab", "Renamed Lab"), "sitegen.toml")
    atlas.get_by_role("link", name="Renamed Lab").first.wait_for()


def test_a_broken_template_can_be_mended(site: Path, preview: Preview, atlas: Page) -> None:
    block = '{{% extends "theme/page.html" %}}{{% block after_content %}}{}{{% endblock %}}'
    write_files(site, {"templates/page.html": block.format("<p>From the template.</p>")})
    atlas.get_by_text("From the template.").wait_for()
    write_files(site, {"templates/page.html": block.format("{{ page.nonsense }}")})
    preview.wait_for("error")
    write_files(site, {"templates/page.html": block.format("<p>From the mended one.</p>")})
    atlas.get_by_text("From the mended one.").wait_for()


def test_a_stylesheet_of_ones_own_shows(site: Path, preview: Preview, atlas: Page) -> None:
    config = (site / "sitegen.toml").read_text(encoding="utf-8")
    colour = "main {{ color: rgb({}, 2, 3) }}"
    write_files(site, {"assets/css/own.css": colour.format(1)})
    save(site, config + '[theme]\nstylesheets = ["css/own.css"]\n', "sitegen.toml")
    shown = "getComputedStyle(document.querySelector('main') ?? document.documentElement).color"
    atlas.wait_for_function(f"{shown} === 'rgb(1, 2, 3)'")
    write_files(site, {"assets/css/own.css": colour.format(201)})
    atlas.wait_for_function(f"{shown} === 'rgb(201, 2, 3)'")
    assert "Traceback" not in "".join(preview.lines)


def test_pages_come_and_go(site: Path, preview: Preview, atlas: Page) -> None:
    save(site, page_text("A page that was not there.", "New"), "content/new.md")
    save(site, page_text("See [the new one](new.md)."))
    atlas.get_by_role("link", name="the new one").click()
    atlas.get_by_text("A page that was not there.").wait_for()

    save(site, page_text("Nothing to see."))
    (site / "content" / "new.md").unlink()
    atlas.get_by_role("heading", name="Page not found").wait_for()
    assert preview.ask("/group/new/").status == 404


def test_the_preview_shows_drafts_and_leaves_the_built_site_alone(site: Path, atlas: Page) -> None:
    save(site, "---\ntitle: Draft\ndraft: true\n---\n\nNot yet.\n", "content/draft.md")
    save(site, page_text("See [the draft](draft.md)."))
    atlas.get_by_role("link", name="the draft").click()
    atlas.get_by_text("Not yet.").wait_for()
    assert not (site / "_site").exists()


def test_what_is_built_is_what_is_published(site: Path, preview: Preview, tmp_path: Path) -> None:
    assert preview.ask("/group/").status == 200
    assert sitegen.build(site, output=tmp_path / "built", drafts=True, future=True).ok
    built, shown = read_tree(tmp_path / "built"), read_tree(site / ".sitegen" / "preview")
    # Images are made when a browser asks for them: tests of their own compare these.
    on_request = {name for name in built if name.startswith("assets/images/")}
    on_request = {name for name in on_request - shown.keys() if "." in name} | {MANIFEST}
    assert {n: d for n, d in built.items() if n not in on_request} == {
        n: d for n, d in shown.items() if n != MANIFEST
    }


def test_the_page_is_silent_and_asks_nobody_else(
    preview: Preview, open_page: Callable[..., Page]
) -> None:
    page = open_page(fresh=True)
    heard: list[str] = []
    page.on("console", lambda each: heard.append(each.text))
    page.on("pageerror", lambda each: heard.append(str(each)))
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    page.on("websocket", lambda each: asked.append(each.url.replace("ws://", "http://")))
    go_and_hear(page, preview.url)
    assert heard == []
    assert len(asked) > 3
    assert all(each.startswith(f"http://{preview.host}/") for each in asked), asked
