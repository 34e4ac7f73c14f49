"""After an edit, a tab shows what a fresh load would show, whatever scripts have done to it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from support.pictures import picture
from support.previewing import (
    COUNT,
    Preview,
    go_and_hear,
    previewing,
    stayed,
    wait_until,
)
from support.saving import write_at_once
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import APIResponse, Page, Route

pytestmark = pytest.mark.browser

#: A page of a template of its own, as short as can be.
WHOLE = (
    '<!DOCTYPE html>\n<html lang="en"><head><title>T</title>{}</head>\n<body>\n{}\n</body></html>'
)
THREE = "<p>One a.</p>\n<p>Two b.</p>\n<p>Three c.</p>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("patching") / "site"
    shown = dict.fromkeys(("a.webm", "b.webm", "film.webm"), b"")
    shown |= {"a.avif": picture("AVIF"), "b.avif": picture("AVIF"), "x.png": picture()}
    static = {f"assets/static/{name}": data for name, data in shown.items()}
    write_files(folder, {"sitegen.toml": CONFIG, "content/index.md": "# Home\n", **static})
    return folder


@pytest.fixture(scope="module")
def preview(site: Path) -> Iterator[Preview]:
    with previewing(site) as running:
        yield running
        assert "Traceback" not in "".join(running.lines)


class Shown:
    """A page, made by a template that nothing else uses, and a tab that shows it."""

    number = 0

    def __init__(self, site: Path, preview: Preview, open_tab: Callable[..., Page]) -> None:
        self._open_tab = open_tab
        self._site = site
        self._preview = preview

    def __call__(self, body: str, head: str = "") -> Page:
        Shown.number += 1
        self._name = f"page{Shown.number}"
        front = f"---\ntitle: T\ntemplate: {self._name}\n---\n"
        self.save(body, head)
        write_at_once(self._site, {f"content/{self._name}.md": front})
        self._preview.wait_until_served(f"/{self._name}/", 'data-page="')
        self.tab = self._open_tab(f"{self._preview.url}{self._name}/")
        return self.tab

    def save(self, body: str, head: str = "") -> None:
        """Write it anew, beside the site's other files."""
        write_at_once(self._site, {f"templates/{self._name}.html": WHOLE.format(head, body)})

    def edit(self, body: str, head: str = "") -> None:
        """Write it anew, and wait until the tab shows it."""
        digest = self._digest()
        self.save(body, head)
        end = time.monotonic() + 60
        while self._digest() == digest:
            assert time.monotonic() < end, "".join(self._preview.lines)
            time.sleep(0.03)
        self.tab.wait_for_function("window.patches > 0 || !window.stayed")
        self.tab.wait_for_load_state()

    def _digest(self) -> bytes:
        body = self._preview.ask(f"/{self._name}/").body
        return body.partition(b'data-page="')[2].partition(b'"')[0]

    def texts(self, selector: str = "p") -> list[str]:
        """What stands in these elements."""
        return self.tab.locator(selector).all_inner_texts()


@pytest.fixture
def shown(site: Path, preview: Preview, open_tab: Callable[..., Page]) -> Shown:
    """Show pages."""
    return Shown(site, preview, open_tab)


# --- beside what other scripts do ----------------------------------------------------------------


ADVERT = """<script defer src="data:text/javascript,
  const advert = document.createElement('p'); advert.textContent = 'Advert';
  document.querySelectorAll('p')[1].before(advert);"></script>"""


def test_what_a_script_has_put_between_is_not_taken_for_the_page(shown: Shown) -> None:
    tab = shown(THREE, ADVERT)
    assert shown.texts() == ["One a.", "Advert", "Two b.", "Three c."]
    for text in ("Two b CHANGED.", "Two again."):
        shown.edit(THREE.replace("Two b.", text), ADVERT)
        assert shown.texts() == ["One a.", "Advert", text, "Three c."]
        tab.evaluate("window.patches = 0")
    assert stayed(tab)


def test_deferred_scripts_make_nothing_doubtful(shown: Shown) -> None:
    """Of two paragraphs that were changed or added, it is known which one the server sent."""
    doubt = ADVERT.replace(
        "advert.text", "document.querySelectorAll('p')[1].append('!');advert.text"
    )
    tab = shown(THREE, doubt)
    assert shown.texts() == ["One a.", "Advert", "Two b.!", "Three c."]
    shown.edit(THREE.replace("One a.", "One more."), doubt)
    assert shown.texts() == ["One more.", "Advert", "Two b.!", "Three c."]
    assert stayed(tab)
    shown.edit(THREE.replace("Two b.", "Two more."), doubt)
    tab.get_by_text("Two more.").wait_for()
    assert shown.texts() == ["One a.", "Advert", "Two more.!", "Three c."]
    assert stayed(tab)


WRAPPING = """<script defer src="data:text/javascript,
  for (const p of document.querySelectorAll('p')) {
    const box = document.createElement('div'); p.before(box); box.append(p, 'Button');
  }"></script>"""


def test_what_a_script_wraps_comes_and_goes(shown: Shown) -> None:
    tab = shown(THREE, WRAPPING)
    for text in ("<h2>New</h2>\n" + THREE, THREE.replace("Two b.", "Two."), "<p>Three c.</p>"):
        shown.edit(text, WRAPPING)
        assert tab.locator("div > p").count() == text.count("<p>")
        assert tab.locator("div").count() == text.count("<p>")
        assert tab.locator("h2").count() == text.count("<h2>")
        tab.evaluate("window.patches = 0")
    assert stayed(tab)


def test_a_page_is_loaded_again_where_a_script_makes_it_doubtful(shown: Shown) -> None:
    """Of several paragraphs in one box, nobody knows which belong into it."""
    boxing = ADVERT.replace("document.querySelectorAll('p')[1].before(advert)", "advert.remove()")
    boxing = boxing.replace(
        "advert.remove()",
        "const box = document.createElement('div');"
        "document.body.prepend(box); box.append(...document.querySelectorAll('p'))",
    )
    tab = shown(THREE, boxing)
    shown.edit(THREE + "\n<p>Four.</p>", boxing)
    tab.get_by_text("Four.").wait_for()
    assert tab.locator("div > p").count() == 4
    assert not stayed(tab)


@pytest.mark.parametrize(
    ("script", "edited"),
    [
        (
            "document.querySelector('p').before(document.createElement('p'))",
            "<p>New.</p>\n" + THREE,
        ),
        ("document.querySelector('p').textContent = 'Mine'", THREE.replace("One a.", "Yours")),
        ("document.querySelector('p').remove()", THREE.replace("One a.", "Yours")),
        ("document.body.prepend(document.querySelectorAll('p')[1])", "<p>New.</p>\n" + THREE),
        ("document.body.className = 'has-scripts'", THREE),
    ],
)
def test_an_edit_under_the_hands_of_a_script(shown: Shown, script: str, edited: str) -> None:
    head = f'<script defer src="data:text/javascript,{script}"></script>'
    tab = shown(THREE, head)
    if edited == THREE:
        edited = '</body><body class="wide">' + THREE
    shown.edit(edited, head)
    tab.wait_for_timeout(50)
    shown_html = tab.evaluate("document.body.outerHTML")
    tab.reload()
    assert shown_html == tab.evaluate("document.body.outerHTML")


# --- what a fresh load would show ----------------------------------------------------------------


def test_the_theme_switch_comes_and_goes(
    site: Path, preview: Preview, open_tab: Callable[..., Page]
) -> None:
    template = '{{% extends "theme/page.html" %}}{{% block header %}}{}{{% endblock %}}'
    write_files(
        site,
        {
            "content/themed.md": "---\ntitle: Themed\ntemplate: themed\n---\n",
            "templates/themed.html": template.format(""),
        },
    )
    preview.wait_for("themed")
    tab = open_tab(preview.url + "themed/")
    for scheme in ("dark", "light"):
        write_files(site, {"templates/themed.html": template.format("{{ super() }}")})
        tab.locator("#_theme").click()
        assert tab.evaluate("document.documentElement.dataset.theme") == scheme
        assert tab.locator("#_theme").get_attribute("aria-label") == f"Theme: {scheme}"
        write_files(site, {"templates/themed.html": template.format("")})
        tab.locator("#_theme").wait_for(state="detached")
    assert stayed(tab)


def test_an_edit_before_the_tab_has_fetched_the_page_as_it_was_sent(
    shown: Shown, open_page: Callable[..., Page]
) -> None:
    shown(THREE)
    page = open_page()
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if route.request.resource_type == "xhr" and not held:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    page.route("**", hold)
    go_and_hear(page, shown.tab.url)
    page.wait_for_function("document.readyState === 'complete'")
    wait_until(page, lambda: bool(held))
    assert held
    page.evaluate(COUNT)
    shown.edit(THREE.replace("One a.", "One more."))
    page.wait_for_timeout(50)
    held[0][0].fulfill(response=held[0][1])
    page.get_by_text("One more.").wait_for()
    assert stayed(page)


RED = "<noscript><style>body { background: rgb(255, 0, 0) }</style></noscript>"


@pytest.mark.parametrize("noscript", [RED, f"<div><section>{RED}</section></div>"])
@pytest.mark.parametrize("place", ["head", "body"])
def test_what_is_for_pages_without_scripts_takes_no_effect(
    shown: Shown, noscript: str, place: str
) -> None:
    noscript = RED if place == "head" else noscript
    body = THREE.replace("One a.", "One more.")
    tab = shown(THREE)
    for colour in ("255, 0, 0", "254, 0, 0"):
        added = noscript.replace("255, 0, 0", colour)
        shown.edit(*((body, added) if place == "head" else (body + added, "")))
        ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == "rgba(0, 0, 0, 0)"
        assert colour in tab.evaluate("document.querySelector('noscript').textContent")
        tab.evaluate("window.patches = 0")
    assert stayed(tab)


def test_a_head_that_ends_early_where_no_scripts_run(shown: Shown) -> None:
    """There, an image is no part of a head, so what follows is in the body."""
    pixel = '<noscript><img src="x.png" alt=""></noscript>'
    tab = shown(THREE, pixel)
    shown.edit(THREE, pixel + '<link rel="author" href="/me">')
    assert tab.locator("head > link[rel=author]").count() == 1
    assert tab.locator("img").count() == 0
    assert not stayed(tab)


FILM = '<video><source src="/a.webm" type="video/webm"></video>'
SOUND = '<audio src="/a.ogg"></audio>'
TRACK = '<video src="/film.webm"><track default src="/a.vtt"></video>'
PICTURE = '<picture><source srcset="/a.avif"><img src="/film.webm" alt=""></picture>'


@pytest.mark.parametrize("shows", [FILM, FILM.replace("video", "audio"), SOUND, TRACK, PICTURE])
def test_another_source_is_asked_for(shown: Shown, shows: str) -> None:
    tab = shown(THREE + shows)
    with tab.expect_request(lambda each: "/b." in each.url):
        shown.edit(THREE.replace("One a.", "One more.") + shows.replace("/a.", "/b."))
    asked: list[str] = []
    tab.on("request", lambda each: asked.append(each.url))
    tab.evaluate("window.patches = 0")
    shown.edit(THREE + shows.replace("/a.", "/b.").replace("<source", "<source class='x'"))
    assert [each for each in asked if "film" in each or "/a." in each] == []
    assert stayed(tab)


# --- long pages ----------------------------------------------------------------------------------


def test_little_is_done_to_a_long_page(shown: Shown) -> None:
    """Wherever it is edited, and also where it becomes longer."""
    texts = [f"Paragraph {number}." for number in range(2000)]
    tab = shown("\n".join(f"<p>{text}</p>" for text in texts))
    tab.evaluate("""() => {
      window.changes = 0;
      const watcher = new MutationObserver((records) => { window.changes += records.length; });
      const all = { subtree: true, childList: true, characterData: true, attributes: true };
      watcher.observe(document.body, all);
    }""")
    texts[3], texts[1990] = "Three.", "Another."
    shown.edit("\n".join(f"<p>{text}</p>" for text in texts))
    assert shown.texts() == texts
    assert tab.evaluate("window.changes") == 2
    tab.evaluate("window.patches = window.changes = 0")
    texts[3:5], texts[1990:1990] = [], ["One more.", "And more.", "And another."]
    shown.edit("\n".join(f"<p>{text}</p>" for text in texts))
    assert shown.texts() == texts
    assert tab.evaluate("window.changes") < 20
    assert stayed(tab)


# --- what the reader does ------------------------------------------------------------------------

FORM = """<div dir="rtl" style="width: 9000px">{}<p>Say {} <input value="so"> and <b>who</b>
<textarea>are</textarea> <select><option>one</option><option>two</option></select>
<input type="checkbox"></p></div>"""


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_form_that_is_filled_in_while_its_paragraph_changes(shown: Shown, direction: str) -> None:
    form = FORM.replace("rtl", direction)
    head = f"<style>html {{ direction: {direction} }}</style>"
    tab = shown(form.format("", "first"), head)
    tab.locator("input").first.fill("typed")
    tab.locator("textarea").fill("written")
    tab.locator("select").select_option("two")
    tab.locator("[type=checkbox]").check()
    tab.locator("input").first.focus()
    tab.evaluate("document.activeElement.setSelectionRange(1, 3)")
    tab.evaluate("(across) => scrollTo(across, 0)", 50 if direction == "ltr" else -50)
    across = tab.evaluate("scrollX")
    edited = form.format("<p>A new one.</p>", "second").replace("<b>", "or <b>")
    shown.edit(edited, head)
    tab.keyboard.type("!")
    assert tab.locator("input").first.input_value() == "t!ed"
    assert tab.locator("textarea").input_value() == "written"
    assert tab.locator("select").input_value() == "two"
    assert tab.locator("[type=checkbox]").is_checked()
    assert tab.evaluate("scrollX") == across != 0
    assert stayed(tab)
