from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from sitegen.graph.urls import Addresses, fold, href, nfc, output_file, url_part


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Our Work", "our-work"),
        ("a_b", "a_b"),
        ("  A   b ", "a-b"),
        ("Über Größe", "über-größe"),
        ("u\u0308ber", "über"),
        ("日本語", "日本語"),
        ("v1.2", "v1.2"),
        ("C", "c"),
        ("C++", "c++"),
        ("C#", "c-sharp"),
        ("R&D", "rd"),
        ("a/b", "ab"),
        ("..", "page"),
        (".hidden", "hidden"),
        ("", "page"),
        ("?!", "page"),
        ("<script>", "script"),
        ('"x"', "x"),
        ("%2e%2e", "2e2e"),
    ],
)
def test_parts_of_urls(name: str, part: str) -> None:
    assert url_part(name) == part
    assert url_part(part) == part


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("content/index.md", ""),
        ("content/404.md", "404.html"),
        ("content/About Us.md", "about-us/"),
        ("content/news/index.md", "news/"),
        ("content/news/First Day.md", "news/first-day/"),
        ("content/news/2026/a.md", "news/2026/a/"),
        ("content/projects/atlas/index.md", "work/atlas/"),
        ("content/projects/other.md", "work/another/"),
        ("content/news/404.md", "news/404/"),
        ("content/news/2021-03-04-a.md", "news/a/"),
        ("content/news/2021-03-04-b/index.md", "news/b/"),
        ("content/own/index.md", "ours/"),
        ("content/own/below.md", "own/below/"),
        ("content/one.markdown", "a/b.html"),
    ],
)
def test_addresses_of_pages(source: str, path: str) -> None:
    slugs = {"content/projects/index.md": "work", "content/projects/other.md": "another"}
    urls = {"content/own/index.md": "/ours/", "content/one.markdown": "/a/b.html"}
    assert Addresses(slugs, urls).page(source) == path


@pytest.mark.parametrize(
    ("path", "file"),
    [("", "index.html"), ("a/", "a/index.html"), ("404.html", "404.html"), ("a/b.txt", "a/b.txt")],
)
def test_output_files(path: str, file: str) -> None:
    assert output_file(path) == PurePosixPath(file)


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("", "/x/"),
        ("a b/", "/x/a%20b/"),
        ("ü/", "/x/%C3%BC/"),
        ("a?b#c%", "/x/a%3Fb%23c%25"),
        ('"<>', "/x/%22%3C%3E"),
    ],
)
def test_hrefs_are_encoded_and_below_the_base_path(path: str, url: str) -> None:
    assert href("/x/", path) == url


def test_names_that_some_file_system_cannot_tell_apart() -> None:
    assert fold("A/Ü") == fold("a/u\u0308")
    assert fold("straße") == fold("STRASSE")
    assert nfc("u\u0308") == "ü"
