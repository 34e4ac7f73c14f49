"""Citations and bibliographies: what they show beside the link, where they lead, how they look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.axe import violations
from support.serving import serving
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page

    from support.serving import RoutedFiles

pytestmark = pytest.mark.browser

LINE = "A line of text that fills the page.\n\n"
WORKS = """\
@article{doe2024, author = {Doe, Jane and Roe, Richard}, title = {Knees in motion}, year = 2024,
  journal = {Journal of Knees}, doi = {10.5555/a-very-long-identifier.of-knees.in-motion.2024.7.1}}
@book{poe2020, author = {Poe, Ann}, title = {Ravens}, publisher = {Nest}, year = 2020}
"""
TEXT = f"Thin [@doe2024].\n\n{LINE * 30}Thinner [@doe2024; @poe2020].\n\n{LINE * 30}"
STYLES = {"numbers": "ieee", "years": "apa"}


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoutedFiles]:
    """A site whose pages cite by numbers and by years, and one in a script from right to left."""
    from sitegen import build

    folder = tmp_path_factory.mktemp("cited")
    pages = {
        f"content/{name}.md": f"---\ntitle: Knees\ncsl: {style}\n---\n{TEXT}"
        for name, style in STYLES.items()
    }
    pages["content/arabic.md"] = f"---\ntitle: Knees\nlanguage: ar\ncsl: ieee\n---\n{TEXT}"
    home = {"content/index.md": "# Home\n", "references.bib": WORKS, "sitegen.toml": CONFIG}
    write_files(folder, {**home, **pages})
    with serving(folder / "out", "/lab/") as served:
        result = build(folder, output=folder / "out", base_url=served.url, jobs=1)
        assert not result.diagnostics, [str(each) for each in result.diagnostics]
        yield served


def _box(found: Locator) -> dict[str, float]:
    box = found.bounding_box()
    assert box is not None
    return {**box}


def test_the_entry_is_shown_beside_the_citation(
    cited: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(cited.url + "numbers/")
    box, link = page.locator(".preview"), page.locator("a.citation").first
    page.locator("main").click(position={"x": 1, "y": 1})
    for _ in range(30):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    box.wait_for()
    assert box.inner_text().startswith("[1]")
    assert "Knees in motion" in box.inner_text()
    assert box.locator(".reference-back, [id]").count() == 0
    inside = _box(box.locator(".csl-left-margin"))
    assert inside["x"] >= _box(box)["x"]
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    assert link.evaluate("link => link === document.activeElement")


def test_the_way_there_and_back(cited: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(cited.url + "years/")
    link = page.locator("a.citation").nth(1)
    link.click()
    page.wait_for_url("**#ref-doe2024")
    entry = page.locator("#ref-doe2024")
    ground = "each => getComputedStyle(each).backgroundColor"
    other = page.locator("#ref-poe2020").evaluate(ground)
    assert entry.evaluate(ground) != other
    entry.get_by_role("link", name="Back to citation 2").click()
    page.wait_for_url("**#cite-2")
    assert link.evaluate(ground) != page.locator("a.citation").first.evaluate(ground)
    assert _box(link)["y"] > 60, "lines before the citation are in sight"


@pytest.mark.parametrize("name", ["numbers", "arabic"])
def test_numbers_stand_in_the_margin(
    name: str, cited: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(cited.url + f"{name}/", 390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    entry = page.locator("#ref-doe2024")
    number = _box(entry.locator(".csl-left-margin"))
    back = _box(entry.locator(".reference-back").first)
    whole = _box(entry)
    if name == "arabic":
        assert number["x"] + number["width"] == pytest.approx(whole["x"] + whole["width"], abs=1)
        assert back["x"] + back["width"] < number["x"]
    else:
        assert number["x"] == pytest.approx(whole["x"], abs=1)
        assert back["x"] > number["x"] + number["width"]


def test_paper_has_no_links_back(cited: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(cited.url + "years/")
    page.emulate_media(media="print")
    assert page.locator(".reference-back:visible").count() == 0
    shown = "link => getComputedStyle(link, '::after').content"
    assert page.locator("#ref-doe2024 a[href^=http]").evaluate(shown) == "none"


@pytest.mark.parametrize("name", ["numbers", "arabic"])  # the demo has years and notes
def test_axe_finds_nothing(
    name: str, cited: RoutedFiles, axe: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(cited.url + f"{name}/", 390)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page, axe) == [], scheme
