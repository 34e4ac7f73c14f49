"""Connections are bounded in number and time; those that matter least are closed first."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import time
from typing import TYPE_CHECKING

import pytest
from tornado import web, websocket

from sitegen.preview.server.connections import Connections, most_connections

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


#: Seconds in which whatever has to come has come, also on a busy machine.
LONGEST = 60


class Page(web.RequestHandler):
    def get(self) -> None:
        self.write("here")


class Slow(web.RequestHandler):
    async def get(self) -> None:
        await asyncio.sleep(30)


class Tab(websocket.WebSocketHandler):
    async def on_message(self, message: str | bytes) -> None:
        await self.write_message(message)


class Server:
    """A small server, and how to speak with it."""

    def __init__(self, **limits: float) -> None:
        self.remarks: list[str] = []
        routes = [("/", Page), ("/slow", Slow), ("/tab", Tab)]
        application = web.Application(routes, log_function=lambda _: None)
        self.connections = Connections(application, self.remarks.append, **limits)  # type: ignore[arg-type]
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.socket.settimeout(0)
        self.port = self.socket.getsockname()[1]
        self.writers: list[asyncio.StreamWriter] = []

    async def connect(
        self, text: str = "", host: str = "127.0.0.1"
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(host, self.port)
        self.writers.append(writer)
        writer.write(text.encode())
        await asyncio.sleep(0.03)  # so that connections come one after another
        return reader, writer


@contextlib.asynccontextmanager
async def serving(**limits: float) -> AsyncIterator[Server]:
    server = Server(**limits)
    server.connections.listen(server.socket)
    try:
        yield server
    finally:
        server.connections.stop()
        for writer in server.writers:
            writer.close()


def request(path: str = "/", extra: str = "") -> str:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n{extra}\r\n"


UPGRADE = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


async def connect_as(server: Server, address: str, text: str) -> asyncio.StreamReader:
    """Connect from another address of this machine."""
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", server.port, local_addr=(address, 0)
    )
    server.writers.append(writer)
    writer.write(text.encode())
    await asyncio.sleep(0.03)
    return reader


async def is_closed(reader: asyncio.StreamReader, seconds: float = 0.05) -> bool:
    """Tell whether the other end closes a connection soon; passes over what it has sent."""
    with contextlib.suppress(TimeoutError, ConnectionResetError):
        async with asyncio.timeout(seconds):
            while await reader.read(1 << 16):
                """Go on."""
            return True
    return reader.at_eof() or reader.exception() is not None


def test_the_longest_idle_make_room() -> None:
    async def run() -> None:
        async with serving(most=8) as server:
            tab, _ = await server.connect(request("/tab", UPGRADE))
            busy, _ = await server.connect(request("/slow"))
            idle = [(await server.connect("GET / HT"))[0] for _ in range(12)]
            reader, _ = await server.connect(request())
            assert (await reader.readline()) == b"HTTP/1.1 200 OK\r\n"
            assert await is_closed(idle[0], LONGEST)
            assert not await is_closed(idle[-1])
            assert not await is_closed(tab)
            assert not await is_closed(busy)
            assert len(server.connections) <= 8
            (remark,) = server.remarks
            assert remark.startswith("More than 8 connections")

    asyncio.run(run())


def test_tabs_leave_room_for_requests() -> None:
    async def run() -> None:
        async with serving(most=8) as server:
            tabs = [(await server.connect(request("/tab", UPGRADE)))[0] for _ in range(12)]
            reader, _ = await server.connect(request())
            assert (await reader.readline()) == b"HTTP/1.1 200 OK\r\n"
            assert await is_closed(tabs[0], LONGEST)
            assert not await is_closed(tabs[-1])

    asyncio.run(run())


def test_other_machines_make_room_for_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    # All addresses of these tests are of this machine; 127.0.0.2 plays another one.
    monkeypatch.setattr(
        "sitegen.preview.server.connections.is_local", lambda remote, _: remote == "127.0.0.1"
    )

    async def run() -> None:
        async with serving(most=8) as server:
            own = [await connect_as(server, "127.0.0.1", request("/slow")) for _ in range(3)]
            own.append(await connect_as(server, "127.0.0.1", ""))
            other = [
                await connect_as(server, "127.0.0.2", each)
                for each in (request("/slow"), request("/tab", UPGRADE), "", "")
            ]
            own += [await connect_as(server, "127.0.0.1", request("/slow")) for _ in range(5)]
            assert [await is_closed(each, LONGEST) for each in other] == [True] * 4
            assert await is_closed(own.pop(3), LONGEST)
            assert [await is_closed(each) for each in own] == [False] * 8
            late = await connect_as(server, "127.0.0.2", request())
            assert await is_closed(late, LONGEST)
            assert len(server.connections) == 8

    asyncio.run(run())


def test_other_machines_may_connect_so_often_in_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    module = "sitegen.preview.server.connections"
    monkeypatch.setattr(f"{module}.is_local", lambda remote, _: remote == "127.0.0.1")
    monkeypatch.setattr(f"{module}._FROM_OTHERS", 4)

    async def run() -> None:
        async with serving() as server:
            server.connections._second = time.monotonic() + 3600  # however long it takes
            others = [await connect_as(server, "127.0.0.2", "") for _ in range(12)]
            assert [await is_closed(each, 0.01) for each in others[:4]] == [False] * 4
            assert [await is_closed(each, LONGEST) for each in others[4:]] == [True] * 8
            own = await connect_as(server, "127.0.0.1", request())
            assert (await own.readline()) == b"HTTP/1.1 200 OK\r\n"
            server.connections._second = time.monotonic() - 2  # as if it had been so long ago
            assert not await is_closed(await connect_as(server, "127.0.0.2", ""))

    asyncio.run(run())


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "GET / HTTP/1.1\r\nHost: x\r\n",
        f"{request()}GET",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "\x16\x03\x01\x02\x00\x01\x00",
    ],
    ids=["nothing", "half", "second", "body", "chunk", "tls"],
)
def test_what_does_not_go_on_is_closed(sent: str) -> None:
    async def run() -> None:
        async with serving(seconds=0.2) as server:
            start = time.monotonic()
            reader, _ = await server.connect(sent)
            assert await is_closed(reader, LONGEST)
            assert 0.15 < time.monotonic() - start < 15  # by default, it would be 20
            assert len(server.connections) == 0

    asyncio.run(run())


def test_one_byte_after_another_does_not_help() -> None:
    async def run() -> None:
        async with serving(seconds=0.3) as server:
            reader, writer = await server.connect("GET / HTTP/1.1\r\n")
            start = time.monotonic()
            with contextlib.suppress(ConnectionError):
                while not reader.at_eof() and time.monotonic() - start < 15:
                    writer.write(b"x")
                    await writer.drain()
                    await asyncio.sleep(0.02)
            assert time.monotonic() - start < 15

    asyncio.run(run())


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        (f"GET /{'a' * 100_000} HTTP/1.1\r\nHost: x\r\n\r\n", b""),
        (request(extra=f"X: {'a' * 100_000}\r\n"), b""),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\nabc", b"400"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"400"),
        ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"400"),
    ],
    ids=["address", "header", "body", "http2", "negative"],
)
def test_what_is_too_large_or_no_request_is_refused(sent: str, answered: bytes) -> None:
    async def run() -> None:
        async with serving() as server:
            reader, _ = await server.connect(sent)
            got = b""
            with contextlib.suppress(ConnectionResetError):
                got = await asyncio.wait_for(reader.read(100), LONGEST)
            assert answered in got
            assert await is_closed(reader, LONGEST)

    asyncio.run(run())


def test_when_no_more_files_can_be_opened_it_waits_and_goes_on() -> None:
    async def run() -> None:
        async with serving() as server:
            idle = [(await server.connect())[0] for _ in range(4)]
            failing = [OSError(errno.EMFILE, "Too many open files")] * 3

            class Full:
                """The socket, while no more files can be opened."""

                def __getattr__(self, name: str) -> object:
                    return getattr(server.socket, name)

                def accept(self) -> object:
                    if failing:
                        raise failing.pop()
                    return server.socket.accept()

            accept: Callable[..., None] = server.connections._accept
            for _ in range(3):
                accept(Full(), 0)
            reader, _ = await server.connect(request())
            assert (await asyncio.wait_for(reader.readline(), LONGEST)) == b"HTTP/1.1 200 OK\r\n"
            assert await is_closed(idle[0], LONGEST)
            assert len(server.remarks) == 1
            assert "Too many open files" in server.remarks[0]

    asyncio.run(run())


def test_most_files_are_left_for_other_things() -> None:
    resource = pytest.importorskip("resource")
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert 8 <= most_connections() <= max(8, soft // 3)
