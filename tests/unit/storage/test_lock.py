from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from sitegen.errors import OutputRefusedError
from sitegen.storage import lock
from sitegen.storage.lock import claim, hold_lock


def refuse() -> None:
    raise AssertionError


def test_a_second_build_waits_and_says_so(tmp_path: Path) -> None:
    events: list[str] = []
    waiting = threading.Event()

    def wait() -> None:
        events.append("waiting")
        waiting.set()

    def second() -> None:
        with hold_lock(tmp_path, wait):
            events.append("second")

    thread = threading.Thread(target=second)
    with hold_lock(tmp_path, refuse):
        thread.start()
        assert waiting.wait(60)
        time.sleep(0.1)
        events.append("first")
    thread.join(60)
    assert events == ["waiting", "first", "second"]


def test_one_after_the_other_nobody_waits(tmp_path: Path) -> None:
    for _ in range(3):
        with hold_lock(tmp_path / "a" / "cache", refuse):
            assert (tmp_path / "a" / "cache" / "lock").is_file()


def test_other_sites_do_not_wait(tmp_path: Path) -> None:
    with hold_lock(tmp_path / "one", refuse), hold_lock(tmp_path / "two", refuse):
        pass


def test_a_failing_build_lets_go(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold_lock(tmp_path, refuse):
        _ = 1 // 0
    with hold_lock(tmp_path, refuse):
        pass


@pytest.mark.parametrize("way", ["a file", "a folder in its place"])
def test_where_no_lock_can_be_made_builds_go_on(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "cache"
    if way == "a file":
        folder.write_bytes(b"")
    else:
        (folder / "lock" / "x").mkdir(parents=True)
    done = []
    with hold_lock(folder, refuse):
        done.append(1)
    with pytest.raises(ZeroDivisionError), hold_lock(folder, refuse):
        _ = 1 // 0
    assert done == [1]


def test_what_is_claimed_is_taken_as_long_as_it_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_SOON", 0.01)
    first = claim(tmp_path / "cache", "preview.lock")
    assert first is not None
    assert claim(tmp_path / "cache", "preview.lock") is None
    assert claim(tmp_path / "cache", "other.lock") is not None
    del first
    assert claim(tmp_path / "cache", "preview.lock") is not None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_forked_process_does_not_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_SOON", 0.01)
    first = claim(tmp_path, "preview.lock")
    assert first is not None
    child = os.fork()
    if child == 0:
        first.release()
        os._exit(0)
    os.waitpid(child, 0)
    assert claim(tmp_path, "preview.lock") is None
    first.release()
    assert claim(tmp_path, "preview.lock") is not None


def test_a_link_in_place_of_a_lock_is_refused(tmp_path: Path) -> None:
    cache, victim = tmp_path / "cache", tmp_path / "victim"
    cache.mkdir()
    (cache / "lock").symlink_to(victim)
    with pytest.raises(OutputRefusedError, match="cache/lock: refused"), hold_lock(cache, refuse):
        raise AssertionError
    assert not victim.exists()


def test_where_no_lock_can_be_made_nobody_is_kept_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert claim(tmp_path / "file", "preview.lock") is not None
