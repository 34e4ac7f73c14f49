"""Galleries, comparisons and pictures that open: by keyboard, by touch, and without scripts."""

from __future__ import annotations

import io
import os
import re
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageChops, ImageDraw

import sitegen
from support.axe import violations
from support.demo import KINDS
from support.previewing import previewing
from support.serving import RoutedFiles, serving
from support.sites import write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page, Route

pytestmark = pytest.mark.browser

WIDTHS = (390, 768, 1440)
LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
#: Nothing but files of this site, and no style or script in a page.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
PAGE = """# Figures

![Phantoms](photos/){.gallery columns=3}

![Noisy](noisy.png "Before")
![Denoised](clean.png "After"){.compare caption="One scan, twice."}

![A wide map](map.png "The map")

In ![a small one](photos/p1.png){.zoom width=40} a line.
"""
FILES = {
    "sitegen.toml": (
        'title = "Test Lab"\nbase_url = "https://lab.example.org/"\n'
        '[images]\nformats = ["webp"]\nwidths = [300, 1200]\n'
    ),
    "content/index.md": "# Home\n",
    "content/f/index.md": PAGE,
    "content/f/photos/captions.yaml": (
        "p1.png: First\np2.png: {alt: The second, caption: Below it}\np10.png: Last\n"
    ),
    "content/de/index.md": "---\nlanguage: de\n---\n# Bilder\n\n![A](../f/photos/)\n",
}


def drawn(width: int, height: int, colour: str) -> bytes:
    image = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(image).ellipse((width // 4, height // 4, width // 2, height // 2), fill="white")
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def files() -> dict[str, str | bytes]:
    return {
        **FILES,
        "content/f/photos/p1.png": drawn(1200, 800, "navy"),
        "content/f/photos/p2.png": drawn(600, 800, "maroon"),
        "content/f/photos/p10.png": drawn(300, 200, "green"),
        "content/f/noisy.png": drawn(800, 400, "red"),
        "content/f/clean.png": drawn(400, 200, "blue"),
        "content/f/map.png": drawn(1200, 500, "teal"),
    }


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoutedFiles]:
    source = tmp_path_factory.mktemp("figures") / "source"
    write_files(source, files())
    with serving(tmp_path_factory.mktemp("figures-built")) as served:
        result = sitegen.build(source, output=served.folder, base_url=served.url, jobs=1)
        assert [str(each) for each in result.diagnostics] == []
        yield served


@pytest.fixture
def show(figures: RoutedFiles, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Return a function that opens the page of figures."""

    def show_one(width: int = 1440, **options: Any) -> Page:
        return open_page(figures.url + "f/", width, **options)

    return show_one


def opened(page: Page) -> Locator:
    return page.locator("dialog.lightbox[open]")


def shown(page: Page) -> dict[str, Any]:
    """Return what the open box shows."""
    found: dict[str, Any] = (
        opened(page)
        .locator(".lightbox-stage img")
        .evaluate(
            """async (image) => {
            await image.decode();
            return {alt: image.alt, src: image.currentSrc, natural: image.naturalWidth,
                    width: image.clientWidth, height: image.clientHeight};
        }"""
        )
    )
    return found


def focus(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    return found


def box_of(place: Locator) -> dict[str, float]:
    found = place.bounding_box()
    assert found is not None
    return dict(found)


# --- pictures that open ------------------------------------------------------------------------


def test_the_keyboard_leads_through_a_gallery(show: Callable[..., Page]) -> None:
    page = show()
    links = page.locator(".gallery-list .zoom-link")
    assert links.count() == 3
    links.nth(0).focus()
    page.keyboard.press("Enter")
    assert opened(page).count() == 1
    assert opened(page).get_attribute("aria-label") == "Phantoms"
    assert "lightbox-close" in focus(page)
    status, caption = page.locator(".lightbox-status"), page.locator(".lightbox-caption")

    seen = []
    for key in ("", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Home", "End"):
        if key:
            page.keyboard.press(key)
        seen.append(shown(page)["alt"])
    assert seen == ["First", "The second", "Last", "First", "Last", "First", "Last"]
    assert status.inner_text().startswith("Picture 3 of 3")
    assert status.get_attribute("role") == "status"
    assert caption.inner_text() == "Last"
    page.keyboard.press("ArrowLeft")
    assert status.inner_text().startswith("Picture 2 of 3")
    assert caption.inner_text() == "Below it"

    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('.lightbox')")
    assert links.nth(0).evaluate("(each) => each === document.activeElement")
    assert page.url.endswith("/f/")


def test_it_shows_the_largest_file_in_its_best_format(
    figures: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(figures.url + "f/", fresh=True)  # no larger file is in the browser's cache
    link = page.locator(".gallery-list .zoom-link").first
    small = link.locator("img").evaluate("async (i) => (await i.decode(), i.currentSrc)")
    link.click()
    large = shown(page)
    assert large["natural"] == 1200
    assert large["src"].endswith(".webp")
    assert large["src"] != small


def test_tab_stays_in_the_box_and_the_buttons_work(show: Callable[..., Page]) -> None:
    page = show(390)
    page.locator(".gallery-list .zoom-link").first.click()
    assert shown(page)["alt"] == "First"
    names = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert inside
        names.add(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert {"Close", "Previous", "Next", "Actual size"} <= names
    page.get_by_role("button", name="Next").click()
    assert shown(page)["alt"] == "The second"
    page.get_by_role("button", name="Previous").click()
    assert shown(page)["alt"] == "First"
    page.get_by_role("button", name="Close").click()
    assert opened(page).count() == 0


def test_a_figure_opens_alone(show: Callable[..., Page]) -> None:
    page = show()
    link = page.locator("figure > .zoom-link")
    assert link.count() == 1
    link.focus()
    page.keyboard.press("Enter")
    assert shown(page)["alt"] == "A wide map"
    assert page.locator(".lightbox-caption").inner_text() == "The map"
    assert page.locator(".lightbox-status").inner_text() == ""
    assert page.get_by_role("button", name="Next").count() == 0
    page.keyboard.press("ArrowRight")
    assert shown(page)["alt"] == "A wide map"
    page.mouse.click(30, 450)  # beside the picture
    assert opened(page).count() == 0
    assert link.evaluate("(each) => each === document.activeElement")


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_open_fits_and_stands_in_the_middle(width: int, show: Callable[..., Page]) -> None:
    page = show(width)
    page.locator(".gallery-list .zoom-link").first.click()
    for _ in range(3):
        shown(page)
        stage, image = (box_of(page.locator(f".lightbox-stage{each}")) for each in ("", " img"))
        for start, size in (("x", "width"), ("y", "height")):
            assert image[size] <= stage[size] + 0.5
            middle = image[start] + image[size] / 2
            assert middle == pytest.approx(stage[start] + stage[size] / 2, abs=1)
        page.keyboard.press("ArrowRight")


def test_a_picture_in_the_text_keeps_its_size_and_opens(show: Callable[..., Page]) -> None:
    page = show()
    image = page.locator("p .zoom-link img")
    assert box_of(image)["width"] == pytest.approx(40, abs=0.5)
    image.click()
    assert shown(page)["natural"] == 1200


def test_every_pixel_can_be_seen(show: Callable[..., Page]) -> None:
    page = show(390)
    page.locator("figure > .zoom-link").click()
    before = shown(page)
    assert before["width"] <= 390
    button = page.get_by_role("button", name="Actual size")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert shown(page)["width"] == 1200
    stage = page.locator(".lightbox-stage")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert stage.evaluate("(each) => each.scrollLeft") == 160
    page.locator(".lightbox-stage img").click()
    assert shown(page)["width"] == before["width"]
    page.keyboard.press("Escape")

    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator(".gallery-list .zoom-link").nth(2).click()
    assert shown(page)["natural"] == 300
    assert not page.get_by_role("button", name="Actual size").is_visible()


def test_a_swipe_leads_on_and_does_not_close(show: Callable[..., Page]) -> None:
    page = show(390, has_touch=True)
    page.locator(".gallery-list .zoom-link").first.click()

    def swipe(start: tuple[int, int], end: tuple[int, int]) -> None:
        page.mouse.move(*start)
        page.mouse.down()
        page.mouse.move(*end, steps=4)
        page.mouse.up()

    swipe((300, 400), (100, 410))
    assert shown(page)["alt"] == "The second"
    swipe((100, 400), (300, 390))
    assert shown(page)["alt"] == "First"
    swipe((300, 200), (240, 500))  # down rather than across
    assert shown(page)["alt"] == "First"


def test_other_clicks_are_the_browsers(show: Callable[..., Page]) -> None:
    page = show()
    with page.context.expect_page() as new:
        page.locator(".gallery-list .zoom-link").first.click(modifiers=["Control"])
    new.value.wait_for_url("**/*.png")
    assert opened(page).count() == 0


def test_the_words_are_the_pages(figures: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(figures.url + "de/")
    page.locator(".zoom-link").first.click()
    assert page.locator(".lightbox-status").inner_text().startswith("Bild 1 von 3")
    assert page.get_by_role("button", name="Schließen").is_visible()


# --- comparisons -------------------------------------------------------------------------------

SPLIT = """(pair) => {
    const clip = getComputedStyle(pair.children[1]).clipPath;
    return [getComputedStyle(pair).getPropertyValue("--split"), clip];
}"""


def test_the_slider_moves_by_keyboard_and_by_pointer(show: Callable[..., Page]) -> None:
    page = show()
    pair, slider = page.locator(".compare-pair"), page.get_by_role("slider")
    assert pair.evaluate(SPLIT) == ["50%", "inset(0px 0px 0px 50%)"]
    assert slider.get_attribute("aria-label")
    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert pair.evaluate(SPLIT) == ["60%", "inset(0px 0px 0px 60%)"]
    page.keyboard.press("Home")
    assert pair.evaluate(SPLIT)[0] == "0%"
    page.keyboard.press("End")
    assert pair.evaluate(SPLIT)[0] == "100%"

    box = box_of(pair)
    for share in (0.1, 0.75):
        page.mouse.click(box["x"] + share * box["width"], box["y"] + 40)
        split = float(pair.evaluate(SPLIT)[0].removesuffix("%"))
        assert split == pytest.approx(100 * share, abs=1)


def test_both_pictures_lie_on_each_other(show: Callable[..., Page]) -> None:
    page = show()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        first, second = (box_of(page.locator(".compare-pair img").nth(n)) for n in (0, 1))
        assert first == pytest.approx(second, abs=0.5)
        assert first["width"] == pytest.approx(box_of(page.locator(".compare"))["width"], abs=0.5)


def test_the_pixels_left_and_right_of_the_line(show: Callable[..., Page]) -> None:
    page = show()
    pair = page.locator(".compare-pair")
    page.locator(".compare-pair img").evaluate_all(
        "(all) => Promise.all(all.map((i) => i.decode()))"
    )
    image = Image.open(io.BytesIO(pair.screenshot())).convert("RGB")
    left, right = (image.getpixel((round(image.width * x), 20)) for x in (0.05, 0.95))
    assert left == pytest.approx((255, 0, 0), abs=30)
    assert right == pytest.approx((0, 0, 255), abs=30)


# --- without a script, on paper, under a policy ------------------------------------------------


def _side_by_side(page: Page) -> None:
    first, second = (box_of(page.locator(".compare-pair img").nth(n)) for n in (0, 1))
    apart = (
        first["x"] + first["width"] <= second["x"] or first["y"] + first["height"] <= second["y"]
    )
    assert apart
    assert (
        page.locator(".compare-pair > div")
        .nth(1)
        .evaluate("(each) => getComputedStyle(each).clipPath")
        == "none"
    )
    assert not page.locator(".compare-pair > input").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts_all_are_plain_images(width: int, show: Callable[..., Page]) -> None:
    page = show(width, java_script_enabled=False)
    _side_by_side(page)
    for image in page.locator("main img").all():
        assert image.is_visible()
    assert page.get_by_text("Below it").is_visible()
    link = page.locator(".gallery-list .zoom-link").first
    target = link.get_attribute("href")
    assert target is not None
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**" + target)


def test_a_script_that_does_not_come(figures: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(fresh=True)
    page.route("**/js/figures*", lambda route: route.abort())
    page.goto(figures.url + "f/")
    assert not page.locator(".compare-pair > input").is_visible()
    pair = page.locator(".compare-pair")
    assert pair.evaluate(SPLIT)[0] == "100%"
    pair.hover()
    assert pair.evaluate(SPLIT)[0] == "0%"
    assert page.locator(".zoom-link").first.get_attribute("href")


def test_on_paper_they_stand_side_by_side(show: Callable[..., Page]) -> None:
    page = show()
    page.emulate_media(media="print")
    _side_by_side(page)


def test_a_strict_policy(figures: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(fresh=True)
    said: list[str] = []
    page.on("console", lambda each: said.append(each.text))
    page.on("pageerror", lambda each: said.append(str(each)))

    def with_policy(route: Route) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": POLICY}
        route.fulfill(response=answer, headers=headers)

    page.route("**/f/", with_policy)
    page.goto(figures.url + "f/")
    page.get_by_role("slider").press("Home")
    assert page.locator(".compare-pair").evaluate(SPLIT)[0] == "0%"
    page.locator(".zoom-link").first.click()
    assert shown(page)["natural"] == 1200
    page.keyboard.press("Escape")
    assert said == []


# --- looks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, axe: str, show: Callable[..., Page]) -> None:
    page = show(color_scheme=scheme)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page, axe) == [], f"{width} pixels"
        page.locator(".gallery-list .zoom-link").first.click()
        shown(page)
        assert violations(page, axe) == [], f"{width} pixels, open"
        page.keyboard.press("Escape")


def test_columns_become_fewer_on_small_screens(show: Callable[..., Page]) -> None:
    page = show()
    columns = {}
    for width in (320, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        template = page.locator(".gallery-list").evaluate(
            "(each) => getComputedStyle(each).gridTemplateColumns"
        )
        columns[width] = len(template.split())
        sides = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert sides[0] <= sides[1], f"{width} pixels"
    assert columns == {320: 1, 390: 2, 768: 3, 1440: 3} or columns[320] == 2
    assert columns[390] == 2
    assert columns[1440] == 3


def test_nothing_moves_while_figures_load(
    figures: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(figures.url + "f/", fresh=True)
    page.evaluate(
        """window.shifts = [];
        new PerformanceObserver((list) => {
            for (const { value } of list.getEntries()) window.shifts.push(value);
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    page.evaluate("Promise.all([...document.images].map((i) => (i.loading = 'eager', i.decode())))")
    page.wait_for_timeout(150)
    assert page.evaluate("shifts") == []


def test_forced_colours_show_the_line(show: Callable[..., Page]) -> None:
    page = show(forced_colors="active")
    line = page.locator(".compare-pair").evaluate(
        "(each) => getComputedStyle(each, '::before').borderInlineStartWidth"
    )
    assert line == "2px"


#: Puts a box and colours around each picture of a page, as pages with placeholders have them.
WRAP = """() => {
    for (const box of document.querySelectorAll(".image")) {
        box.querySelector("svg").remove();
        box.replaceWith(...box.childNodes);
    }
    const found = [...document.querySelectorAll("main img")];
    const boxes = () => found.map((each) => {
        const {x, y, width, height} = each.getBoundingClientRect();
        return [x + scrollX, y + scrollY, width, height].map((n) => Math.round(4 * n) / 4);
    });
    const before = boxes();
    const around = found.map((each) => {
        const picture = each.closest("picture") ?? each;
        const box = document.createElement("span");
        box.className = "image";
        picture.replaceWith(box);
        box.innerHTML = '<svg viewBox="0 0 4 3" preserveAspectRatio="none" aria-hidden="true">'
            + '<path fill="#f0f" d="M0 0h4v3H0z"/></svg>';
        box.append(picture);
        return box;
    });
    const after = boxes();
    const beside = around.filter((box, n) => {
        const {width, height} = box.getBoundingClientRect();
        const [, , w, h] = after[n];
        return Math.abs(width - w) > 0.5 || Math.abs(height - h) > 0.5;
    });
    return {before, after, beside: beside.map((each) => each.outerHTML.slice(0, 300))};
}"""


@pytest.mark.parametrize("kind", ["home", "page", "page-with-everything", "projects", "people"])
def test_placeholders_move_nothing_and_show_nowhere(
    kind: str, demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + KINDS.get(kind, "projects/"))
    for width in WIDTHS if LONG or kind == "page-with-everything" else WIDTHS[-1:]:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(page.url)
        page.evaluate(
            "Promise.all([...document.images].map((i) => (i.loading = 'eager', i.decode())))"
        )
        found = page.evaluate(WRAP)
        assert found["before"]
        assert found["after"] == found["before"], f"{width} pixels"
        assert found["beside"] == [], f"{width} pixels"
        image = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
        red, green, blue = image.split()
        bright = ImageChops.darker(red, blue).point(lambda value: 255 * (value > 180))
        loud = ImageChops.darker(bright, green.point(lambda value: 255 * (value < 90)))
        assert loud.getbbox() is None, f"{width} pixels: it shows at {loud.getbbox()}"


def test_a_placeholder_shows_until_the_picture_has_come(
    demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + KINDS["page"])
    page.evaluate(WRAP)
    page.evaluate("document.querySelector('main img').style.opacity = 0")
    place = page.locator("main .image").first
    image = Image.open(io.BytesIO(place.screenshot())).convert("RGB")
    middle = image.getpixel((image.width // 2, image.height // 2))
    assert middle == pytest.approx((255, 0, 255), abs=12)
    page.emulate_media(media="print")
    assert not place.locator("svg").is_visible()
    page.emulate_media(media="screen", forced_colors="active")
    assert not place.locator("svg").is_visible()


# --- in the preview ----------------------------------------------------------------------------


def test_they_work_after_a_page_has_changed_in_place(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    site = tmp_path / "lab"
    write_files(site, files())
    with previewing(site) as preview:
        page = open_page(preview.url + "f/")
        page.evaluate("window.stayed = true")
        page.get_by_role("slider").press("Home")
        photo = drawn(90, 60, "purple")
        write_files(site, {"content/f/photos/p3.png": photo})
        captions = FILES["content/f/photos/captions.yaml"] + "p3.png: New\n"
        write_files(site, {"content/f/photos/captions.yaml": captions})
        page.get_by_role("img", name="New").wait_for()
        # The build behind may change once more what was shown before it.
        preview.wait_until_served("/f/", 'alt="New"')
        preview.calm_down()
        assert page.evaluate("window.stayed")
        assert page.locator(".compare-pair").evaluate(SPLIT)[0] == "0%"
        page.get_by_role("img", name="New").click()
        assert shown(page)["alt"] == "New"
        assert re.match("Picture 3 of 4", page.locator(".lightbox-status").inner_text())
        page.keyboard.press("Escape")
        # The build behind may change the page once more just now, and take the focus along.
        for _ in range(20):
            page.get_by_role("slider").press("End")
            if page.locator(".compare-pair").evaluate(SPLIT)[0] == "100%":
                break
            page.wait_for_timeout(100)
        assert page.locator(".compare-pair").evaluate(SPLIT)[0] == "100%"
