from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import OutputRefusedError
from sitegen.model import Rank
from sitegen.storage.output_folder import OutputFolder
from sitegen.storage.output_guard import check_output_folder, refuse_foreign
from support.sites import write_files


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
    ours = OutputFolder(tmp_path / "ours")
    ours.add("a.html", b"x", Rank.PAGE)
    ours.commit()
    for folder in (
        site / "_site",
        site / "public" / "html",
        empty,
        tmp_path / "ours",
        tmp_path / "new" / "deep",
    ):
        check_output_folder(folder, site)
    assert not (site / "_site").exists()


def test_a_deep_folder_of_somebody_else_in_the_place_of_a_file(tmp_path: Path) -> None:
    write_files(tmp_path, {f"a/{'d/' * 450}thesis.txt": "years", "b/ours.txt": "x"})
    with pytest.raises(OutputRefusedError, match="sitegen did not write this"):
        refuse_foreign(tmp_path, {}, ["a"])
    refuse_foreign(tmp_path, {"b/ours.txt": ""}, ["b"])


def test_a_user_without_a_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that runs as a user whom it does not know."""

    def find(number: int) -> None:
        raise KeyError(number)

    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr("pwd.getpwuid", find)
    with pytest.raises(RuntimeError):
        Path.home()
    check_output_folder(tmp_path / "site" / "_site", tmp_path / "site")
    with pytest.raises(OutputRefusedError, match="root of the file system"):
        check_output_folder(Path("/"), tmp_path / "site")
