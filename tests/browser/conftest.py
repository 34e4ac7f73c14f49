"""Fixtures: the demo and other sites, built and served, and a Chromium to look at them."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING, Any, Literal

import pytest

import sitegen
from support.previewing import COUNT, go_and_hear
from support.serving import RoutedFiles, serving
from support.sites import NOW
from support.tools import ROOT, find_chromium, find_npm_package, not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize

    OpenContext = Callable[..., BrowserContext]
    ColorScheme = Literal["light", "dark"]

#: No sandbox, because tests run in containers; nothing that talks to the world on its own.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
SITES = ROOT / "tests" / "sites"
PATIENCE = 30_000  # milliseconds: on a busy machine, a build takes seconds
_FAILED = pytest.StashKey[bool]()
#: What tests listen to in a page.
_EVENTS = (
    *("console", "dialog", "pageerror", "websocket"),
    *("request", "requestfailed", "requestfinished", "response"),
)


def _built(source: Path, output: Path, base_path: str) -> Iterator[RoutedFiles]:
    with serving(output, base_path) as served, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(NOW))
        result = sitegen.build(source, output=output, base_url=served.url, jobs=1)
        assert result.ok, [str(each) for each in result.diagnostics]
        yield served


@pytest.fixture(scope="session")
def demo(demo_source: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoutedFiles]:
    """The demo site below a base path, as on a project's page of a code host."""
    yield from _built(demo_source, tmp_path_factory.mktemp("below") / "site", "/site/")


@pytest.fixture(scope="session")
def demo_at_root(
    demo_source: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RoutedFiles]:
    """The demo site at the root of its host."""
    yield from _built(demo_source, tmp_path_factory.mktemp("root") / "site", "/")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoutedFiles]:
    """A small site of the tests, below a base path."""
    source = tmp_path_factory.mktemp("small") / "source"
    shutil.copytree(SITES / "small", source)
    yield from _built(source, tmp_path_factory.mktemp("small-built") / "site", "/small/")


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoutedFiles]:
    """A site of one page, written elsewhere with no thought of sitegen."""
    source = tmp_path_factory.mktemp("seed") / "source"
    shutil.copytree(SITES / "seed", source)
    yield from _built(source, tmp_path_factory.mktemp("seed-built") / "site", "/")


@pytest.fixture
def every_site(request: pytest.FixtureRequest) -> RoutedFiles:
    """The site that the test names as its parameter."""
    served: RoutedFiles = request.getfixturevalue(request.param)
    return served


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return (find_npm_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for all tests that this process runs."""
    try:
        from playwright.sync_api import sync_playwright  # may be missing
    except ImportError:
        not_found("Playwright (pip install playwright)")
    path = find_chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


def _viewport(width: int) -> ViewportSize:
    return {"width": width, "height": 900 if width > 600 else 844}


def _new_context(browser: Browser, width: int, **options: Any) -> BrowserContext:
    settings: dict[str, Any] = {"viewport": _viewport(width), "reduced_motion": "reduce", **options}
    context = browser.new_context(**settings)
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def open_context(browser: Browser) -> Iterator[OpenContext]:
    """Return a function that opens a fresh profile, 1440 pixels wide unless told otherwise."""
    contexts = []

    def open_one(width: int = 1440, **options: Any) -> BrowserContext:
        contexts.append(_new_context(browser, width, **options))
        return contexts[-1]

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def idle_pages(browser: Browser) -> dict[str, list[Page]]:
    """Pages that tests have done with, by the options of their profiles."""
    assert browser.is_connected()
    return {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test has failed: nobody knows in what state it has left its pages."""
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture
def open_page(
    browser: Browser, idle_pages: dict[str, list[Page]], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page in a profile with nothing in it.

    The profile may be one that another test has used: a new one costs more than most tests do.
    `fresh` empties the browser's cache. With no address, the page can be prepared or listened to
    before it is shown; what stays in a profile, such as scripts for every page, needs
    `open_context`.
    """
    used: list[tuple[dict[str, Any], Page]] = []

    def open_one(url: str = "", width: int = 1440, *, fresh: bool = False, **options: Any) -> Page:
        looks = {
            each: options.pop(each) for each in ("color_scheme", "forced_colors") if each in options
        }
        idle = idle_pages.setdefault(repr(sorted(options.items())), [])
        page = idle.pop() if idle else _new_context(browser, width, **options).new_page()
        used.append((options, page))
        page.set_viewport_size(_viewport(width))
        if looks:
            page.emulate_media(**looks)
        if fresh:
            _empty_cache(page)
        if url:
            page.goto(url)
        return page

    yield open_one
    for options, page in used:
        if _FAILED in request.node.stash:
            page.context.close()
            continue
        for other in page.context.pages:
            if other != page:
                other.close()
        scripts = options.get("java_script_enabled", True)
        if _leave(page, scripts=scripts):
            idle_pages[repr(sorted(options.items()))].append(page)
        else:
            page.context.close()


def _leave(page: Page, *, scripts: bool = True) -> bool:
    """Leave a page so that another test finds nothing of this one; return whether that works."""
    if not page.url.startswith("http"):
        return False
    for event in _EVENTS:
        for listener in page._impl_obj.listeners(event):
            page._impl_obj.remove_listener(event, listener)
    page.unroute_all()
    page.set_default_timeout(PATIENCE)
    page.emulate_media(media="null", forced_colors="null", color_scheme="light")
    if scripts:
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.mouse.move(0, 0)
    page.goto("about:blank")
    return True


def _empty_cache(page: Page) -> None:
    """Forget all files that any page of the profile has loaded."""
    session = page.context.new_cdp_session(page)
    for disabled in (True, False):  # the first of them empties what is in memory
        session.send("Network.setCacheDisabled", {"cacheDisabled": disabled})
    session.send("Network.clearBrowserCache")
    session.detach()


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """A profile for the tabs of previews."""
    context = _new_context(browser, 1440)
    yield context
    context.close()


@pytest.fixture(scope="session")
def idle_tabs() -> list[Page]:
    """Tabs of that profile that tests have done with."""
    return []


@pytest.fixture
def open_tab(
    profile: BrowserContext, idle_tabs: list[Page], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a tab, which has then said which page it shows.

    Unless it is given a profile, it shares one with all other tests, and may be a tab that one of
    them has left.
    """
    tabs: list[Page] = []

    def open_one(
        url: str, context: BrowserContext | None = None, color_scheme: ColorScheme = "light"
    ) -> Page:
        idle = None if context or not idle_tabs else idle_tabs.pop()
        page = idle or (context or profile).new_page()
        tabs.append(page)
        page.emulate_media(color_scheme=color_scheme)
        fetched: list[Request] = []
        page.on("requestfinished", lambda r: r.resource_type == "xhr" and fetched.append(r))
        go_and_hear(page, url)
        end = time.monotonic() + PATIENCE / 1000
        while not fetched:  # for comparison, the page is fetched as it was sent
            assert time.monotonic() < end
            page.wait_for_timeout(20)
        page.wait_for_timeout(50)
        page.evaluate(COUNT)
        return page

    yield open_one
    for page in tabs:
        if page.context == profile:
            page.set_viewport_size(_viewport(1440))
            if _FAILED not in request.node.stash and _leave(page):
                idle_tabs.append(page)
            else:
                page.close()
