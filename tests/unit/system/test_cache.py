from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.system.cache import ImageCache
from support.sites import read_tree

KEY = "ab" * 32


def test_what_was_written_is_read(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "cache")
    assert cache.read(KEY) is None
    cache.write(KEY, b"data")
    assert cache.read(KEY) == b"data"
    assert ImageCache(tmp_path / "cache").read(KEY) == b"data"
    assert cache.read("cd" * 32) is None


@pytest.mark.parametrize("change", ["empty", "short", "one byte", "longer", "a folder"])
def test_a_damaged_entry_is_a_miss(tmp_path: Path, change: str) -> None:
    cache = ImageCache(tmp_path)
    cache.write(KEY, b"data")
    (name,) = read_tree(tmp_path)
    path = tmp_path / name
    data = path.read_bytes()
    if change == "a folder":
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(
            {"empty": b"", "short": data[:20], "one byte": data[:-1] + b"b", "longer": data + b"x"}[
                change
            ]
        )
    assert cache.read(KEY) is None


def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = ImageCache(tmp_path / "file")
    cache.write(KEY, b"data")
    assert cache.read(KEY) is None


def test_without_a_folder_nothing_is_kept() -> None:
    cache = ImageCache(None)
    cache.write(KEY, b"data")
    assert cache.read(KEY) is None
