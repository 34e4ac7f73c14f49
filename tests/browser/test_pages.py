"""Every page in a browser: nothing is missing, nothing is said, nobody else is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from support.demo import KINDS
from support.limits import most_with_limits
from support.pictures import picture
from support.serving import RoutedFiles, serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from support.sites import MakeSite

pytestmark = pytest.mark.browser

#: Images further down are loaded when they come near; this brings them all near.
LOAD_ALL_IMAGES = """async () => {
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
    return [...document.images].filter((image) => !image.naturalWidth).map((image) => image.src);
}"""

#: Images whose attributes reserve another shape than the picture has: the page would jump.
WRONG_SHAPES = """() => [...document.querySelectorAll("main img")]
    .map((image) => [
        image.currentSrc, image.getAttribute("width"), image.getAttribute("height"),
        image.naturalWidth, image.naturalHeight,
    ])
    .filter(([, width, height, naturalWidth, naturalHeight]) =>
        !(Math.abs(width / height / (naturalWidth / naturalHeight) - 1) < 0.01))"""

SUM_OF_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries())
            window.shifts.push([value, ...sources.map((each) => String(each.node?.className))]);
    }).observe({ type: "layout-shift", buffered: true });"""


def listen(page: Page, url: str) -> list[str]:
    """Return a list that fills with whatever goes wrong in a page."""
    heard: list[str] = []
    origin = "/".join(url.split("/")[:3]) + "/"

    def requested(url: str) -> None:
        if not url.startswith((origin, "data:")):
            heard.append(f"request to {url}")

    def failed(url: str, reason: str | None) -> None:
        if reason != "net::ERR_ABORTED":  # the next page was opened before the icon had come
            heard.append(f"{url}: {reason}")

    page.on("console", lambda each: heard.append(f"{page.url}: console: {each.text}"))
    page.on("pageerror", lambda each: heard.append(f"{page.url}: error: {each}"))
    page.on("request", lambda each: requested(each.url))
    page.on("requestfailed", lambda each: failed(each.url, each.failure))
    page.on(
        "response",
        lambda each: heard.append(f"{each.url}: {each.status}") if each.status >= 400 else None,
    )
    return heard


def test_kinds_of_pages_load_whole_and_in_silence(
    demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    pages = [demo.url + path for path in KINDS.values()]
    assert problems_of(pages, open_page(fresh=True)) == []


@pytest.mark.parametrize(
    "every_site", most_with_limits(["demo", "small", "seed"], "small", "seed"), indirect=True
)
def test_pages_load_whole_and_in_silence(
    every_site: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    pages = [
        every_site.address(file)
        for file in every_site.html_files
        if 'http-equiv="refresh"' not in file.read_text(encoding="utf-8")
    ]
    assert problems_of(pages, open_page(fresh=True)) == []


def test_pages_at_the_root_of_a_host_do_too(
    demo_at_root: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    pages = [demo_at_root.url + path for path in ("", "projects/", "writing-guide/", "404.html")]
    assert problems_of(pages, open_page(fresh=True)) == []


def problems_of(pages: list[str], page: Page) -> list[str]:
    """Visit pages, with all their images."""
    problems = listen(page, pages[0])
    for url in pages:
        page.goto(url)
        problems += [f"{url}: {src} is broken" for src in page.evaluate(LOAD_ALL_IMAGES)]
        problems += [f"{url}: {each}" for each in page.evaluate(WRONG_SHAPES)]
    return problems


def test_every_kind_of_page_exists(demo: RoutedFiles) -> None:
    files = {demo.address(file).removeprefix(demo.url) for file in demo.html_files}
    assert set(KINDS.values()) <= files


def test_an_alias_leads_to_its_page(demo: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(demo.url + "jobs/")
    page.wait_for_url(demo.url + "join/")
    assert page.locator("h1").inner_text() == "Join us"


def test_a_wrong_address_shows_the_sites_own_page(
    demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + "no/such/page/")
    assert page.locator("h1").inner_text() == "Page not found"
    page.get_by_role("link", name="Projects").first.click()
    page.wait_for_url(demo.url + "projects/")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_the_screen(
    kind: str, demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + KINDS[kind])
    for width in (320, 390, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        sides = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        page.evaluate("scrollTo(1000, 0)")
        assert sides[0] <= sides[1] == width
        assert page.evaluate("scrollX") == 0, f"{width} pixels"


@pytest.mark.parametrize("kind", ["home", "page", "page-with-everything", "dated-page", "people"])
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_while_a_page_loads(
    kind: str, width: int, demo: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo.url + KINDS[kind], width, fresh=True)
    page.evaluate(SUM_OF_SHIFTS)
    page.evaluate(LOAD_ALL_IMAGES)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
    assert page.evaluate("shifts") == []


@pytest.mark.parametrize(
    ("size", "shown"),
    [((900, 1800), (304, 608)), ((1800, 900), (848, 424)), ((200, 100), (200, 100))],
)
def test_a_featured_image_keeps_its_shape_and_leaves_room(
    size: tuple[int, int],
    shown: tuple[int, int],
    make_site: MakeSite,
    open_page: Callable[..., Page],
) -> None:
    page_text = "---\ntitle: Tall\nfeatured_image: p.png\nfeatured_image_alt: Plain\n---\n\nText\n"
    site = make_site({"content/a/index.md": page_text, "content/a/p.png": picture(size=size)})
    site.output.mkdir()
    with serving(site.output) as served:
        site.build_well(base_url=served.url)
        page = open_page(served.url + "a/")
        page.evaluate(SUM_OF_SHIFTS)
        current_image(page)
        box = page.locator(".featured-image img").bounding_box()
        page.wait_for_timeout(100)
        assert page.evaluate("shifts") == []
    assert box is not None
    assert (box["width"], box["height"]) == pytest.approx(shown, abs=1)


def current_image(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.locator(".featured-image img").evaluate(
        """async (image) => {
            await image.decode();
            return {src: image.currentSrc, natural: image.naturalWidth, shown: image.width,
                    height: image.height, naturalHeight: image.naturalHeight};
        }"""
    )
    return found


def test_a_phone_gets_a_small_picture(demo: RoutedFiles, open_page: Callable[..., Page]) -> None:
    def image_of(width: int, **options: Any) -> dict[str, Any]:
        return current_image(open_page(demo.url + KINDS["page"], width, fresh=True, **options))

    phone = image_of(390)
    sharp_phone = image_of(390, device_scale_factor=3)
    desk = image_of(1440)

    assert phone["src"].endswith(".avif")
    sizes = [_bytes(demo, each["src"]) for each in (phone, sharp_phone, desk)]
    assert phone["shown"] <= phone["natural"] * 1.001 <= 600
    assert sizes[0] < sizes[1]
    assert sizes[0] < sizes[2]
    assert desk["src"] != phone["src"] != sharp_phone["src"]
    assert phone["shown"] / phone["height"] == pytest.approx(
        phone["natural"] / phone["naturalHeight"], rel=0.01
    )


def _bytes(site: RoutedFiles, url: str) -> int:
    return (site.folder / url.removeprefix(site.url)).stat().st_size


@pytest.mark.parametrize(("unknown", "suffix"), [(("avif",), ".webp"), (("avif", "webp"), ".jpg")])
def test_an_older_browser_gets_the_picture_too(
    demo: RoutedFiles,
    open_page: Callable[..., Page],
    unknown: tuple[str, ...],
    suffix: str,
) -> None:
    page = open_page(width=390, fresh=True)
    html = (demo.folder / "research" / "index.html").read_text()
    for name in unknown:
        html = html.replace(f'type="image/{name}"', 'type="image/x-unknown"')
    page.route(
        demo.url + "research/",
        lambda route: route.fulfill(
            body=html,
            content_type="text/html",
        ),
    )
    page.goto(demo.url + "research/")
    image = current_image(page)
    assert image["src"].endswith(suffix)
    assert 0 < image["natural"] <= 600
