"""Processes on this machine store what they parse and stage what they render."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sitegen
from sitegen.engine import page_rendering, parse_tasks, render_tasks
from sitegen.engine.watched_process import Lifeline, WatchedProcess
from sitegen.engine.workers import WorkerPool
from sitegen.errors import MachineError
from sitegen.storage.folder_handle import MODE, Folder
from sitegen.storage.store import Store
from support.sites import CONFIG, MakeSite, SiteFolder, read_tree, write_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are not forked here")

#: With fewer pages than 120, no process is started.
PAGES = {f"content/part/p{n}.md": f"# Page {n}\n\nText of page {n}.\n" for n in range(130)}


#: Pages are what is shared out here; cards would take as long again.
WITHOUT_CARDS = CONFIG + "[sharing]\ncards = false\n"


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    return make_site(PAGES, WITHOUT_CARDS)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process makes of the site."""
    folder = tmp_path_factory.mktemp("alone")
    write_files(folder / "site", {"sitegen.toml": WITHOUT_CARDS, **PAGES})
    assert sitegen.build(folder / "site", output=folder / "output", jobs=1).ok
    return read_tree(folder / "output")


def build(site: SiteFolder) -> None:
    assert sitegen.build(site.root, output=site.output, jobs=2).ok


def test_pages_are_stored_once_and_whole(site: SiteFolder, expected: dict[str, bytes]) -> None:
    build(site)
    assert read_tree(site.output) == expected
    assert not list((site.root / ".sitegen").glob("*-wal"))
    with contextlib.closing(sqlite3.connect(site.root / ".sitegen" / "cache.db")) as store:
        assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table in ("heads", "bodies"):
            assert store.execute(f"SELECT count(*) FROM {table}").fetchone() == (len(PAGES),)  # noqa: S608  # our own names
    again = sitegen.build(site.root, output=site.output, jobs=2)
    assert (again.parsed, again.rendered) == (0, 0)


def test_processes_that_render_are_replaced(
    site: SiteFolder, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has done a chunk, and none of them is left when the build goes on."""
    monkeypatch.setattr(page_rendering, "_MOST_CHUNKS", 1)
    started: list[int] = []
    fork, dismiss = WatchedProcess.fork, WorkerPool.dismiss

    def count(lifeline: Lifeline, others: list[WatchedProcess]) -> WatchedProcess:
        started.append(len(others))
        return fork(lifeline, others)

    def end(pool: WorkerPool) -> None:
        dismiss(pool)
        started.append(-1)

    monkeypatch.setattr(WatchedProcess, "fork", count)
    monkeypatch.setattr(WorkerPool, "dismiss", end)
    build(site)
    chunks = len(WorkerPool("2").chunks(list(range(len(PAGES)))))
    assert started.index(-1) == 2  # those that parse
    assert len([each for each in started if each >= 0]) >= 2 + chunks
    assert started[-1] == -1
    assert read_tree(site.output) == expected


def test_a_store_that_workers_cannot_write(
    site: SiteFolder, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parse_tasks, "_join", lambda _: Store(None))
    build(site)
    assert read_tree(site.output) == expected


def test_bodies_that_the_store_has_lost(
    site: SiteFolder, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_tasks, "_open_to_read", lambda _: Store(None))
    build(site)
    assert read_tree(site.output) == expected


def test_a_worker_without_space(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site stays what it was, and nothing is left behind."""
    build(site)
    before = read_tree(site.output)
    parent, write_new = os.getpid(), Folder.write_new

    def fail(folder: Folder, name: str, data: bytes, mode: int | None = MODE) -> None:
        if os.getpid() != parent and name.endswith("7"):
            raise OSError(errno.ENOSPC, "No space left on device", name)
        write_new(folder, name, data, mode)

    site.write({"templates/page.html": "<title>{{ page.title }}</title>{{ page.content }}\n"})
    monkeypatch.setattr(Folder, "write_new", fail)
    with pytest.raises(MachineError, match="No space left on device; earlier files are intact"):
        build(site)
    assert read_tree(site.output) == before
    monkeypatch.undo()
    build(site)
    assert read_tree(site.output).keys() == before.keys()
    assert read_tree(site.output) != before


def test_a_page_that_vanishes_before_a_worker_reads_it(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = parse_tasks.read_source

    def vanish(root: Path, path: Path) -> object:
        if path.name == "p77.md":
            (root / path).unlink()
        return read(root, path)  # type: ignore[arg-type]

    monkeypatch.setattr(parse_tasks, "read_source", vanish)
    with pytest.raises(MachineError, match=r"p77\.md: cannot be read: No such file"):
        build(site)


#: Builds a site; after each call of one function, it leaves a mark and is slow.
SLOW_BUILD = """
import pathlib, sys, time
import sitegen, sitegen.engine.page_parsing, sitegen.storage.output_folder
root, output, mark, owner, name = sys.argv[1:]
owner = eval(owner)
real = getattr(owner, name)

def slow(*arguments):
    result = real(*arguments)
    pathlib.Path(mark).touch()
    time.sleep(0.05)
    return result

setattr(owner, name, slow)
sitegen.build(pathlib.Path(root), output=pathlib.Path(output), jobs=2)
"""


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(("sitegen.engine.page_parsing", "unpack_parsed"), marks=pytest.mark.limits),
        ("sitegen.storage.output_folder.OutputFolder", "stage"),
    ],
)
def test_killed_while_workers_write(
    site: SiteFolder, expected: dict[str, bytes], tmp_path: Path, place: tuple[str, str]
) -> None:
    """The folder has no page then, and the next build makes what a clean one makes."""
    mark = tmp_path / "mark"
    command = [sys.executable, "-c", SLOW_BUILD, site.root, site.output, mark, *place]
    process = subprocess.Popen(command)
    deadline = time.monotonic() + 60
    while not mark.exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not list(site.output.rglob("*.html"))
    build(site)
    assert read_tree(site.output) == expected
