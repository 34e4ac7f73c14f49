"""The key of the cache is one's own, and secret."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen.errors import UsageError
from sitegen.storage.cache_key import KEY_VARIABLE, forget_cache_key, read_cache_key
from sitegen.storage.image_cache import ImageCache
from sitegen.storage.store import open_store

Read = Callable[[], bytes]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the user's key, without one."""
    monkeypatch.delenv(KEY_VARIABLE)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    forget_cache_key()
    yield tmp_path / "state" / "sitegen"
    forget_cache_key()


def again() -> bytes:
    """Return the key as another process reads it."""
    forget_cache_key()
    return read_cache_key()


def test_a_key_is_made_once(state: Path) -> None:
    key = read_cache_key()
    assert len(key) == 32
    assert again() == key == (state / "cache.key").read_bytes()
    assert stat.S_IMODE((state / "cache.key").stat().st_mode) == 0o600
    assert [path.name for path in state.iterdir()] == ["cache.key"]


@pytest.mark.parametrize("flaw", ["short", "long", "readable", "link", "folder", "pipe"])
def test_what_is_no_secret_key_is_not_used(state: Path, tmp_path: Path, flaw: str) -> None:
    known = bytes(32)
    state.mkdir(parents=True)
    path = state / "cache.key"
    match flaw:
        case "short" | "long":
            path.write_bytes(known[:31] if flaw == "short" else known + b"x")
        case "link":
            (tmp_path / "elsewhere").write_bytes(known)
            path.symlink_to(tmp_path / "elsewhere")
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case _:
            path.write_bytes(known)
    if path.is_file():
        path.chmod(0o644 if flaw == "readable" else 0o600)
    key = read_cache_key()
    assert known not in (key, key + b"x")
    assert (again() == key) == (flaw != "folder")
    if flaw == "link":
        assert (tmp_path / "elsewhere").read_bytes() == known


def test_a_machine_that_keeps_no_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(KEY_VARIABLE)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file" / "below"))
    (tmp_path / "file").write_text("in the way")
    forget_cache_key()
    key = read_cache_key()
    assert len(key) == 32
    assert read_cache_key() == key != again()
    forget_cache_key()


def test_a_folder_without_links(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    key = read_cache_key()
    assert again() == key
    assert [path.name for path in state.rglob("*") if path.is_file()] == ["cache.key"]


def test_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "fifteen letters")
    forget_cache_key()
    with pytest.raises(UsageError, match="SITEGEN_CACHE_KEY: too short"):
        read_cache_key()
    monkeypatch.setenv(KEY_VARIABLE, os.fsdecode(b"sixteen bytes \xff\xfe"))
    key = again()
    assert len(key) == 32
    monkeypatch.setenv(KEY_VARIABLE, "another secret of the CI")
    assert again() != key
    monkeypatch.undo()
    forget_cache_key()


def test_a_cache_of_another_user_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path, "sitegen 1")
    store.write("bodies", [("page", b"<script>")])
    store.close()
    name = "0" * 64
    images = ImageCache(tmp_path / "images")
    images.write(name, b"picture")
    assert images.read(name) == b"picture"
    monkeypatch.setenv(KEY_VARIABLE, "another secret of the CI")
    forget_cache_key()
    assert images.read(name) is None
    store = open_store(tmp_path, "sitegen 1")
    assert store.read("bodies", "page") is None
    assert store.count("bodies") == 0
    store.close()
    monkeypatch.undo()
    forget_cache_key()
