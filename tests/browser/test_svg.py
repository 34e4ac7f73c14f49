"""Cleaned SVG in a real browser: the same pixels, and nothing that runs or asks for anything."""

from __future__ import annotations

import contextlib
import http.server
import os
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from sitegen.assets.opening import ImageProblem
from sitegen.assets.svg import clean_svg
from support.drawings import drawings
from support.hostile import hostile
from support.pictures import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page

    OpenContext = Callable[..., BrowserContext]

pytestmark = pytest.mark.browser
DRAWINGS = drawings()
NAMES = sorted(hostile())
#: Of what hostile files do in Chromium when nobody cleans them; the others harm elsewhere.
AT_LEAST = 110
#: Each of them takes a fifth of a second; all are tried in a long run.
EVERY = 1 if os.environ.get("SITEGEN_LONG_TESTS") == "1" else 5
SPARE = 0 if EVERY == 1 else 4
_FRAME = (
    "<!DOCTYPE html><style>body{margin:0;background:#fff}img{display:block}"
    '.wide{width:300px;height:auto}</style><img src="%s"><img class="wide" src="%s">'
)


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Canary

    def do_GET(self) -> None:
        name = self.path.lstrip("/")
        found = self.server.files.get(name)
        self.server.asked.append(self.path)
        self.send_response(200 if found else 404)
        kind = "image/svg+xml" if name.endswith(".svg") else "text/html; charset=utf-8"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(found or b"")))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # a browser that has gone on
            self.wfile.write(found or b"")

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


class Canary(http.server.ThreadingHTTPServer):
    """Shows files by name, and remembers what else it was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}/"


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    """A server that counts."""
    with Canary() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    """One page for many files."""
    return open_context(320, viewport={"width": 320, "height": 420}).new_page()


def _shot(page: Page, canary: Canary, data: bytes, *, alone: bool) -> Any:
    name = "drawing.svg"
    frame = (_FRAME % (name, name)).encode()
    canary.files = {name: data, "frame.html": frame}
    page.goto(canary.url + (name if alone else "frame.html"), wait_until="load")
    if not alone:
        page.wait_for_function("[...document.images].every(each => each.complete)")
    return opened(page.screenshot()).convert("RGB")


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_cleaned_drawing_looks_the_same(name: str, canary: Canary, page: Page) -> None:
    before, after = DRAWINGS[name], clean_svg(DRAWINGS[name]).data
    if b"ISO-8859-1" in before:  # which Chromium's images do not know
        before = before.decode("latin-1").replace("ISO-8859-1", "UTF-8").encode()
    blank = _shot(page, canary, b'<svg xmlns="http://www.w3.org/2000/svg"/>', alone=True)
    for alone in (True, False):
        if alone and b"viewBox" not in before and b'width="' in before:
            continue  # by itself it fills the window now, as an image it has its size
        old, new = (_shot(page, canary, each, alone=alone) for each in (before, after))
        if alone:
            assert old.tobytes() != blank.tobytes(), "the test sees nothing"
        if not alone and b"viewBox" not in before:
            # It scales now instead of being cut off; at its own size it is the same.
            top = (0, 0, old.width, min(_height(page), old.height))
            old, new = old.crop(top), new.crop(top)
        assert new.tobytes() == old.tobytes()


@pytest.mark.parametrize(
    "attributes", ["", 'width="100%" height="50%"', 'width="100"', 'height="40"']
)
def test_the_size_of_a_drawing_without_one(
    attributes: str, canary: Canary, open_context: OpenContext
) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><rect/></svg>'.encode()
    canary.files = {"drawing.svg": data, "frame.html": b'<!DOCTYPE html><img src="drawing.svg">'}
    page = open_context(640).new_page()
    page.goto(canary.url + "frame.html", wait_until="load")
    shown = page.evaluate("[document.images[0].naturalWidth, document.images[0].naturalHeight]")
    svg = clean_svg(data)
    assert shown == [svg.width, svg.height]


def _height(page: Page) -> int:
    return int(page.evaluate("Math.floor(document.images[0].getBoundingClientRect().height)"))


def _poke(page: Page, canary: Canary, data: bytes) -> tuple[list[str], list[str]]:
    """Open a file by itself, click at it, and return what was asked for and what was said."""
    said: list[str] = []
    canary.files = {"hostile.svg": data}
    canary.asked.clear()
    listeners: dict[str, Any] = {
        "console": lambda message: said.append(message.text),
        "dialog": lambda dialog: (said.append(dialog.message), dialog.dismiss()),
        "request": lambda request: canary.asked.append(request.url),
    }
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]
    with contextlib.suppress(Exception):
        page.goto(canary.url + "hostile.svg", wait_until="load", timeout=3000)
    with contextlib.suppress(Exception):
        page.mouse.move(5, 5)
        page.mouse.click(5, 5)
        page.mouse.move(50, 50)
        page.mouse.click(50, 50)
        page.wait_for_timeout(60)
    with contextlib.suppress(Exception):
        if page.evaluate("top.ran"):
            said.append("ran")
    for event, listener in listeners.items():
        page.remove_listener(event, listener)  # type: ignore[arg-type]
    own = ("hostile.svg", "favicon.ico")
    return [each for each in canary.asked if not each.endswith(own)], said


def test_hostile_files_do_nothing_once_they_are_clean(
    canary: Canary, open_context: OpenContext
) -> None:
    page = open_context(320).new_page()
    for name, data in list(hostile(canary.url).items())[::EVERY]:
        try:
            clean = clean_svg(data).data
        except ImageProblem:
            continue
        assert _poke(page, canary, clean) == ([], []), name
        assert page.url.partition("#")[0] == canary.url + "hostile.svg", name


def test_hostile_files_are_hostile(canary: Canary, open_context: OpenContext) -> None:
    """See that the test above would notice."""
    harmful = []
    page = open_context(320).new_page()
    for name, data in list(hostile(canary.url).items())[::EVERY]:
        asked, said = _poke(page, canary, data)
        if asked or said:
            harmful.append(name)
    harmless = sorted(set(NAMES) - set(harmful))
    assert len(harmful) >= AT_LEAST // EVERY - SPARE, harmless


def test_the_parser_of_a_browser_finds_nothing_either(
    canary: Canary, open_context: OpenContext
) -> None:
    """Chromium's libxml2 is not the parser that cleaned the file, nor the one of other tests."""
    page = open_context(320).new_page()
    canary.files = {"frame.html": b"<!DOCTYPE html>"}
    page.goto(canary.url + "frame.html")
    for name, data in (hostile(canary.url) | DRAWINGS).items():
        try:
            text = clean_svg(data).data.decode()
        except ImageProblem:
            continue
        found = page.evaluate(
            """text => {
                const tree = new DOMParser().parseFromString(text, "image/svg+xml");
                const odd = [];
                for (const each of tree.querySelectorAll("*")) {
                    if (each.namespaceURI !== "http://www.w3.org/2000/svg") odd.push(each.tagName);
                    if (/script|foreign|parsererror/i.test(each.localName)) odd.push(each.tagName);
                    for (const own of each.attributes) {
                        if (/^on/i.test(own.localName)) odd.push(own.name);
                        if (own.localName == "href" && !/^(#|data:image\\/)/.test(own.value))
                            odd.push(own.value);
                    }
                }
                return odd;
            }""",
            text,
        )
        assert found == [], name
        address = "data:image/svg+xml," + quote(text)
        assert page.evaluate(
            "url => new Promise(done => { const image = new Image();"
            " image.onload = () => done(true); image.onerror = () => done(false);"
            " image.src = url })",
            address,
        ), name
