"""What a tab is told: all that it may have loaded, once."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from livereload.handlers import LiveReloadHandler

from sitegen.preview.server.routing import RoutedFiles
from sitegen.preview.server.tabs import Tabs

if TYPE_CHECKING:
    from pathlib import Path


class Tab:
    """As much of a socket as the tabs use."""

    def __init__(self, age: float = 0) -> None:
        self.page, self.digest, self.note, self.age = "/", "", "", age
        self.told: list[list[str]] = []
        self.is_local, self.opened = True, 0.0

    def send(self, **said: Any) -> None:
        if said["command"] == "update":
            self.told.append(said["files"])


@pytest.fixture
def tabs(tmp_path: Path) -> Tabs:
    return Tabs(RoutedFiles(tmp_path), lambda *_: "", lambda _: "")


def test_every_name_is_told(tabs: Tabs, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = Tab()
    monkeypatch.setattr(LiveReloadHandler, "waiters", {tab})
    names = [f"data/{number}.json" for number in range(5000)]
    tabs.send_changes(["a/index.html", *names])
    tabs.send_changes([*names, "one-more.json"])
    tabs.send_changes(["a/index.html"])
    assert tab.told == [[f"/{name}" for name in names], ["*"]]


def test_a_tab_that_comes_is_told_what_it_has_missed(
    tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = time.monotonic()
    clock = SimpleNamespace(now=start)
    monkeypatch.setattr(
        "sitegen.preview.server.tabs.time", SimpleNamespace(monotonic=lambda: clock.now)
    )
    for name in ("a.css", "b.css"):
        clock.now += 10
        tabs.send_changes([name])
    clock.now += 10

    async def send_missed(age: float) -> list[list[str]]:
        tab = Tab(age)
        tabs.send_missed(tab)
        return tab.told

    assert asyncio.run(send_missed(25)) == [["/a.css", "/b.css"]]
    assert asyncio.run(send_missed(15)) == [["/b.css"]]
    assert asyncio.run(send_missed(5)) == []
    assert asyncio.run(send_missed(60)) == [["*"]]


def test_pages_of_this_machine_are_shown_first(tabs: Tabs, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    for number in range(60):
        tab = Tab()
        tab.page, tab.opened, tab.is_local = f"/{number}/", number, number in {3, 40}
        opened.append(tab)
    monkeypatch.setattr(LiveReloadHandler, "waiters", set(opened))
    pages = tabs.open_pages()
    assert pages[:3] == ("40/index.html", "3/index.html", "59/index.html")
    assert len(pages) == 50
