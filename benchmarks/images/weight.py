"""What a telephone loads for a page: a real Chromium, a plain server, bytes on the wire."""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.images.records import Weight
from benchmarks.preview.screen import find_chromium

__all__ = ["SCALES", "VIEWPORT", "measure_weights"]

VIEWPORT = (390, 844)
SCALES = (1, 3)  # device pixels for a CSS pixel: the plain figure, and a telephone of this size
_TYPES = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
    ".js": "text/javascript",
    ".xml": "application/xml",
}
_TEXT = ("text/", "application/xml", "image/svg+xml", "application/json")
_STEP = 400  # pixels to scroll at once
_REST = 150  # milliseconds after each
_LONGEST = 200  # steps
_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--no-first-run", "--disable-quic"),
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


class _Static(http.server.SimpleHTTPRequestHandler):
    """A plain static server; one that compresses text, if it is told so."""

    protocol_version = "HTTP/1.1"
    compressing = False

    def guess_type(self, path: Any) -> str:
        return _TYPES.get(Path(path).suffix) or super().guess_type(path)

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(http.HTTPStatus.NOT_FOUND)
            return
        kind, body = self.guess_type(file), file.read_bytes()
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        if self.compressing and kind.startswith(_TEXT):
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Compressing(_Static):
    compressing = True


@contextlib.contextmanager
def _served(folder: Path, handler: type[_Static]) -> Iterator[str]:
    made = functools.partial(handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), made) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def measure_weights(folder: Path) -> Iterator[Weight]:
    """Load a site's home page at each scale, with and without compression; then scroll it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(_ARGUMENTS))
        try:
            for handler in (_Static, _Compressing):
                with _served(folder, handler) as url:
                    for scale in SCALES:
                        yield from _weights(browser, url, scale, handler.compressing)
        finally:
            browser.close()


def _weights(browser: Browser, url: str, scale: int, compressed: bool) -> Iterator[Weight]:  # noqa: FBT001
    width, height = VIEWPORT
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        is_mobile=True,
        has_touch=True,
    )
    page = context.new_page()
    wire = _Wire(page)
    try:
        page.goto(url, wait_until="load")
        wire.wait_until_quiet()
        yield Weight(scale, compressed, *wire.told(), scrolled=False)
        _scroll(page)
        wire.wait_until_quiet()
        yield Weight(scale, compressed, *wire.told(), scrolled=True)
    finally:
        context.close()


def _scroll(page: Page) -> None:
    """Scroll to the end of the page as a thumb does."""
    for _ in range(_LONGEST):
        at_end = page.evaluate(
            "step => { scrollBy(0, step);"
            " return scrollY + innerHeight >= document.documentElement.scrollHeight - 1; }",
            _STEP,
        )
        page.wait_for_timeout(_REST)
        if at_end:
            break


class _Wire:
    """Counts what a page receives: headers and bodies, as they came."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._asked: set[str] = set()
        self._kinds: dict[str, str] = {}
        self._sizes: dict[str, float] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._note_request)
        session.on("Network.responseReceived", self._note_kind)
        session.on("Network.loadingFinished", self._note_size)
        session.on("Network.loadingFailed", self._note_failure)
        session.send("Network.enable")

    def _note_request(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            self._asked.add(event["requestId"])

    def _note_kind(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        name = "image" if answer["mimeType"].startswith("image/") else event["type"].lower()
        suffix = Path(urlsplit(answer["url"]).path).suffix.lstrip(".")
        self._kinds[event["requestId"]] = f"{name} {suffix}" if name == "image" else name

    def _note_size(self, event: dict[str, Any]) -> None:
        self._sizes[event["requestId"]] = event["encodedDataLength"]

    def _note_failure(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = f"failed: {event.get('errorText', '')}"
        self._sizes[event["requestId"]] = 0

    def wait_until_quiet(self) -> None:
        """Wait until all is there that was asked for, and nothing more is."""
        for _ in range(_LONGEST):
            known = len(self._asked)
            self._page.wait_for_timeout(2 * _REST)
            if known == len(self._asked) and self._asked <= self._sizes.keys():
                return

    def told(self) -> tuple[int, dict[str, int]]:
        """Return how many answers there were, and their bytes by kind."""
        sums: dict[str, int] = defaultdict(int)
        for request in self._asked & self._sizes.keys():
            sums[self._kinds.get(request, "other")] += int(self._sizes[request])
        return len(self._asked), dict(sums)
