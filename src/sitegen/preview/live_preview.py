"""The preview: build, serve, and update browsers after every save.

Changes are sent over livereload's WebSocket. The server around it and the script in the browser are
our own, because livereload's answer any host and any origin, and drop reloads that follow soon
after another.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import time
import traceback
import webbrowser
from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitegen.config import Config, parse_config
from sitegen.engine.clock import read_now
from sitegen.errors import ConfigError, SitegenError, UsageError
from sitegen.model import BuildResult
from sitegen.preview.builder import Builder, SiteBuilder
from sitegen.preview.editors import Editor
from sitegen.preview.image_requests import ImageRequests
from sitegen.preview.keyboard import quit_key
from sitegen.preview.options import PreviewOptions, Reporter
from sitegen.preview.problem_messages import describe_failure, describe_problems
from sitegen.preview.server import network
from sitegen.preview.server.allowed_hosts import AllowedHosts
from sitegen.preview.server.application import build_application
from sitegen.preview.server.connections import Connections
from sitegen.preview.server.log_limit import limit_logs
from sitegen.preview.server.routing import RoutedFiles
from sitegen.preview.server.tabs import Tabs
from sitegen.preview.source_lookup import PageSources, find_line
from sitegen.preview.threads import run_in_thread
from sitegen.preview.watch.watcher import Watcher
from sitegen.preview.watchdog import describe_stuck, stop_stuck_builds, watch_for_removal
from sitegen.preview.worker_process import GivenUpError
from sitegen.storage.cache_folder import open_cache_folder
from sitegen.storage.lock import claim
from sitegen.storage.source_files import find_config

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic

__all__ = ["Preview"]

#: Seconds after which Python switches to another thread; its default is 0.005.
_SWITCH = 0.001
#: Seconds that a build waits for open pages to be shown, and then for browsers to fetch them,
#: before it takes the processors.
_FIRST_PAGES, _HEAD_START = 1.0, 0.04
#: With more edited files than these, nothing is shown before the build; and for no more pages than
#: these, templates are compiled in advance.
_FEW = 20
#: Seconds after which the terminal says that a build still runs.
_LONG = 20


class Preview:
    """One preview of one site.

    Raises UsageError if there is no site, if it has a preview already, if no port is free, or if a
    name to allow is not one.
    """

    def __init__(self, site: Path, options: PreviewOptions, reporter: Reporter) -> None:
        self._root = _find_root(site)
        self._options = options
        self._reporter = reporter
        self._editor = Editor(options.editor)
        self._added = network.parse_allowed(options.allowed_hosts)
        cache = open_cache_folder(self._root)
        self._claim = claim(cache, "preview.lock")
        if self._claim is None:
            message = "a preview of this site is already running; end that one first"
            raise UsageError(message)
        folder = cache / "preview"
        self._builder: Builder = SiteBuilder(self._root, folder, drafts=options.drafts)
        self._served = RoutedFiles(folder, reporter.remark)
        self._sources = PageSources(self._root, folder)
        self._tabs = Tabs(self._served, self._locate, self._note)
        self._zone: tzinfo = UTC
        #: Whether the builder was told of every change since its previous build.
        self._told = False
        self._warm: set[str] = set()
        self._waiting: list[str] = []
        self._building: list[str] = []
        self._given_up: list[str] = []
        self._shown: set[str] = set()
        self._showing: asyncio.Task[None] | None = None
        self._broken_images: list[Diagnostic] = []
        self._socket, remark = network.bind(options.host, options.port)
        self.port: int = self._socket.getsockname()[1]
        if remark:
            reporter.remark(remark)

    @property
    def url(self) -> str:
        """The address of the home page."""
        return network.url_of(
            network.reachable_host(self._options.host), self.port, self._served.base_path
        )

    def run(self) -> None:
        """Serve until `q`, Ctrl-C or SIGTERM."""
        before = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH)
        self._builder.start()
        try:
            with contextlib.suppress(KeyboardInterrupt), limit_logs(self._reporter.remark):
                asyncio.run(self._serve())
        finally:
            self._builder.close()
            sys.setswitchinterval(before)

    async def _serve(self) -> None:
        stop = asyncio.Event()
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers here
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
        allowed_hosts = AllowedHosts(
            hosts=network.server_names(self._options.host),
            port=self.port,
            added=self._added,
            remark=self._reporter.remark,
        )
        images = ImageRequests(
            self._builder.make_image, self._complain, at_once=self._builder.drawing_processes
        )
        application = build_application(allowed_hosts, self._served, self._tabs, images)
        server = Connections(application, self._reporter.remark)
        with quit_key(stop.set):
            watching = asyncio.create_task(self._watch(server))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait({watching, stopping}, return_when=asyncio.FIRST_COMPLETED)
            server.stop()
            watching.cancel()
            stopping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching

    async def _watch(self, server: Connections) -> None:
        """Build, begin to serve, and show and build every burst of changes."""
        async with Watcher(
            self._root, poll=self._options.poll, report=self._reporter.remark
        ) as watch:
            news = asyncio.Event()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._follow(watch, news))
                tasks.create_task(stop_stuck_builds(self._builder, lambda: bool(self._waiting)))
                tasks.create_task(
                    watch_for_removal(self._served.folder.is_dir, partial(self._restore, news))
                )
                await self._build([])
                server.listen(self._socket)
                self._announce()
                await self._build_on(news)

    async def _follow(self, watch: Watcher, news: asyncio.Event) -> None:
        """Show every burst of changes in open tabs, also while another is being built."""
        while True:
            changed = await watch.changes()
            self._sources.forget_missing(changed)
            self._waiting += changed
            if self._showing is None or self._showing.done():
                self._showing = asyncio.create_task(self._show_open_pages())
                await asyncio.wait({self._showing}, timeout=_FIRST_PAGES)
            news.set()

    async def _build_on(self, news: asyncio.Event) -> None:
        """Build what has changed since the last build began, and what it was given up with."""
        while True:
            await news.wait()
            news.clear()
            changed = dict.fromkeys([*self._given_up, *self._waiting])
            self._building, self._waiting, self._given_up = list(changed), [], []
            if self._building:
                await self._build(self._building)
            self._building = []
            if not self._shown.intersection(self._waiting):
                self._served.set_overlay({})
                self._tabs.send_changes()  # a build may hold more than was shown before it

    def _restore(self, news: asyncio.Event) -> None:
        """Build again after somebody has deleted the preview's folder."""
        self._waiting.append(".sitegen")
        news.set()

    async def _show_open_pages(self) -> None:
        """Render open pages from what the last build stored, and show them."""
        open_pages = self._tabs.open_pages()
        edited = list(dict.fromkeys([*self._building, *self._waiting]))
        if not open_pages or len(edited) > _FEW:
            return
        files: Mapping[str, bytes] = {}
        with contextlib.suppress(Exception):  # the build that follows reports it
            files = await run_in_thread(partial(self._builder.show, edited, open_pages))
        if files and (self._building or self._waiting):  # otherwise the build was quicker
            self._shown = set(edited)
            self._served.set_overlay(files)
            self._tabs.send_changes(files)
            await asyncio.sleep(_HEAD_START)

    def _announce(self) -> None:
        self._reporter.serving(self.url)
        if network.is_public(self._options.host):
            self._reporter.remark("Others in your network can see it, drafts included")
            self._reporter.remark(network.draw_qr(self.url))
        if self._options.open_browser:
            nearest = network.local_host(self._options.host)
            webbrowser.open(network.url_of(nearest, self.port, self._served.base_path))

    async def _build(self, changed: Sequence[str]) -> None:
        """Build in a thread, so that the server keeps answering, and report the outcome."""
        start = time.perf_counter()
        loop = asyncio.get_running_loop()
        base_path = self._served.base_path
        what = ", ".join(changed[:3]) or "the site"
        text = f"Still building after {_LONG} s, since {what} was saved; the last good pages stay"
        slow = loop.call_later(_LONG, self._reporter.remark, text)
        try:
            result = await run_in_thread(partial(self._build_now, changed))
        except SitegenError as error:
            problems = describe_failure(str(error))
            if isinstance(error, ConfigError):
                problems = self._describe(error.diagnostics)
            self._tabs.send_problems(problems)
            self._reporter.rebuilt(changed, error, time.perf_counter() - start)
            return
        except Exception as error:  # noqa: BLE001  # a bug in sitegen must not end the preview
            text = "".join(traceback.format_exception(error))
            self._reporter.remark(f"{text}sitegen: this is a bug in sitegen; please report it")
            self._tabs.send_problems(describe_failure(f"A bug in sitegen: {error!r}"))
            return
        finally:
            slow.cancel()
        if result.is_written:
            kept = [each for each in self._broken_images if each.location.path not in changed]
            self._broken_images = kept
            self._tabs.send_changes(n for n in result.changed if not self._served.was_in_overlay(n))
            self._tabs.send_notes()
            problems = self._describe(kept if result.ok else (*result.diagnostics, *kept))
            self._tabs.send_problems(problems, None if result.ok else result.broken)
        else:
            self._tabs.send_problems(self._describe(result.diagnostics))
        self._reporter.rebuilt(changed, result, time.perf_counter() - start)
        if changed and self._served.base_path != base_path:
            self._reporter.serving(self.url)

    def _build_now(self, changed: Sequence[str]) -> BuildResult:
        told, self._told = self._told, False
        config_file = find_config(self._root)
        config: Config = parse_config(config_file.text, config_file.name)
        if not (self._root / "content").is_dir():
            message = "content/ is not there; the preview goes on when it is back"
            raise SitegenError(message)
        try:
            result = self._builder.build(changed if told else None)
        except GivenUpError:
            self._given_up = list(changed)
            return BuildResult.failed((describe_stuck(changed),))
        self._told = True
        if result.is_written:
            self._served.base_path, self._served.origin = config.base_path, config.origin
            self._zone = config.zone
        return result

    def _complain(self, problem: Diagnostic | SitegenError) -> None:
        """Report that an image could not be made, once until its source changes."""
        if isinstance(problem, SitegenError):
            self._reporter.remark(f"sitegen: {problem}")
        elif problem not in self._broken_images:
            self._broken_images.append(problem)
            self._reporter.remark(str(problem))
            self._tabs.send_problems(self._describe(self._broken_images))

    def _describe(self, diagnostics: Sequence[Diagnostic]) -> list[dict[str, Any]]:
        return describe_problems(diagnostics, self._root, self._editor)

    def _locate(self, output: str, text: str) -> str:
        """Return the address that opens the source of some text on a page, or an empty string."""
        file = self._sources.find(output)
        if file is None:
            return ""
        line = find_line(file.read_text(encoding="utf-8-sig", errors="replace"), text)
        return self._editor.address(file, line)

    def _warm_up(self, output: str) -> None:
        """Render a page when it is first opened, to compile its templates: 0.2 s.

        Otherwise the first edit would wait for that.
        """
        if output not in self._warm and len(self._warm) < _FEW:
            self._warm.add(output)
            with contextlib.suppress(Exception):  # it is only a preparation
                self._builder.show((), (output,))

    def _note(self, output: str) -> str:
        """Return why a page that the preview shows is not published yet; empty if it is."""
        self._warm_up(output)
        if not self._options.drafts:
            return ""
        return self._sources.why_unpublished(output, read_now(), self._zone)


def _find_root(site: Path) -> Path:
    """Return a site's folder, even while its configuration file is not valid text."""
    try:
        return find_config(site).root
    except UsageError as error:
        if isinstance(error.__cause__, UnicodeDecodeError):
            return site.absolute()
        raise
