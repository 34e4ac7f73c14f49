"""What the theme is compiled to is kept beside the program, and only this version believes it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sitegen.storage import compiled_theme
from sitegen.storage.compiled_theme import read_compiled_theme, write_compiled_theme


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep compiled modules in another folder, as PYTHONPYCACHEPREFIX does."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return compiled_theme._place()


def test_it_is_kept(place: Path, tmp_path: Path) -> None:
    assert read_compiled_theme() is None
    write_compiled_theme(b"code")
    assert read_compiled_theme() == b"code"
    write_compiled_theme(b"more code")
    assert read_compiled_theme() == b"more code"
    assert place.is_relative_to(tmp_path)
    assert list(place.parent.iterdir()) == [place]


def test_another_version_does_not_believe_it(monkeypatch: pytest.MonkeyPatch) -> None:
    write_compiled_theme(b"code")
    monkeypatch.setattr(compiled_theme, "describe_program", lambda: "sitegen 0")
    assert read_compiled_theme() is None


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 40])
def test_damage_is_noticed(damage: bytes, place: Path) -> None:
    write_compiled_theme(b"code")
    place.write_bytes(damage)
    assert read_compiled_theme() is None
    write_compiled_theme(b"code")
    place.write_bytes(place.read_bytes()[:-1])
    assert read_compiled_theme() is None


def test_nothing_is_written_where_python_writes_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    write_compiled_theme(b"code")
    assert not place.exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys.implementation, "cache_tag", None)
    write_compiled_theme(b"code")
    assert not place.exists()
    assert read_compiled_theme() is None


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "file"))
    write_compiled_theme(b"code")
    assert read_compiled_theme() is None
