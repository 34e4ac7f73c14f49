"""Previews of what links lead to, by pointer, keyboard and touch, and the contents that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.axe import violations
from support.pictures import picture
from support.serving import serving
from support.sites import CONFIG
from support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Route

    from support.serving import RoutedFiles

pytestmark = pytest.mark.browser

LINE = "A line of text that fills the page.\n\n"
PAGE = f"""# Reading

A claim[^one], [the figure](#_target){{.cross-reference}},
[a table](other.md#method){{.cross-reference}}, [a term](#voxel){{.term}} and
[nothing](#gone-on){{.term}}.

{LINE * 8}
## First

{LINE * 20}
## Second

{LINE * 20}
### Deeper

{LINE * 20}
## Last {{#last}}

Voxel {{#voxel}}
:   The smallest part of a volume.

[^one]: The *note* with [a link](other.md).
"""
TABLE = """# Numbers

See @tbl-coils and @lst-fit.

::: {.sortable}
| Coil | SNR |
|---|---|
| head | 120 |
| knee | 180 |

: Coils {#tbl-coils}
:::

```{.python #lst-fit lst-cap="The fit"}
x = 1
```
"""
OTHER = f"""# Another page

See @tbl-coils.

## Method {{#method}}

How it was done, with [a way on](#more).

![A picture](p.png)

{LINE * 40}
## More {{#more}}
"""


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoutedFiles]:
    """A page with every kind of link that has a preview, below a base path."""
    from sitegen import build

    folder: Path = tmp_path_factory.mktemp("reading")
    text = PAGE.replace("#_target", "#first").replace("#gone-on", "#last")
    (folder / "content").mkdir()
    (folder / "content" / "index.md").write_text("# Home\n", encoding="utf-8")
    (folder / "content" / "a.md").write_text(text, encoding="utf-8")
    (folder / "content" / "numbers.md").write_text(TABLE, encoding="utf-8")
    (folder / "content" / "other.md").write_text(OTHER, encoding="utf-8")
    (folder / "content" / "p.png").write_bytes(picture(size=(300, 200)))
    (folder / "sitegen.toml").write_text(CONFIG, encoding="utf-8")
    with serving(folder / "out", "/lab/") as served:
        result = build(folder, output=folder / "out", base_url=served.url, jobs=1)
        assert not result.diagnostics, [str(each) for each in result.diagnostics]
        yield served


def strictly(route: Route) -> None:
    """Answer with a policy that forbids inline styles and other hosts."""
    response = route.fetch()
    kinds = ("style", "script", "connect", "img")
    policy = "; ".join(["default-src 'none'", *(f"{kind}-src 'self'" for kind in kinds)])
    headers = {**response.headers, "content-security-policy": policy}
    route.fulfill(response=response, headers=headers)


def test_the_pointer(reading: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page()
    problems: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/*", strictly)
    page.goto(reading.url + "a/")
    box, link = page.locator(".preview"), page.locator("a.footnote-ref")
    height = page.evaluate("document.documentElement.scrollHeight")
    link.hover()
    box.wait_for()
    assert box.inner_text().strip() == "The note with a link."
    assert box.locator("[id], .footnote-backref").count() == 0
    assert link.get_attribute("aria-describedby") == box.get_attribute("id")
    assert link.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.documentElement.scrollHeight") == height
    below, above = box.bounding_box(), link.bounding_box()
    assert below is not None
    assert above is not None
    assert 0 <= below["y"] - above["y"] - above["height"] < 16
    assert below["x"] >= 0

    box.hover()  # the pointer may go there
    page.wait_for_timeout(400)
    assert box.is_visible()
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    assert link.get_attribute("aria-describedby") is None

    before = len(asked)
    for _ in range(2):
        page.get_by_role("link", name="a table").hover()
        page.locator(".preview img").wait_for()
        page.mouse.move(0, 0)
        box.wait_for(state="hidden")
    assert asked[before:].count(reading.url + "other/") == 1
    page.get_by_role("link", name="a table").hover()
    box.wait_for()
    assert "How it was done" in box.inner_text()
    assert box.locator(".preview-page").inner_text() == "Another page"
    assert box.get_by_role("link", name="a way on").get_attribute("href") == (
        reading.url + "other/#more"
    )
    size = box.bounding_box()
    assert size is not None
    assert size["y"] >= 0
    assert size["y"] + size["height"] <= 900
    page.get_by_role("link", name="a term").hover()
    box.get_by_text("The smallest part").wait_for()
    assert problems == []


def test_a_preview_is_accessible(
    reading: RoutedFiles, open_page: Callable[..., Page], axe: str
) -> None:
    page = open_page(reading.url + "a/")
    page.locator("a.footnote-ref").hover()
    page.locator(".preview").wait_for()
    assert violations(page, axe) == []


def test_the_keyboard(reading: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(reading.url + "a/")
    box, link = page.locator(".preview"), page.locator("a.footnote-ref")
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    box.wait_for()
    assert link.evaluate("(each) => each === document.activeElement")
    page.keyboard.press("Tab")
    assert box.locator("a").evaluate("(each) => each === document.activeElement")
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    assert link.evaluate("(each) => each === document.activeElement")
    page.keyboard.press("Tab")
    assert page.get_by_role("link", name="the figure").evaluate(
        "(each) => each === document.activeElement"
    )
    box.wait_for()
    assert "First" in box.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/a/#first")
    assert not box.is_visible()


def test_a_preview_has_no_controls(reading: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(reading.url + "numbers/")
    page.locator("th .sort-button").first.wait_for()
    assert page.locator(".referred-to-from").is_visible()
    box = page.locator(".preview")
    for name, text in (("Table", "Coil"), ("Listing", "x = 1")):
        page.get_by_role("link", name=name).hover()
        box.filter(has_text=text).wait_for()
        assert not box.locator("a, button, .referred-to-from").count()


def test_touch(reading: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(reading.url + "a/", 390, has_touch=True)
    box, link = page.locator(".preview"), page.locator("a.footnote-ref")
    link.tap()
    box.wait_for()
    assert page.evaluate("location.hash") == ""
    size = box.bounding_box()
    assert size is not None
    assert size["x"] >= 0
    assert size["x"] + size["width"] <= 390
    page.locator("h1").tap()
    box.wait_for(state="hidden")
    page.get_by_role("link", name="a table").tap()
    page.wait_for_function("document.querySelector('.preview img')?.complete")
    size = box.bounding_box()
    assert size is not None
    assert size["x"] + size["width"] <= 390
    page.locator("h1").tap()
    link.tap()
    box.wait_for()
    link.tap()
    page.wait_for_url("**/a/#fn*")
    box.wait_for(state="hidden")


def test_the_contents_follow(reading: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(reading.url + "a/")
    current = page.locator(".toc [aria-current]")
    page.wait_for_function("document.readyState === 'complete'")
    assert current.count() == 0
    for name, heading in (("Second", "second"), ("Deeper", "deeper"), ("First", "first")):
        page.evaluate("(id) => document.getElementById(id).scrollIntoView()", heading)
        page.locator(".toc [aria-current]", has_text=name).wait_for()
        assert current.all_inner_texts() == [name]
        assert current.get_attribute("aria-current") == "location"
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.locator(".toc [aria-current]", has_text="Last").wait_for()
    page.locator(".toc a", has_text="Last").click()
    page.mouse.wheel(0, -3000)
    page.locator(".toc [aria-current]", has_text="Last").wait_for(state="detached")


@pytest.mark.parametrize(("name", "most"), [("previews.js", 8400), ("toc.js", 3 * 1024)])
def test_the_scripts_are_small(name: str, most: int) -> None:
    file = ROOT / "src" / "sitegen" / "theme" / "assets" / "js" / name
    assert 0 < len(file.read_bytes()) <= 10 * 1024
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    code = "\n".join(line for line in lines if line and not line.startswith("//"))
    assert len(code.encode()) <= most
