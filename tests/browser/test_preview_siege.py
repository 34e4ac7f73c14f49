"""The preview, while strangers hold its connections or flood it. Only one test needs a browser."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import re
import resource
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from support.previewing import Preview, previewing, stayed
from support.saving import write_at_once
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sets the number of open files")

LONG = bool(os.environ.get("SITEGEN_LONG_TESTS"))
FILES = 128
IDLE = 3000 if LONG else 400
MOST_SAID = 4000  # characters in the terminal


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("siege")
    files = {"content/index.md": page(0), "assets/static/film.mp4": bytes(12_000_000)}
    write_files(folder, {"sitegen.toml": CONFIG, **files})
    return folder


@pytest.fixture(scope="module")
def preview(site: Path) -> Iterator[Preview]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 2 * IDLE + 512), hard))
    with previewing(site, most_files=FILES) as running:
        yield running
        said = "".join(running.lines)
        assert "Traceback" not in said
        assert len(said) < MOST_SAID, said
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def page(edit: int) -> str:
    return f"# Home\n\nEdit {edit}.\n"


def connect(preview: Preview) -> socket.socket:
    host, port = preview.host.rsplit(":", 1)
    return socket.create_connection((host, int(port)), timeout=60)


async def open_tab(preview: Preview) -> WebSocketClientConnection:
    request = HTTPRequest(
        f"ws://{preview.host}/-sitegen/socket", headers={"Origin": f"http://{preview.host}"}
    )
    tab = await websocket_connect(request)
    info = {"command": "info", "url": f"http://{preview.host}/", "page": ""}
    await tab.write_message(json.dumps(info))
    return tab


async def hear(tab: WebSocketClientConnection, command: str) -> dict[str, object]:
    """Return the next message of a kind."""
    async with asyncio.timeout(60):
        while message := await tab.read_message():
            said: dict[str, object] = json.loads(message)
            if said["command"] == command:
                return said
    raise AssertionError("the connection was closed")


async def close(tab: WebSocketClientConnection) -> None:
    """Close a tab, and wait until it is."""
    tab.close()
    async with asyncio.timeout(60):
        while await tab.read_message() is not None:
            """What was on its way."""


def besiege(preview: Preview, sent: bytes) -> list[socket.socket]:
    """Open many connections that send something and then wait."""
    held = []
    for _ in range(IDLE):
        held.append(connect(preview))
        with contextlib.suppress(OSError):
            held[-1].sendall(sent)
    return held


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing", marks=pytest.mark.limits),
        pytest.param(b"GET / HTTP/1.1\r\nHost: ", id="half"),
        pytest.param(
            b"GET /film.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            id="never read",
            marks=pytest.mark.limits,
        ),
    ],
)
def test_the_author_keeps_the_place(preview: Preview, site: Path, sent: bytes) -> None:
    async def run() -> None:
        tab = await open_tab(preview)
        await hear(tab, "update")
        held = await asyncio.to_thread(besiege, preview, sent)
        start = time.monotonic()
        answer = await asyncio.to_thread(preview.ask, "/")
        assert answer.status == 200
        assert time.monotonic() - start < 10  # each of them may be idle for 20
        edit = random.randint(1, 10**9)  # noqa: S311  # another one each time
        write_at_once(site, {"content/index.md": page(edit)})
        assert (await hear(tab, "update"))["changed"]
        answer = await asyncio.to_thread(preview.ask, "/")
        assert f"Edit {edit}.".encode() in answer.body
        await close(tab)
        for each in held:
            each.close()

    asyncio.run(run())


@pytest.mark.browser
def test_a_browser_keeps_its_tab(
    preview: Preview, site: Path, open_tab: Callable[..., Page]
) -> None:
    page = open_tab(preview.url)
    held = besiege(preview, b"GET / HT")
    write_files(site, {"content/index.md": "# Home\n\nSaved in the siege.\n"})
    page.get_by_text("Saved in the siege.").wait_for()
    assert stayed(page)
    page.goto(preview.url)
    page.get_by_text("Saved in the siege.").wait_for()
    for each in held:
        each.close()


def test_a_flood_of_messages_costs_the_tab_its_connection(preview: Preview) -> None:
    async def run() -> None:
        tab, other = await open_tab(preview), await open_tab(preview)
        await hear(other, "update")
        info = json.dumps({"command": "info", "url": "http://x/", "page": ""})
        with contextlib.suppress(Exception):
            for _ in range(2000):
                await tab.write_message(info)
        async with asyncio.timeout(60):
            while await tab.read_message() is not None:
                """The answers to the first of them."""
        tab.close()
        await other.write_message(info)
        await hear(other, "update")
        await close(other)

    asyncio.run(run())


@pytest.mark.parametrize("body", ["length", "chunks"])
def test_no_large_body_is_taken(preview: Preview, body: str) -> None:
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
    head += b"Content-Length: 100000000\r\n\r\n"
    if body == "chunks":
        head = head.replace(b"Content-Length: 100000000", b"Transfer-Encoding: chunked")
    with connect(preview) as connection, contextlib.suppress(ConnectionError):
        connection.sendall(head)
        for _ in range(100):
            connection.sendall(b"10000\r\n" + bytes(0x10000) + b"\r\n")
        raise AssertionError("6 MB were taken")


def test_very_many_ranges_are_the_whole(preview: Preview) -> None:
    ranges = ",".join(f"{n}-{n}" for n in range(6000))
    answer = preview.ask("/", headers={"Range": f"bytes={ranges}"})
    assert answer.status == 200
    assert answer.body.endswith(b"</html>\n")


def test_many_requests_at_once_on_one_connection(preview: Preview) -> None:
    """Each of them is answered, one after another (RFC 9112, section 9.3.2)."""
    with connect(preview) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 200)
        got = b""
        while got.count(b"HTTP/1.1 200 OK\r\n") < 200:
            piece = connection.recv(1 << 16)
            assert piece, got[-500:]
            got += piece


def strange_bytes(chance: random.Random) -> bytes:
    """Return what is no request, or a strange one."""
    pieces = [
        *(b"GET ", b"GET / HTTP/1.1\r\n", b"Host: localhost\r\n", b"\r\n\r\n", b"\n", b"\0" * 9),
        *(b"\x16\x03\x01\x02\x00", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\xff\xfe\xfd" * 5),
        *(b"Content-Length: 5\r\n", b"Content-Length: -1\r\n", b"Transfer-Encoding: chunked\r\n"),
        *(b"Transfer-Encoding: gzip, chunked\r\n", b"Expect: 100-continue\r\n", b" folded\r\n"),
        *(b"Range: bytes=0-0,1-1\r\n", b"Range: bytes=--1\r\n", b"Host: \0\r\n", b"Host:\r\n"),
        *(b"GET http://evil.example/ HTTP/1.1\r\n", b"OPTIONS * HTTP/1.1\r\n", b"X" * 3000),
        *(b"GET //evil.example/%0d%0a HTTP/1.1\r\n", b"CONNECT x:1 HTTP/1.1\r\n", b":\r\n"),
        *(b"GET /-sitegen/socket HTTP/1.1\r\n", b"Upgrade: websocket\r\n", b"Connection: ,\r\n"),
        *(b"Sec-WebSocket-Key: \xff\r\nSec-WebSocket-Version: 13\r\n", b"ffffffffffffffff\r\n"),
        *(b"Origin: http://localhost\r\n", b"GET / HTTP/9.9\r\n", b"GET / HTTP/1.0\r\n"),
    ]
    return b"".join(chance.choice(pieces) for _ in range(chance.randint(1, 9)))


def test_whatever_is_sent_others_are_answered(preview: Preview) -> None:
    chance = random.Random(4)  # noqa: S311  # the same every time
    for _ in range(5000 if LONG else 300):
        with connect(preview) as connection, contextlib.suppress(OSError):
            connection.settimeout(0.01 if chance.random() < 0.1 else 0)
            connection.sendall(strange_bytes(chance))
            if chance.random() < 0.3:
                connection.shutdown(socket.SHUT_WR)
            connection.recv(100)
    assert preview.ask("/").status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nothing_of_it_stays(preview: Preview) -> None:
    """Runs last: connections that were closed cost nothing any more."""
    process = Path("/proc") / str(preview.process_id)
    end = time.monotonic() + 25
    while (found := len(list((process / "fd").iterdir()))) > FILES // 2:
        assert time.monotonic() < end, found
        time.sleep(0.1)
    memory = re.search(r"VmRSS:\s+(\d+)", (process / "status").read_text())
    assert memory
    assert int(memory[1]) < 300_000  # KB
