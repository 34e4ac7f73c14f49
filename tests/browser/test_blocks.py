"""Tabs by pointer and keyboard and without a script; notes in the margin; all blocks under axe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from support.axe import violations
from support.serving import serving
from support.sites import CONFIG
from support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from support.serving import RoutedFiles

pytestmark = pytest.mark.browser

TABS = """# Tabs

::: {.panel-tabset group="language"}
## Python
Snake.

## R {#r-panel}
Letter.
:::

::: {.panel-tabset group="language"}
## R
Second letter.

## Python
Second snake.
:::

Text.[A note.]{.aside}
"""

ROWS = """# Rows

::: {.row}
::: {.col-sm-6}
One.
:::
::: {.col-sm-6}
Two.
:::
:::

::: {.card title="[Code](https://example.com)"}
A card.
:::

{{< contact "mailto:lab@example.org" >}}

Text.[A note that has several lines, and is long.]{.aside} More.[Another note that has
several lines, and is long.]{.aside} End.[The last note, with several lines, and long.]{.aside}
"""


def _examples() -> str:
    """Return what the documentation shows of blocks, one after the other."""
    text = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    section = text.partition("\n## Blocks\n")[2].partition("\n## Shortcodes\n")[0]
    return "\n".join(re.findall(r"^```markdown\n(.*?)^```$", section, re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def blocks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoutedFiles]:
    from sitegen import build

    folder: Path = tmp_path_factory.mktemp("blocks")
    (folder / "content").mkdir()
    pages = {"index": "# Home\n", "rows": ROWS, "tabs": TABS, "all": f"# Blocks\n\n{_examples()}"}
    for name, text in pages.items():
        (folder / "content" / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "sitegen.toml").write_text(CONFIG, encoding="utf-8")
    with serving(folder / "out") as served:
        result = build(folder, output=folder / "out", base_url=served.url, jobs=1)
        found = [str(each) for each in result.diagnostics if "duplicate-id" not in str(each)]
        assert not found
        yield served


def _shown(page: Page) -> list[str]:
    return [each.inner_text() for each in page.locator(".tab > p:visible").all()]


def test_tabs(blocks: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(blocks.url + "tabs/")
    first, second = page.get_by_role("tablist").all()
    assert _shown(page) == ["Snake.", "Second letter."]
    second.get_by_role("tab", name="Python").click()
    assert _shown(page) == ["Snake.", "Second snake."]
    tab = first.get_by_role("tab", name="Python")
    assert tab.get_attribute("aria-selected") == "true"
    tab.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "R"
    assert _shown(page) == ["Letter.", "Second letter."]
    page.keyboard.press("Home")
    assert _shown(page) == ["Snake.", "Second snake."]
    page.evaluate("location.hash = 'r-panel'")
    page.locator("#r-panel").wait_for()
    page.emulate_media(media="print")
    assert len(_shown(page)) == 8  # with the titles
    page.emulate_media(media="screen")


def test_tabs_without_a_script(blocks: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(blocks.url + "tabs/", java_script_enabled=False)
    assert _shown(page)[:4] == ["Python", "Snake.", "R", "Letter."]


def test_a_note_in_the_margin(blocks: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(blocks.url + "tabs/")
    text = page.locator(".prose").bounding_box()
    note = page.locator(".margin-note").bounding_box()
    assert text
    assert note
    assert note["x"] > text["x"] + text["width"]
    assert note["x"] + note["width"] < 1440
    page.set_viewport_size({"width": 390, "height": 900})
    note = page.locator(".margin-note").bounding_box()
    assert note
    assert note["x"] + note["width"] < 390


def test_what_follows_the_text_begins_below_its_notes(
    blocks: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(blocks.url + "rows/")
    last = page.locator(".margin-note").last.bounding_box()
    below = page.locator(".neighbours, .site-footer").first.bounding_box()
    assert last
    assert below
    assert last["y"] + last["height"] <= below["y"]


def test_columns_are_below_each_other_on_a_phone(
    blocks: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(blocks.url + "rows/")

    def tops() -> list[float]:
        columns = page.locator(".layout-columns > *")
        return columns.evaluate_all("all => all.map(each => each.getBoundingClientRect().top)")

    assert len({*tops()}) == 1
    page.set_viewport_size({"width": 390, "height": 900})
    assert len({*tops()}) == 2


def test_cards_and_forms_on_paper(blocks: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(blocks.url + "rows/")
    page.emulate_media(media="print")
    place = page.locator(".block-card-title a").evaluate(
        "each => getComputedStyle(each, '::after').position"
    )
    assert place == "static"
    assert page.locator(".contact-form").inner_text().strip() == "lab@example.org"


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_axe(
    width: int, scheme: str, blocks: RoutedFiles, axe: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(blocks.url + "all/", width, color_scheme=scheme)
    for each in page.locator("details").all():
        each.evaluate("each => (each.open = true)")
    assert violations(page, axe) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
