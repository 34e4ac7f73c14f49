"""What is done in a folder that is held open stays there, with and without the system's help."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from sitegen.errors import OutputRefusedError
from sitegen.storage import folder_handle
from sitegen.storage.folder_handle import FolderTree, open_folder, remove_folder
from support.sites import read_tree

LINKED = r"refused: it is a link, where sitegen keeps its own files; delete it"


@pytest.fixture(params=["openat", "checked paths"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Windows has no `openat`: what it does instead runs here, too."""
    way: str = request.param
    monkeypatch.setattr(folder_handle, "HAS_HANDLES", way == "openat")
    return way


def test_files_and_folders(tmp_path: Path) -> None:
    with FolderTree(open_folder(tmp_path / "a" / "b", 2, make=True)) as tree:
        made: list[str] = []
        folder, name = tree.split("c/d/e.txt", made)
        assert (made, name) == (["c", "c/d"], "e.txt")
        folder.write_new(name, b"1")
        with pytest.raises(FileExistsError) as caught:
            folder.write_new(name, b"2")
        assert caught.value.filename == str(tmp_path / "a/b/c/d/e.txt")
        folder.replace_file(name, b"3", "fresh")
        tree.root.write_new("f", b"4", 0o600)
        tree.root.move("f", folder, "g.txt")
        assert (folder.read("g.txt"), folder.has("g.txt"), folder.has("f")) == (b"4", True, False)
        assert tree.root.has_folder("c")
        assert not folder.has_folder("e.txt")
        assert not tree.root.has_folder("nothing")
        assert read_tree(tmp_path) == {"a/b/c/d/e.txt": b"3", "a/b/c/d/g.txt": b"4"}
        assert (tmp_path / "a/b/c/d/g.txt").stat().st_mode & 0o777 == 0o600
        assert [folder.remove("g.txt"), folder.remove("g.txt")] == [True, False]
        with pytest.raises(OSError, match=os.strerror(errno.ENOTEMPTY)):
            tree.remove_folder("c/d")
        folder.remove("e.txt")
        tree.remove_folder("c/d")
        assert tree.at("c").device == tmp_path.stat().st_dev
        assert tree.at("c").is_writable()
        tree.root.remove_tree("c")
        tree.root.remove_tree("c")
    remove_folder(tmp_path / "a" / "b", 2)
    assert read_tree(tmp_path / "a") == {}


def count_open() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


def test_more_folders_than_stay_open(tmp_path: Path, way: str) -> None:
    names = [f"{n}/x" for n in range(200)]
    with FolderTree(open_folder(tmp_path, 0)) as tree:
        before = count_open()
        for name in names:
            folder, last = tree.split(f"{name}/page", [])
            folder.write_new(last, name.encode())
        if way == "openat":
            assert count_open() <= before + folder_handle._OPEN
    assert count_open() <= before
    assert read_tree(tmp_path) == {f"{name}/page": name.encode() for name in names}


def test_no_link_is_followed(tmp_path: Path) -> None:
    victim, ours = tmp_path / "victim", tmp_path / "ours"
    (victim / "sub").mkdir(parents=True)
    (victim / "file").write_bytes(b"precious")
    ours.mkdir()
    (ours / "folder").symlink_to(victim, target_is_directory=True)
    (ours / "file").symlink_to(victim / "file")
    (ours / "dangling").symlink_to(victim / "new")
    before = read_tree(tmp_path)
    with FolderTree(open_folder(ours)) as tree:
        for name in ("folder", "folder/sub", "folder/new/x"):
            with pytest.raises(OutputRefusedError, match=f"ours/folder: {LINKED}"):
                tree.at(name, [])
        for name in ("file", "dangling"):
            with pytest.raises(OutputRefusedError, match=f"ours/{name}: {LINKED}"):
                tree.root.open_file(name)
        with pytest.raises(FileExistsError):
            tree.root.write_new("dangling", b"x")
        tree.root.remove_tree("folder")
        with pytest.raises(OutputRefusedError, match=r"\.\.: refused"):
            tree.at("../victim")
        assert read_tree(tmp_path) == before
        tree.root.write_new("new", b"ours")
        tree.root.move("new", tree.root, "file")
        tree.root.remove("dangling")
    assert (victim / "file").read_bytes() == b"precious"
    assert (ours / "file").read_bytes() == b"ours"
    with pytest.raises(OutputRefusedError, match=f"ours/folder: {LINKED}"):
        open_folder(ours / "folder" / "sub", 2)
    open_folder(ours / "folder" / "sub", 1).close()  # that part of the path is the user's


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        open_folder(tmp_path / "file")
    with pytest.raises(FileNotFoundError):
        open_folder(tmp_path / "nothing")


def test_a_file_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    real = os.write

    def full(handle: int, data: bytes) -> int:
        if len(data) < 5:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, data[:2])  # as much as there is space for

    monkeypatch.setattr(os, "write", full)
    with open_folder(tmp_path) as folder, pytest.raises(OSError, match="No space"):
        folder.replace_file("a", b"123456", "a.new")
    assert read_tree(tmp_path) == {"a": b"old"}


def test_a_folder_that_is_swapped_while_it_is_open(tmp_path: Path, way: str) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "old").write_bytes(b"precious")
    with open_folder(tmp_path / "ours", make=True) as folder:
        folder.write_new("old", b"ours")
        (tmp_path / "ours").rename(tmp_path / "away")
        (tmp_path / "ours").symlink_to(victim, target_is_directory=True)
        if way == "openat":
            folder.remove("old")
            folder.write_new("new", b"ours")
        else:
            for change in (folder.remove, folder.open_file, folder.remove_tree, folder.make):
                with pytest.raises(OutputRefusedError, match=LINKED):
                    change("old")
    assert read_tree(victim) == {"old": b"precious"}
    assert read_tree(tmp_path / "away") == (
        {"new": b"ours"} if way == "openat" else {"old": b"ours"}
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes with names")
def test_nothing_waits_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with open_folder(tmp_path) as folder:
        with pytest.raises(OSError, match=os.strerror(errno.EINVAL)) as caught:
            folder.read("pipe")
        assert caught.value.filename == str(tmp_path / "pipe")
        with pytest.raises(NotADirectoryError):
            folder.remove_tree("pipe")
    assert (tmp_path / "pipe").exists()
