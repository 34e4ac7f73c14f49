from __future__ import annotations

from pathlib import PurePosixPath

from sitegen.graph.sections import Tree, grow_tree
from sitegen.model import FrontMatter, ParsedPage


def tree(*names: str, hidden: tuple[str, ...] = (), apart: tuple[str, ...] = ()) -> Tree:
    paths = [PurePosixPath("content", name) for name in names]
    published = [ParsedPage(path=path, front=FrontMatter()) for path in paths]
    known = [*map(str, paths), *(f"content/{name}" for name in hidden)]
    return grow_tree(published, known, frozenset(f"content/{name}" for name in apart))


def test_pages_stand_in_their_folder() -> None:
    found = tree("index.md", "about.md", "news/index.md", "news/a.md")
    assert found.pages["content/index.md"] == ["content/about.md"]
    assert found.sections["content/index.md"] == ["content/news/index.md"]
    assert found.pages["content/news/index.md"] == ["content/news/a.md"]
    assert found.path_to("content/news/a.md") == ("content/index.md", "content/news/index.md")


def test_a_folder_with_one_index_is_a_page() -> None:
    found = tree("projects/index.md", "projects/atlas/index.md")
    assert not found.is_section("content/projects/atlas/index.md")
    assert found.pages["content/projects/index.md"] == ["content/projects/atlas/index.md"]


def test_a_folder_of_page_bundles_is_a_section() -> None:
    found = tree("index.md", "posts/a/index.md", "posts/b/index.md")
    assert found.sections["content/index.md"] == ["content/posts/index.md"]
    assert found.pages["content/index.md"] == []
    assert found.pages["content/posts/index.md"] == [
        "content/posts/a/index.md",
        "content/posts/b/index.md",
    ]


def test_a_draft_neighbour_makes_it_a_section() -> None:
    assert tree("a/index.md", hidden=("a/b.md",)).is_section("content/a/index.md")
    assert not tree("a/index.md").is_section("content/a/index.md")


def test_sections_without_an_index_and_deep_folders() -> None:
    found = tree("a/b/c/d.md")
    assert found.path_to("content/a/b/c/d.md") == (
        "content/index.md",
        "content/a/index.md",
        "content/a/b/index.md",
        "content/a/b/c/index.md",
    )
    assert found.sections["content/a/index.md"] == ["content/a/b/index.md"]


def test_a_section_of_unpublished_pages_is_not_there() -> None:
    found = tree("index.md", hidden=("news/a.md",))
    assert found.sections["content/index.md"] == []


def test_some_pages_are_in_no_list() -> None:
    found = tree("index.md", "404.md", "tags/index.md", apart=("404.md", "tags/index.md"))
    assert found.pages["content/index.md"] == []


def test_nothing() -> None:
    assert tree().path_to("content/index.md") == ()
