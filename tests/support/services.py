"""A server on this machine that answers in the place of the services that `sitegen bib` asks."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

__all__ = ["Answer", "Asked", "FakeServices", "serving_services"]


@dataclass(frozen=True)
class Answer:
    """What the server sends. A value that is neither text nor bytes is sent as JSON.

    With `is_cut`, it closes the connection before the end.
    """

    body: Any = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False


@dataclass(frozen=True)
class Asked:
    """A request: `path` begins with the host that was asked."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


#: An answer, several for one request after the other, or a function that makes one.
Route = Answer | list[Answer] | Callable[[Asked], Answer]


@dataclass
class FakeServices:
    """The answers by host and path, without the query, and the requests in their order."""

    url: str
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    def answer(self, asked: Asked) -> Answer:
        """Note a request and return its answer; 404 for an address that has none."""
        self.asked.append(asked)
        route = self.routes.get(asked.path, Answer(status=404))
        if isinstance(route, list):
            return route.pop(0) if len(route) > 1 else route[0]
        return route(asked) if callable(route) else route

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for."""
        return [each.path for each in self.asked]


class _Handler(http.server.BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        headers = {name.casefold(): value for name, value in self.headers.items()}
        asked = Asked(unquote(parts.path.removeprefix("/")), query, headers)
        answer = self.server.services.answer(asked)
        body = answer.body
        kind = "text/plain"
        if not isinstance(body, str | bytes):
            body, kind = json.dumps(body), "application/json"
        data = body.encode() if isinstance(body, str) else body
        self.send_response(answer.status)
        for name, value in {"Content-Type": kind, **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data) + answer.is_cut))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # who asked has read enough
            self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    services: FakeServices


@contextlib.contextmanager
def serving_services() -> Iterator[FakeServices]:
    """Serve on a free port until the end of the block."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.services = FakeServices(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.services
        finally:
            server.shutdown()
            thread.join()
