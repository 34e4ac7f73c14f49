"""The live preview: build into a folder of its own, serve it, rebuild on save, reload the browser.

Built on livereload's WebSocket protocol and browser script; the server around them is ours, because
livereload's own answers any host and any origin, and drops reloads that come soon after another.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import tornado.httpserver
import tornado.netutil
from livereload.handlers import LiveReloadHandler
from livereload.watcher import Watcher

from sitegen.config import parse_config
from sitegen.errors import ConfigError, SitegenError, UsageError
from sitegen.model import BuildResult
from sitegen.pipeline import BuildOptions, build_site
from sitegen.preview.server import LOOPBACK, Builds, build_application
from sitegen.preview.watching import watch_site
from sitegen.system.files import ConfigFile, find_config

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Preview"]

_DEFAULT_PORT = 8000


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
        self._builds = Builds()
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
        hosts = frozenset({*LOOPBACK, self._host})
        served = build_application(hosts, self.port, self._base_path, self._folder, self._builds)
        server = tornado.httpserver.HTTPServer(served)

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
        async for changed in watch_site(self._root, stop):
            went_well = await self._build(changed)
            if not begun and not stop.is_set():
                begun = True
                begin()
            elif went_well:
                self._builds.number += 1
                LiveReloadHandler.reload_waiters("*")

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


def _bind(host: str, port: int | None) -> list[socket.socket]:
    """Listen on the port; without one, on 8000 or, if that is taken, on a free one."""
    for wanted in (port,) if port is not None else (_DEFAULT_PORT, 0):
        try:
            return tornado.netutil.bind_sockets(wanted, address=host)
        except OSError as error:
            reason = error.strerror or str(error)
    message = f"cannot listen on {host}:{port}: {reason}; choose another --port"
    raise UsageError(message)
