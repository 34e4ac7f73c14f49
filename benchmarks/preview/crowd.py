"""sitegen's preview under load: many tabs, many requests, and one edit after another."""

from __future__ import annotations

import asyncio
import http.client
import itertools
import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from benchmarks.preview.edits import Saved
from benchmarks.preview.records import Load, Soak, percentiles
from benchmarks.preview.server import Server, ask
from benchmarks.processes import descriptors_of, memory_of

__all__ = ["measure_load", "measure_soak"]

_CONNECTIONS = 20
_PATIENCE = 10.0  # seconds after which a tab has missed an edit
_PAUSE = 0.25  # seconds between edits under load
_SAMPLES = 10  # of memory
_DIGEST = re.compile(rb'data-page="(\w+)"')
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)

NextEdit = Callable[[], Saved]


class Tabs:
    """Open tabs as the server sees them: each says what it shows and hears of changes."""

    def __init__(self, server: Server, path: str) -> None:
        self._server = server
        self._path = path
        self._sockets: list[WebSocketClientConnection] = []
        self._listening: list[asyncio.Task[None]] = []
        self._waiting: set[int] = set()  # tabs that have not heard of the last edit
        self._all_told = asyncio.Event()

    async def open(self, count: int) -> None:
        """Open so many tabs with the same page."""
        _, page = await asyncio.to_thread(ask, self._server.port, self._path)
        found = _DIGEST.search(page)
        digest = found[1].decode() if found else ""
        host = self._server.host
        for number in range(count):
            headers = {"Origin": f"http://{host}"}
            request = HTTPRequest(f"ws://{host}/-sitegen/socket", headers=headers)
            socket = await websocket_connect(request)
            info = {"command": "info", "url": f"http://{host}{self._path}", "page": digest}
            await socket.write_message(json.dumps(info))
            self._sockets.append(socket)
            self._listening.append(asyncio.create_task(self._listen(number, socket)))

    async def _listen(self, number: int, socket: WebSocketClientConnection) -> None:
        while message := await socket.read_message():
            told = json.loads(message)
            if told["command"] == "update" and told["changed"]:
                self._waiting.discard(number)
                if not self._waiting:
                    self._all_told.set()

    async def edit(self, saved: Saved) -> tuple[float, int]:
        """Save; return the seconds until all tabs are told, and how many were not, or wrongly."""
        self._waiting = set(range(len(self._sockets)))
        self._all_told.clear()
        await asyncio.to_thread(saved.save)
        start = time.perf_counter()
        try:
            await asyncio.wait_for(self._all_told.wait(), _PATIENCE)
        except TimeoutError:
            return _PATIENCE, len(self._waiting)
        seconds = time.perf_counter() - start
        _, page = await asyncio.to_thread(ask, self._server.port, self._path)
        return seconds, int(saved.expected["text"].encode() not in page)

    async def close(self) -> None:
        for socket in self._sockets:
            socket.close()
        await asyncio.gather(*self._listening)


@dataclass
class _Requests:
    """Requests over kept connections, evenly spread over time."""

    server: Server
    rate: int
    end: float
    times: list[float] = field(default_factory=list)
    errors: int = 0

    async def run(self, paths: Sequence[str]) -> None:
        """Ask for pages until the end."""
        shares = [paths[number::_CONNECTIONS] or paths for number in range(_CONNECTIONS)]
        await asyncio.gather(*map(self._ask_in_turn, shares, range(_CONNECTIONS)))

    async def _ask_in_turn(self, paths: Sequence[str], number: int) -> None:
        interval = _CONNECTIONS / self.rate
        due = time.perf_counter() + interval * number / _CONNECTIONS
        reader, writer = await self._connect()
        for path in itertools.cycle(paths):
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if time.perf_counter() > self.end:
                break
            start = time.perf_counter()
            try:
                good = await self._is_answered(reader, writer, path)
            except (OSError, EOFError):
                good = False
                reader, writer = await self._connect()
            self.times.append(time.perf_counter() - start)
            self.errors += not good
            due += interval
        writer.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        host, port = self.server.host.split(":")
        return await asyncio.open_connection(host, int(port))

    async def _is_answered(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str
    ) -> bool:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self.server.host}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await reader.readexactly(int(length[1])) if length else b""
        return int(head.split(b" ", 2)[1]) == http.client.OK and body.endswith(b"</html>\n")


async def measure_load(
    server: Server,
    path: str,
    others: Sequence[str],
    next_edit: NextEdit,
    *,
    tabs: int,
    rate: int,
    duration: float,
) -> Load:
    """Edit the page of all tabs again and again while other pages are asked for."""
    open_tabs = Tabs(server, path)
    await open_tabs.open(tabs)
    start = time.perf_counter()
    requests = _Requests(server, rate, start + duration)
    asking = asyncio.create_task(requests.run(others))
    told_times, missed = [], 0
    while time.perf_counter() < requests.end:
        seconds, lost = await open_tabs.edit(next_edit())
        told_times.append(seconds)
        missed += lost
        await asyncio.sleep(_PAUSE)
    await asking
    await open_tabs.close()
    return Load(
        tabs=tabs,
        rate=rate,
        duration=duration,
        edits=len(told_times),
        missed=missed,
        answers=len(requests.times),
        errors=requests.errors,
        answer_times=percentiles(requests.times),
        told_times=percentiles(told_times),
    )


async def measure_soak(server: Server, path: str, next_edit: NextEdit, edits: int) -> Soak:
    """Edit one page so many times, and look at memory and descriptors meanwhile."""
    tab = Tabs(server, path)
    await tab.open(1)
    soak = Soak(edits=[], memory=[], descriptors=[], missed=0)
    every = max(1, edits // _SAMPLES)
    for number in range(1, edits + 1):
        _, lost = await tab.edit(next_edit())
        soak.missed += lost
        if number % every == 0:
            await asyncio.to_thread(server.wait_until_quiet)
            soak.edits.append(number)
            soak.memory.append(memory_of(server.process.pid))
            soak.descriptors.append(descriptors_of(server.process.pid))
    await tab.close()
    return soak
