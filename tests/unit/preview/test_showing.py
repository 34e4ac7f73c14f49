"""What is shown and built, and when: without a browser, and without a build."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

from sitegen.errors import SitegenError
from sitegen.model import BuildResult
from sitegen.preview import Preview, PreviewOptions, Reporter
from sitegen.preview.worker_process import GivenUpError
from support.previews import Building, Bursts, Tab
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest


def test_open_pages_are_built_first_and_shown_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"sitegen.toml": CONFIG, "content/index.md": "# Home\n"})
    said: list[str] = []
    reporter = Reporter(
        serving=said.append, remark=said.append, rebuilt=lambda *each: said.append(str(each[1]))
    )
    preview = Preview(tmp_path, PreviewOptions(port=0), reporter)
    builder = Building(tmp_path / ".sitegen" / "preview")
    preview._builder = builder
    tab = Tab("/")
    monkeypatch.setattr("sitegen.preview.server.tabs.LiveReloadHandler.waiters", {tab})

    async def run() -> None:
        await preview._build([])
        assert [each["command"] for each in tab.told] == ["update"]
        preview._building, preview._waiting = ["content/a.md"], ["content/b.md"]
        await preview._show_open_pages()
        assert [each["command"] for each in tab.told].count("update") == 2
        shown = preview._served.find("/").file
        assert shown is not None
        assert shown.read_bytes() == b"at first"
        news = asyncio.Event()
        news.set()
        building = asyncio.create_task(preview._build_on(news))
        while preview._waiting or preview._building:  # noqa: ASYNC110  # it has no event
            await asyncio.sleep(0.01)
        building.cancel()
        shown = preview._served.find("/").file
        assert shown is not None
        assert shown.read_bytes() == b"2"
        # What was shown first was not what was built: whoever looks at it has to hear of that.
        assert tab.digest == preview._served.digest("/")
        builder.outcome = SitegenError("the disk is full")
        await preview._build(["content/index.md"])
        assert tab.told[-1]["problems"][0]["message"] == "the disk is full"
        builder.outcome = ValueError("ours")
        await preview._build(["content/index.md"])
        assert "ValueError" in tab.told[-1]["problems"][0]["message"]
        builder.outcome = BuildResult()
        await preview._build(["content/index.md"])
        assert tab.told[-1]["problems"] == []

    asyncio.run(run())
    assert builder.asked == [("content/a.md", "content/b.md", "index.html")]
    assert any("this is a bug in sitegen" in each for each in said)
    preview._socket.close()


def test_an_edit_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"sitegen.toml": CONFIG, "content/index.md": "# Home\n"})
    rebuilt: list[list[str]] = []
    reporter = Reporter(
        serving=lambda _: None, remark=lambda _: None, rebuilt=lambda *each: rebuilt.append(each[0])
    )
    preview = Preview(tmp_path, PreviewOptions(port=0), reporter)
    builder = Building(tmp_path / ".sitegen" / "preview")
    preview._builder = builder
    monkeypatch.setattr("sitegen.preview.live_preview._FIRST_PAGES", 60)  # on a busy machine
    monkeypatch.setattr("sitegen.preview.server.tabs.LiveReloadHandler.waiters", {Tab("/")})

    async def run() -> None:
        bursts, news = Bursts(), asyncio.Event()
        following = asyncio.create_task(preview._follow(bursts, news))
        building = asyncio.create_task(preview._build_on(news))
        for number, name in enumerate(("assets/a.css", "content/a.md", "content/b.md"), 1):
            bursts.queue.put_nowait([name])
            async with asyncio.timeout(60):
                while len(rebuilt) < number:  # noqa: ASYNC110  # it has no event
                    await asyncio.sleep(0.01)
        following.cancel()
        building.cancel()

    asyncio.run(run())
    assert rebuilt == [["assets/a.css"], ["content/a.md"], ["content/b.md"]]
    assert [each[:-1] for each in builder.asked] == [tuple(each) for each in rebuilt]
    preview._socket.close()


def test_open_pages_that_are_never_rendered_hold_nothing_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"sitegen.toml": CONFIG, "content/index.md": "# Home\n"})
    rebuilt: list[list[str]] = []
    reporter = Reporter(
        serving=lambda _: None, remark=lambda _: None, rebuilt=lambda *each: rebuilt.append(each[0])
    )
    preview = Preview(tmp_path, PreviewOptions(port=0), reporter)
    builder = Building(tmp_path / ".sitegen" / "preview")
    preview._builder = builder
    ended = threading.Event()
    monkeypatch.setattr(builder, "show", lambda *_: ended.wait(60) and {"index.html": b"late"})
    monkeypatch.setattr("sitegen.preview.live_preview._FIRST_PAGES", 0.01)
    monkeypatch.setattr("sitegen.preview.server.tabs.LiveReloadHandler.waiters", {Tab("/")})

    async def run() -> None:
        bursts, news = Bursts(), asyncio.Event()
        following = asyncio.create_task(preview._follow(bursts, news))
        building = asyncio.create_task(preview._build_on(news))
        for number, name in enumerate(("templates/a.html", "content/a.md"), 1):
            bursts.queue.put_nowait([name])
            async with asyncio.timeout(60):
                while len(rebuilt) < number:  # noqa: ASYNC110  # it has no event
                    await asyncio.sleep(0.01)
        ended.set()
        assert preview._showing
        await preview._showing
        following.cancel()
        building.cancel()

    asyncio.run(run())
    assert rebuilt == [["templates/a.html"], ["content/a.md"]]
    assert preview._served.find("/").file == builder.folder / "index.html"
    preview._socket.close()


def test_what_was_shown_first_goes_with_its_own_build(tmp_path: Path) -> None:
    """It would be older than the site while something else waits, of which nothing is shown."""
    write_files(tmp_path, {"sitegen.toml": CONFIG, "content/index.md": "# Home\n"})
    silent = Reporter(serving=print, remark=print, rebuilt=lambda *_: None)
    preview = Preview(tmp_path, PreviewOptions(port=0), silent)
    builder = Building(tmp_path / ".sitegen" / "preview")
    preview._builder = builder
    preview._waiting = ["content/a.md"]
    preview._shown = {"content/a.md"}
    preview._served.set_overlay({"index.html": b"at first"})

    def build(changed: Sequence[str] | None = None) -> BuildResult:
        preview._waiting.append("content/b.md")
        return real(changed)

    real, builder.build = builder.build, build  # type: ignore[method-assign]

    async def run() -> None:
        news = asyncio.Event()
        news.set()
        building = asyncio.create_task(preview._build_on(news))
        while not builder.built or preview._building:  # noqa: ASYNC110  # it has no event
            await asyncio.sleep(0.01)
        building.cancel()

    asyncio.run(run())
    assert preview._waiting == ["content/b.md"]
    assert preview._served.find("/").file == builder.folder / "index.html"
    preview._socket.close()


def test_what_a_build_was_given_up_with_is_built_with_what_comes_next(tmp_path: Path) -> None:
    write_files(tmp_path, {"sitegen.toml": CONFIG, "content/index.md": "# Home\n"})
    said: list[tuple[list[str], Any]] = []
    reporter = Reporter(
        serving=lambda _: None, remark=lambda _: None, rebuilt=lambda *each: said.append(each[:2])
    )
    preview = Preview(tmp_path, PreviewOptions(port=0), reporter)
    builder = Building(tmp_path / ".sitegen" / "preview")
    preview._builder = builder

    async def run() -> None:
        news = asyncio.Event()
        building = asyncio.create_task(preview._build_on(news))
        for number, outcome in enumerate((GivenUpError("no"), BuildResult(), BuildResult()), 1):
            builder.outcome = outcome
            preview._waiting = [f"content/{number}.md"]
            news.set()
            async with asyncio.timeout(60):
                while len(said) < number:  # noqa: ASYNC110  # it has no event
                    await asyncio.sleep(0.01)
        building.cancel()

    asyncio.run(run())
    names = ["content/1.md", "content/2.md", "content/3.md"]
    assert [changed for changed, _ in said] == [names[:1], names[:2], names[2:]]
    assert [each.code for each in said[0][1].diagnostics] == ["template-timeout"]
    preview._socket.close()
