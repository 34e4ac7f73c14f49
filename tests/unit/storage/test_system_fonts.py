from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.diagnostics import Diagnostic, Location
from sitegen.social_cards.font_choice import FontBook
from sitegen.storage import system_fonts as fonts
from sitegen.storage.snapshot import Snapshot
from sitegen.storage.sources import load_sources
from sitegen.storage.store import Store, open_store
from sitegen.storage.system_fonts import find_fonts
from support.fonts import make_font

PLACE = Location(path="sitegen.toml", line=3, column=1)


class Machine:
    """A site, and a machine with no fonts but those that a test puts there."""

    def __init__(self, root: Path, store: Store) -> None:
        self.root = root
        self.folder = root / "share" / "fonts"
        self.store = store

    def find(self, letters: str, font: str = "") -> tuple[FontBook, tuple[Diagnostic, ...]]:
        sources = load_sources(self.root / "site", "sitegen.toml", Snapshot(None))
        return find_fonts(font, frozenset(letters), sources, self.store, PLACE)

    def names(self, letters: str, font: str = "") -> list[str]:
        return [each.name for each in self.find(letters, font)[0].fallbacks]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    monkeypatch.setattr(fonts, "_folders", lambda: [str(tmp_path / "share" / "fonts")])
    (tmp_path / "site" / "assets").mkdir(parents=True)
    store = open_store(tmp_path / ".sitegen", "")
    yield Machine(tmp_path, store)
    store.close()


def test_the_built_in_font_is_enough_for_europe(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "_list_fonts", lambda: pytest.fail("it looked at the machine"))
    book, problems = machine.find("Größe, Łódź, Ελλάδα, Москва, Việt Nam … 🚀☃\u200d\n")
    assert not problems
    assert book.heading.path.endswith("SourceSerif4[opsz,wght].ttf")
    assert book.heading.digest == book.text.digest
    assert book.heading.axes != book.text.axes
    assert book.characters >= frozenset("ößŁźΕάМвệ…")


def test_fonts_of_the_machine_for_other_letters(machine: Machine) -> None:
    make_font(machine.folder / "a" / "one.ttf", "膝", name="One")
    make_font(machine.folder / "b.TTF", "膝関", name="Two", weight=500)
    make_font(machine.folder / "c.otf", "節", name="Three")
    (machine.folder / "broken.ttf").write_bytes(b"\0\1\0\0broken")
    (machine.folder / "empty.ttc").write_bytes(b"")
    (machine.folder / "note.txt").write_text("no font")
    # One is outdone by Two.
    assert machine.names("a膝関節") == ["Two", "Three"]
    book, _ = machine.find("a膝関節学")
    assert book.fallbacks[0].face.path == str(machine.folder / "b.TTF")
    assert book.lacks(frozenset("a膝関節学")) == frozenset("学")


def test_what_was_found_is_remembered(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    make_font(machine.folder / "a.ttf", "膝", name="One")
    first = machine.find("膝関")
    looked: list[str] = []
    read = fonts._read_quietly
    monkeypatch.setattr(fonts, "_read_quietly", lambda path: (looked.append(path), read(path))[1])
    assert machine.find("関膝") == first
    assert looked == []
    time.sleep(0.02)
    make_font(machine.folder / "b.ttf", "関", name="Two")
    assert machine.names("膝関") == ["One", "Two"]
    assert len(looked) == 2
    machine.store.write("notes", [("fonts", b"\xff broken")])
    assert machine.names("膝関") == ["One", "Two"]


def test_the_own_font_comes_first(machine: Machine) -> None:
    make_font(machine.root / "site" / "assets" / "fonts" / "lab.ttf", "ab膝", name="Lab")
    book, problems = machine.find("abc膝Ж", "fonts/lab.ttf")
    assert not problems
    assert book.heading == book.text
    assert book.heading.path == str(machine.root / "site" / "assets" / "fonts" / "lab.ttf")
    assert book.characters == frozenset("ab膝")
    assert [each.characters for each in book.fallbacks] == [frozenset("cЖ")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "there is no such file"),
        (b"", "it is no TrueType or OpenType font"),
        (b"wOF2....", "it is no TrueType or OpenType font"),
        (b"\0\1\0\0" + b"\xff" * 40, "it is damaged"),
    ],
)
def test_a_font_that_is_none(machine: Machine, data: bytes | None, reason: str) -> None:
    if data is not None:
        (machine.root / "site" / "assets" / "lab.ttf").write_bytes(data)
    book, (problem,) = machine.find("abc", "lab.ttf")
    assert book.heading.path.endswith("SourceSerif4[opsz,wght].ttf")
    assert str(problem).startswith(
        f"sitegen.toml:3:1: warning[card-font]: sharing.font 'lab.ttf': {reason}, "
    )


def test_scripts_that_join_need_an_engine(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_font(machine.folder / "a.ttf", "ركبةברך", name="One")
    monkeypatch.setattr(fonts, "can_shape", lambda: False)
    book, _ = machine.find("aركبةברך")
    assert book.unshaped == frozenset("ركبة")
    assert book.lacks(frozenset("aركبةברך")) == frozenset("ركبة")


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_system_has_folders(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(fonts.sys, "platform", platform)
    assert any("onts" in folder for folder in fonts._folders())
