"""The preview's web server: the built site and livereload's WebSocket, for this machine only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado import web

__all__ = ["LOOPBACK", "Builds", "build_application"]

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SCRIPT = b'<script src="/livereload.js"></script></head>'


def build_application(
    hosts: frozenset[str], port: int, base_path: str, folder: Path, builds: Builds
) -> web.Application:
    """Return the server's routes; it answers requests for these hosts at this port only."""
    guard = {"hosts": hosts, "port": port}
    guard_and_builds = {**guard, "builds": builds}
    pages = {"path": str(folder), "default_filename": "index.html"}
    routes: list[Any] = [
        (r"/livereload", _Socket, guard_and_builds),
        (r"/livereload\.js", _Script, guard),
        (rf"{base_path}(.*)", _Pages, {**guard_and_builds, **pages}),
    ]
    if base_path != "/":
        routes.append((r"/", _ToBase, {**guard, "target": base_path}))
    return web.Application(routes, log_function=lambda _: None)


class Builds:
    """Counts the builds, and remembers which of them each page was last served from.

    So a browser that connects after a build that its page has missed can be told.
    """

    def __init__(self) -> None:
        self.number = 0
        self._served: dict[str, int] = {}

    def note_served(self, path: str) -> None:
        """Remember that a page was served from what the last build left."""
        self._served[path] = self.number

    def has_missed_one(self, path: str) -> bool:
        """Tell whether a build has ended since a page was served."""
        return self._served.get(path, self.number) < self.number


class _Guarded(web.RequestHandler):
    """Answers only those who ask for this server by its own name: no DNS rebinding."""

    def initialize(self, hosts: frozenset[str], port: int) -> None:
        self._hosts = hosts
        self._port = port

    def prepare(self) -> None:
        """Refuse a foreign Host."""
        if not self._is_ours(f"//{self.request.host}"):
            raise web.HTTPError(403)

    def set_default_headers(self) -> None:
        """Keep browsers from storing pages that are about to change."""
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    def _is_ours(self, address: str) -> bool:
        try:
            parts = urlsplit(address)
            port = parts.port or 80
        except ValueError:
            return False
        return parts.hostname in self._hosts and port == self._port


class _Socket(_Guarded, LiveReloadHandler):
    """livereload's WebSocket, for pages of this server only."""

    def initialize(self, hosts: frozenset[str], port: int, builds: Builds) -> None:  # type: ignore[override]  # one more than the others
        super().initialize(hosts, port)
        self._builds = builds

    def prepare(self) -> None:
        """Refuse a foreign page; Tornado's own check trusts any scheme and fails on a bad URL."""
        super().prepare()
        origin = self.request.headers.get("Origin")
        if origin is not None and not self.check_origin(origin):
            raise web.HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        return self._is_ours(origin) and urlsplit(origin).scheme == "http"

    def on_message(self, message: str | bytes) -> None:
        try:
            super().on_message(message)
            url = json.loads(message).get("url", "")
            if self in self.waiters and self._builds.has_missed_one(urlsplit(url).path):
                self.send_message({"command": "reload", "path": "*"})
        except (ValueError, AttributeError, TypeError):
            self.close(1003)


class _Script(_Guarded, LiveReloadJSHandler):
    """livereload's browser script."""


class _ToBase(_Guarded):
    """Leads from the server's root to the site's base path."""

    def initialize(self, hosts: frozenset[str], port: int, target: str = "/") -> None:
        super().initialize(hosts, port)
        self._target = target

    def get(self) -> None:
        """Redirect."""
        self.redirect(self._target)


class _Pages(_Guarded, web.StaticFileHandler):
    """The built site: its own 404 page, and the reload script in every page on its way out."""

    def initialize(  # type: ignore[override]  # two bases with arguments of their own
        self, hosts: frozenset[str], port: int, builds: Builds, **options: Any
    ) -> None:
        _Guarded.initialize(self, hosts, port)
        self._builds = builds
        web.StaticFileHandler.initialize(self, **options)

    async def get(self, path: str, include_body: bool = True) -> None:  # noqa: FBT001, FBT002  # Tornado's signature
        """Answer with a page or a file."""
        if "\0" in path or any(part.startswith(".") for part in path.split("/")):
            raise web.HTTPError(404)
        self.path = self.parse_url_path(path)
        absolute = self.get_absolute_path(self.root, self.path)
        file = self.validate_absolute_path(self.root, absolute)
        if file is None:
            return
        if file.endswith(".html"):
            self._send_page(Path(file), include_body=include_body)
        else:
            await super().get(path, include_body)

    def compute_etag(self) -> str | None:
        """Nothing is stored, so nothing is compared."""
        return None

    def should_return_304(self) -> bool:
        return False

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        page = Path(self.root) / "404.html"
        if status_code == 404 and page.is_file():  # noqa: PLR2004  # HTTP's own number
            self._send_page(page, include_body=True)
            self.finish()
        else:
            super().write_error(status_code, **kwargs)

    def _send_page(self, file: Path, *, include_body: bool) -> None:
        self._builds.note_served(self.request.path)
        data = file.read_bytes().replace(b"</head>", _SCRIPT, 1)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Length", str(len(data)))
        if include_body:
            self.write(data)
