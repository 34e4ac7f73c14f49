"""What open pages will show after an edit, told before the site is built, also beside a build."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

import pytest

from sitegen.content import page_codec as packing
from sitegen.engine import open_pages
from sitegen.engine.build import build_site
from sitegen.engine.build_options import BuildOptions
from sitegen.engine.session import Session
from support.sites import CONFIG, read_tree, write_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sitegen.content.parse_options import ParseOptions
    from sitegen.model import ParsedPage, SourceFile

FILES = {
    "sitegen.toml": CONFIG + '[theme]\nstylesheets = ["own.css"]\n',
    "assets/own.css": "main { color: red }\n",
    "content/index.md": "# Home\n\nWelcome.\n",
    "content/a/index.md": "---\ntitle: A\n---\n\nThe first text.\n",
}
PAGE, PAGE_SOURCE = "a/index.html", "content/a/index.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_files(tmp_path, FILES)
    build(tmp_path)
    return tmp_path


def folder(site: Path) -> Path:
    return site / ".sitegen" / "preview"


def options(site: Path) -> BuildOptions:
    return BuildOptions(output=folder(site), drafts=True, future=True, makes_images=False)


def build(site: Path) -> None:
    assert build_site(site, options(site)).ok


def look(site: Path, *edited: str) -> dict[str, bytes]:
    return dict(Session(site, options(site)).show(edited, [PAGE]))


@contextlib.contextmanager
def somebody_writes(site: Path) -> Iterator[None]:
    """Hold what a build holds from its first entry to its end."""
    connection = sqlite3.connect(site / ".sitegen" / "cache.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT OR REPLACE INTO notes VALUES ('snapshot', x'00')")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


EDITS = {
    "content/a/index.md": "---\ntitle: A\n---\n\nThe second text.\n",
    "assets/own.css": "main { color: blue }\n",
    "templates/page.html": '{% extends "theme/page.html" %}{% block head %}<!-- -->{% endblock %}',
}


@pytest.mark.parametrize("edited", ["content/a/index.md", "assets/own.css"])
@pytest.mark.parametrize("busy", [False, True])
def test_it_is_what_the_build_makes(site: Path, edited: str, *, busy: bool) -> None:
    write_files(site, {edited: EDITS[edited]})
    with somebody_writes(site) if busy else contextlib.nullcontext():
        shown = look(site, edited)
    build(site)
    built = read_tree(folder(site))
    assert PAGE in shown
    assert shown == {name: built[name] for name in shown}


@pytest.mark.parametrize("kept", [True, False])
def test_a_drawing_is_clean_there_too(site: Path, *, kept: bool) -> None:
    """Whether the store knows it or not, which is not written to."""
    icon = '<svg xmlns="http://www.w3.org/2000/svg"><!-- Jane --><path d="M0 0h%d"/></svg>'
    write_files(site, {"assets/icon.svg": icon % 1})
    build(site)
    before = (site / ".sitegen" / "cache.db").read_bytes()
    edited = "assets/own.css" if kept else "assets/icon.svg"
    write_files(site, {edited: "main { color: blue }\n" if kept else icon % 2})
    shown = look(site, edited)
    assert (site / ".sitegen" / "cache.db").read_bytes() == before
    build(site)
    built = read_tree(folder(site))
    assert len(shown) > 1
    assert shown == {name: built[name] for name in shown}


def test_it_writes_nothing(site: Path) -> None:
    """It leaves nothing: a build that runs beside it would have to wait for that."""
    before = (site / ".sitegen" / "cache.db").read_bytes()
    write_files(site, {"content/a/index.md": EDITS["content/a/index.md"]})
    assert look(site, "content/a/index.md")
    assert (site / ".sitegen" / "cache.db").read_bytes() == before


def test_without_an_earlier_build_nothing_is_promised(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    assert look(tmp_path, "content/a/index.md") == {}


def test_a_new_template_is_left_to_the_build(site: Path) -> None:
    write_files(site, {"templates/page.html": EDITS["templates/page.html"]})
    assert look(site, "templates/page.html") == {}


def test_with_another_configuration_nothing_is_promised(site: Path) -> None:
    write_files(site, {"sitegen.toml": FILES["sitegen.toml"] + "[params]\na = 1\n"})
    assert look(site, "content/a/index.md") == {}


def test_a_page_that_is_not_read_in_time_holds_no_other_back(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is it tried again before it is saved again."""
    real, tried = packing.parse_page, []

    def parse_page(source: SourceFile, options: ParseOptions) -> ParsedPage:
        tried.append(str(source.path))
        while b"for ever" in source.data:
            pass  # the limit is of processor time: asleep, this would take minutes
        return real(source, options)

    monkeypatch.setattr(packing, "parse_page", parse_page)
    monkeypatch.setattr(open_pages, "_SECONDS", 0.2)
    edits = {"content/index.md": "# Home\n\nfor ever\n", PAGE_SOURCE: EDITS[PAGE_SOURCE]}
    write_files(site, edits)
    for _ in range(2):
        shown = Session(site, options(site)).show(list(edits), [PAGE, "index.html"])
        assert shown.keys() == {PAGE}
        assert b"The second text." in shown[PAGE]
    assert tried.count("content/index.md") == 1
