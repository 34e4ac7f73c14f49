from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from sitegen import registry
from sitegen.config import Config, parse_config
from sitegen.content import captions, data_files
from sitegen.content.captions import parse_captions
from sitegen.content.data_codec import unpack_data
from sitegen.content.data_files import DataFiles, parse_data
from sitegen.content.source_kind import SourceValues
from sitegen.engine.source_loading import LoadedSources, read_needed, read_values
from sitegen.errors import MachineError
from sitegen.model import Captions, ParsedFile, SourceFile
from sitegen.storage.snapshot import Snapshot
from sitegen.storage.sources import load_sources
from sitegen.storage.store import Store, open_store
from support.sites import CONFIG, write_files


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are parsed."""
    paths: list[str] = []

    def parse(source: SourceFile, *more: Any) -> object:
        paths.append(str(source.path))
        return parse_data(source, *more)

    monkeypatch.setattr(data_files, "parse_data", parse)
    return paths


def config_of(zone: str = "Europe/Berlin") -> Config:
    return parse_config(f'{CONFIG}timezone = "{zone}"\n', "sitegen.toml")


def read(root: Path, store: Store, zone: str = "Europe/Berlin") -> LoadedSources:
    sources = load_sources(root, "sitegen.toml", Snapshot(store.read("notes", "snapshot")))
    needed = {path for path in sources.paths if path.stem == "captions"}
    config = config_of(zone)
    found = read_needed(read_values(sources, config, store), sources, config, store, needed)
    store.write("notes", [("snapshot", sources.settle().pack())])
    return found


def data_of(loaded: LoadedSources) -> Mapping[str, ParsedFile]:
    assert loaded.problems == ()
    return loaded.files["data"]


def values(loaded: LoadedSources) -> dict[str, object]:
    return {name: unpack_data(file.value) for name, file in data_of(loaded).items()}


def test_only_what_has_changed_is_parsed(tmp_path: Path, parsed: list[str]) -> None:
    store = open_store(tmp_path / "cache", "v")
    files = {"data/a.yaml": "a: 1\n", "data/b/c.json": "[2]", "data/d.csv": "x\n3\n"}
    write_files(tmp_path, files)
    expected = {"a": {"a": 1}, "b/c": (2,), "d": ({"x": "3"},)}
    assert values(read(tmp_path, store)) == expected
    assert parsed == ["data/a.yaml", "data/b/c.json", "data/d.csv"]
    assert values(read(tmp_path, store)) == expected
    assert len(parsed) == 3
    write_files(tmp_path, {"data/b/c.json": "[4]"})
    assert values(read(tmp_path, store)) == {**expected, "b/c": (4,)}
    assert parsed[3:] == ["data/b/c.json"]


def test_the_same_value_has_the_same_digest(tmp_path: Path) -> None:
    store = open_store(None, "v")
    write_files(tmp_path, {"data/a.yaml": "a: [1]\n", "data/b.json": '{"a": [1]}'})
    files = data_of(read(tmp_path, store))
    assert files["a"].digest == files["b"].digest
    assert (files["a"].path, files["b"].path) == ("data/a.yaml", "data/b.json")
    write_files(tmp_path, {"data/a.yaml": "a: [2]\n"})
    assert data_of(read(tmp_path, store))["a"].digest != files["a"].digest


def test_another_zone_is_another_moment(tmp_path: Path) -> None:
    store = open_store(tmp_path / "cache", "v")
    write_files(tmp_path, {"data/a.yaml": "2026-03-02 14:00\n"})
    found = [data_of(read(tmp_path, store, zone))["a"] for zone in ("Europe/Berlin", "Asia/Tokyo")]
    assert found[0].digest != found[1].digest


def test_damaged_entries_are_parsed_again(tmp_path: Path, parsed: list[str]) -> None:
    store = open_store(tmp_path / "cache", "v")
    write_files(tmp_path, {"data/a.yaml": "a: 1\n"})
    read(tmp_path, store)
    store.delete("sources", store.read_all("sources"))
    assert values(read(tmp_path, store)) == {"a": {"a": 1}}
    assert len(parsed) == 2


def test_mistakes_are_told_in_every_build(tmp_path: Path) -> None:
    store = open_store(tmp_path / "cache", "v")
    write_files(tmp_path, {"data/a.yaml": "a: [", "data/b.json": "{", "data/c.csv": "x\n1\n"})
    for _ in range(2):
        found = read(tmp_path, store)
        assert [each.location.path for each in found.problems] == ["data/a.yaml", "data/b.json"]
        assert list(found.files["data"]) == ["c"]


def test_old_entries_go(tmp_path: Path) -> None:
    store = open_store(tmp_path / "cache", "v")
    write_files(tmp_path, {"data/b.yaml": "b: 1\n"})
    for number in range(20):
        write_files(tmp_path, {"data/a.yaml": f"a: {number}\n"})
        assert values(read(tmp_path, store))["a"] == {"a": number}
        assert 2 <= len(store.read_all("sources")) <= 6


def test_a_file_that_vanishes_is_a_failure_of_the_machine(tmp_path: Path) -> None:
    write_files(tmp_path, {"data/a.yaml": "a: 1\n"})
    sources = load_sources(tmp_path, "sitegen.toml", Snapshot(None))
    (tmp_path / "data" / "a.yaml").unlink()
    with pytest.raises(MachineError, match="cannot be read"):
        read_values(sources, config_of(), open_store(None, "v"))


def test_a_file_that_changes_meanwhile_is_stored_as_what_was_read(tmp_path: Path) -> None:
    store = open_store(tmp_path / "cache", "v")
    write_files(tmp_path, {"data/a.yaml": "a: 1\n"})
    sources = load_sources(tmp_path, "sitegen.toml", Snapshot(None))
    sources.read(PurePosixPath("data/a.yaml"))  # its digest is known from here on
    write_files(tmp_path, {"data/a.yaml": "a: 2\n"})
    assert values(read_values(sources, config_of(), store)) == {"a": {"a": 2}}
    write_files(tmp_path, {"data/a.yaml": "a: 1\n"})
    assert values(read(tmp_path, store)) == {"a": {"a": 1}}


def test_captions_are_read_where_they_are_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths: list[str] = []

    def parse(source: SourceFile) -> Captions:
        paths.append(str(source.path))
        return parse_captions(source)

    monkeypatch.setattr(captions, "parse_captions", parse)
    store = open_store(tmp_path / "cache", "v")
    write_files(tmp_path, {"content/p/captions.yaml": "a.jpg: One\n", "content/q/captions.csv": ""})
    needed = PurePosixPath("content/p/captions.yaml")
    for _ in range(2):
        sources = load_sources(tmp_path, "sitegen.toml", Snapshot(None))
        config, wanted = config_of(), {needed, PurePosixPath("content/x.md")}
        loaded = read_needed(read_values(sources, config, store), sources, config, store, wanted)
        (name,) = loaded.files["captions"]
        found = SourceValues("captions", loaded.files["captions"])[name]
        assert [each.text for each in found.entries] == ["One"]
        assert found.path == needed
        assert list(loaded.rendered()) == ["data"]
    assert paths == [str(needed)]


def test_two_kinds_of_one_name(tmp_path: Path) -> None:
    sources = load_sources(tmp_path, "sitegen.toml", Snapshot(None))
    with registry.SOURCES.registered(DataFiles()), pytest.raises(ValueError, match="same name"):
        read_values(sources, config_of(), open_store(None, "v"))
