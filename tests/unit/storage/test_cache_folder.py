"""The cache stays in its folder, and out of version control."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sitegen.errors import OutputRefusedError
from sitegen.storage.cache_folder import is_under_version_control, open_cache_folder


def test_a_new_folder_ignores_itself(tmp_path: Path) -> None:
    folder = open_cache_folder(tmp_path)
    assert folder == tmp_path / ".sitegen"
    assert (folder / ".gitignore").read_text().splitlines()[-1] == "*"
    (folder / ".gitignore").write_text("mine")
    open_cache_folder(tmp_path)
    assert (folder / ".gitignore").read_text() == "mine"


@pytest.mark.parametrize(
    "name", [".sitegen", ".sitegen/images", ".sitegen/images/ab", ".sitegen/lock", ".sitegen/x"]
)
def test_links_are_refused(tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    root = tmp_path / "site"
    link = root / name
    link.parent.mkdir(parents=True)
    link.symlink_to(victim)
    with pytest.raises(OutputRefusedError, match=r"refused: it is a link.*delete it"):
        open_cache_folder(root)
    assert list(victim.iterdir()) == []


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.mark.parametrize("version", ["2", "4"])
@pytest.mark.parametrize("inner", ["", "web/lab"])
def test_version_control(tmp_path: Path, inner: str, version: str) -> None:
    root = tmp_path / inner
    root.mkdir(parents=True, exist_ok=True)
    (root / ".sitegen").mkdir()
    (root / ".sitegen" / "cache.db").write_text("x")
    (root / "a.md").write_text("x")
    other = tmp_path / "my" / inner / ".sitegen"
    other.mkdir(parents=True)
    (other / "x").write_text("x")
    assert not is_under_version_control(root)
    _git(tmp_path, "init")
    _git(tmp_path, "update-index", "--index-version", version)
    assert not is_under_version_control(root)
    _git(tmp_path, "add", str(root / "a.md"), str(other / "x"))
    assert not is_under_version_control(root)
    _git(tmp_path, "add", "-f", str(root / ".sitegen" / "cache.db"))
    assert is_under_version_control(root)


def test_a_worktree(tmp_path: Path) -> None:
    _git(tmp_path, "init")
    tree = tmp_path / "tree"
    (tree / ".sitegen").mkdir(parents=True)
    (tree / ".sitegen" / "x").write_text("x")
    (tree / ".git").write_text("gitdir: ../.git\n")
    assert not is_under_version_control(tree)
    _git(tmp_path, "--work-tree", str(tree), "add", "-f", str(tree / ".sitegen" / "x"))
    assert is_under_version_control(tree)
