"""Bibliographies of a site are found, read, and read again when they change."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from sitegen.config import Config, ResearchConfig
from sitegen.content.source_kind import ParsedValue, SourceValues
from sitegen.engine.source_loading import read_values
from sitegen.model import SourceFile, Work
from sitegen.research import bibtex_works
from sitegen.research.bibliography_files import BIBLIOGRAPHIES
from sitegen.storage.snapshot import Snapshot
from sitegen.storage.sources import load_sources
from sitegen.storage.store import Store, open_store
from support.clean_builds import build_cleanly
from support.sites import CONFIG, MakeSite, read_tree, write_files

CARDLESS = CONFIG + "[sharing]\ncards = false\n"
PAGE = "---\ntitle: Home\n---\n\nText.\n"
FILES = {
    "publications.bib": "@misc{a, title={A {\\o}}}\n",
    "bibliography/lab/b.json": '[{"id": "b", "type": "book", "title": "B"}]',
    "bibliography/c.yaml": "references:\n- {id: c, type: book, title: C}\n",
    "data/d.bib": "@misc{d, title={D}}\n",
    "content/e.bib": "@misc{e, title={E}}\n",
    "notes.json": "[]",
    ".hidden.bib": "@misc{h, title={H}}\n",
    "src/x.bib": "@misc{x, title={X}}\n",
}


def read(root: Path, *patterns: str, store: Store | None = None) -> list[Work]:
    research = ResearchConfig(bibliography=patterns) if patterns else ResearchConfig()
    sources = load_sources(root, "sitegen.toml", Snapshot(None))
    loaded = read_values(sources, Config(research=research), store or open_store(None, "v"))
    assert "bibliographies" not in loaded.rendered()
    files = SourceValues("bibliographies", loaded.files["bibliographies"])
    return [work for path in files for work in files[path]]


def test_where_bibliographies_are(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    found = {f"{work.key} {work.path}" for work in read(tmp_path)}
    assert found == {
        "a publications.bib",
        "b bibliography/lab/b.json",
        "c bibliography/c.yaml",
    }
    assert [work.key for work in read(tmp_path, "{data,content}/**.bib")] == ["e", "d"]


def test_only_what_changes_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = bibtex_works.read_bibtex_works

    def count(text: str, path: str) -> object:
        parsed.append(path)
        return parse(text, path)

    monkeypatch.setattr(bibtex_works, "read_bibtex_works", count)
    write_files(tmp_path, {"a.bib": "@misc{a, title={A}}", "b.bib": "@misc{b, title={B}}"})
    store = open_store(tmp_path / "cache", "v")
    read(tmp_path, store=store)
    write_files(tmp_path, {"a.bib": "@misc{a, title={New}}"})
    assert [work.title for work in read(tmp_path, store=store)] == ["New", "B"]
    assert parsed == ["a.bib", "b.bib", "a.bib"]


@pytest.mark.parametrize(
    ("path", "matches"),
    [
        ("publications.bib", True),
        ("P.BIB", True),
        ("bibliography/a/b.YML", True),
        ("data/refs.json", True),
        ("package.json", False),
        ("assets/static/p.bib", False),
        ("content/a.md", False),
        ("bibliography/citation-counts.toml", False),
    ],
)
def test_what_may_be_one(path: str, *, matches: bool) -> None:
    assert BIBLIOGRAPHIES.matches(PurePosixPath(path)) is matches


def test_mistakes_are_said_by_every_build(make_site: MakeSite) -> None:
    site = make_site(
        {"content/index.md": PAGE, "p.bib": "@misc{a, title={A}, doi={x}}\n"}, CARDLESS
    )
    for _ in range(2):  # the second one reads nothing
        site.build()
        assert [each.split(" ")[0] for each in site.messages()] == ["p.bib:1:26:"]
    site.write({"p.bib": "@misc{a, title={A}, doi={10.1000/1}}\n"})
    assert "publications/a/index.html" in site.build_well().changed
    assert read_tree(site.output) == build_cleanly(site.root)[1]
    site.write({"q.bib": "@misc{A, title={Another}}\n"})
    site.build()
    assert [each.partition(";")[0] for each in site.messages()] == [
        "q.bib:1:1: warning[duplicate-entry]: 'A' is also the key of the entry in p.bib:1:1"
    ]


def test_what_no_pattern_takes(make_site: MakeSite) -> None:
    config = CARDLESS + '[research]\nbibliography = ["pubs.bib", "data/*.json"]\n'
    linked = PAGE + "[All](../all.bib)\n"
    site = make_site(
        {
            "content/index.md": linked,
            "all.bib": "@misc{a}",
            "content/old.bib": "",
            "assets/static/b.bib": "",
        },
        config,
    )
    site.build()
    assert [each.partition(";")[0] for each in site.messages()] == [
        "content/old.bib:1:1: warning[unread-bibliography]: this bibliography is not read",
        "sitegen.toml:6:1: warning[no-effect]: 'research.bibliography': no file fits 'data/*.json'",
        "sitegen.toml:6:1: warning[no-effect]: 'research.bibliography': no file fits 'pubs.bib'",
    ]
    assert (site.output / "all.bib").is_file()


@pytest.mark.parametrize("pattern", ["refs.json", "lab/*.bib", "p.txt"])
def test_a_pattern_that_can_fit_nothing(pattern: str, make_site: MakeSite) -> None:
    site = make_site({}, CONFIG + f'[research]\nbibliography = ["{pattern}"]\n')
    run = site.run_here()
    assert run.code == 2
    assert f"'research.bibliography': '{pattern}' fits no file that is read" in run.lines[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.bib", "@misc{a,\n title = {GarcÃ­a and Hern\ufffdn}}\n"),
        ("a.json", '[{"id": "a", "type": "book",\n "title": "GarcÃ­a and Hern\ufffdn"}]'),
    ],
)
def test_characters_that_were_lost_are_told(name: str, text: str) -> None:
    source = SourceFile(path=PurePosixPath(name), data=text.encode(), digest="")
    parsed = BIBLIOGRAPHIES.parse(source, BIBLIOGRAPHIES.options(Config()))
    assert isinstance(parsed, ParsedValue)
    assert [(each.code, each.location.line) for each in parsed.problems] == [("mojibake", 2)] * 2
