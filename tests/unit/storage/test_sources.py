from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from sitegen.content.data_files import DATA_FILES
from sitegen.content.page_files import PAGES
from sitegen.errors import MachineError
from sitegen.storage.snapshot import Snapshot
from sitegen.storage.sources import Sources, load_sources
from support.sites import write_files


def sources(root: Path, **files: str) -> Sources:
    write_files(root, {name.replace("__", "/"): text for name, text in files.items()})
    return load_sources(root, "sitegen.toml", Snapshot(None))


def test_files_by_what_they_are_for(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "content/b.md": "b",
            "content/a.MD": "a",
            "content/c.csv": "c",
            "assets/css/x.css": "mine",
            "assets/static/y.css": "static",
            "templates/page.html": "page",
            "templates/strings/de.toml": "",
            "templates/deep/strings/fr.toml": "",
            "data/people.yaml": "",
            "data/lab/devices.CSV": "",
            "data/README.txt": "",
        },
    )
    found = sources(tmp_path)
    assert list(map(str, found.of_kind(PAGES))) == ["content/a.MD", "content/b.md"]
    assert found.read(found.of_kind(PAGES)[0]).data == b"a"
    assert PurePosixPath("content/c.csv") in found.files()
    assert PurePosixPath("content/b.md") not in found.files()
    assert found.web_assets({".css"})["css/x.css"] == b"mine"
    assert "static/y.css" not in found.web_assets({".css"})
    assert found.templates().own == {"page.html": "page"}
    assert set(found.words()[1]) == {"de"}
    assert list(map(str, found.of_kind(DATA_FILES))) == [
        "data/lab/devices.CSV",
        "data/people.yaml",
    ]
    assert PurePosixPath("data/people.yaml") in found.files()


def test_own_assets_stand_before_the_theme_s(tmp_path: Path) -> None:
    theme = sources(tmp_path).web_assets({".css"})
    name = next(each for each in theme if each.endswith(".css"))
    write_files(tmp_path, {f"assets/{name}": "mine"})
    assert sources(tmp_path).web_assets({".css"})[name] == b"mine"


def test_static_files_go_to_the_root(tmp_path: Path) -> None:
    found = sources(
        tmp_path, **{"assets__static__a__b.txt": "x", "assets__static__robots.txt": "y"}
    )
    copies = {name: found.read(path).data for path, name in found.copies({})}
    assert copies == {"a/b.txt": b"x", "robots.txt": b"y"}
    linked = found.copies({"content/c.csv": "c.csv"})
    assert [name for _, name in linked] == ["a/b.txt", "robots.txt", "c.csv"]
    assert found.static_files() == ("a/b.txt", "robots.txt")


def test_a_file_that_vanishes_is_a_failure_of_the_machine(tmp_path: Path) -> None:
    found = sources(tmp_path, **{"content__a.md": "x"})
    (tmp_path / "content" / "a.md").unlink()
    with pytest.raises(MachineError, match="cannot be read"):
        found.read(found.of_kind(PAGES)[0])
