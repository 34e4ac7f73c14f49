from __future__ import annotations

import os
import time
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest

from sitegen.storage import snapshot as shell
from sitegen.storage import sources
from sitegen.storage.snapshot import FEW, UNREAD, FileStat, Snapshot
from support.sites import MakeSite

SECOND = 1_000_000_000
A, B = "content/a.md", "content/b.md"
OLD: FileStat = (5, 1000 * SECOND, 1001 * SECOND, 77)


def after(stat: FileStat = OLD, digest: str | None = "d") -> Snapshot:
    """Return what the next scan knows of one file."""
    first = Snapshot(None)
    return Snapshot(first.advance("state", {A: stat}, {A: digest} if digest else {}).pack())


def test_the_same_stat_is_the_same_file() -> None:
    assert after().state == "state"
    assert after().digest(A, OLD) == after().kept_digest(A) == "d"
    assert after().digest(B, OLD) == ""


@pytest.mark.parametrize("which", range(4), ids=["size", "mtime", "ctime", "inode"])
def test_any_other_stat_is_another_file(which: int) -> None:
    stat = list(OLD)
    stat[which] -= 1
    other: FileStat = tuple(stat)  # type: ignore[assignment]
    assert after().digest(A, other) == ""
    assert after().edited({A: other}, lambda _: "changed") == (A,)


@pytest.mark.parametrize("age", [-3600, 0, 1.9])
@pytest.mark.parametrize("which", [1, 2], ids=["mtime", "ctime"])
def test_a_young_file_is_read_again(which: int, age: float) -> None:
    stat = list(OLD)
    stat[which] = time.time_ns() - int(age * SECOND)
    young: FileStat = tuple(stat)  # type: ignore[assignment]
    assert Snapshot(None).is_young(young)
    assert after(young).digest(A, young) == ""
    assert after(young).edited({A: young}, lambda _: "d") == ()
    assert after(young).edited({A: young}, lambda _: "changed") == (A,)


def refuse(_: str) -> str:
    raise AssertionError


def test_an_old_file_is_not_read() -> None:
    assert not Snapshot(None).is_young(OLD)
    assert after().edited({A: OLD}, refuse) == ()


def test_another_size_is_an_edit_without_reading() -> None:
    assert after().edited({A: (OLD[0] + 1, *OLD[1:])}, refuse) == (A,)


def test_another_time_alone_is_no_edit() -> None:
    touched = (OLD[0], OLD[1] + SECOND, OLD[2] + SECOND, OLD[3] + 1)
    assert after().edited({A: touched}, lambda _: "d") == ()


def test_files_that_came_or_went() -> None:
    assert after().edited({}, refuse) is None
    assert after().edited({A: OLD, B: OLD}, refuse) is None
    assert after().edited({B: OLD}, lambda _: "d") is None


def test_a_file_that_no_build_reads() -> None:
    touched = (OLD[0], OLD[1], OLD[2] + 1, OLD[3])
    assert after(digest=None).digest(A, OLD) == UNREAD
    assert after(digest=None).edited({A: OLD}, refuse) == ()
    assert after(digest=None).edited({A: touched}, refuse) is None


@pytest.mark.parametrize("count", [1, FEW, FEW + 1])
def test_more_than_a_few_edits_are_not_looked_for_one_by_one(count: int) -> None:
    stats = {f"content/{number:02}.md": OLD for number in range(FEW + 5)}
    known = Snapshot(Snapshot(None).advance("state", stats, dict.fromkeys(stats, "d")).pack())
    edited = tuple(stats)[:count]
    changed = stats | dict.fromkeys(edited, (OLD[0] + 1, *OLD[1:]))
    assert known.edited(changed, refuse) == (edited if count <= FEW else None)


@pytest.mark.parametrize("stored", [b"", b"\xc1", b"{}", b"\x90", b"\x93\x01\x02\x03", b"x" * 99])
def test_a_damaged_snapshot_knows_nothing(stored: bytes) -> None:
    found = Snapshot(stored)
    assert (found.state, found.digest(A, OLD)) == ("", "")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """All scans happen an hour later, when no file is young any more."""
    clock = SimpleNamespace(time_ns=lambda: time.time_ns() + 3600 * SECOND)
    monkeypatch.setattr(shell, "time", clock)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("name", ["content/a.md", "templates/page.html", "content/d.csv"])
def test_an_edit_that_keeps_size_and_time_is_seen(make_site: MakeSite, name: str) -> None:
    site = make_site(
        {
            "content/a.md": "[x](d.csv) one\n",
            "templates/page.html": "{{ page.content }} one\n",
            "content/d.csv": "one\n",
        }
    )
    site.build_well()
    path = site.root / name
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"one", b"two"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert site.build_well().written == 1
    assert "two" in site.text("d.csv" if name.endswith("csv") else "a/index.html")


@pytest.mark.usefixtures("later")
def test_what_is_old_and_unchanged_is_not_read(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(
        {"content/a.md": "[x](d.csv)\n", "content/b.md": "x\n", "content/d.csv": "one\n"}
    )
    site.build_well()
    seen: list[str] = []
    real = sources.read_source

    def note(root: Path, path: PurePosixPath) -> object:
        seen.append(str(path))
        return real(root, path)

    monkeypatch.setattr(sources, "read_source", note)
    assert site.build_well().rendered == 0
    assert seen == []
    os.utime(site.root / "content/d.csv", (1, 1))
    for expected in (["content/d.csv"], [], []):
        seen.clear()
        before = (site.root / ".sitegen/cache.db").stat().st_mtime_ns
        assert site.build_well().written == 0
        assert seen == expected
        is_written = (site.root / ".sitegen/cache.db").stat().st_mtime_ns != before
        assert is_written == bool(expected)
    site.write({"content/b.md": "y\n"})
    assert site.build_well().parsed == 1
    assert set(seen) == {"content/b.md"}


def test_an_edit_right_after_a_build_is_seen(make_site: MakeSite) -> None:
    """However coarse the clock of the file system: young files are read again."""
    site = make_site({"content/a.md": "one\n"})
    for text in ("two", "six", "ten", "one"):
        site.build_well()
        site.write({"content/a.md": f"{text}\n"})
        assert site.build_well().written == 1
        assert f"<p>{text}</p>" in site.text("a/index.html")
