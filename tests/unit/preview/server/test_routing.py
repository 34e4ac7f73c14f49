"""What a path leads to: as on static hosts, and never out of the folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sitegen.preview.server.routing import RoutedFiles
from support.sites import write_files

FILES = {
    "index.html": "home",
    "404.html": "none",
    "a/index.html": "a",
    "plain.html": "plain",
    "größe/index.html": "umlaut",
    "data.csv": "1,2",
    "no\u00a0break.csv": "1,2",
    "zero\u200d\u200cwidth.csv": "1,2",
    ".hidden": "x",
    ".well-known/security.txt": "Contact:",
    ".well-known/.deep": "x",
    "_headers": "/group/*\n  X-Test: yes\n",
    "_redirects": "/group/old /group/a/\n/group/app/* /group/index.html 200\n"
    "/group/abs https://lab.example.org/group/a/\n/group/a/ /group/x 301\n",
}


@pytest.fixture
def served(tmp_path: Path) -> RoutedFiles:
    write_files(tmp_path / "site", FILES)
    write_files(tmp_path, {"secret.txt": "secret"})
    served = RoutedFiles(tmp_path / "site")
    served.base_path, served.origin = "/group/", "https://lab.example.org"
    return served


@pytest.mark.parametrize(
    ("path", "status", "leads_to"),
    [
        ("/group/", 200, "index.html"),
        ("/group/a/", 200, "a/index.html"),
        ("/group/a", 301, "/group/a/"),
        ("/group/plain", 200, "plain.html"),
        ("/group/plain.html", 200, "plain.html"),
        ("/group/gr%C3%B6%C3%9Fe/", 200, "größe/index.html"),
        ("/group/gr%C3%B6%C3%9Fe", 301, "/group/gr%C3%B6%C3%9Fe/"),
        ("/group/data.csv", 200, "data.csv"),
        ("/group/data.csv/", 404, "404.html"),
        ("/group/no%C2%A0break.csv", 200, "no\u00a0break.csv"),
        ("/group/zero%E2%80%8D%E2%80%8Cwidth.csv", 200, "zero\u200d\u200cwidth.csv"),
        ("/group/a%0A/", 404, "404.html"),
        ("/group/a%7F/", 404, "404.html"),
        ("/group/a%C2%85/", 404, "404.html"),
        ("/group/.well-known/security.txt", 200, ".well-known/security.txt"),
        ("/group/.well-known/.deep", 404, "404.html"),
        ("/group/.hidden", 404, "404.html"),
        ("/group/_headers", 404, "404.html"),
        ("/group/old", 301, "/group/a/"),
        ("/group/app/x", 200, "index.html"),
        ("/group/abs", 301, "/group/a/"),
        ("/", 302, "/group/"),
        ("/group", 302, "/group/"),
        ("/grouped/", 404, ""),
        ("/group/../secret.txt", 404, "404.html"),
        ("/group//a/", 404, "404.html"),
        ("/group/%00", 404, "404.html"),
        ("/group/%ff", 404, "404.html"),
        ("/group/a%5c..%5c", 404, "404.html"),
        ("*", 404, "404.html"),
    ],
)
def test_where_a_path_leads(served: RoutedFiles, path: str, status: int, leads_to: str) -> None:
    answer = served.find(path)
    found = str(answer.file.relative_to(served.folder)) if answer.file else answer.location
    assert (answer.status, found) == (status, leads_to)


def test_the_query_goes_along(served: RoutedFiles) -> None:
    assert served.find("/group/a", "q=1").location == "/group/a/?q=1"


def test_links_stay_inside(served: RoutedFiles, tmp_path: Path) -> None:
    (served.folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (served.folder / "in.csv").symlink_to(served.folder / "data.csv")
    assert served.find("/group/out.txt").status == 404
    assert served.find("/group/in.csv").status == 200


def test_headers_and_redirects_are_read_again(served: RoutedFiles) -> None:
    assert served.headers("/group/a/") == {"X-Test": "yes"}
    write_files(served.folder, {"_headers": "/group/*\n  X-Other: no\n", "_redirects": ""})
    assert served.headers("/group/a/") == {"X-Other": "no"}
    assert served.find("/group/old").status == 404


def test_other_scripts_in_headers_and_redirects(tmp_path: Path) -> None:
    rules = {"_headers": "/*\n  X-N: 文\n", "_redirects": "/g/x/* /g/:splat 200\n/g/y /g/文/\n"}
    write_files(tmp_path, {**rules, "文.html": "text", "a?b.html": "asks"})
    said: list[str] = []
    served = RoutedFiles(tmp_path, said.append)
    served.base_path = "/g/"
    assert served.find("/g/x/%E6%96%87").file == tmp_path / "文.html"
    assert served.find("/g/x/a%3Fb").file == tmp_path / "a?b.html"
    assert served.find("/g/y").location == "/g/%E6%96%87/"
    assert served.headers("/g/") == {}
    assert said == ["_headers: no header can hold what X-N says; it is left out"]


def test_the_digest_names_what_is_shown(served: RoutedFiles) -> None:
    before = served.digest("/group/a/")
    assert served.digest("/group/none/") == served.digest("/group/nowhere") != before
    write_files(served.folder, {"a/index.html": "changed"})
    assert served.digest("/group/a/") not in {before, ""}
    assert served.output_of("/group/a/") == "a/index.html"
    assert served.output_of("/group/plain.html") == "plain.html"


@pytest.mark.parametrize("files", [{}, {"a/index.html": b"page"}])
def test_first_pages_are_not_written_behind_a_link(
    served: RoutedFiles, tmp_path: Path, files: dict[str, bytes]
) -> None:
    """Without them, the pages come with the build that follows."""
    victim, overlay = tmp_path / "victim", served.folder.with_name(f"{served.folder.name}-first")
    victim.mkdir()
    (victim / "mine").write_bytes(b"precious")
    served.set_overlay({"index.html": b"first"})
    shutil.rmtree(overlay)
    overlay.symlink_to(victim, target_is_directory=True)
    served.set_overlay(files)
    assert [path.name for path in victim.iterdir()] == ["mine"]
    assert served.find("/group/index.html").file == served.folder / "index.html"
