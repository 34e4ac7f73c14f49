"""One burst of changes is told once, none is lost, and what is no change is not told."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from sitegen.preview.watch import watcher as watching
from sitegen.preview.watch.watcher import Watcher
from support.limits import most_with_limits
from support.saving import EDITORS, QUICK, write_at_once
from support.sites import write_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Nothing more comes, as far as a test waits.
SILENCE = 0.4
#: Seconds in which whatever has to come has come, also on a busy machine.
LONGEST = 60
LONG = bool(os.environ.get("SITEGEN_LONG_TESTS"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {"sitegen.toml": "", "content/a.md": "first", "content/b.md": "b", "_site/x.html": ""}
    write_files(tmp_path / "lab", files)
    return tmp_path / "lab"


def watched(
    root: Path,
    *actions: Callable[[], object],
    poll: bool = False,
    patience: float = SILENCE,
    told: int | None = None,
) -> list[list[str]]:
    """Return all bursts that come after each action, until it is silent for seconds of `patience`.

    After the first `told` actions, or each, something comes, however long it takes.
    """
    notices: list[str] = []

    async def watch() -> list[list[str]]:
        bursts = []
        async with Watcher(root, poll=poll, report=notices.append) as watch:
            for number, action in enumerate(actions):
                await asyncio.to_thread(action)
                seconds = LONGEST if told is None or number < told else patience
                while True:
                    try:
                        bursts.append(await asyncio.wait_for(watch.changes(), seconds))
                    except TimeoutError:
                        break
                    seconds = patience
        return bursts

    found = asyncio.run(watch())
    assert notices == []
    return found


@pytest.mark.parametrize("name", most_with_limits(EDITORS, "emacs", "nano"))
def test_one_save_is_one_burst(root: Path, name: str) -> None:
    count = 50 if LONG else 6
    path = root / "content" / "a.md"

    def save(text: str) -> float:
        start = time.monotonic()
        EDITORS[name](path, text)
        return time.monotonic() - start

    async def watch() -> list[int]:
        bursts: list[int] = []
        async with Watcher(root, poll=False, report=print) as watch:
            for number in range(10 * count):
                text = f"text {number}\nof two lines\n" * 200
                saving = asyncio.create_task(asyncio.to_thread(save, text))
                assert await asyncio.wait_for(watch.changes(), LONGEST) == ["content/a.md"]
                found = 1
                took = await saving
                with contextlib.suppress(TimeoutError):
                    while True:
                        assert await asyncio.wait_for(watch.changes(), 0.15) == ["content/a.md"]
                        found += 1
                if took < QUICK:
                    bursts.append(found)
                if len(bursts) == count:
                    break
        return bursts

    assert asyncio.run(watch()) == [1] * count


def test_thousands_of_files_are_one_burst(root: Path) -> None:
    names = [f"content/s{n % 40}/p{n}.md" for n in range(3000)]
    bursts = watched(root, lambda: write_files(root, dict.fromkeys(names, "text")))
    assert {name for burst in bursts for name in burst} == {*names}
    assert len(bursts) < 5  # on a busy machine, some may come after a pause


def test_files_in_new_folders_are_found(root: Path) -> None:
    for number in range(8):
        path = f"content/new{number}/deep/er/p.md"

        def write(path: str = path) -> None:
            write_at_once(root, {path: "text"})

        assert watched(root, write, patience=0.2) == [[path]]


def test_moves_keep_their_old_times_and_are_found(root: Path, tmp_path: Path) -> None:
    write_files(tmp_path, {"old.md": "first"})
    os.utime(tmp_path / "old.md", (1, 1))
    write_files(root, {"content/s/x.md": "x", "content/s/y.md": "y"})
    bursts = watched(
        root,
        lambda: (tmp_path / "old.md").rename(root / "content" / "a.md"),
        lambda: (root / "content" / "s").rename(root / "content" / "t"),
        lambda: shutil.rmtree(root / "content" / "t"),
        (root / "content" / "b.md").unlink,
    )
    # On a busy machine, one burst may take in the next.
    assert bursts[:2] == [
        ["content/a.md"],
        ["content/s/x.md", "content/s/y.md", "content/t/x.md", "content/t/y.md"],
    ]
    assert {name for burst in bursts[2:] for name in burst} == {
        *("content/t/x.md", "content/t/y.md", "content/b.md"),
    }


def test_an_edit_that_keeps_size_and_time_is_found(root: Path) -> None:
    path = root / "content" / "a.md"
    times = path.stat().st_mtime_ns

    def write(text: str) -> None:
        path.write_text(text)
        os.utime(path, ns=(times, times))

    bursts = watched(root, partial(write, "again"), partial(write, "later"))
    # On a busy machine, what is written may be seen before it has its old time again.
    assert 2 <= len(bursts) <= 4
    assert all(burst == ["content/a.md"] for burst in bursts)


def test_what_is_no_change_is_not_told(root: Path) -> None:
    write_files(root, {"content/c.md": "c"})
    bursts = watched(
        root,
        lambda: write_at_once(root, {"content/a.md": "once"}),
        lambda: (root / "content" / "a.md").chmod(0o600),
        lambda: write_files(root, {"content/.a.md.swp": "x", "content/a.md~": "x", "_site/y": ""}),
        lambda: write_files(root, {".git/index": "x", "notes.txt": "x", "src/x.py": "x"}),
        (root / "content" / "a.md").read_text,
        told=1,
    )
    assert bursts == [["content/a.md"]]


def test_changes_while_nobody_asks_are_kept(root: Path) -> None:
    names = {"content/a.md", "content/n0.md", "content/n1.md", "content/n2.md"}

    async def watch() -> None:
        async with Watcher(root, poll=False, report=print) as watch:
            write_at_once(root, {"content/a.md": "1"})
            assert await asyncio.wait_for(watch.changes(), LONGEST) == ["content/a.md"]
            for number in range(3):
                files = {"content/a.md": f"{number} of 3", f"content/n{number}.md": "x"}
                write_at_once(root, files)
                await asyncio.sleep(0.05)
            found: set[str] = set()
            while found != names:
                found.update(await asyncio.wait_for(watch.changes(), LONGEST))
                assert found <= names

    asyncio.run(watch())


def test_the_folders_come_and_go(root: Path) -> None:
    away = root / "away"
    bursts = watched(
        root,
        lambda: (root / "content").rename(away),
        lambda: away.rename(root / "content"),
        lambda: write_at_once(root, {"content/a.md": "back"}),
        lambda: write_at_once(root, {"templates/page.html": "x"}),
        lambda: write_at_once(root, {"templates/page.html": "y"}),
        lambda: write_at_once(root, {"sitegen.toml": "title = 'x'"}),
    )
    assert bursts == [
        ["content/a.md", "content/b.md"],
        ["content/a.md", "content/b.md"],
        ["content/a.md"],
        ["templates/page.html"],
        ["templates/page.html"],
        ["sitegen.toml"],
    ]


@pytest.mark.parametrize("poll", [True, False])
def test_files_are_looked_at_where_no_events_come(
    root: Path, monkeypatch: pytest.MonkeyPatch, *, poll: bool
) -> None:
    def sleep(*_: object, **__: object) -> list[object]:
        return []

    monkeypatch.setattr(watching.watchfiles, "watch", sleep)
    monkeypatch.setattr(watching, "_RESCAN", 0.3)
    bursts = watched(
        root,
        lambda: write_at_once(root, {"content/a.md": "changed", "content/new/c.md": "c"}),
        (root / "content" / "b.md").unlink,
        poll=poll,
        patience=1,
    )
    found = [name for burst in bursts for name in burst]
    assert sorted(found) == ["content/a.md", "content/b.md", "content/new/c.md"]
    assert "content/b.md" in bursts[-1]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, all names are text")
def test_a_folder_whose_name_is_no_text_is_polled(root: Path) -> None:
    odd = root.rename(root.parent / os.fsdecode(b"\xff"))
    notices: list[str] = []

    async def watch() -> list[str]:
        async with Watcher(odd, poll=False, report=notices.append) as watch:
            await asyncio.to_thread((odd / "content" / "a.md").write_text, "second")
            return await asyncio.wait_for(watch.changes(), LONGEST)

    assert asyncio.run(watch()) == ["content/a.md"]
    assert len(notices) == 1


def test_a_system_without_events_is_polled(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> list[object]:
        message = "inotify limit reached"
        raise OSError(message)

    monkeypatch.setattr(watching.watchfiles, "watch", fail)
    notices: list[str] = []

    async def watch() -> list[str]:
        async with Watcher(root, poll=False, report=notices.append) as watch:
            await asyncio.sleep(0.05)
            write_files(root, {"content/a.md": "changed"})
            return await asyncio.wait_for(watch.changes(), LONGEST)

    assert asyncio.run(watch()) == ["content/a.md"]
    assert len(notices) == 1
    assert "inotify limit reached" in notices[0]


def test_git_is_waited_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_GIT", LONGEST)
    write_files(root, {".git/HEAD": ""})

    def check_out() -> None:
        write_files(root, {".git/index.lock": ""})
        for number in range(4):
            write_files(root, {f"content/g{number}.md": "x"})
            time.sleep(0.08)
        (root / ".git" / "index.lock").unlink()

    async def watch() -> list[list[str]]:
        bursts = []
        async with Watcher(root, poll=False, report=print) as watch:
            thread = threading.Thread(target=check_out)
            thread.start()
            bursts.append(await asyncio.wait_for(watch.changes(), LONGEST))
            thread.join()
            with pytest.raises(TimeoutError):
                bursts.append(await asyncio.wait_for(watch.changes(), SILENCE))
        return bursts

    assert asyncio.run(watch()) == [[f"content/g{number}.md" for number in range(4)]]
