"""What an author sees in the browser: the page changes in place, mistakes lie over it and go."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from support.axe import violations
from support.limits import most_with_limits
from support.previewing import (
    COUNT,
    Preview,
    find_port,
    go_and_hear,
    previewing,
    read_sources,
    restore,
    settle,
    stayed,
    wait_until,
)
from support.saving import EDITORS, QUICK, write_at_once
from support.sites import write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page, Route

pytestmark = pytest.mark.browser

CONFIG = (
    'title = "Test Lab"\nbase_url = "https://lab.example.org/group/"\n'
    '[theme]\nstylesheets = ["css/own.css"]\n'
)
LONG = bool(os.environ.get("SITEGEN_LONG_TESTS"))
FILLER = "\n\n".join(f"Paragraph {number} of many." for number in range(60))

#: Texts of the overlay with less contrast than 4.5 : 1; axe-core cannot tell of what lies over it.
FAINT = """() => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const parts = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).map((each) => each / 255);
    const linear = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ground = (each) => {
    const colour = getComputedStyle(each).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" ? ground(each.parentElement) : colour;
  };
  const root = document.querySelector("sitegen-preview").shadowRoot;
  const texts = [...root.querySelectorAll(":not(style)")].filter((each) =>
    [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  return texts.map((each) => {
    const levels = [light(getComputedStyle(each).color), light(ground(each))].sort((a, b) => b - a);
    return [each.textContent, (levels[0] + 0.05) / (levels[1] + 0.05)];
  }).filter(([, ratio]) => !(ratio >= 4.5));
}"""


def page_text(text: str, title: str = "Atlas", body: str = FILLER) -> str:
    return f"---\ntitle: {title}\n---\n\n{text}\n\n{body}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        "sitegen.toml": CONFIG,
        "assets/css/own.css": "main { color: rgb(1, 2, 3) }\n",
        "assets/static/plain.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="10"/>',
        "content/index.md": page_text("Welcome to [the atlas](atlas.md).", "Home"),
        "content/atlas.md": page_text("The first text."),
        "content/other.md": page_text("Another page.", "Other"),
        "templates/page.html": '{% extends "theme/page.html" %}{% block after_content %}'
        "<details><summary>More</summary><p>Inside</p></details>"
        '<input id="field" aria-label="Field"><img id="plain" src="/group/plain.svg" alt="">'
        "{% endblock %}",
    }
    folder = tmp_path_factory.mktemp("preview") / "lab"
    write_files(folder, files)
    return folder


@pytest.fixture(scope="module")
def running(site: Path) -> Iterator[Preview]:
    with previewing(site, "--editor", "my://open?f={file}&l={line}") as running:
        settle(site, running)  # its page is there before the first test
        yield running
        assert "Traceback" not in "".join(running.lines)


@pytest.fixture
def preview(site: Path, running: Preview) -> Iterator[Preview]:
    """One preview for all tests; each leaves the site as it was."""
    files = read_sources(site)
    running.forget()
    yield running
    restore(site, files, running)


@pytest.fixture
def atlas(preview: Preview, open_tab: Callable[..., Page]) -> Page:
    return open_tab(preview.url + "atlas/")


def save(site: Path, text: str, name: str = "content/atlas.md") -> None:
    (site / name).write_text(text, encoding="utf-8")


def overlay(page: Page, *texts: str) -> str:
    """Return what lies over a page, once it holds these: two files may come in two builds."""
    box = page.get_by_role("alertdialog")
    box.wait_for()
    for text in texts:
        box = box.filter(has_text=text)
    box.wait_for()
    return box.inner_text()


# --- in place ------------------------------------------------------------------------------------


def test_a_change_leaves_what_the_reader_did(site: Path, atlas: Page) -> None:
    atlas.get_by_text("More").click()
    atlas.locator("#field").fill("typed")
    atlas.locator("#_theme").click()
    atlas.get_by_text("Paragraph 40 of many.").select_text()
    atlas.locator("#field").evaluate("(each) => each.focus({ preventScroll: true })")
    atlas.get_by_text("Paragraph 40 of many.").scroll_into_view_if_needed()
    place = "document.querySelector('main').getElementsByTagName('p')"
    top = f"[...{place}].find((p) => p.textContent === 'Paragraph 40 of many.')"
    before = atlas.evaluate(f"{top}.getBoundingClientRect().top")
    theme = atlas.evaluate("document.documentElement.dataset.theme")

    save(site, page_text("The second text.\n\nAnd one more paragraph."))
    atlas.get_by_text("And one more paragraph.").wait_for(state="attached")

    assert stayed(atlas)
    assert atlas.get_by_text("The first text.").count() == 0
    assert atlas.locator("details[open]").count() == 1
    assert atlas.locator("#field").input_value() == "typed"
    assert atlas.evaluate("document.activeElement.id") == "field"
    assert atlas.evaluate("document.documentElement.dataset.theme") == theme in {"dark", "light"}
    assert atlas.locator("#_theme").is_visible()
    assert atlas.evaluate("scrollY") > 0
    assert abs(atlas.evaluate(f"{top}.getBoundingClientRect().top") - before) < 2
    assert atlas.evaluate("document.title").startswith("Atlas")


def test_a_selection_stays(site: Path, atlas: Page) -> None:
    atlas.get_by_text("The first text.").evaluate(
        "(p) => getSelection().setBaseAndExtent(p.firstChild, 4, p.firstChild, 9)"
    )
    save(site, page_text("The first text, and more of it."))
    atlas.get_by_text("and more of it.").wait_for()
    assert atlas.evaluate("String(getSelection())") == "first"
    assert stayed(atlas)


#: A page that has the first of these needs a script, so it is loaded again.
SCRIPTED = [
    "```python\nprint(1)\n```\n\n> quoted",
    "## New heading\n\nText.\n\n## Another\n\nText.\n\n## And another\n\nText.",
]


@pytest.mark.parametrize(
    "text",
    [
        "A [link](other.md), `code` and **bold**.",
        "- one\n- two\n    - three\n\n1. four",
        "| A | B |\n|---|---|\n| 1 | 2 |",
        "",
        *SCRIPTED,
    ],
)
def test_a_patched_page_is_the_page(
    site: Path, preview: Preview, atlas: Page, open_tab: Callable[..., Page], text: str
) -> None:
    save(site, page_text(text, "Renamed"))
    atlas.get_by_role("heading", name="Renamed").wait_for()
    if text in SCRIPTED:
        atlas = open_tab(preview.url + "atlas/")
    save(site, page_text(f"{text}\n\nThe end.", "Renamed again", FILLER.replace("7", "seven")))
    atlas.get_by_text("The end.").wait_for(state="attached")
    assert stayed(atlas)
    settle(site, preview)  # the build may change once more what was shown before it
    fresh = open_tab(preview.url + "atlas/")
    html = (
        "() => [document.title, document.body.outerHTML, document.querySelector('main').innerText]"
    )
    wait_until(atlas, lambda: bool(atlas.evaluate(html) == fresh.evaluate(html)))
    assert atlas.evaluate(html) == fresh.evaluate(html)


def test_a_stylesheet_is_swapped_without_a_flash(site: Path, preview: Preview, atlas: Page) -> None:
    atlas.evaluate("""() => {
      window.colours = new Set();
      const look = () => {
        window.colours.add(getComputedStyle(document.querySelector("main")).color);
        requestAnimationFrame(look);
      };
      look();
    }""")
    count = "document.querySelectorAll('link[rel=stylesheet]').length"
    before = atlas.evaluate(count)
    asked: list[str] = []
    atlas.on("request", lambda each: asked.append(each.url))
    for number in range(5, 8):
        write_at_once(site, {"assets/css/own.css": f"main {{ color: rgb({number}, 2, 3) }}\n"})
        shown = "getComputedStyle(document.querySelector('main')).color"
        atlas.wait_for_function(f"{shown} === 'rgb({number}, 2, 3)'")
    assert stayed(atlas)
    atlas.wait_for_function(f"{count} === {before}")
    assert set(atlas.evaluate("[...window.colours]")) == {f"rgb({n}, 2, 3)" for n in (1, 5, 6, 7)}
    preview.calm_down()
    atlas.wait_for_timeout(50)
    assert len([url for url in asked if ".css" in url]) == 3  # each once


def test_a_stylesheet_that_comes_too_late_leaves_nothing_behind(site: Path, atlas: Page) -> None:
    """The one that was to be replaced by it has to go all the same."""
    late: list[Route] = []

    def hold_the_first(route: Route) -> None:
        late.append(route)
        if len(late) > 1:
            route.continue_()

    atlas.route(lambda url: "own" in url and url.endswith(".css"), hold_the_first)
    links = "document.querySelectorAll('link[rel=stylesheet]').length"
    before = atlas.evaluate(links)
    write_at_once(site, {"assets/css/own.css": "main { color: rgb(8, 2, 3) }\n"})
    atlas.wait_for_function(f"{links} === {before + 1}")
    write_at_once(site, {"assets/css/own.css": "main { font-style: italic }\n"})
    atlas.wait_for_function(
        "getComputedStyle(document.querySelector('main')).fontStyle === 'italic'"
    )
    atlas.wait_for_function(f"{links} === {before}")
    assert (
        atlas.evaluate("getComputedStyle(document.querySelector('main')).color") != "rgb(1, 2, 3)"
    )
    assert stayed(atlas)
    assert len(late) == 2


def test_a_stylesheet_that_is_on_its_way_out_is_not_asked_for_again(
    site: Path,
    preview: Preview,
    open_tab: Callable[..., Page],
    open_context: Callable[..., BrowserContext],
) -> None:
    """News of an older build comes while the next stylesheet is under way."""
    context = open_context()
    context.add_init_script("""
      const { send } = WebSocket.prototype;
      WebSocket.prototype.send = function (data) { window.socket = this; send.call(this, data); };
    """)
    atlas = open_tab(preview.url + "atlas/", context)
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    atlas.route(lambda url: "own" in url and url.endswith(".css"), hold_the_first)
    links = "document.querySelectorAll('link[rel=stylesheet]').length"
    before = atlas.evaluate(links)
    write_at_once(site, {"assets/css/own.css": "main { color: rgb(9, 2, 3) }\n"})
    atlas.wait_for_function(f"{links} === {before + 1}")
    preview.calm_down()
    old = """[...document.querySelectorAll('link[href*="own"]')][0]"""
    news = f"{{ command: 'update', changed: false, files: [new URL({old}.href).pathname] }}"
    atlas.evaluate(
        f"socket.dispatchEvent(new MessageEvent('message', {{ data: JSON.stringify({news}) }}))"
    )
    held[0].continue_()
    atlas.wait_for_function(f"{links} === {before}")
    assert (
        atlas.evaluate("getComputedStyle(document.querySelector('main')).color") == "rgb(9, 2, 3)"
    )
    assert stayed(atlas)
    assert len(held) == 1


def test_a_picture_under_its_own_name_is_fetched_again(site: Path, atlas: Page) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="321" height="5"/>'
    write_files(site, {"assets/static/plain.svg": svg})
    atlas.wait_for_function("document.getElementById('plain').naturalWidth === 321")
    assert stayed(atlas)


def test_other_tabs_stay_untouched(
    site: Path, preview: Preview, atlas: Page, open_tab: Callable[..., Page]
) -> None:
    other = open_tab(preview.url + "other/")
    second = open_tab(preview.url + "atlas/")
    asked: list[str] = []
    other.on("request", lambda each: asked.append(each.url))
    save(site, page_text("The second text."))
    for tab in (atlas, second):
        tab.get_by_text("The second text.").wait_for()
    other.wait_for_timeout(200)
    assert asked == []
    assert stayed(other)


def test_a_new_script_is_run(site: Path, atlas: Page) -> None:
    write_files(site, {"assets/js/own.js": "document.documentElement.id = 'ran';"})
    template = (site / "templates" / "page.html").read_text(encoding="utf-8")
    script = (
        """{% block head %}<script src="{{ asset("js/own.js") }}" defer></script>{% endblock %}"""
    )
    save(site, template + script, "templates/page.html")
    atlas.wait_for_function("document.documentElement.id === 'ran'")


def test_pages_come_and_go_in_place(
    site: Path, preview: Preview, open_tab: Callable[..., Page]
) -> None:
    page = open_tab(preview.url + "later/")
    page.get_by_role("heading", name="Page not found").wait_for()
    save(site, page_text("It is here.", "Later"), "content/later.md")
    page.get_by_text("It is here.").wait_for()
    (site / "content" / "later.md").unlink()
    page.get_by_role("heading", name="Page not found").wait_for()


def test_what_is_not_published_yet_is_marked(
    site: Path, preview: Preview, open_tab: Callable[..., Page]
) -> None:
    later = "---\ntitle: Later\ndate: 2999-01-01\n---\n\nText.\n"
    save(site, later, "content/later.md")
    preview.wait_for("later.md")
    page = open_tab(preview.url + "later/")
    mark = page.get_by_text("Preview: not published before 2999-01-01")
    mark.wait_for()
    save(site, later.replace("2999", "2001"), "content/later.md")
    mark.wait_for(state="detached")
    save(site, later.replace("date: 2999-01-01", "draft: true"), "content/later.md")
    page.get_by_text("Preview: a draft").wait_for()
    # Also where no byte of the page tells.
    unseen = later.replace("date: 2999-01-01", "publish_date: 2999-02-01\ndate: 2001-01-01")
    save(site, unseen, "content/later.md")
    page.get_by_text("Preview: not published before 2999-02-01").wait_for()
    save(site, later.replace("2999", "2001"), "content/later.md")
    page.get_by_text("Preview:").wait_for(state="detached")
    assert stayed(page)


# --- mistakes ------------------------------------------------------------------------------------


def test_mistakes_lie_over_the_page_that_has_them(
    site: Path, atlas: Page, preview: Preview, open_tab: Callable[..., Page]
) -> None:
    home = open_tab(preview.url)
    write_files(
        site,
        {
            "content/atlas.md": page_text("A [bad link](nowhere.md)."),
            "content/other.md": "---\ntitle: Other\ntagz: [x]\ndraft: maybe\n---\n\nText.\n",
            "content/index.md": page_text("Welcome, all of you.", "Home"),
        },
    )
    # A good page is shown, and only says that others have mistakes.
    home.get_by_text("Welcome, all of you.").wait_for()
    button = home.get_by_role("button", name="2 errors")
    button.wait_for()
    assert home.get_by_role("alertdialog").count() == 0
    button.click()
    overlay(home, "The mistakes are elsewhere.")
    text = overlay(atlas, "2 errors", "content/atlas.md:5", "content/other.md:4")
    assert "nowhere.md" in text
    assert "draft: maybe" in text
    assert text.index("nowhere.md") < text.index("On other pages:") < text.index("draft: maybe")
    atlas.get_by_text("A bad link.").wait_for()
    link = atlas.get_by_role("alertdialog").get_by_role("link", name="content/atlas.md:5")
    assert link.get_attribute("href") == f"my://open?f={site}/content/atlas.md&l=5"

    save(site, page_text("Mended."))
    atlas.wait_for_function(
        "!document.querySelector('sitegen-preview')?.shadowRoot.textContent.includes('nowhere')"
    )
    atlas.get_by_role("button", name="1 error").wait_for()
    save(site, page_text("Other.", "Other"), "content/other.md")
    atlas.get_by_text("Mended.").wait_for()
    atlas.get_by_role("alertdialog").wait_for(state="detached")
    atlas.locator("sitegen-preview").wait_for(state="detached")
    assert stayed(atlas)


def test_escape_hides_them_and_the_focus_goes_back(site: Path, atlas: Page) -> None:
    atlas.locator("#field").focus()
    save(site, "---\ntitle: [\n---\n")
    overlay(atlas)
    assert atlas.evaluate("document.activeElement.localName") == "sitegen-preview"
    atlas.keyboard.press("Escape")
    atlas.get_by_role("alertdialog").wait_for(state="detached")
    assert atlas.evaluate("document.activeElement.id") == "field"
    atlas.get_by_role("button", name="1 error").click()
    overlay(atlas)
    save(site, page_text("Mended."))
    atlas.get_by_text("Mended.").wait_for()
    atlas.locator("sitegen-preview").wait_for(state="detached")


def test_they_show_on_a_page_that_is_opened_later_and_on_one_that_is_not_there(
    site: Path, preview: Preview, open_tab: Callable[..., Page]
) -> None:
    save(site, "---\ntitle: [\n---\n", "content/later.md")
    preview.wait_for("1 error")
    page = open_tab(preview.url + "later/")
    overlay(page, "content/later.md")
    save(site, page_text("It is here.", "Later"), "content/later.md")
    page.get_by_text("It is here.").wait_for()
    page.get_by_role("alertdialog").wait_for(state="detached")


def test_a_broken_configuration_at_the_start(tmp_path: Path, open_tab: Callable[..., Page]) -> None:
    site = tmp_path
    write_files(site, {"content/index.md": page_text("Welcome.", "Home")})
    save(site, "title = [", "sitegen.toml")
    with previewing(site) as running:
        page = open_tab(running.url)
        overlay(page, "sitegen.toml")
        save(site, CONFIG.partition("[")[0], "sitegen.toml")
        page.get_by_role("alertdialog").wait_for(state="detached")
        assert "/group/" in running.wait_for("Serving at")
        page.goto(running.url + "group/")
        page.get_by_text("Welcome.").wait_for()


def test_a_lost_content_folder(site: Path, preview: Preview, atlas: Page) -> None:
    shutil.move(site / "content", site / "away")
    assert "content/ is not there" in preview.wait_for("content/ is")
    overlay(atlas, "content/ is not there")
    assert preview.ask("/group/atlas/").status == 200
    shutil.move(site / "away", site / "content")
    atlas.get_by_role("alertdialog").wait_for(state="detached")
    save(site, page_text("It is back."))
    atlas.get_by_text("It is back.").wait_for()
    assert stayed(atlas)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_overlay_is_readable(
    site: Path, preview: Preview, open_tab: Callable[..., Page], scheme: str
) -> None:
    page = open_tab(preview.url + "atlas/", color_scheme=scheme)
    save(site, "---\ntitle: [\n---\n")
    box = page.get_by_role("alertdialog", name="1 error")
    box.wait_for()
    levels = box.evaluate("""(box) => {
      const context = document.createElement("canvas").getContext("2d");
      const levels = (colour) => {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        return context.getImageData(0, 0, 1, 1).data[1];
      };
      const style = getComputedStyle(box);
      return [levels(style.color), levels(style.backgroundColor)];
    }""")
    text, ground = levels
    assert (text < 60 and ground > 240) if scheme == "light" else (text > 220 and ground < 40)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_overlay(
    site: Path, preview: Preview, open_tab: Callable[..., Page], scheme: str, axe: str
) -> None:
    """Nor in the button that is left of it."""
    write_files(site, {"assets/css/own.css": "main { orphans: 3 }\n"})  # no colour for one scheme
    preview.wait_for("own.css")
    page = open_tab(preview.url + "atlas/", color_scheme=scheme)
    write_files(
        site,
        {
            "content/atlas.md": page_text("A [bad link](nowhere.md) and ![](no.png)."),
            "content/other.md": "---\ntitle: Other\ntagz: [x]\ndraft: maybe\n---\n\nText.\n",
        },
    )
    overlay(page, "content/atlas.md:5", "content/other.md:4")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page, axe) == []
        assert page.evaluate(FAINT) == []
    page.keyboard.press("Escape")
    page.get_by_role("alertdialog").wait_for(state="detached")
    button = page.get_by_role("button", name="errors")
    button.wait_for()
    assert violations(page, axe) == []
    assert page.evaluate(FAINT) == []
    button.click()
    box = page.get_by_role("alertdialog")
    box.evaluate("(box) => { box.style.color = '#888'; box.append(new Image()); }")
    assert "image-alt" in " ".join(violations(page, axe)), "axe does not look into it"
    assert page.evaluate(FAINT) != []


# --- from the page to its source -----------------------------------------------------------------


def test_alt_and_a_click_opens_the_source(site: Path, atlas: Page) -> None:
    atlas.evaluate("""() => {
      window.opened = [];
      document.addEventListener("sitegen:open", (event) => {
        event.preventDefault();
        window.opened.push(event.detail.address);
      });
    }""")
    atlas.get_by_text("Paragraph 3 of many.").click(modifiers=["Alt"])
    atlas.wait_for_function("window.opened.length === 1")
    assert atlas.evaluate("window.opened") == [f"my://open?f={site}/content/atlas.md&l=13"]
    atlas.get_by_text("Paragraph 4 of many.").click()
    atlas.wait_for_timeout(100)
    assert len(atlas.evaluate("window.opened")) == 1


# --- policies, restarts, bursts ------------------------------------------------------------------


POLICIES = [
    "default-src 'self'",
    "default-src 'none'; style-src 'self'; img-src 'self'",
    "default-src 'self'; connect-src 'none'; script-src 'strict-dynamic' 'nonce-abc'",
    "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
]
#: In a long run, each policy in both places; else each in one, and that with a nonce in both.
PLACED = [
    (policy, where)
    for number, policy in enumerate(POLICIES)
    for place, where in enumerate(("header", "meta"))
    if LONG or number % 2 == place or "nonce" in policy
]


@pytest.mark.parametrize(("policy", "where"), PLACED)
def test_a_strict_policy(
    site: Path,
    preview: Preview,
    open_page: Callable[..., Page],
    policy: str,
    where: str,
) -> None:
    if where == "header":
        write_files(site, {"assets/static/_headers": f"/*\n  Content-Security-Policy: {policy}\n"})
    else:
        head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        template = (site / "templates" / "page.html").read_text(encoding="utf-8")
        save(site, f"{template}{{% block head %}}{head}{{% endblock %}}", "templates/page.html")
    save(site, page_text("With a policy."))
    preview.wait_until_served(f"{urlsplit(preview.url).path}atlas/", "With a policy.")
    page = open_page(fresh=True)
    heard: list[str] = []
    page.on("console", lambda each: heard.append(each.text))
    go_and_hear(page, preview.url + "atlas/")
    page.wait_for_timeout(150)
    page.evaluate(COUNT)
    save(site, page_text("The second text."))
    page.get_by_text("The second text.").wait_for()
    save(site, "---\ntitle: [\n---\n")
    overlay(page, "content/atlas.md")
    assert stayed(page)
    ours = [each for each in heard if "-sitegen" in each and "theme-switch" not in each]
    assert ours == []


def test_it_is_there_again_after_a_restart(tmp_path: Path, open_tab: Callable[..., Page]) -> None:
    site = tmp_path
    files = {"sitegen.toml": CONFIG.partition("[")[0], "content/atlas.md": page_text("At first.")}
    write_files(site, files)
    port = find_port()
    with previewing(site, "--port", port) as first:
        page = open_tab(first.url + "atlas/")
        assert first.interrupt() == 0
    save(site, page_text("While nobody looked."))
    with previewing(site, "--port", port) as second:
        page.get_by_text("While nobody looked.").wait_for()
        assert stayed(page)
        save(site, page_text("And then."))
        page.get_by_text("And then.").wait_for()
        assert "1 page" in second.wait_for("atlas.md")


@pytest.mark.parametrize(
    "pause", [0.2, *(pytest.param(each, marks=pytest.mark.limits) for each in (1, 2.5))]
)
def test_the_last_of_two_saves_is_shown(site: Path, atlas: Page, pause: float) -> None:
    for number in range(50 if LONG else 3 if pause < 1 else 1):
        save(site, page_text(f"Almost {number}."))
        time.sleep(pause)
        save(site, page_text(f"There {number}."))
        atlas.get_by_text(f"There {number}.").wait_for()


@pytest.mark.parametrize("name", most_with_limits(EDITORS, "vim", "vscode"))
def test_one_save_is_one_build_and_one_change(
    site: Path, preview: Preview, atlas: Page, name: str
) -> None:
    count = 50 if LONG else 3
    quick = 0
    for number in range(10 * count):
        seen, patches = len(preview.lines), atlas.evaluate("window.patches")
        start = time.monotonic()
        EDITORS[name](site / "content" / "atlas.md", page_text(f"Saved {number}."))
        took = time.monotonic() - start
        atlas.get_by_text(f"Saved {number}.").wait_for()
        preview.wait_for("atlas.md → ")  # what is shown first is built afterwards
        settle(site, preview)
        if took > QUICK:
            continue
        quick += 1
        built = [line.split(" in ")[0] for line in preview.lines[seen:]]
        assert [line for line in built if "stamp.md" not in line] == ["atlas.md → 1 page"]
        assert atlas.evaluate("window.patches") == patches + 1
        if quick == count:
            break
    assert quick == count
    assert stayed(atlas)
