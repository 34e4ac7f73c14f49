"""No name leads out of the site or out of the output."""

from __future__ import annotations

import posixpath
import re
import tempfile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sitegen
from sitegen.checks.collisions import check_collisions
from sitegen.diagnostics import ProblemError
from sitegen.errors import OutputRefusedError
from sitegen.graph.file_index import index_files
from sitegen.graph.link_resolver import LinkResolver
from sitegen.graph.published_urls import PublishedUrls
from sitegen.graph.urls import Addresses, href, output_file, url_part
from sitegen.model import CONTENT, Rank
from sitegen.storage.manifest import MANIFEST
from sitegen.storage.output_folder import OutputFolder
from support.parsing import parse
from support.sites import CONFIG, read_tree, write_files

NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/"), min_size=1, max_size=12
).filter(lambda name: name not in {".", ".."})
HOSTILE = st.lists(
    st.sampled_from(
        [
            "..",
            ".",
            "/",
            "//",
            "\\",
            "%2e%2e",
            "%2f",
            "etc",
            "passwd",
            "a.md",
            "#",
            "?",
            "~",
            "\x00",
            " ",
            "ü",
            "index.md",
        ]
    )
    | st.text(max_size=3),
    max_size=10,
).map("".join)


@given(NAMES)
def test_parts_of_urls(name: str) -> None:
    part = url_part(name)
    assert part
    assert url_part(part) == part
    assert part not in {".", ".."}
    assert not set(part) & set("/\\?#%<>\"' ")


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_addresses_stay_inside(names: list[str]) -> None:
    path = Addresses({}, {}).page(str(CONTENT.joinpath(*names[:-1], f"{names[-1]}.md")))
    file = output_file(path)
    assert not file.is_absolute()
    assert ".." not in file.parts
    url = href("/base/", path)
    assert url.startswith("/base/")
    assert unquote(urlsplit(f"https://x.org{url}").path) == f"/base/{path}"
    assert posixpath.normpath(url).startswith("/base")


@given(HOSTILE)
def test_links_resolve_or_are_mistakes(target: str) -> None:
    files = index_files([PurePosixPath("content/a.csv"), PurePosixPath("assets/b.csv")])
    pages = {"content/index.md": "/s/", "content/n/a.md": "/s/n/a/"}
    linker = LinkResolver(
        base_url="https://lab.example.org/s/",
        base_path="/s/",
        pages=pages,
        published=PublishedUrls(
            pages={"": "content/index.md", "n/a/": "content/n/a.md"},
            unpublished={},
            others=frozenset({"feed.xml"}),
        ),
        anchors={},
        unpublished={},
        files=files,
        types=frozenset({"csv"}),
    )
    try:
        url = linker.link(PurePosixPath("content/n/a.md"), target)
    except ProblemError as error:
        assert str(error)  # noqa: PT017  # either outcome is right
    else:
        known = {"/s/", "/s/n/a/", "/s/a.csv", "/s/assets/b.csv", "/s/feed.xml"}
        path = re.split(r"[?#]", url)[0]
        assert path in known or (url == target and re.match("(?:https?:)?//", url, re.IGNORECASE))
    try:
        found = linker.image(PurePosixPath("content/n/a.md"), target)
    except ProblemError as error:
        assert error.problem.code in {"image-missing", "path-outside-site"}  # noqa: PT017  # either outcome is right
    else:
        assert found in files.paths


@settings(max_examples=80)
@given(st.lists(HOSTILE, min_size=1, max_size=4), st.binary(max_size=8))
def test_nothing_is_written_outside(names: list[str], data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        out = root / "in" / "out"
        (root / "precious").write_bytes(b"precious")
        made = [
            str(PurePosixPath(name))
            for name in names
            if "\x00" not in name and PurePosixPath(name).parts and not name.startswith("//")
        ]
        try:
            if list(check_collisions((name, str(n)) for n, name in enumerate(made))):
                return
            output = OutputFolder(out)
            for name in made:
                output.add(name, data, Rank.PAGE)
            output.commit()
        except OutputRefusedError:
            assert not out.exists()
        else:
            written = set(read_tree(out)) - {MANIFEST}
            assert written == set(made)
        assert {name for name in read_tree(root) if not name.startswith("in/out/")} == {"precious"}


@pytest.mark.parametrize("field", ["slug", "template", "featured_image"])
@given(value=HOSTILE)
@settings(max_examples=40)
def test_fields_that_name_paths(field: str, value: str) -> None:
    quoted = value.replace("\x00", "").replace("'", "''")
    page = parse(f"---\n{field}: '{quoted}'\n---\n")
    if field == "slug" and page.front.slug:
        assert not set(page.front.slug) & set("/\\?#%<>\"' ")
        assert page.front.slug.strip(".")
    if field == "template" and page.front.template:
        assert ".." not in page.front.template
        assert not page.front.template.startswith("/")


@settings(max_examples=25)
@given(
    st.dictionaries(
        st.lists(NAMES.filter(lambda n: len(n.encode()) < 60), min_size=1, max_size=3).map(
            "/".join
        ),
        st.sampled_from(
            [
                "# Title\n",
                "---\ntags: [a, b]\n---\nText\n",
                "[x](index.md)\n",
                "---\ndraft: true\n---\n",
                "![x](y.png)\n",
            ]
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_site_is_built_or_its_mistakes_are_told(pages: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "site").mkdir()
        (root / "site" / "sitegen.toml").write_text(CONFIG, encoding="utf-8")
        for name, text in pages.items():
            try:
                write_files(root / "site", {f"content/{name}.md": text})
            except OSError:
                continue
        result = sitegen.build(root / "site", output=root / "out", jobs=1)
        assert result.ok == (root / "out").exists()
        assert {path.name for path in root.iterdir()} <= {"site", "out"}
