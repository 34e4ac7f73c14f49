"""The theme with long names, long words, wide tables, many pages, and in other directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from support.axe import violations
from support.pictures import picture
from support.serving import serving
from support.sites import CONFIG, read_tree
from support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from support.sites import MakeSite

pytestmark = pytest.mark.browser

WORD = "Untersuchungsprotokollverantwortlichkeitsnachweisverfahren"
ENTRIES = (
    "Research",
    "People",
    "News",
    "Publications",
    "Teaching",
    "Open positions",
    "Collaborations",
    "Software",
    "Contact",
    "Imprint",
)
TITLE = "Institut für Bildgebungswissenschaften und Magnetresonanzverfahren"
TEXT = f"""---
title: Long {WORD}
tags: [{WORD * 2}, MRI]
---
## Tasks

- [x] A task whose description goes on for so long that it needs a second line on a small screen

## Tables

| Region | Points | Error of one point | Error of the mean | Costs in all |
|:--|--:|--:|--:|--:|
| Trochlea | 3 400 | 0.21 mm | 0.03 mm | 12 500 € |

| A | B |
|---|---|
| x | y |

## Code

```
short
```

```
a line of code that has room on a wide screen
```
"""
ARABIC = """---
title: قياس سماكة الغضروف
language: ar
---
نقيس سماكة الغضروف.[^1] الشيفرة `x = 1` تبقى كما هي.

- ركبة
    - رباط

| المنطقة | الخطأ |
|---|---|
| البكرة | 3 |

```
x = 1
```

[^1]: خلال نصف ساعة.
"""
FILES: dict[str, str | bytes] = {
    **{
        f"content/{number}.md": f"---\ntitle: {name}\nmenu: {{main: {{weight: {number}}}}}\n---\n"
        for number, name in enumerate(ENTRIES)
    },
    "content/long.md": TEXT,
    "content/arabic.md": ARABIC,
    "content/news/a.md": f"---\ntitle: {WORD * 2}\ndate: 2026-03-02\n---\n{WORD * 2} {WORD}\n",
    "content/book/index.md": "---\ntitle: Book\nnav: sidebar\n---\n## A\n\n## B\n\n## C\n",
    "content/book/part/x.md": "---\ntitle: First step\n---\nText.\n\n## A\n\n## B\n\n## C\n",
    "content/book/part/y.md": "---\ntitle: Second step\n---\nText.\n",
    **{
        f"content/people/{name}.md": (
            f"---\ntitle: {name}\nfeatured_image: {name}.png\nfeatured_image_alt: A person\n---\n"
        )
        for name in ("ada", "bo")
    },
    **{f"content/people/{name}.png": picture(size=(60, 80)) for name in ("ada", "bo")},
}


@pytest.fixture
def address(make_site: MakeSite) -> Iterator[str]:
    site = make_site(FILES, CONFIG.replace('"Test Lab"', f'"{TITLE}"'))
    site.output.mkdir()
    with serving(site.output) as served:
        site.build(base_url=served.url)
        yield served.url


def box(page: Page, selector: str) -> dict[str, Any]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None, selector
    return dict(found)


def test_no_menu_covers_the_name_of_the_site(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(address)
    for width in (320, 390, 768, 900, 1024, 1150, 1300, 1440, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        name = page.evaluate(
            """() => {
                const range = document.createRange();
                range.selectNodeContents(document.querySelector(".brand span"));
                const {left, right, top, bottom} = range.getBoundingClientRect();
                return {left, right, top, bottom};
            }"""
        )
        others = page.locator(".menu a:visible, .menu-button:visible, .theme-switch").all()
        for other in others:
            its = other.bounding_box()
            assert its is not None
            beside = its["x"] >= name["right"] or its["x"] + its["width"] <= name["left"]
            below = its["y"] >= name["bottom"] or its["y"] + its["height"] <= name["top"]
            assert beside or below, (width, other.inner_text())
        button = page.locator(".menu-button")
        assert not button.is_visible() or box(page, ".menu-button")["height"] < 50


@pytest.mark.parametrize(
    "path", ["long/", "news/", "news/a/", "arabic/", "book/part/x/", "people/"]
)
def test_nothing_is_wider_than_the_screen(
    path: str, address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(address + path)
    for width in (320, 390, 768, 1150, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_keyboard_stops_at_what_scrolls(address: str, open_page: Callable[..., Page]) -> None:
    count = "document.querySelectorAll('main [tabindex]').length"
    page = open_page(address + "long/", 320)
    page.wait_for_function(f"{count} === 2")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.wait_for_function(f"{count} === 0")
    assert page.locator("main [role=region]").count() == 0
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function(f"{count} === 2")
    assert page.locator("main [role=region]").get_attribute("aria-label") == "Table"
    still = open_page(address + "long/", 1440, java_script_enabled=False)
    assert still.locator("main [tabindex]").count() == 2, "without a script, what may scroll"


def test_numbers_keep_their_units_and_tasks_hang(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(address + "long/", 390)
    cell = page.get_by_text("0.21 mm")
    assert cell.bounding_box()["height"] < 45  # type: ignore[index]
    lefts = page.locator(".task-list-item label").evaluate(
        """(label) => {
            const range = document.createRange();
            range.selectNodeContents(label.lastChild);
            return [...range.getClientRects()].map((each) => each.left);
        }"""
    )
    assert len(lefts) > 1
    assert max(lefts) - min(lefts) < 6


def test_right_to_left(address: str, axe: str, open_page: Callable[..., Page]) -> None:
    page = open_page(address + "arabic/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator(".brand span").get_attribute("dir") == "ltr"
    list_item = page.locator(".prose li").first
    right = list_item.evaluate("(each) => getComputedStyle(each.parentElement).paddingRight")
    assert float(right.removesuffix("px")) > 20
    assert page.locator(".prose pre").evaluate("(e) => getComputedStyle(e).direction") == "ltr"
    assert violations(page, axe) == []
    page.goto(address + "long/")
    assert page.locator("html").get_attribute("dir") is None


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("ar", 390, "light"), ("he", 1440, "dark"), ("fa", 1440, "light"), ("ur", 390, "dark")],
)
def test_sites_from_right_to_left(
    language: str,
    width: int,
    scheme: str,
    make_site: MakeSite,
    axe: str,
    open_page: Callable[..., Page],
) -> None:
    files = read_tree(ROOT / "tests" / "sites" / "right-to-left" / language)
    site = make_site(files, files.pop("sitegen.toml").decode())
    site.output.mkdir()
    with serving(site.output) as served:
        site.build_well(base_url=served.url)
        page = open_page(served.url + "research/measure/", width, color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert violations(page, axe) == []
        # Where the first and the last character of a number stand.
        left, right = page.get_by_text("3 400").evaluate(
            """(cell) => [0, 4].map((at) => {
                const range = document.createRange();
                range.setStart(cell.firstChild, at);
                range.setEnd(cell.firstChild, at + 1);
                return range.getBoundingClientRect().left;
            })"""
        )
        assert left < right, "numbers run from left to right"
        pre = page.locator(".prose pre")
        assert pre.evaluate("(each) => getComputedStyle(each).direction") == "ltr"
        title = page.locator("h1").evaluate("(each) => getComputedStyle(each).letterSpacing")
        assert language == "he" or title in {"0px", "normal"}, "letters that join"
        page.locator(".gallery a").first.click()
        arrow = page.locator(".lightbox-next")
        assert box(page, ".lightbox-next")["x"] < width / 2
        mirrored = arrow.evaluate("(each) => getComputedStyle(each).scale !== 'none'")
        assert not mirrored, "the browser has already mirrored the arrow"


@pytest.mark.parametrize("width", [390, 1440])
def test_a_book(width: int, address: str, axe: str, open_page: Callable[..., Page]) -> None:
    page = open_page(address + "book/part/x/", width)
    sidebar = page.locator("#_sidebar")
    if width < 1000:
        assert not sidebar.is_visible()
        page.locator(".sidebar-button").click()
    assert sidebar.is_visible()
    assert violations(page, axe) == []
    assert sidebar.locator("[aria-current]").all_inner_texts() == ["First step"]
    sidebar.get_by_role("link", name="Second step").click()
    page.wait_for_url("**/book/part/y/")
    assert page.locator(".neighbour-previous").get_attribute("href") == "/book/part/x/"


def test_a_book_without_scripts(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(address + "book/", 390, java_script_enabled=False)
    page.locator(".sidebar-button").click()
    sidebar = page.locator("#_sidebar")
    assert not sidebar.get_by_role("link", name="Second step").is_visible()
    sidebar.locator("summary").click(position={"x": 4, "y": 12})
    assert sidebar.get_by_role("link", name="Second step").is_visible()


def test_a_section_has_a_table_of_contents(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(address + "book/")
    assert page.locator(".toc-inline, .toc").first.is_visible()


def test_people_are_not_cut(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(address + "people/")
    image = box(page, ".portrait img")
    assert image["width"] / image["height"] == pytest.approx(0.8, abs=0.02)


def test_the_text_of_a_picture_that_did_not_come(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(address)
    page.route("**/*.png", lambda route: route.abort())
    page.route("**/*.avif", lambda route: route.abort())
    page.route("**/*.webp", lambda route: route.abort())
    page.goto(address + "people/ada/")
    shown = page.locator(".portrait img")
    ground = shown.evaluate("(each) => getComputedStyle(each, '::before').backgroundColor")
    assert ground not in {"rgba(0, 0, 0, 0)", "transparent"}


def test_a_picture_of_html_that_did_not_come_changes_nothing_else(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(address + "long/")
    position = page.evaluate(
        """() => {
            const image = new Image();
            document.querySelector('main .prose').append(image);
            return getComputedStyle(image, '::before').position;
        }"""
    )
    assert position == "static", "it has no ground, which would be that of the whole page"


def test_people_without_roles_stand_beside_each_other(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(address + "people/")
    for width in (768, 900, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        first, second = (page.locator(".person-card").nth(n).bounding_box() for n in (0, 1))
        assert first is not None
        assert second is not None
        assert first["y"] == second["y"]


def test_headings_beside_the_text_stand_on_its_first_line(
    make_site: MakeSite, open_page: Callable[..., Page]
) -> None:
    parts = "".join(f"## Heading {name}\n\nA line.\n\nAnother line.\n\n" for name in "ab")
    site = make_site({"content/index.md": f"# Home\n\n{parts}"})
    with serving(site.output) as served:
        site.build(base_url=served.url)
        page = open_page(served.url)
        bottom = """(each) => {
            const mark = document.createElement('span');
            mark.style.display = 'inline-block';
            each.prepend(mark);
            return mark.getBoundingClientRect().bottom;
        }"""
        for number in (0, 1):
            heading = page.locator(".home-content h2").nth(number).evaluate(bottom)
            text = page.locator(".home-content p").nth(2 * number).evaluate(bottom)
            assert heading == pytest.approx(text, abs=1)


def test_headings_are_as_heavy_as_each_other(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(address + "long/")
    weights = page.evaluate(
        "[...document.querySelectorAll('h1, h2')].map((each) => getComputedStyle(each).fontWeight)"
    )
    assert set(weights) == {"600"}
