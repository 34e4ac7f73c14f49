from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import pytest

from sitegen.errors import MachineError, UsageError
from sitegen.storage.source_files import find_config, read_bytes, read_source, scan_site
from support.sites import CONFIG, write_files


def scanned(root: Path) -> list[str]:
    scan = scan_site(root)
    assert scan.problems == []
    return list(map(str, scan.stats))


def test_only_names_decide_the_order_of_paths(tmp_path: Path) -> None:
    names = ["content/b.md", "content/a/z.md", "content/a.md", "assets/x.css", "templates/p.html"]
    for root, order in (("one", names), ("two", reversed(names))):
        write_files(tmp_path / root, dict.fromkeys(order, "x"))
        write_files(tmp_path / root, {"other/x.md": "x", "content.md": "x"})
    found = scanned(tmp_path / "one")
    assert sorted(found) == sorted(names)
    assert scanned(tmp_path / "two") == found


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.md",
        "a.md~",
        "#a.md#",
        ".#a.md",
        ".git/x.md",
        "__pycache__/x.py",
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
    ],
)
def test_droppings_are_ignored(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, {f"content/{name}": "x", "content/a.md": "x"})
    assert scanned(tmp_path) == ["content/a.md"]


def test_hidden_files_for_the_web_server(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"assets/static/.well-known/security.txt": "x", "assets/static/.nojekyll": ""}
    )
    assert scanned(tmp_path) == [
        "assets/static/.nojekyll",
        "assets/static/.well-known/security.txt",
    ]


def test_a_site_without_folders(tmp_path: Path) -> None:
    assert scanned(tmp_path) == []


def test_links_in_circles(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/a/b.md": "x"})
    (tmp_path / "content" / "a" / "up").symlink_to("..", target_is_directory=True)
    (tmp_path / "content" / "self").symlink_to("self")
    (tmp_path / "content" / "gone").symlink_to("nothing")
    (tmp_path / "assets").symlink_to("assets")
    scan = scan_site(tmp_path)
    assert [str(path) for path in scan.stats] == ["content/a/b.md"]
    assert [str(each).split(":")[0] for each in scan.problems] == [
        "assets",
        "content/gone",
        "content/self",
    ] or (
        {str(each).split(":")[0] for each in scan.problems}
        == {"assets", "content/gone", "content/self"}
    )


def test_pipes_and_devices_are_no_files(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/a.md": "x"})
    os.mkfifo(tmp_path / "content" / "pipe.md")
    assert scanned(tmp_path) == ["content/a.md"]


def test_folders_that_are_too_deep(tmp_path: Path) -> None:
    write_files(tmp_path, {f"content/{'d/' * 450}page.md": "x", f"content/{'e/' * 63}page.md": "x"})
    (tmp_path / "content" / "e" / "round").symlink_to("..")
    scan = scan_site(tmp_path)
    assert list(scan.stats) == [f"content/{'e/' * 63}page.md"]
    (problem,) = scan.problems
    assert problem.code == "path-too-long"
    assert problem.location.path == f"content/{'d/' * 64}d"


def test_where_the_configuration_is_instead(tmp_path: Path) -> None:
    inner = tmp_path / "content" / "news"
    inner.mkdir(parents=True)
    with pytest.raises(UsageError, match="write one with a title and a base_url"):
        find_config(inner)
    (tmp_path / "sitegen.toml").write_text("title = 'x'\n")
    with pytest.raises(UsageError, match=r"run sitegen in '\.\./\.\.', which has one"):
        find_config(inner)


def test_finding_the_configuration(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        find_config(tmp_path / "gone")
    with pytest.raises(UsageError, match="no sitegen.toml here"):  # noqa: RUF043  # the dots may be any character
        find_config(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    with pytest.raises(UsageError, match="no sitegen.toml here"):  # noqa: RUF043  # the dots may be any character
        find_config(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.sitegen]\ntitle = 'x'\n")
    assert find_config(tmp_path).name == "pyproject.toml"
    (tmp_path / "sitegen.toml").write_text(CONFIG)
    assert find_config(tmp_path).name == "sitegen.toml"
    (tmp_path / "sitegen.toml").write_bytes(b"\xef\xbb\xbf" + CONFIG.encode())
    assert find_config(tmp_path).text == CONFIG
    (tmp_path / "sitegen.toml").write_bytes(b"\xff")
    with pytest.raises(UsageError, match="not UTF-8"):
        find_config(tmp_path)


def test_reading(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/a.md": "x"})
    source = read_source(tmp_path, PurePosixPath("content/a.md"))
    assert source.data == b"x"
    assert len(source.digest) == 64
    with pytest.raises(MachineError, match="cannot be read: No such file"):
        read_bytes(tmp_path / "gone")
    with pytest.raises(MachineError, match="cannot be read: Is a directory"):
        read_bytes(tmp_path)
