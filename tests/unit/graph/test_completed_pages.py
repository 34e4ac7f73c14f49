"""Pages name people by their files, and have the pictures that lie beside them."""

from __future__ import annotations

from pathlib import PurePosixPath

from sitegen.graph.completed_pages import complete_pages
from sitegen.model import ParsedPage
from support.parsing import parse

ADA = parse("---\ntitle: Ada Lovelace\n---\n", "content/people/ada/_index.md")
PEOPLE = "content/people"


def _complete(*pages: ParsedPage, files: tuple[str, ...] = ()) -> dict[str, ParsedPage]:
    paths = [PurePosixPath(each) for each in files]
    return {str(page.path): page for page in complete_pages(pages, paths, PEOPLE)}


def test_authors_are_named_by_the_names_of_their_files() -> None:
    news = parse("---\nauthors: [ada, B. Kay]\n---\n", "content/news/a.md")
    found = _complete(ADA, news)
    assert found["content/news/a.md"].front.authors == ("Ada Lovelace", "B. Kay")


def test_a_draft_tells_no_name() -> None:
    draft = parse("---\ntitle: Ada\ndraft: true\n---\n", "content/people/x.md")
    found = _complete(draft, parse("---\nauthors: [x]\n---\n", "content/a.md"))
    assert found["content/a.md"].front.authors == ("x",)


def test_pictures_beside_pages() -> None:
    pages = [
        parse("Text.\n", "content/news/a/index.md"),
        parse('---\nfeatured_image: ""\n---\n', "content/news/b/index.md"),
        parse("---\nimage: own.jpg\n---\n", "content/news/c/index.md"),
        parse("Text.\n", "content/news/d.md"),
    ]
    folders = ("news/a", "news/b", "news/c", "news")
    files = tuple(f"content/{each}/Featured.JPG" for each in folders)
    files += ("content/people/ada/avatar.png", "content/news/a/avatar.png")
    found = _complete(ADA, *pages, files=files)
    images = {path: page.front.featured_image for path, page in found.items()}
    assert images == {
        "content/people/ada/_index.md": "avatar.png",
        "content/news/a/index.md": "Featured.JPG",
        "content/news/b/index.md": "",
        "content/news/c/index.md": "own.jpg",
        "content/news/d.md": "",
    }


def test_nothing_to_complete() -> None:
    pages = (parse("Text.\n"),)
    assert complete_pages(pages, (), PEOPLE) is pages
