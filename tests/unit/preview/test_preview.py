# ruff: noqa: E501  # a table of lines is easier to compare
"""The preview as a whole, without a browser: the seam to the build, the terminal, the key `q`."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import subprocess
import sys
import termios
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from sitegen.diagnostics import Diagnostic, Location
from sitegen.errors import ConfigError, SitegenError, UsageError
from sitegen.model import BuildResult
from sitegen.preview import Preview, PreviewOptions, Reporter
from sitegen.preview.hands import GivenUpError
from sitegen.reporting import say_rebuilt
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PROBLEM = Diagnostic(code="broken-link", message="no page", location=Location(path="content/a.md"))


@pytest.mark.parametrize(
    ("changed", "result", "line"),
    [
        (["content/a.md"], BuildResult(changed=("a/index.html",)), "a.md → 1 page in 38 ms"),
        ([], BuildResult(changed=("a.html", "b.html", "x.css")), "Built → 2 pages and 1 other file in 38 ms"),
        (["a/b.css", "c", "d"], BuildResult(changed=("x.css", "y.css")), "b.css and 2 more → 2 files in 38 ms"),
        (["x.md"], BuildResult(), "x.md → nothing new in 38 ms"),
        (["x.md"], BuildResult(diagnostics=(PROBLEM,)), f"{PROBLEM}\nx.md → 1 error, the last good pages stay"),
        (["x.md"], SitegenError("no"), "sitegen: no\nx.md → not built, the last good pages stay"),
        (["x.toml"], ConfigError((PROBLEM,)), f"{PROBLEM}\nx.toml → not built, the last good pages stay"),
    ],
)  # fmt: skip
def test_one_line_a_build(
    changed: list[str],
    result: BuildResult | SitegenError,
    line: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    say_rebuilt(changed, result, 0.0384)
    assert capsys.readouterr().err == f"{line}\n"


class Building:
    """A builder that does what a test says, and notes what it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[tuple[str, ...]] = []
        self.outcome: BuildResult | Exception = BuildResult()
        self.built = 0

    def glance(self, edited: Sequence[str], open_pages: Sequence[str]) -> Mapping[str, bytes]:
        if edited:  # else it only gets ready
            self.asked.append((*edited, *open_pages))
        return {"index.html": b"at first"}

    stuck = 0.0

    def give_up(self) -> None:
        """Never needed."""

    def make_image(self, output: str) -> bytes | None:
        return output.encode()

    @property
    def hands(self) -> int:
        return 1

    def build(self) -> BuildResult:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        self.built += 1
        write_files(self.folder, {"index.html": f"{self.built}"})
        return self.outcome


class Tab:
    """A tab of a browser on this machine, as the server sees it."""

    def __init__(self, page: str) -> None:
        self.page, self.digest, self.note = page, "", ""
        self.told: list[dict[str, Any]] = []
        self.is_near = True

    def tell(self, **said: Any) -> None:
        self.told.append(said)


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
    monkeypatch.setattr("sitegen.preview.tabs.LiveReloadHandler.waiters", {tab})

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
        assert tab.told[-1] == {"command": "problems", "problems": []}

    asyncio.run(run())
    assert builder.asked == [("content/a.md", "content/b.md", "index.html")]
    assert any("this is a bug in sitegen" in each for each in said)
    preview._socket.close()


class Bursts:
    """A watch that tells of what a test puts in."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[list[str]] = asyncio.Queue()

    async def changes(self) -> list[str]:
        return await self.queue.get()


def test_an_edit_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"sitegen.toml": CONFIG, "content/index.md": "# Home\n"})
    rebuilt: list[list[str]] = []
    reporter = Reporter(
        serving=lambda _: None, remark=lambda _: None, rebuilt=lambda *each: rebuilt.append(each[0])
    )
    preview = Preview(tmp_path, PreviewOptions(port=0), reporter)
    builder = Building(tmp_path / ".sitegen" / "preview")
    preview._builder = builder
    monkeypatch.setattr("sitegen.preview.tabs.LiveReloadHandler.waiters", {Tab("/")})

    async def run() -> None:
        bursts, news = Bursts(), asyncio.Event()
        following = asyncio.create_task(preview._follow(bursts, news))
        building = asyncio.create_task(preview._build_on(news))
        for number, name in enumerate(("assets/a.css", "content/a.md", "content/b.md"), 1):
            bursts.queue.put_nowait([name])
            async with asyncio.timeout(10):
                while len(rebuilt) < number:  # noqa: ASYNC110  # it has no event
                    await asyncio.sleep(0.01)
        following.cancel()
        building.cancel()

    asyncio.run(run())
    assert rebuilt == [["assets/a.css"], ["content/a.md"], ["content/b.md"]]
    assert [each[:-1] for each in builder.asked] == [tuple(each) for each in rebuilt]
    preview._socket.close()


def test_a_glance_that_does_not_end_holds_nothing_back(
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
    monkeypatch.setattr(builder, "glance", lambda *_: ended.wait(10) and {"index.html": b"late"})
    monkeypatch.setattr("sitegen.preview._GLANCE", 0.01)
    monkeypatch.setattr("sitegen.preview.tabs.LiveReloadHandler.waiters", {Tab("/")})

    async def run() -> None:
        bursts, news = Bursts(), asyncio.Event()
        following = asyncio.create_task(preview._follow(bursts, news))
        building = asyncio.create_task(preview._build_on(news))
        for number, name in enumerate(("templates/a.html", "content/a.md"), 1):
            bursts.queue.put_nowait([name])
            async with asyncio.timeout(10):
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
            async with asyncio.timeout(10):
                while len(said) < number:  # noqa: ASYNC110  # it has no event
                    await asyncio.sleep(0.01)
        building.cancel()

    asyncio.run(run())
    names = ["content/1.md", "content/2.md", "content/3.md"]
    assert [changed for changed, _ in said] == [names[:1], names[:2], names[2:]]
    assert [each.code for each in said[0][1].diagnostics] == ["template-timeout"]
    preview._socket.close()


@pytest.mark.parametrize("config", [b"title = Lab", b'title = "\xff"'])
def test_a_configuration_that_is_wrong_at_the_start_can_be_mended(
    tmp_path: Path, config: bytes
) -> None:
    write_files(tmp_path, {"sitegen.toml": config, "content/index.md": "# Home\n"})
    said: list[Any] = []
    reporter = Reporter(
        serving=said.append, remark=said.append, rebuilt=lambda *each: said.append(each[1])
    )
    preview = Preview(tmp_path, PreviewOptions(port=0), reporter)
    preview._builder = Building(tmp_path / ".sitegen" / "preview")
    asyncio.run(preview._build([]))
    write_files(tmp_path, {"sitegen.toml": CONFIG})
    asyncio.run(preview._build(["sitegen.toml"]))
    assert isinstance(said[0], SitegenError)
    assert said[1] == BuildResult()
    preview._socket.close()


def test_a_folder_that_is_no_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no sitegen\.toml"):
        Preview(
            tmp_path, PreviewOptions(port=0), Reporter(serving=print, remark=print, rebuilt=print)
        )


def test_q_ends_it_and_the_terminal_is_as_it_was(tmp_path: Path) -> None:
    write_files(tmp_path, {"sitegen.toml": CONFIG, "content/index.md": "# Home\n"})
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "serve", str(tmp_path), "--port", "0"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
        preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)),  # noqa: PLW1509  # makes it the terminal
    )
    try:
        seen = b""
        end = time.monotonic() + 30
        while b"Serving at" not in seen and time.monotonic() < end:
            seen += os.read(ours, 4096)
        assert b"Serving at" in seen
        assert termios.tcgetattr(theirs)[3] & termios.ICANON == 0
        # As a shell does after Ctrl-Z, and at `fg`.
        process.send_signal(signal.SIGSTOP)
        termios.tcsetattr(theirs, termios.TCSADRAIN, before)
        process.send_signal(signal.SIGCONT)
        while termios.tcgetattr(theirs)[3] & termios.ICANON and time.monotonic() < end:
            time.sleep(0.01)
        os.write(ours, b"q")
        assert process.wait(timeout=5) == 0
        assert termios.tcgetattr(theirs) == before
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(theirs)
