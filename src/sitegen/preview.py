"""The live preview: build into a folder of its own, serve it, rebuild on save, reload the browser.

Built on livereload's WebSocket protocol and browser script; the server around them is ours, because
livereload's own answers any host and any origin, and drops reloads that come soon after another.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import socket
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import tornado.httpserver
import tornado.netutil
import watchfiles
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from livereload.watcher import Watcher
from tornado import web

from sitegen.config import parse_config
from sitegen.errors import ConfigError, SitegenError, UsageError
from sitegen.model import BuildResult
from sitegen.pipeline import BuildOptions, build_site
from sitegen.system.files import ConfigFile, find_config

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

__all__ = ["Preview"]

_FOLDERS = ("content", "templates", "assets")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_DEFAULT_PORT = 8000
_SCRIPT = b'<script src="/livereload.js"></script></head>'


class Preview:
    """One preview of one site; `say` is told after each build what changed and how it went."""

    def __init__(
        self,
        site: Path,
        *,
        host: str,
        port: int | None,
        drafts: bool,
        say: Callable[[str, BuildResult | SitegenError], None],
    ) -> None:
        self._config_file: ConfigFile = find_config(site)
        self._root = self._config_file.root
        self._folder = self._root / ".sitegen" / "preview"
        self._drafts = drafts
        self._say = say
        self._builds = _Builds()
        self._host = host
        self._sockets = _bind(host, port)
        self.port: int = self._sockets[0].getsockname()[1]
        text, name = self._config_file.text, self._config_file.name
        self._base_path = parse_config(text, name).base_path
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self.port}{self._base_path}"

    def run(self, *, announce: Callable[[str], None], open_browser: bool = False) -> None:
        """Serve until Ctrl-C or SIGTERM."""
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(self._serve(announce, open_browser=open_browser))

    async def _serve(self, announce: Callable[[str], None], *, open_browser: bool) -> None:
        stop = asyncio.Event()
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers here
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
        LiveReloadHandler.watcher = Watcher()
        server = tornado.httpserver.HTTPServer(self._application())

        def begin() -> None:
            server.add_sockets(self._sockets)
            announce(self.url)
            if open_browser:
                webbrowser.open(self.url)

        watching = asyncio.create_task(self._watch(stop, begin))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({watching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        server.stop()
        await watching

    async def _watch(self, stop: asyncio.Event, begin: Callable[[], None]) -> None:
        """Build, begin, and build for every burst of changes; one during a build starts another."""
        begun = False
        async for changed in self._changes(stop):
            went_well = await self._build(changed)
            if not begun and not stop.is_set():
                begun = True
                begin()
            elif went_well:
                self._builds.number += 1
                LiveReloadHandler.reload_waiters("*")

    async def _changes(self, stop: asyncio.Event) -> AsyncIterator[str]:
        """Yield the site's name when the watch begins, then a file's name for each burst.

        The site's folder itself is watched without what lies in it, for the configuration and for
        folders that appear; a new one starts the watch of the folders anew. What was saved while
        nobody watched is found by the build that follows.
        """
        while not stop.is_set():
            folders = [self._root / name for name in _FOLDERS if (self._root / name).is_dir()]
            fresh = asyncio.Event()
            merged: asyncio.Queue[str] = asyncio.Queue()
            tasks = [
                asyncio.create_task(self._follow(folders, merged, fresh, recursive=True)),
                asyncio.create_task(self._follow([self._root], merged, fresh, recursive=False)),
            ]
            ends = [asyncio.create_task(stop.wait()), asyncio.create_task(fresh.wait())]
            try:
                await asyncio.sleep(0)  # each task runs up to its first wait, and then watches
                yield self._root.name
                while not (stop.is_set() or fresh.is_set()):
                    item = asyncio.create_task(merged.get())
                    await asyncio.wait({item, *ends}, return_when=asyncio.FIRST_COMPLETED)
                    if item.done():
                        yield item.result()
                    else:
                        item.cancel()
            finally:
                for task in (*tasks, *ends):
                    task.cancel()
                await asyncio.gather(*tasks, *ends, return_exceptions=True)

    async def _follow(
        self,
        paths: list[Path],
        merged: asyncio.Queue[str],
        fresh: asyncio.Event,
        *,
        recursive: bool,
    ) -> None:
        if not paths:
            return
        batches = watchfiles.awatch(*paths, debounce=50, step=10, recursive=recursive)
        async for batch in batches:
            names = sorted({name for _, name in batch})
            if not recursive:
                names = [name for name in names if self._matters(Path(name))]
                if any(Path(name).name in _FOLDERS for name in names):
                    fresh.set()
            if names:
                more = f" and {len(names) - 1} more" if len(names) > 1 else ""
                await merged.put(Path(names[0]).name + more)

    def _matters(self, path: Path) -> bool:
        return path.name in {"sitegen.toml", "pyproject.toml", *_FOLDERS}

    async def _build(self, changed: str) -> bool:
        """Build in a thread, so that the server goes on answering; tell whether it went well."""
        options = BuildOptions(
            output=self._folder, base_url=self.url, drafts=self._drafts, future=self._drafts
        )
        try:
            result = await asyncio.to_thread(build_site, self._root, options)
        except ConfigError as error:
            result = BuildResult(diagnostics=error.diagnostics)
        except SitegenError as error:
            self._say(changed, error)
            return False
        self._say(changed, result)
        return result.ok

    def _application(self) -> web.Application:
        hosts = frozenset({*_LOOPBACK, self._host})
        guard = {"hosts": hosts, "port": self.port}
        guard_and_builds = {**guard, "builds": self._builds}
        folder = {"path": str(self._folder), "default_filename": "index.html"}
        routes: list[Any] = [
            (r"/livereload", _Socket, guard_and_builds),
            (r"/livereload\.js", _Script, guard),
            (rf"{self._base_path}(.*)", _Pages, {**guard_and_builds, **folder}),
        ]
        if self._base_path != "/":
            routes.append((r"/", _ToBase, {**guard, "target": self._base_path}))
        return web.Application(routes, log_function=lambda _: None)


def _bind(host: str, port: int | None) -> list[socket.socket]:
    """Listen on the port; without one, on 8000 or, if that is taken, on a free one."""
    for wanted in (port,) if port is not None else (_DEFAULT_PORT, 0):
        try:
            return tornado.netutil.bind_sockets(wanted, address=host)
        except OSError as error:
            reason = error.strerror or str(error)
    message = f"cannot listen on {host}:{port}: {reason}; choose another --port"
    raise UsageError(message)


class _Builds:
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

    def initialize(self, hosts: frozenset[str], port: int, builds: _Builds) -> None:  # type: ignore[override]  # one more than the others
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
        self, hosts: frozenset[str], port: int, builds: _Builds, **options: Any
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
