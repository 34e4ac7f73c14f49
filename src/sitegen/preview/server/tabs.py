"""Track the open browser tabs and send them changes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler
from tornado import web, websocket

from sitegen.preview.server.allowed_hosts import AllowedHosts, Guarded
from sitegen.preview.server.routing import RoutedFiles

__all__ = ["Socket", "Tabs"]

#: More changed files than these are told as "*": whatever a tab has loaded.
_FILES = 5000


class Tabs:
    """All open tabs, by livereload's list of who waits.

    `locate` finds the source of some text on a page and returns an address that opens it; `note`
    says why a page is not published yet. Both take output files, and time.
    """

    def __init__(
        self, served: RoutedFiles, locate: Callable[[str, str], str], note: Callable[[str], str]
    ) -> None:
        self._served = served
        self.locate = locate
        self._note = note
        self._noting: set[asyncio.Task[None]] = set()
        self._problems: tuple[dict[str, Any], ...] = ()
        self._start = time.monotonic()
        self._changed: dict[str, float] = {}

    def open_pages(self) -> tuple[str, ...]:
        """Return the output files that are on a screen, the latest first."""
        pages = [self._served.output_of(tab.page) for tab in _open() if tab.page]
        return tuple(dict.fromkeys(reversed(pages)))

    def tell_changed(self, changed: Iterable[str] = ()) -> None:
        """Tell each tab whose page, or a file that pages may show, is not what it was."""
        pages: dict[str, str] = {}
        names = [name for name in changed if not name.endswith(".html")]
        self._changed |= dict.fromkeys(names, time.monotonic())
        files = self._files(names)
        for tab in _open():
            if tab.page not in pages:
                pages[tab.page] = self._served.digest(tab.page)
            self._tell_page(tab, pages[tab.page], files)

    def tell_notes(self) -> None:
        """Tell all tabs whether their pages are published; a page's bytes may be the same."""
        self._tell_notes(_open())

    def tell_problems(self, problems: Sequence[dict[str, Any]]) -> None:
        """Show these mistakes in every tab, or, if there are none, take the last ones away."""
        if problems or self._problems:
            self._problems = tuple(problems)
            for tab in _open():
                self._tell_problems(tab)

    def welcome(self, tab: Any) -> None:
        """Tell a tab that has just come what it has missed since it last heard from a preview."""
        since = time.monotonic() - tab.age
        missed = [name for name, moment in self._changed.items() if moment >= since]
        files = self._files(missed) if since >= self._start else ["*"]
        self._tell_page(tab, self._served.digest(tab.page), files)
        self._tell_problems(tab)
        self._tell_notes([tab])

    def _files(self, names: Sequence[str]) -> list[str]:
        return [self._served.base_path + name for name in names] if len(names) <= _FILES else ["*"]

    def _tell_page(self, tab: Any, digest: str, files: list[str]) -> None:
        if digest != tab.digest or files:
            changed = digest != tab.digest
            tab.tell(command="update", changed=changed, files=files)
            tab.digest = digest
            if changed:
                self._tell_notes([tab])

    def _tell_notes(self, tabs: Sequence[Any]) -> None:
        """Tell tabs whether their pages are published; after all else, since it takes time."""
        outputs = {tab.page: self._served.output_of(tab.page) for tab in tabs if tab.page}

        async def tell() -> None:
            for page, output in outputs.items():
                note = await asyncio.to_thread(self._note, output)
                for tab in tabs:
                    if tab.page == page and tab.note != note:
                        tab.note = note
                        tab.tell(command="note", text=note)

        task = asyncio.create_task(tell())
        self._noting.add(task)
        task.add_done_callback(self._noting.discard)

    def _tell_problems(self, tab: Any) -> None:
        problems = [each if tab.is_near else _for_strangers(each) for each in self._problems]
        tab.tell(command="problems", problems=problems)


def _open() -> list[Any]:
    return list(LiveReloadHandler.waiters)


def _for_strangers(problem: dict[str, Any]) -> dict[str, Any]:
    """Keep what the mistake is, and leave out where and in which words: no path leaves here."""
    return {
        "code": problem["code"],
        "severity": problem["severity"],
        "message": "The terminal of the preview says more.",
    }


class Socket(Guarded, LiveReloadHandler):
    """livereload's WebSocket, for pages of this server only."""

    SUPPORTED_METHODS = ("GET",)

    def initialize(self, allowed_hosts: AllowedHosts, served: RoutedFiles, tabs: Tabs) -> None:
        self.allowed_hosts = allowed_hosts
        self.served = served
        self.tabs = tabs
        self.page = ""
        self.digest = ""
        self.note = ""
        self.age = 0.0

    def prepare(self) -> None:
        """Refuse a foreign page; without an Origin it is no browser's page at all."""
        super().prepare()
        origins = self.request.headers.get_list("Origin")
        if len(origins) != 1 or not self.allowed_hosts.admits_origin(origins[0]):
            raise web.HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        return self.allowed_hosts.admits_origin(origin)

    async def on_message(self, message: str | bytes) -> None:
        try:
            said = json.loads(message)
            if said["command"] == "info":
                self.page = urlsplit(str(said["url"])).path
                self.digest = str(said["page"])
                self.age = float(said.get("age", 0))
            super().on_message(message)
            if said["command"] == "info":
                self.tabs.welcome(self)
            elif said["command"] == "locate" and self.is_near:
                await self.answer_locate(str(said["text"]))
        except (ValueError, AttributeError, TypeError, KeyError, RecursionError):
            self.close(1003)

    async def answer_locate(self, text: str) -> None:
        """Send the address that opens the source of some text on the tab's page."""
        address = await asyncio.to_thread(self.tabs.locate, self.served.output_of(self.page), text)
        if address:
            self.tell(command="open", address=address)

    def tell(self, **said: Any) -> None:
        """Send a message, unless the tab has just gone."""
        with contextlib.suppress(websocket.WebSocketClosedError):
            sent = self.write_message(json.dumps(said))
            sent.add_done_callback(lambda done: done.cancelled() or done.exception())
