"""A live preview in a process of its own, as an author starts it."""

from __future__ import annotations

import contextlib
import http.client
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from support.saving import write_at_once
from support.sites import read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Page, WebSocket


__all__ = [
    "COUNT",
    "Answer",
    "Preview",
    "find_port",
    "go_and_hear",
    "previewing",
    "read_sources",
    "restore",
    "settle",
    "stayed",
    "wait_until",
]


#: Counts what the preview does to a page, and stays only as long as it is not loaded again.
COUNT = """() => {
  window.stayed = true;
  window.patches = 0;
  document.addEventListener("sitegen:patched", () => { window.patches += 1; });
}"""
#: Nothing takes so long, except on a machine that does much else.
_PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    """What a server sent back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Preview:
    """A running `sitegen serve`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._queue: queue.Queue[str] = queue.Queue()
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        found = re.search(r"http://\S+", self.wait_for("Serving at"))
        assert found
        self.url = found[0]
        self.host = urlsplit(self.url).netloc

    def _read(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            self.lines.append(line)
            self._queue.put(line)

    @property
    def process_id(self) -> int:
        """The number of the process."""
        return self._process.pid

    def calm_down(self) -> None:
        """Wait until nothing has been built for a while."""
        seen = -1
        while seen != len(self.lines):
            seen = len(self.lines)
            time.sleep(0.25)

    def forget(self) -> None:
        """Pass over the lines so far."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._queue.get_nowait()

    def wait_for(self, text: str, seconds: float = _PATIENCE) -> str:
        """Return the next line that holds a text; lines before it are passed over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                line = self._queue.get(timeout=0.1)
                if text in line:
                    return line
            if self._process.poll() is not None and self._queue.empty():
                break
        raise AssertionError(f"no '{text}' in: {''.join(self.lines)}")

    def wait_until_served(self, path: str, text: str, seconds: float = _PATIENCE) -> None:
        """Wait until a page or file is there that holds a text."""
        end = time.monotonic() + seconds
        while (answer := self.ask(path)).status != 200 or text.encode() not in answer.body:
            assert time.monotonic() < end, f"no '{text}' at {path}: {''.join(self.lines)}"
            time.sleep(0.02)

    def ask(
        self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request exactly as it is written, without tidying the path."""
        host, port = self.host.rsplit(":", 1)
        connection = http.client.HTTPConnection(host, int(port), timeout=_PATIENCE)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            sent = {"Host": self.host, **(headers or {})}
            if method in {"POST", "PUT"}:
                sent["Content-Length"] = "0"
            for name, value in sent.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            body = b"" if answer.status == http.client.SWITCHING_PROTOCOLS else answer.read()
            return Answer(answer.status, dict(answer.getheaders()), body)
        finally:
            connection.close()

    def interrupt(self, number: int = signal.SIGINT, seconds: float = 30) -> int:
        """Press Ctrl-C and return the exit code."""
        self._process.send_signal(number)
        code = self._process.wait(timeout=seconds)
        self._reader.join(timeout=seconds)
        return code

    def close(self) -> None:
        """End the process if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join()
        assert self._process.stderr
        self._process.stderr.close()


@contextlib.contextmanager
def previewing(site: Path, *arguments: str, most_files: int = 0) -> Iterator[Preview]:
    """Serve a site on a free port, in a process that may open so many files, if that is given."""
    command = [sys.executable, "-m", "sitegen", "serve", str(site), "--port", "0", *arguments]
    if most_files:
        command = ["sh", "-c", f'ulimit -n {most_files}; exec "$@"', "sh", *command]
    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    preview = None
    try:
        preview = Preview(process)
        yield preview
    finally:
        if preview:
            preview.close()
        else:
            process.kill()
            process.communicate()


def find_port() -> str:
    """Return a port that is free, and that no system gives to a program that asks for any."""
    for number in range(100):
        port = 20_000 + (os.getpid() + 100 * number) % 10_000
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return str(port)
    raise AssertionError("no port is free")


def go_and_hear(page: Page, url: str) -> None:
    """Open a page of a preview, and wait until it has been told the first news."""
    told: list[object] = []

    def hear(news: WebSocket) -> None:
        news.on("framereceived", lambda frame: told.append(frame))  # noqa: PLW0108  # Playwright knows no built-in functions

    page.on("websocket", hear)
    page.goto(url)  # the news may come before the page has
    end = time.monotonic() + _PATIENCE
    while not told:
        assert time.monotonic() < end, f"no news at {url}"
        page.wait_for_timeout(30)


def read_sources(site: Path) -> dict[str, bytes]:
    """Return the files that a build reads."""
    found = {"sitegen.toml": (site / "sitegen.toml").read_bytes()}
    for folder in ("content", "assets", "templates"):
        below = read_tree(site / folder)
        found |= {f"{folder}/{name}": data for name, data in below.items()}
    return found


def restore(site: Path, files: Mapping[str, bytes], preview: Preview) -> None:
    """Bring a site back to these files, and wait until the preview shows them."""
    now = read_sources(site)
    write_at_once(site, {name: data for name, data in files.items() if now.get(name) != data})
    for name in now.keys() - files.keys():
        (site / name).unlink()
    settle(site, preview)


def settle(site: Path, preview: Preview) -> None:
    """Wait until all that was saved has been built, and the terminal has told it."""
    # Builds follow one another: when a page is there, what was saved before it has been built, and
    # of all builds before its own the terminal has told.
    for _ in range(2):
        stamp = f"saved at {time.monotonic_ns()}"
        write_at_once(site, {"content/stamp.md": f"---\ntitle: Stamp\n---\n\n{stamp}\n"})
        preview.wait_until_served(f"{urlsplit(preview.url).path}stamp/", stamp)


def wait_until(page: Page, holds: Callable[[], bool], seconds: float = 20) -> None:
    """Give a page time until something holds; the assertion that follows says what does not."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        page.wait_for_timeout(50)


def stayed(page: Page) -> bool:
    """Tell whether a page has not been loaded again since `COUNT` was run in it."""
    return bool(page.evaluate("window.stayed === true"))
