from __future__ import annotations

import errno
import json
import os
from pathlib import Path, PurePosixPath

import pytest

from sitegen.errors import MachineError, OutputRefusedError
from sitegen.model import Artefact, Rank
from sitegen.system.output import MANIFEST, check_output_folder, write_artefacts
from support.sites import read_tree


def artefact(path: str, data: bytes = b"x", rank: Rank = Rank.PAGE) -> Artefact:
    return Artefact(path=PurePosixPath(path), data=data, rank=rank)


def write(output: Path, *files: str | tuple[str, bytes]) -> tuple[int, int, int]:
    made = [artefact(each) if isinstance(each, str) else artefact(*each) for each in files]
    done = write_artefacts(output, made)
    return done.written, done.unchanged, done.removed


def files(output: Path) -> set[str]:
    return set(read_tree(output)) - {MANIFEST}


def test_a_first_and_a_second_time(tmp_path: Path) -> None:
    out = tmp_path / "a" / "out"
    assert write(out, "index.html", "b/c.html") == (2, 0, 0)
    assert files(out) == {"index.html", "b/c.html"}
    assert write(out, "index.html", "b/c.html") == (0, 2, 0)
    assert write(out, ("index.html", b"y"), "d.html") == (2, 0, 1)
    assert files(out) == {"index.html", "d.html"}
    assert not (out / "b").exists()


def test_equal_bytes_keep_their_time(tmp_path: Path) -> None:
    write(tmp_path, "a.html", ("b.html", b"1"))
    for name in ("a.html", "b.html", MANIFEST):
        os.utime(tmp_path / name, (1, 1))
    write(tmp_path, "a.html", ("b.html", b"2"))
    assert (tmp_path / "a.html").stat().st_mtime == 1
    assert (tmp_path / "b.html").stat().st_mtime > 1
    for name in ("a.html", "b.html", MANIFEST):
        os.utime(tmp_path / name, (1, 1))
    write(tmp_path, "a.html", ("b.html", b"2"))
    assert {(tmp_path / n).stat().st_mtime for n in ("a.html", "b.html", MANIFEST)} == {1}


def test_files_are_readable_by_the_web_server(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write(tmp_path / "out", "a.html")
    finally:
        os.umask(before)
    for name in ("a.html", MANIFEST):
        assert (tmp_path / "out" / name).stat().st_mode & 0o777 == 0o644


def test_no_scratch_files_are_left(tmp_path: Path) -> None:
    write(tmp_path, "a.html", "b/c.html")
    assert set(read_tree(tmp_path)) == {"a.html", "b/c.html", MANIFEST}


def test_assets_come_first_and_indexes_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    real = Path.replace

    def note(path: Path, target: Path) -> Path:
        order.append(target.name)
        return real(path, target)

    monkeypatch.setattr(Path, "replace", note)
    write_artefacts(
        tmp_path,
        [
            artefact("feed.xml", rank=Rank.INDEX),
            artefact("b.html"),
            artefact("a.css", rank=Rank.ASSET),
        ],
    )
    assert order == [MANIFEST, "a.css", "b.html", "feed.xml", MANIFEST]


@pytest.mark.parametrize(
    "path", ["../x", "/etc/x", "a/../../x", MANIFEST, "a/../../../../etc/cron.d/x"]
)
def test_no_path_leaves_the_folder(tmp_path: Path, path: str) -> None:
    out = tmp_path / "out"
    with pytest.raises(OutputRefusedError):
        write(out, path)
    assert not out.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_linked_folder_in_the_output_is_refused(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    write(out, "index.html")
    (out / "news").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(OutputRefusedError, match="leads out"):
        write(out, ("index.html", b"new"), "news/a.html")
    assert list(elsewhere.iterdir()) == []
    assert (out / "index.html").read_bytes() == b"x"


def test_nothing_is_removed_through_a_linked_folder(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    write(out, "index.html", "news/a.html")
    elsewhere.mkdir()
    (elsewhere / "a.html").write_bytes(b"precious")
    (out / "news" / "a.html").unlink()
    (out / "news").rmdir()
    (out / "news").symlink_to(elsewhere, target_is_directory=True)
    write(out, "index.html")
    assert (elsewhere / "a.html").read_bytes() == b"precious"


def test_a_linked_file_is_replaced_not_followed(tmp_path: Path) -> None:
    out, precious = tmp_path / "out", tmp_path / "precious"
    write(out, "a.html")
    precious.write_bytes(b"x")
    (out / "a.html").unlink()
    (out / "a.html").symlink_to(precious)
    write(out, ("a.html", b"new"))
    assert precious.read_bytes() == b"x"
    assert not (out / "a.html").is_symlink()
    assert (out / "a.html").read_bytes() == b"new"


@pytest.mark.parametrize("kind", ["file", "link", "dangling", "folder with a file"])
def test_what_somebody_else_put_in_the_way_is_kept(tmp_path: Path, kind: str) -> None:
    write(tmp_path, "index.html")
    way = tmp_path / "a.html"
    if kind == "file":
        way.write_bytes(b"mine")
    elif kind == "folder with a file":
        way.mkdir()
        (way / "mine").write_bytes(b"mine")
    else:
        way.symlink_to(tmp_path / ("index.html" if kind == "link" else "gone"))
    before = read_tree(tmp_path)
    with pytest.raises(OutputRefusedError, match="did not write this"):
        write(tmp_path, ("index.html", b"new"), "a.html")
    assert read_tree(tmp_path) == before


def test_somebody_else_s_file_where_a_folder_has_to_be(tmp_path: Path) -> None:
    write(tmp_path, "index.html")
    (tmp_path / "news").write_bytes(b"mine")
    with pytest.raises(OutputRefusedError, match="did not write this"):
        write(tmp_path, "index.html", "news/a.html")
    assert (tmp_path / "news").read_bytes() == b"mine"


def test_foreign_files_are_never_removed(tmp_path: Path) -> None:
    write(tmp_path, "news/a.html")
    (tmp_path / "news" / "mine.txt").write_bytes(b"mine")
    (tmp_path / ".nojekyll").write_bytes(b"")
    write(tmp_path, "b.html")
    assert files(tmp_path) == {"news/mine.txt", ".nojekyll", "b.html"}


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    write(tmp_path, "a", "b/c/d.html")
    assert write(tmp_path, "a/index.html", "b") == (2, 0, 2)
    assert files(tmp_path) == {"a/index.html", "b"}
    assert write(tmp_path, "a", "b/c/d.html") == (2, 0, 2)
    assert files(tmp_path) == {"a", "b/c/d.html"}


def test_a_folder_that_took_the_place_of_an_old_file_is_kept(tmp_path: Path) -> None:
    write(tmp_path, "a", "b")
    (tmp_path / "a").unlink()
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine").write_bytes(b"mine")
    assert write(tmp_path, "b")[0] == 0
    assert (tmp_path / "a" / "mine").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"not json",
        b"[]",
        b'{"version": 99, "files": ["mine"]}',
        b'{"version": 1, "files": [3]}',
        b'{"version": 2}',
        b'{"version": 2, "files": [3]}',
        b'{"version": 2, "files": ["mine"]}',
        b'{"version": 1, "files": {"mine": 1}, "x": ',
        b"\xff",
    ],
)
def test_a_manifest_that_is_none_makes_every_file_foreign(tmp_path: Path, manifest: bytes) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / MANIFEST).write_bytes(manifest)
    (out / "mine").write_bytes(b"mine")
    with pytest.raises(OutputRefusedError):
        check_output_folder(out, tmp_path / "site")
    assert (out / "mine").read_bytes() == b"mine"


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("name", ["../precious", "/precious", "a/../../precious", "..", ".", ""])
def test_a_forged_manifest_removes_nothing_outside(tmp_path: Path, name: str, version: int) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "precious").write_bytes(b"precious")
    forged = [str(tmp_path / "precious") if name == "/precious" else name]
    content = {"version": version, "files": forged if version == 1 else dict.fromkeys(forged, "")}
    (out / MANIFEST).write_text(json.dumps(content))
    write(out, "index.html")
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert files(out) == {"index.html"}


@pytest.mark.parametrize(
    "where",
    [
        "/",
        "~",
        "above home",
        "site",
        "above",
        "content",
        "in content",
        "assets",
        "in templates",
        "file",
        "filled",
        "through a link",
    ],
)
def test_folders_that_are_refused(
    tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, site = tmp_path / "people" / "home", tmp_path / "sites" / "site"
    (site / "content" / "news").mkdir(parents=True)
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    filled = tmp_path / "filled"
    filled.mkdir()
    (filled / "thesis.txt").write_bytes(b"years")
    (tmp_path / "link").symlink_to(site / "content", target_is_directory=True)
    folder = {
        "/": Path("/"),
        "~": home,
        "above home": home.parent,
        "site": site,
        "above": site.parent,
        "content": site / "content",
        "in content": site / "content" / "out",
        "assets": site / "assets",
        "in templates": site / "templates" / "x" / "y",
        "file": filled / "thesis.txt",
        "filled": filled,
        "through a link": tmp_path / "link" / "out",
    }[where]
    with pytest.raises(OutputRefusedError, match="refused as output folder"):
        check_output_folder(folder, site)
    assert (filled / "thesis.txt").read_bytes() == b"years"


def test_folders_that_are_fine(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    empty = tmp_path / "empty"
    empty.mkdir()
    write(tmp_path / "ours", "a.html")
    for folder in (
        site / "_site",
        site / "public" / "html",
        empty,
        tmp_path / "ours",
        tmp_path / "new" / "deep",
    ):
        check_output_folder(folder, site)
    assert not (site / "_site").exists()


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, ("a.html", b"old"), ("b.html", b"old"))
    real = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.name == "b.html":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(MachineError, match="No space left on device"):
        write(tmp_path, ("a.html", b"new"), ("b.html", b"new"), ("c.html", b"new"))
    assert (tmp_path / "b.html").read_bytes() == b"old"
    assert files(tmp_path) == {"a.html", "b.html"}
    monkeypatch.undo()
    assert write(tmp_path, ("a.html", b"new"), ("b.html", b"new"))[:2] == (1, 1)
    assert files(tmp_path) == {"a.html", "b.html"}


def test_a_disk_that_fills_while_a_file_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, ("a.html", b"old"), ("b.html", b"old"), "gone.html")
    before = read_tree(tmp_path)
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if data == b"the second":
            real(path, data[:2])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(MachineError, match="No space left on device; earlier files are intact"):
        write(tmp_path, ("a.html", b"the first"), ("b.html", b"the second"), "c/d.html")
    monkeypatch.undo()
    assert read_tree(tmp_path) == before
    assert not (tmp_path / "c").exists()
