"""Cleaned SVG in a real browser: the same pixels, and nothing that runs or asks for anything."""

from __future__ import annotations

import contextlib
import http.server
import os
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from sitegen.images.formats import ImageProblem
from sitegen.images.svg.cleaning import clean_svg
from support.drawings import drawings
from support.hostile import hostile
from support.pictures import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    OpenContext = Callable[..., BrowserContext]

pytestmark = pytest.mark.browser
DRAWINGS = drawings()
NAMES = sorted(hostile())
#: Of what hostile files do in Chromium when nobody cleans them; the others harm elsewhere.
AT_LEAST = 110
#: Each of them takes a fifth of a second; all are tried in a long run.
EVERY = 1 if os.environ.get("SITEGEN_LONG_TESTS") == "1" else 5
SPARE = 0 if EVERY == 1 else 4
#: Width and height in which a drawing is looked at.
_WINDOW = (320, 420)
_IMAGES = (
    "<!DOCTYPE html><style>body{{margin:0;background:#fff}}img{{display:block}}"
    '.wide{{width:300px;height:auto}}</style><img src="drawing.svg?{0}">'
    '<img class="wide" src="drawing.svg?{0}">'
)
_LOOK = f"iframe{{position:absolute;top:0;border:0;width:{_WINDOW[0]}px;height:{_WINDOW[1]}px}}"
_FRAMES = (
    f"<!DOCTYPE html><style>{_LOOK}iframe+iframe{{left:{_WINDOW[0]}px}}</style>"
    "<iframe></iframe><iframe></iframe>"
)
#: Under an address that nothing has had before: the browser keeps images for documents to come.
_SHOW = """number => Promise.all(["drawing.svg", "images.html"].map((name, place) =>
    new Promise((done) => {
        const frame = document.querySelectorAll("iframe")[place];
        frame.onload = done;
        frame.src = `${name}?${number}`;
    })))"""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Canary

    def do_GET(self) -> None:
        name = self.path.lstrip("/").partition("?")[0]
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


@pytest.fixture(scope="module")
def page(browser: Browser, canary: Canary) -> Iterator[Page]:
    """One page with two frames for all drawings."""
    width, height = _WINDOW
    context = browser.new_context(viewport={"width": 2 * width, "height": height})
    page = context.new_page()
    canary.files = {"both.html": _FRAMES.encode()}
    page.goto(canary.url + "both.html")
    yield page
    context.close()


def _shots(page: Page, canary: Canary, data: bytes) -> list[Any]:
    """Return what a file looks like by itself, and as an image in two sizes.

    Files are compared at the same place of the window: elsewhere edges are rounded otherwise.
    """
    width, height = _WINDOW
    number = len(canary.asked)
    canary.files = {"drawing.svg": data, "images.html": _IMAGES.format(number).encode()}
    page.evaluate(_SHOW, number)
    whole = opened(page.screenshot()).convert("RGB")
    return [whole.crop((left, 0, left + width, height)) for left in (0, width)]


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_cleaned_drawing_looks_the_same(name: str, canary: Canary, page: Page) -> None:
    before, after = DRAWINGS[name], clean_svg(DRAWINGS[name]).data
    if b"ISO-8859-1" in before:  # which Chromium's images do not know
        before = before.decode("latin-1").replace("ISO-8859-1", "UTF-8").encode()
    old, old_image = _shots(page, canary, before)
    new, new_image = _shots(page, canary, after)
    assert old.getcolors(1) is None, "the test sees nothing"
    if b"viewBox" in before or b'width="' not in before:
        assert new.tobytes() == old.tobytes()
    # Otherwise it fills the window now when it is alone; as an image it has its size.
    if b"viewBox" not in before:
        # It scales now instead of being cut off; at its own size it is the same.
        top = (0, 0, old.width, min(_height(page), old.height))
        old_image, new_image = old_image.crop(top), new_image.crop(top)
    assert new_image.tobytes() == old_image.tobytes()


@pytest.mark.parametrize(
    "attributes", ["", 'width="100%" height="50%"', 'width="100"', 'height="40"']
)
def test_the_size_of_a_drawing_without_one(
    attributes: str, canary: Canary, open_page: Callable[..., Page]
) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><rect/></svg>'.encode()
    canary.files = {"drawing.svg": data, "frame.html": b'<!DOCTYPE html><img src="drawing.svg">'}
    page = open_page(canary.url + "frame.html", 640, fresh=True)
    shown = page.evaluate("[document.images[0].naturalWidth, document.images[0].naturalHeight]")
    svg = clean_svg(data)
    assert shown == [svg.width, svg.height]


def _height(page: Page) -> int:
    frame = next(each for each in page.frames if "/images.html?" in each.url)
    return int(frame.evaluate("Math.floor(document.images[0].getBoundingClientRect().height)"))


def _poke(
    page: Page, canary: Canary, data: bytes, *, milliseconds: int = 30_000
) -> tuple[list[str], list[str]]:
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
        page.goto(canary.url + "hostile.svg", wait_until="load", timeout=milliseconds)
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
        asked, said = _poke(page, canary, data, milliseconds=3000)  # some never end
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
