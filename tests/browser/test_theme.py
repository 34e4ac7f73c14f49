"""The theme: light and dark, the typography's classes, print, and the stylesheet's size."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from support.demo import KINDS
from support.pictures import opened, picture
from support.serving import serving
from support.sites import CONFIG
from support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from support.serving import RoutedFiles
    from support.sites import MakeSite

pytestmark = pytest.mark.browser


def background(page: Page) -> str:
    found: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return found


def style(page: Page, selector: str, name: str) -> str:
    """Return a computed value of the first element that matches."""
    script = "(each, name) => getComputedStyle(each)[name]"
    found: str = page.locator(selector).first.evaluate(script, name)
    return found


def brightness(colour: str) -> float:
    """Return 0 for black to 1 for white."""
    numbers = [float(each) for each in re.findall(r"[\d.]+", colour)[:3]]
    assert len(numbers) == 3, colour
    return sum(numbers) / 3 / 255


@pytest.mark.parametrize("kind", ["home", "page-with-everything", "section", "not-found"])
def test_the_page_follows_the_system(
    kind: str, demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + KINDS[kind], color_scheme="light")
    assert brightness(background(page)) > 0.9
    assert brightness(style(page, "main", "color")) < 0.3
    page.emulate_media(color_scheme="dark")
    assert brightness(background(page)) < 0.2
    assert brightness(style(page, "main", "color")) > 0.7


@pytest.mark.parametrize(("system", "other"), [("light", "dark"), ("dark", "light")])
def test_the_switch_goes_round_and_lasts(
    system: str, other: str, demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    """From the system's theme to the other, to the same for ever, and back to the system's."""
    page = open_page(demo.url, color_scheme=system)
    switch, root = page.locator("#_theme"), page.locator("html")
    before = background(page)

    def check(theme: str | None) -> None:
        assert root.get_attribute("data-theme") == theme
        label = f"Theme: {theme or 'as the system'}"
        assert (switch.get_attribute("aria-label"), switch.get_attribute("title")) == (label, label)
        assert (background(page) == before) == (theme != other)

    check(None)
    for theme in (other, system, None):
        switch.focus()
        page.keyboard.press("Enter")
        check(theme)
        page.reload()
        check(theme)
    page.emulate_media(color_scheme=other)
    assert background(page) != before
    switch.click()
    assert root.get_attribute("data-theme") == system
    assert background(page) == before


def test_the_chosen_theme_is_there_before_the_first_paint(
    demo: RoutedFiles, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context(color_scheme="light").new_page()
    page.goto(demo.url)
    page.locator("#_theme").click()
    page.add_init_script(
        """new MutationObserver((_, observer) => {
            if (!document.body) return;
            window.themeAtBody = document.documentElement.dataset.theme;
            observer.disconnect();
        }).observe(document, {childList: true, subtree: true});"""
    )
    page.reload()
    assert page.evaluate("themeAtBody") == "dark"


def test_a_choice_reaches_the_other_windows(
    demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url, color_scheme="light")
    other = page.context.new_page()
    other.goto(demo.url + "news/")
    page.locator("#_theme").click()
    other.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert other.locator("#_theme").get_attribute("aria-label") == "Theme: dark"


def test_the_switch_works_where_storage_is_blocked(
    demo: RoutedFiles, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context(color_scheme="light").new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        """Object.defineProperty(window, "localStorage", {
            get() { throw new DOMException("blocked", "SecurityError"); },
        });"""
    )
    page.goto(demo.url)
    page.locator("#_theme").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert errors == []


def test_a_foreign_value_in_storage_does_no_harm(
    demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url, color_scheme="light")
    page.evaluate("localStorage.setItem('sitegen-theme', 'purple')")
    page.reload()
    assert page.locator("html").get_attribute("data-theme") is None
    assert brightness(background(page)) > 0.9


def test_prose_sets_the_text(demo: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(demo.url + KINDS["page-with-everything"])
    names = ("lineHeight", "maxWidth", "fontSize")
    with_class = [style(page, ".prose", name) for name in names]
    paragraph = style(page, ".prose > p:nth-of-type(2)", "marginBlockEnd")
    heading = style(page, ".prose > h2", "fontSize")
    page.evaluate("for (const each of document.querySelectorAll('.prose')) each.className = 'was'")
    without = [style(page, ".was", name) for name in names]
    assert all(one != other for one, other in zip(with_class, without, strict=True))
    assert float(paragraph.removesuffix("px")) > 10
    assert style(page, ".was > p:nth-of-type(2)", "marginBlockEnd") == "0px"
    assert style(page, ".was > h2", "fontSize") != heading


def test_large_prose_begins_at_1024_pixels(
    demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + KINDS["page"], 1023)
    assert style(page, ".prose", "fontSize") == "16px"
    page.set_viewport_size({"width": 1024, "height": 900})
    assert style(page, ".prose", "fontSize") == "18px"
    page.evaluate("document.querySelector('.prose').classList.remove('lg:prose-lg')")
    assert style(page, ".prose", "fontSize") == "16px"


def test_inverted_prose(demo: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(demo.url + KINDS["page"], color_scheme="light")
    assert brightness(style(page, ".prose > p", "color")) < 0.4
    page.evaluate("document.querySelector('.prose').classList.add('prose-invert')")
    assert brightness(style(page, ".prose > p", "color")) > 0.7, "at any time"
    page.evaluate("document.querySelector('.prose').classList.remove('prose-invert')")

    page.emulate_media(color_scheme="dark")
    assert brightness(style(page, ".prose > p", "color")) > 0.7, "by the system"
    assert style(page, ".prose", "colorScheme") == "dark"
    page.evaluate("document.querySelector('.prose').classList.remove('dark:prose-invert')")
    assert style(page, ".prose", "colorScheme") != "dark"


def test_what_is_not_prose_stays_plain(demo: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(demo.url + KINDS["page-with-everything"])
    assert style(page, ".prose > ul", "marginBlockStart") != "0px"
    assert style(page, ".not-prose ul", "marginBlockStart") == "0px"
    assert style(page, ".not-prose li", "paddingInlineStart") == "0px"


def test_the_texts_stay_readable_wide(demo: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(demo.url + KINDS["page"], 2560)
    box = page.locator(".prose > p").first.bounding_box()
    assert box is not None
    assert 400 < box["width"] < 800


@pytest.mark.parametrize("kind", ["page", "page-with-everything", "dated-page", "home"])
def test_print_shows_the_text_alone(
    kind: str, demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + KINDS[kind], color_scheme="dark")
    assert page.locator("#_menu").is_visible()
    page.emulate_media(media="print")
    for selector in ("#_menu", ".menu-button", "#_theme", ".skip-link", ".toc", ".neighbours"):
        assert page.locator(f"{selector}:visible").count() == 0, selector
    assert page.locator("h1").is_visible()
    assert page.locator(".prose").first.is_visible()
    assert background(page) in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert brightness(style(page, ".prose > p", "color")) < 0.4
    assert brightness(style(page, "h1", "color")) < 0.4


def test_paper_has_all_of_the_text_and_numbers(
    make_site: MakeSite, open_page: Callable[..., Page]
) -> None:
    text = (
        "# Paper\n\nSee [the data](https://example.org/data) at https://example.org/bare.[^1]\n\n"
        "- [x] done\n\n"
        '<details markdown="1">\n<summary>More</summary>\n\nFolded text.\n\n</details>\n\n'
        "[^1]: And [the code](https://example.org/code).\n"
    )
    site = make_site({"content/a.md": text, "content/b.md": "# B\n\n" + "Line.\n\n" * 60})
    site.output.mkdir()
    with serving(site.output) as served:
        site.build_well(base_url=served.url)
        page = open_page(served.url + "a/")
        paper = PdfReader(io.BytesIO(page.pdf())).pages
        said = " ".join((paper[0].extract_text()).split())
        page.goto(served.url + "b/")
        long = PdfReader(io.BytesIO(page.pdf())).pages
    for each in (
        "Folded text.",
        "(https://example.org/data)",
        "(https://example.org/code)",
        "1 / 1",
    ):
        assert each in said, said
    for unwanted in ("Skip to content", "Main", "Next", "(https://example.org/bare)"):
        assert unwanted not in said
    assert f"2 / {len(long)}" in long[1].extract_text()


def test_a_curriculum_vitae_prints_as_a_document(
    demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    paper = PdfReader(io.BytesIO(open_page(demo.url + "cv/").pdf(format="A4"))).pages
    assert len(paper) <= 3
    first, said = paper[0].extract_text(), " ".join(each.extract_text() for each in paper)
    assert first.splitlines()[1] == "Prof. Dr. Helene Voßberg", "after the number of the page"
    for part in ("Career", "Education", "Journal article", "Funding", "Supervision"):
        assert part in said
    for unwanted in ("Menu", "Home", "© Lousberg", "(https://"):
        assert unwanted not in said


def test_the_home_page_has_one_line_on_which_texts_begin(
    demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url)
    script = "(each) => each.getBoundingClientRect().left"
    heading, text, title = (
        page.locator(selector).first.evaluate(script)
        for selector in (".home-content h2", ".home-content p", ".publications h3")
    )
    assert heading < text == pytest.approx(title, abs=1)
    page.set_viewport_size({"width": 768, "height": 900})
    ends = [page.locator(f".home-content {name}").first.evaluate(script) for name in ("h2", "p")]
    assert ends[0] == ends[1], "one below the other where there is no room"
    page.goto(demo.url + "projects/")
    first, last = (
        page.locator(".entry-group .card").nth(number).bounding_box() for number in (0, 4)
    )
    assert first is not None
    assert last is not None
    assert last["width"] > 1.9 * first["width"], "no empty place beside the last of five cards"


def test_print_after_a_dark_choice_is_dark_on_white(
    demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + KINDS["page"], color_scheme="light")
    page.locator("#_theme").click()
    page.emulate_media(media="print")
    assert brightness(background(page)) == 1
    assert brightness(style(page, ".prose > p", "color")) < 0.4
    assert brightness(style(page, "h1", "color")) < 0.4
    assert brightness(style(page, ".page-lead", "color")) < 0.5


def test_a_wide_logo_keeps_its_shape_on_a_phone(
    make_site: MakeSite, open_page: Callable[..., Page]
) -> None:
    files = {"content/index.md": "# Home\n", "assets/logo.png": picture(size=(1600, 120))}
    site = make_site(files, CONFIG + '[theme]\nlogo = "logo.png"\n')
    site.output.mkdir()
    with serving(site.output) as served:
        site.build_well(base_url=served.url)
        page = open_page(served.url, 390)
        shot = opened(page.locator(".brand img").screenshot())
    red = shot.convert("RGB").getchannel("G").point(lambda value: 255 * (value < 60)).getbbox()
    assert red is not None
    width, height = red[2] - red[0], red[3] - red[1]
    assert 80 < width < 300
    assert width / height == pytest.approx(1600 / 120, rel=0.15)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("sitegen.css", 25 * 1024),
        ("print.css", 3 * 1024),
        ("sidebar.css", 2 * 1024),
        ("figures.css", 5 * 1024),
        ("written-styles.css", 4 * 1024),
    ],
)
def test_the_stylesheets_are_small(name: str, most: int) -> None:
    folder = ROOT / "src" / "sitegen" / "theme" / "assets" / "css"
    assert name in {file.name for file in folder.iterdir()}
    text = (folder / name).read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    assert 0 < len(re.sub(r" ?([{};,>]) ?", r"\1", text).replace(": ", ":").encode()) <= most


def test_the_script_for_figures_is_small() -> None:
    file = ROOT / "src" / "sitegen" / "theme" / "assets" / "js" / "figures.js"
    text = re.sub(r"^\s*//.*$", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert 0 < len(re.sub(r"\s+", " ", text).encode()) <= 6400
