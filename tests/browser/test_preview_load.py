"""Many tabs and many requests while the site is built again and again. Needs no browser."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from support.previewing import Preview, previewing
from support.saving import write_at_once
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = bool(os.environ.get("SITEGEN_LONG_TESTS"))
TABS, SECONDS, EDITS = (200, 30, 1000) if LONG else (20, 1, 40)
#: Requests a second, by so many connections.
RATE, CONNECTIONS = (500, 20) if LONG else (100, 5)
#: The edits, and the requests of each connection.
FEWEST = 5


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    pages = {f"content/p{number}.md": page(number, 0) for number in range(CONNECTIONS + 1)}
    write_files(tmp_path, {"sitegen.toml": CONFIG, **pages})
    with previewing(tmp_path) as running:
        yield running
        assert "Traceback" not in "".join(running.lines)


def page(number: int, edit: int) -> str:
    return f"---\ntitle: Page {number}\n---\n\nEdit {edit}.\n"


class Tab:
    """What the browser's script does, as far as the server can tell."""

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self.socket = socket
        self.updates = 0

    @classmethod
    async def open(cls, preview: Preview, path: str) -> Tab:
        headers = {"Origin": f"http://{preview.host}"}
        request = HTTPRequest(f"ws://{preview.host}/-sitegen/socket", headers=headers)
        tab = cls(await websocket_connect(request))
        body = (await asyncio.to_thread(preview.ask, path)).body
        digest = re.search(rb'data-page="(\w+)"', body)
        assert digest
        info = {
            "command": "info",
            "url": f"http://{preview.host}{path}",
            "page": digest[1].decode(),
        }
        await tab.socket.write_message(json.dumps(info))
        return tab

    async def listen(self) -> None:
        while message := await self.socket.read_message():
            self.updates += json.loads(message)["command"] == "update"


async def request_again_and_again(preview: Preview, path: str, ended: asyncio.Event) -> list[int]:
    """Return the status of each answer; so many come at least, however busy the machine is."""
    host, port = preview.host.rsplit(":", 1)
    reader, writer = await asyncio.open_connection(host, int(port))
    statuses: list[int] = []
    while len(statuses) < FEWEST or not ended.is_set():
        start = time.monotonic()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {preview.host}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"Content-Length: (\d+)", head)
        assert length
        await reader.readexactly(int(length[1]))
        statuses.append(int(head.split(b" ", 2)[1]))
        await asyncio.sleep(max(0, start + CONNECTIONS / RATE - time.monotonic()))
    writer.close()
    await writer.wait_closed()
    return statuses


def test_every_tab_hears_of_every_build(tmp_path: Path, preview: Preview) -> None:
    async def run() -> None:
        tabs = [await Tab.open(preview, "/p0/") for _ in range(TABS)]
        listening = [asyncio.create_task(tab.listen()) for tab in tabs]
        ended = asyncio.Event()
        asking = [
            asyncio.create_task(request_again_and_again(preview, f"/p{number + 1}/", ended))
            for number in range(CONNECTIONS)
        ]
        end = time.monotonic() + SECONDS
        edits = 0
        while edits < FEWEST or time.monotonic() < end:
            edits += 1
            write_at_once(tmp_path, {"content/p0.md": page(0, edits)})
            await asyncio.to_thread(preview.wait_for, "p0.md → 1 page")
            await asyncio.sleep(0.05)
        ended.set()
        statuses = [status for each in await asyncio.gather(*asking) for status in each]
        async with asyncio.timeout(30):
            while any(tab.updates < edits for tab in tabs):  # noqa: ASYNC110  # it has no event
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.3)  # nothing else comes
        assert set(statuses) == {200}
        assert {tab.updates for tab in tabs} == {edits}
        for tab in tabs:
            tab.socket.close()
        await asyncio.gather(*listening)

    asyncio.run(run())


@pytest.mark.limits
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_and_descriptors_stay(tmp_path: Path, preview: Preview) -> None:
    process = Path("/proc") / str(preview.process_id)

    def memory() -> int:
        found = re.search(r"VmRSS:\s+(\d+)", (process / "status").read_text())
        assert found
        return int(found[1])

    def edit(first: int, count: int) -> None:
        for number in range(first, first + count):
            write_at_once(tmp_path, {"content/p0.md": page(0, number)})
            preview.wait_for("p0.md → 1 page")

    edit(1, 20)
    before, descriptors = memory(), len(list((process / "fd").iterdir()))
    edit(100, EDITS)
    assert len(list((process / "fd").iterdir())) <= descriptors + 2
    assert memory() - before < 8_000 + EDITS * 10  # KB
