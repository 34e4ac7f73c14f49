"""Track the open browser tabs and send them changes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler
from tornado import iostream, websocket

from sitegen.preview.server.allowed_hosts import AllowedHosts, GuardedHandler, parse_address
from sitegen.preview.server.routing import RoutedFiles

__all__ = ["Socket", "Tabs"]

#: If more files than this have changed, "*" is sent instead: everything that a tab has loaded.
_FILES = 5000
#: Pages that are shown before a build; a browser has seldom so many tabs of one site.
_OPEN_PAGES = 50
#: Messages of one tab in so many seconds. It sends two when it connects, and one for each click.
_MESSAGES, _WINDOW = 100, 10.0


class Tabs:
    """All open tabs, which are livereload's list of connections.

    `locate(output, text)` returns the address that opens the source of some text on a page;
    `note(output)` says why a page is not published yet. Both are slow and run in threads.
    """

    def __init__(
        self, served: RoutedFiles, locate: Callable[[str, str], str], note: Callable[[str], str]
    ) -> None:
        self._served = served
        self.locate = locate
        self._note = note
        self._note_tasks: set[asyncio.Task[None]] = set()
        self._problems: tuple[dict[str, Any], ...] = ()
        self._broken: Mapping[str, Sequence[str]] | None = None
        self._start = time.monotonic()
        self._changed: dict[str, float] = {}

    def open_pages(self) -> tuple[str, ...]:
        """Return the output files that tabs show: this machine's first, then the most recent.

        Of very many tabs, the rest is shown when the build is done.
        """
        tabs = sorted((tab for tab in _open() if tab.page), key=lambda tab: -tab.opened)
        tabs.sort(key=lambda tab: not tab.is_local)
        pages = dict.fromkeys(self._served.output_of(tab.page) for tab in tabs)
        return tuple(pages)[:_OPEN_PAGES]

    def send_changes(self, changed: Iterable[str] = ()) -> None:
        """Notify each tab whose page has changed, and all tabs of `changed` files."""
        pages: dict[str, str] = {}
        names = [name for name in changed if not name.endswith(".html")]
        self._changed |= dict.fromkeys(names, time.monotonic())
        files = self._files(names)
        for tab in _open():
            if tab.page not in pages:
                pages[tab.page] = self._served.digest(tab.page)
            self._send_page_change(tab, pages[tab.page], files)

    def send_notes(self) -> None:
        """Update the note about publication in all tabs, even if their pages did not change."""
        self._send_notes(_open())

    def send_problems(
        self,
        problems: Sequence[dict[str, Any]],
        broken: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Show these problems in every tab; if there are none, hide the last ones.

        `broken` are the outputs of pages with errors, each with the places of these; None if the
        problems concern every page.
        """
        if problems or self._problems:
            self._problems, self._broken = tuple(problems), broken
            for tab in _open():
                self._send_problems(tab)

    def send_missed(self, tab: Any) -> None:
        """Send a tab that has just connected what has changed since its last message."""
        since = time.monotonic() - tab.age
        missed = [name for name, moment in self._changed.items() if moment >= since]
        files = self._files(missed) if since >= self._start else ["*"]
        self._send_page_change(tab, self._served.digest(tab.page), files)
        self._send_problems(tab)
        self._send_notes([tab])

    def _files(self, names: Sequence[str]) -> list[str]:
        return [self._served.base_path + name for name in names] if len(names) <= _FILES else ["*"]

    def _send_page_change(self, tab: Any, digest: str, files: list[str]) -> None:
        if digest != tab.digest or files:
            changed = digest != tab.digest
            tab.send(command="update", changed=changed, files=files)
            tab.digest = digest
            if changed:
                self._send_notes([tab])

    def _send_notes(self, tabs: Sequence[Any]) -> None:
        """Update the note in these tabs, in a task of its own because reading sources is slow."""
        outputs = {tab.page: self._served.output_of(tab.page) for tab in tabs if tab.page}

        async def tell() -> None:
            for page, output in outputs.items():
                note = await asyncio.to_thread(self._note, output)
                for tab in tabs:
                    if tab.page == page and tab.note != note:
                        tab.note = note
                        tab.send(command="note", text=note)

        task = asyncio.create_task(tell())
        self._note_tasks.add(task)
        task.add_done_callback(self._note_tasks.discard)

    def _send_problems(self, tab: Any) -> None:
        """Send all problems; those that keep the tab's page from being published are `here`."""
        places, about = None, "You see the last page that could be built."
        if self._broken is not None:
            places = self._broken.get(self._served.output_of(tab.page), ())
            about = "You see this page without what is wrong, or as it was before."
            about = about if places else "The mistakes are elsewhere. This page has none."
        problems = [
            {
                **(each if tab.is_local else _without_details(each)),
                "here": places is None or each.get("place") in places,
            }
            for each in self._problems
        ]
        tab.send(command="problems", problems=problems, about=about)


def _open() -> list[Any]:
    return list(LiveReloadHandler.waiters)


def _without_details(problem: dict[str, Any]) -> dict[str, Any]:
    """Return a problem without its path and message, for browsers on other machines."""
    return {
        "code": problem["code"],
        "severity": problem["severity"],
        "message": "The terminal of the preview says more.",
    }


class Socket(GuardedHandler, LiveReloadHandler):
    """livereload's WebSocket handler, for pages of this server only."""

    SUPPORTED_METHODS = ("GET",)

    def initialize(self, allowed_hosts: AllowedHosts, served: RoutedFiles, tabs: Tabs) -> None:
        self.allowed_hosts = allowed_hosts
        self.served = served
        self.tabs = tabs
        self.page = ""
        self.digest = ""
        self.note = ""
        self.age = 0.0
        self.opened = time.monotonic()
        self._window, self._messages = self.opened, 0

    def prepare(self) -> None:
        """Refuse requests from other sites, and those without an `Origin`, which browsers send."""
        super().prepare()
        if self._finished:
            return
        origins = self.request.headers.get_list("Origin")
        origin = origins[0] if len(origins) == 1 else ""
        if not self.check_origin(origin):
            self.refuse(origin.partition("://")[2])
        # A proxy that does not say so may ask for somebody else.
        page = parse_address(origin.partition("://")[2])
        self.is_local &= page is not None and page[0] in self.allowed_hosts.hosts

    def check_origin(self, origin: str) -> bool:
        return self.allowed_hosts.allows_origin(origin, self.request.host)

    def on_ping(self, _data: bytes) -> None:
        """Count pings as messages, because each is answered."""
        self._count_message()

    async def on_message(self, message: str | bytes) -> None:
        if not self._count_message():
            return
        try:
            said = json.loads(message)
            if said["command"] == "info":
                self.page = urlsplit(str(said["url"])).path
                self.digest = str(said["page"])
                self.age = float(said.get("age", 0))
            super().on_message(message)
            if said["command"] == "info":
                self.tabs.send_missed(self)
            elif said["command"] == "locate" and self.is_local:
                await self.send_source_address(str(said["text"]))
        except (ValueError, AttributeError, TypeError, KeyError, OverflowError, RecursionError):
            self.close(1003)

    async def send_source_address(self, text: str) -> None:
        """Send the address that opens the source of some text on the tab's page."""
        address = await asyncio.to_thread(self.tabs.locate, self.served.output_of(self.page), text)
        if address:
            self.send(command="open", address=address)

    def send(self, **said: Any) -> None:
        """Send a message, unless the tab has been closed; close one that does not read them."""
        with contextlib.suppress(websocket.WebSocketClosedError):
            try:
                sent = self.write_message(json.dumps(said))
            except iostream.StreamBufferFullError:
                self._hang_up()
            else:
                sent.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _count_message(self) -> bool:
        """Return False and close the connection after too many messages in a short time."""
        if time.monotonic() - self._window > _WINDOW:
            self._window, self._messages = time.monotonic(), 0
        self._messages += 1
        if self._messages > _MESSAGES:
            self._hang_up()
        return self._messages <= _MESSAGES

    def _hang_up(self) -> None:
        """Close without the words of goodbye, which would wait behind all that was not read."""
        if self.ws_connection is not None:
            self.ws_connection.stream.close()
