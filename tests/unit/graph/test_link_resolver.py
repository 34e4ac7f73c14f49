from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest
from msgspec.structs import replace

from sitegen.diagnostics import ProblemError
from sitegen.graph.file_index import FileIndex, index_files
from sitegen.graph.link_resolver import LinkResolver
from sitegen.graph.published_urls import PublishedUrls
from sitegen.graph.selection import HeldBack
from sitegen.model import Anchors, Entry

PAGE = PurePosixPath("content/news/a.md")
FILES = index_files(
    PurePosixPath(name)
    for name in (
        "content/news/data.csv",
        "content/news/a b.pdf",
        "content/top.csv",
        "assets/files/x.pdf",
        "assets/static/cv.pdf",
        "assets/p.png",
        "content/run.exe",
        "content/news/J #1 50% ?.pdf",
        "content/news/J #1/a.png",
        "content/news/u\u0308.pdf",
    )
)


def linker(base: str = "/site/", files: FileIndex = FILES) -> LinkResolver:
    pages = {
        "content/index.md": base,
        "content/news/index.md": f"{base}news/",
        "content/news/a.md": f"{base}news/a/",
        "content/news/b c.md": f"{base}news/b-c/",
        "content/about.md": f"{base}about/",
    }
    return LinkResolver(
        base_url=f"https://lab.example.org{base}",
        base_path=base,
        pages=pages,
        published=PublishedUrls(
            pages={url.removeprefix(base): key for key, url in pages.items()},
            unpublished={"news/draft/": "content/news/draft.md"},
            others=frozenset(
                {"tags/knee/", "feed.xml", "cv.pdf", "old/größe.html", "news/page/2/"}
            ),
        ),
        anchors={key: Anchors.of({"part", "größe"}) for key in pages},
        unpublished={"content/news/draft.md": HeldBack("drafts", "a draft")},
        files=files,
        types=frozenset({"pdf", "csv"}),
    )


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("a.md", "/site/news/a/"),
        ("./a.md", "/site/news/a/"),
        ("../about.md", "/site/about/"),
        ("../news/a.md#part", "/site/news/a/#part"),
        ("b%20c.md", "/site/news/b-c/"),
        ("b c.md", "/site/news/b-c/"),
        ("J #1 50% ?.pdf", "/site/news/J%20%231%2050%25%20%3F.pdf"),
        ("J%20#1%2050%25%20?.pdf", "/site/news/J%20%231%2050%25%20%3F.pdf"),
        ("J%20%231%2050%25%20%3F.pdf#page=2", "/site/news/J%20%231%2050%25%20%3F.pdf#page=2"),
        ("a b.pdf?x=1#page=2", "/site/news/a%20b.pdf?x=1#page=2"),
        ("../index.md", "/site/"),
        ("..", "/site/"),
        ("../", "/site/"),
        (".", "/site/news/"),
        ("/", "/site/"),
        ("/about/", "/site/about/"),
        ("/about.md", "/site/about/"),
        ("about.md", "/site/about/"),
        ("content/about.md", "/site/about/"),
        ("/content/about.md", "/site/about/"),
        ("/news/", "/site/news/"),
        ("/tags/knee/", "/site/tags/knee/"),
        ("a.md?tag=mri", "/site/news/a/?tag=mri"),
        ("a.md?tag=mri#part", "/site/news/a/?tag=mri#part"),
        ("?tag=mri", "/site/news/a/?tag=mri"),
        ("/about", "/site/about/"),
        ("/about.html", "/site/about/"),
        ("/news/a/index.html#part", "/site/news/a/#part"),
        ("/index.html", "/site/"),
        ("../about.html", "/site/about/"),
        ("/cv.pdf", "/site/cv.pdf"),
        ("/feed.xml", "/site/feed.xml"),
        ("/tags/knee", "/site/tags/knee/"),
        ("/news/page/2/", "/site/news/page/2/"),
        ("/old/gr%C3%B6%C3%9Fe.html", "/site/old/gr%C3%B6%C3%9Fe.html"),
        ("/old/größe.html", "/site/old/gr%C3%B6%C3%9Fe.html"),
        ("/site/about/", "/site/about/"),
        ("../../about/", "/site/about/"),
        ("../../cv.pdf", "/site/cv.pdf"),
        ("../b-c/", "/site/news/b-c/"),
        ("https://lab.example.org/site/about/#part", "/site/about/#part"),
        ("http://LAB.example.org/site/about", "/site/about/"),
        ("//lab.example.org/site/cv.pdf?x", "/site/cv.pdf?x"),
        ("https://lab.example.org/site", "/site/"),
        ("https://lab.example.org/other/", "https://lab.example.org/other/"),
        ("data.csv", "/site/news/data.csv"),
        ("a%20b.pdf", "/site/news/a%20b.pdf"),
        ("../top.csv", "/site/top.csv"),
        ("/assets/files/x.pdf", "/site/assets/files/x.pdf"),
        ("../../assets/files/x.pdf#page=2", "/site/assets/files/x.pdf#page=2"),
        ("/assets/static/cv.pdf", "/site/cv.pdf"),
        ("/cv.pdf?x#page=2", "/site/cv.pdf?x#page=2"),
        ("ü.pdf", "/site/news/u%CC%88.pdf"),
        # As in MyST and Quarto: pages without their suffix, and the ids that Pandoc makes.
        ("b%20c", "/site/news/b-c/"),
        ("./b c#part", "/site/news/b-c/#part"),
        ("../about", "/site/about/"),
        ("a.md#2.-part", "/site/news/a/#part"),
    ],
)
def test_links(target: str, url: str) -> None:
    assert linker().link(PAGE, target) == url


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("gone.md", "broken-link"),
        ("A.MD", "broken-link"),
        ("/news/gone/", "broken-link"),
        ("a.md#gone", "missing-anchor"),
        ("draft.md", "draft-link"),
        ("draft", "draft-link"),
        ("/news/draft/", "draft-link"),
        ("../draft/", "draft-link"),
        ("/about#gone", "missing-anchor"),
        ("/news/page/3/", "broken-link"),
        ("/cv.pdf/", "broken-link"),
        ("a b://x", "broken-link"),
        ("https://lab.example.org/site/gone/", "own-address"),
        ("https://lab.example.org/site/a#gone", "own-address"),
        ("/run.exe", "content-type"),
        ("/assets/p.png", "content-type"),
        ("../../../etc/passwd", "path-outside-site"),
        ("../../../../x", "path-outside-site"),
        ("/../../etc/passwd", "path-outside-site"),
        ("%2e%2e/%2e%2e/%2e%2e/x", "path-outside-site"),
    ],
)
def test_mistakes(target: str, code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        linker().link(PAGE, target)
    assert (
        caught.value.problem.code in {code, "broken-link"} if target.startswith("/..") else {code}
    )
    assert str(caught.value)


def test_linked_files_are_collected() -> None:
    found = linker()
    found.link(PAGE, "data.csv")
    found.link(PAGE, "a.md")
    assert set(map(str, found.linked)) == {"content/news/data.csv"}


def test_hints() -> None:
    for target, hint in (
        ("data.cvs", "did you mean 'data.csv'?"),
        ("../abuot.md", "did you mean '../about.md'?"),
        ("www.example.org", "write 'https://www.example.org'"),
        ("/news/inbox.md", "links are paths from the page's file"),
        ("/newsletter/index.md", "did you mean 'content/news/index.md'?"),
        ("../aboot/", "did you mean '../about.md'?"),
        ("a.md#prat", "did you mean 'part'?"),
    ):
        with pytest.raises(ProblemError) as caught:
            linker().link(PAGE, target)
        assert caught.value.problem.hint == hint


def test_what_was_meant_is_guessed_for_each() -> None:
    """A section that was renamed breaks thousands of links; the paths are indexed once."""
    asked: list[str] = []

    class Paths(frozenset[PurePosixPath]):
        def __iter__(self) -> Iterator[PurePosixPath]:
            asked.append("")
            yield from super().__iter__()

    found = linker(files=replace(FILES, paths=Paths(FILES.paths)))
    hints = []
    for number in range(60):
        looked_up, name = (
            (found.image, "pp.png") if number % 2 else (found.link, f"data{number}.csv")
        )
        with pytest.raises(ProblemError) as caught:
            looked_up(PAGE, name)
        hints.append(caught.value.problem.hint)
    assert all("did you mean" in hint for hint in hints)
    assert len(asked) <= 2 + 30  # and once for each image, to find its path


@pytest.mark.parametrize(
    ("target", "folder"),
    [
        ("photos/", "content/news/photos"),
        ("photos", "content/news/photos"),
        ("./photos/", "content/news/photos"),
        ("../news/photos/#x", "content/news/photos"),
        ("/news/photos/", "content/news/photos"),
        ("/assets/", "assets"),
        ("assets/", "assets"),
        ("u%CC%88/", "content/news/u\u0308"),
        ("ü/", "content/news/u\u0308"),
    ],
)
def test_folders(target: str, folder: str) -> None:
    known = [
        "content/news/photos/1.jpg",
        "content/news/u\u0308/1.PNG",
        "assets/p.svg",
        "content/x.csv",
    ]
    files = index_files(map(PurePosixPath, [*known, "content/news/photos/deep/2.jpg"]))
    assert {str(path.parent) for path in files.inside(PAGE, target)} == {folder}
    assert len(files.inside(PAGE, target)) == 1


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("fotos/", "there are no images in 'fotos/'"),
        ("/", "there are no images in '/'"),
        ("../../../x/", "leaves the site"),
    ],
)
def test_folders_without_images(target: str, expected: str) -> None:
    files = index_files(
        [PurePosixPath("content/news/photos/1.jpg"), PurePosixPath("content/x.csv")]
    )
    assert files.inside(PAGE, target) == ()
    with pytest.raises(ProblemError, match=expected) as caught:
        linker(files=files).folder(PAGE, target)
    hint = "did you mean 'photos/'?" if target == "fotos/" else ""
    assert hint in caught.value.problem.hint


def test_a_folder_with_a_sign_in_its_name() -> None:
    assert FILES.inside(PAGE, "J%20#1/") == (PurePosixPath("content/news/J #1/a.png"),)


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("../news.md", "did you mean 'index.md'?"),
        ("/news.md", "did you mean 'index.md'?"),
        ("../about/index.md", "did you mean '../about.md'?"),
    ],
)
def test_a_page_that_became_a_folder(target: str, hint: str) -> None:
    with pytest.raises(ProblemError) as caught:
        linker().link(PAGE, target)
    assert caught.value.problem.hint == hint
    assert linker().link(PAGE, hint.split("'")[1])


@pytest.mark.parametrize("name", ["_index.md", "README.md", "../news/_index.md", "/news/_index.md"])
def test_other_names_of_an_index(name: str) -> None:
    assert linker().link(PAGE, name) == "/site/news/"


def test_files_made_of_an_entry_can_be_linked_once_entries_are_known() -> None:
    links = linker()
    with pytest.raises(ProblemError, match="no page or file"):
        links.link(PAGE, "/about/cite.bib")
    links.entries = {
        "content/about.md": Entry(
            key="content/about.md",
            id="about",
            collection="publications",
            title="About",
            url="/site/about/",
        )
    }
    assert links.link(PAGE, "/about/cite.bib") == "/site/about/cite.bib"
    assert links.link(PAGE, "../../about/cite.json") == "/site/about/cite.json"
    with pytest.raises(ProblemError, match="no page or file"):
        links.link(PAGE, "/about/publications.bib")
    assert not links.linked


def test_a_link_to_a_bibliography_leads_to_the_citations_made_of_it() -> None:
    names = ("publications.bib", "theses.bib", "content/cv.bib")
    links = linker(files=index_files(map(PurePosixPath, names)))
    links.types |= {"bib"}
    links.bibliographies = names
    links.published = replace(links.published, others=frozenset({"publications.bib", "cv.bib"}))
    assert links.link(PAGE, "/publications.bib") == "/site/publications.bib"
    assert links.link(PAGE, "../../publications.bib#doe") == "/site/publications.bib#doe"
    assert links.link(PAGE, "../cv.bib") == "/site/cv.bib"
    assert not links.linked
    assert links.link(PAGE, "/theses.bib") == "/site/theses.bib"
    assert list(map(str, links.linked)) == ["theses.bib"]


def test_a_path_that_begins_in_assets() -> None:
    assert FILES.locate(PAGE, "files/x.pdf") == PurePosixPath("assets/files/x.pdf")
    assert FILES.locate(PAGE, "/files/x.pdf") == PurePosixPath("assets/files/x.pdf")
    assert FILES.locate(PAGE, "p.png") is None
    assert FILES.locate(PAGE, "/../assets/files/x.pdf") is None
