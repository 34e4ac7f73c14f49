"""A real Chromium that tells when something new has been on screen."""

from __future__ import annotations

import contextlib
import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, sync_playwright
from playwright.sync_api import TimeoutError as TimedOut

__all__ = ["Screen", "chromium", "find_chromium"]

_WATCH = Path(__file__).with_name("watch.js")
_PREFIX = "bench "
_SKEW = 0.005  # seconds by which the browser's clock may differ from ours
_PATIENCE = 30_000  # milliseconds
#: No sandbox, because benchmarks run in containers; nothing that talks to the world on its own.
_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"),
)


def find_chromium() -> str:
    """Return the path of Chromium or a sibling, or nothing."""
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), "")


class Screen:
    """A tab with one page of a preview."""

    def __init__(self, page: Page, url: str) -> None:
        self._page = page
        page.goto(url, wait_until="load")
        self._check_clock()

    def _check_clock(self) -> None:
        """Make sure that times of the browser can be compared with ours."""
        before = time.time()
        theirs = self._page.evaluate("performance.timeOrigin + performance.now()") / 1000
        after = time.time()
        if not before - _SKEW <= theirs <= after + _SKEW:
            raise RuntimeError(f"the browser's clock differs by {theirs - after:.3f} s")

    def seconds_until(
        self, expected: dict[str, str], save: Callable[[], None], timeout: float
    ) -> float | None:
        """Save, and return the seconds from its return to what is expected on screen."""

        def is_it(message: ConsoleMessage) -> bool:
            told = _parse(message.text)
            return expected.items() <= told.items()

        self._page.evaluate("expected => window.benchExpect(expected)", expected)
        try:
            waiting = self._page.expect_console_message(is_it, timeout=timeout * 1000)
            with waiting as found:
                save()
                saved = time.time()
        except TimedOut:
            return None
        return float(_parse(found.value.text)["at"]) / 1000 - saved


def _parse(text: str) -> dict[str, Any]:
    """Return what the script in the page told; empty for messages of others."""
    if not text.startswith(_PREFIX):
        return {}
    told: dict[str, Any] = json.loads(text.removeprefix(_PREFIX))
    return told


@contextlib.contextmanager
def chromium() -> Iterator[tuple[str, Callable[[str], contextlib.AbstractContextManager[Screen]]]]:
    """Start Chromium; give its version and what opens an address in a fresh profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(_ARGUMENTS))

        @contextlib.contextmanager
        def opened(url: str) -> Iterator[Screen]:
            context: BrowserContext = browser.new_context(
                viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
            )
            context.set_default_timeout(_PATIENCE)
            context.add_init_script(path=_WATCH)
            try:
                yield Screen(context.new_page(), url)
            finally:
                context.close()

        try:
            yield browser.version, opened
        finally:
            browser.close()
