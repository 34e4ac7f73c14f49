"""Who does not read what is sent does not hold it in memory, nor the file open, for long."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import sys
import time
from pathlib import Path

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from sitegen.preview.image_requests import ImageRequests
from sitegen.preview.server.allowed_hosts import LOOPBACK, AllowedHosts
from sitegen.preview.server.application import build_application
from sitegen.preview.server.connections import Connections
from sitegen.preview.server.routing import RoutedFiles
from sitegen.preview.server.tabs import Tabs
from support.sites import write_files

#: More than the system holds of what is sent to somebody who does not read.
LARGE = 12_000_000


class Server:
    """The server of a preview of these files, and its tabs."""

    def __init__(self, folder: Path) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.listening.settimeout(0)
        self.address = self.listening.getsockname()
        served = RoutedFiles(folder)
        self.tabs = Tabs(served, lambda *_: "", lambda _: "")
        hosts = AllowedHosts(hosts=frozenset(LOOPBACK), port=self.address[1])
        images = ImageRequests(lambda _: None, lambda _: None, at_once=1)
        application = build_application(hosts, served, self.tabs, images)
        self.connections = Connections(application, lambda _: None)
        self.connections.listen(self.listening)

    async def until_there_are(self, number: int, seconds: float = 60) -> None:
        """Wait until there are so many connections."""
        start = time.monotonic()
        while len(self.connections) != number:
            assert time.monotonic() - start < seconds, len(self.connections)
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("name", ["film.mp4", "index.html"])
def test_an_answer_that_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("sitegen.preview.server.application._CHUNK_SECONDS", 0.2)
    write_files(tmp_path, {name: bytes(LARGE)})

    async def run() -> None:
        server = Server(tmp_path)
        start = time.monotonic()
        with socket.create_connection(server.address) as asking:
            asking.sendall(f"GET /{name} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            await server.until_there_are(1)
            await server.until_there_are(0)
        assert time.monotonic() - start > 0.1
        monkeypatch.undo()
        reader, writer = await asyncio.open_connection(*server.address)
        writer.write(f"GET /{name} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(LARGE)  # who reads gets all of it, however long it takes
        writer.close()
        server.connections.stop()

    asyncio.run(run())


def test_a_file_that_is_replaced_while_it_is_sent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_files(tmp_path, {"film.mp4": b"a" * LARGE})

    async def run() -> None:
        server = Server(tmp_path)
        reader, writer = await asyncio.open_connection(*server.address, limit=1000)
        writer.write(b"GET /film.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        (tmp_path / "film.mp4").unlink()
        write_files(tmp_path, {"film.mp4": b"b" * LARGE})
        got = await reader.read()
        assert 0 < len(got) < LARGE
        assert set(got) == {ord("a")}
        writer.close()
        await server.until_there_are(0)
        server.connections.stop()

    asyncio.run(run())
    assert caplog.text == ""


def open_files() -> set[str]:
    """Return the files that this process has open."""
    found = set()
    for each in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # the folder itself, which was open
            found.add(str(each.readlink()))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_file_stays_open_for_who_does_not_read(tmp_path: Path) -> None:
    write_files(tmp_path, {"film.mp4": bytes(LARGE)})

    async def run() -> None:
        server = Server(tmp_path)
        with socket.create_connection(server.address) as asking:
            asking.sendall(b"GET /film.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await server.until_there_are(1)
            await asyncio.sleep(0.1)
            assert str(tmp_path / "film.mp4") not in open_files()
        await server.until_there_are(0)
        server.connections.stop()

    asyncio.run(run())


def test_a_tab_that_does_not_read(tmp_path: Path) -> None:
    write_files(tmp_path, {"index.html": "x"})
    problem = {"code": "c", "severity": "error", "message": "m" * 300_000}

    async def run() -> None:
        server = Server(tmp_path)
        port = server.address[1]
        info = json.dumps({"command": "info", "url": f"http://localhost:{port}/", "page": ""})
        request = HTTPRequest(
            f"ws://127.0.0.1:{port}/-sitegen/socket", headers={"Origin": f"http://127.0.0.1:{port}"}
        )
        lazy = socket.create_connection(server.address)
        head = (
            f"GET /-sitegen/socket HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:{port}"
        )
        head = head.replace("localhost\r\n", f"localhost:{port}\r\n")
        head += "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        head += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        masked = info.encode()  # with a mask of zeros (RFC 6455, section 5.3)
        lazy.sendall(head.encode() + bytes([0x81, 0x80 | len(masked), 0, 0, 0, 0]) + masked)
        tab = await websocket_connect(request)
        await tab.write_message(info)
        heard = 0
        async with asyncio.timeout(60):
            while len(server.tabs.open_pages()) < 1:  # noqa: ASYNC110  # it has no event
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.2)
            assert len(server.connections) == 2
            while len(server.connections) == 2:
                server.tabs.send_problems([problem])
                while json.loads(str(await tab.read_message()))["command"] != "problems":
                    """What it is told first."""
                heard += 1
        server.tabs.send_problems([problem])
        while json.loads(str(await tab.read_message()))["command"] != "problems":
            """Nothing else is told."""
        assert heard < 200
        tab.close()
        lazy.close()
        await server.until_there_are(0)
        server.connections.stop()

    asyncio.run(run())
