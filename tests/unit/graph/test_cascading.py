"""Sections give fields to the pages below them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sitegen.graph.selection import Selected, Selection, select_pages
from support.parsing import codes_of, parse

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def select(files: dict[str, str], **shown: bool) -> Selected:
    """Select from pages, given by path and front matter."""
    parsed = [parse(f"---\n{text}\n---\nx\n", f"content/{name}") for name, text in files.items()]
    assert [str(each) for page in parsed for each in page.diagnostics] == []
    return select_pages(tuple(parsed), Selection(now=NOW, **shown))


def tags(selected: Selected) -> dict[str, str]:
    pages = {str(page.path).removeprefix("content/"): page for page in selected.pages}
    return {name: ",".join(page.front.terms.get("tags", ())) for name, page in pages.items()}


def test_pages_below_get_fields_and_keep_their_own() -> None:
    selected = select(
        {
            "a/index.md": "cascade: {tags: [x], weight: 3, room: 5}",
            "a/one.md": "title: One",
            "a/two.md": "tags: [y]\nroom: 6",
            "a/b/deep.md": "weight: 1",
            "other.md": "title: Other",
        }
    )
    assert tags(selected) == {
        "a/index.md": "x",
        "a/one.md": "x",
        "a/two.md": "y",
        "a/b/deep.md": "x",
        "other.md": "",
    }
    fronts = {page.path.name: page.front for page in selected.pages}
    assert (fronts["one.md"].weight, fronts["deep.md"].weight) == (3, 1)
    assert (fronts["one.md"].extra, fronts["two.md"].extra) == ({"room": 5}, {"room": 6})
    assert fronts["other.md"].extra == {}


def test_the_nearest_section_has_the_last_word() -> None:
    found = tags(
        select(
            {
                "index.md": "cascade: {tags: [home], weight: 1}",
                "a/index.md": "cascade: {tags: [a]}",
                "a/b/index.md": "cascade: {weight: 2}",
                "a/b/c.md": "",
                "d.md": "",
            }
        )
    )
    assert found == {
        "index.md": "home",
        "a/index.md": "a",
        "a/b/index.md": "a",
        "a/b/c.md": "a",
        "d.md": "home",
    }


@pytest.mark.parametrize(
    ("target", "given"),
    [
        ("{path: /a/*}", "one two sub/index"),
        ("{path: '/a/**'}", "one two sub/index sub/deep"),
        ("{path: /A/ONE}", "one"),
        ("{path: '{/a,/a/one}'}", "index one"),
        ("{path: '/a/t?o'}", "two"),
        ("{path: /a}", "index"),
        ("{kind: section}", "index sub/index"),
        ("{kind: page}", "one two sub/deep"),
        ("{kind: page, path: /a/*}", "one two"),
        ("{path: /b/**}", ""),
    ],
)
@pytest.mark.parametrize("name", ["target", "_target"])
def test_targets(name: str, target: str, given: str) -> None:
    files = {
        "a/index.md": f"cascade:\n  - {name}: {target}\n    tags: [x]\n  - weight: 1",
        "a/one.md": "",
        "a/two.md": "",
        "a/sub/index.md": "",
        "a/sub/deep.md": "",
    }
    found = tags(select(files))
    assert {path for path, value in found.items() if value} == {
        f"a/{each}.md" for each in given.split()
    }


def test_cascaded_drafts() -> None:
    files = {
        "a/index.md": "cascade: {draft: true}",
        "a/one.md": "",
        "a/two.md": "draft: false",
        "a/three.md": "published: true",
    }
    held = select(files).unpublished
    assert set(held) == {"content/a/index.md", "content/a/one.md"}
    assert select(files, drafts=True).unpublished == {}


def test_cascaded_words_of_other_generators() -> None:
    files = {"a/index.md": "cascade: {published: false}", "a/one.md": ""}
    assert len(select(files).unpublished) == 2
    files = {"a/index.md": "cascade: {expiryDate: 2026-01-01}", "a/one.md": ""}
    assert {each.kind for each in select(files).unpublished.values()} == {"expired"}


@pytest.mark.parametrize(
    ("block", "kind"),
    [("draft: true", "drafts"), ("date: 2027-01-01", "future"), ("expires: 2026-01-01", "expired")],
)
def test_a_section_holds_back_what_is_below(block: str, kind: str) -> None:
    selected = select(
        {
            "a/index.md": block,
            "a/one.md": "draft: false\ndate: 2020-01-01",
            "a/sub/index.md": "",
            "a/sub/deep.md": "",
            "ab/one.md": "",
        }
    )
    assert {str(page.path) for page in selected.published} == {"content/ab/one.md"}
    assert {each.kind for each in selected.unpublished.values()} == {kind}
    assert selected.unpublished["content/a/sub/deep.md"].reason.startswith("in a section that is ")
    assert set(selected.folders) == {"content/a"}


def test_pages_of_a_draft_section_are_shown_as_drafts() -> None:
    files = {"a/index.md": "draft: true", "a/one.md": "draft: false", "b.md": ""}
    shown = {page.path.name: page.front.draft for page in select(files, drafts=True).published}
    assert shown == {"index.md": True, "one.md": True, "b.md": False}


def test_the_home_page_holds_back_only_itself() -> None:
    selected = select({"index.md": "draft: true", "a.md": "", "b/c.md": ""})
    assert set(selected.unpublished) == {"content/index.md"}


@pytest.mark.parametrize(
    ("path", "block"),
    [
        ("content/a.md", "cascade: {weight: 1}"),
        ("content/a/index.md", "cascade: 3"),
        ("content/a/index.md", "cascade: [3]"),
        ("content/a/index.md", "cascade: {cascade: {weight: 1}}"),
        ("content/a/index.md", "cascade: {weight: x}"),
        ("content/a/index.md", "cascade: {target: {lang: de}, weight: 1}"),
        ("content/a/index.md", "cascade: {target: /a, weight: 1}"),
        ("content/a/index.md", "cascade: {target: {kind: taxonomy}, weight: 1}"),
        ("content/a/index.md", "cascade: {target: {path: '*a*b*c*d'}, weight: 1}"),
        ("content/a/index.md", "cascade: {target: {path: ''}, weight: 1}"),
    ],
)
def test_cascades_that_are_refused(path: str, block: str) -> None:
    page = parse(f"---\n{block}\n---\nx\n", path)
    assert codes_of(page) == ["invalid-field"]


def test_mistakes_inside_have_their_own_places() -> None:
    text = "---\ncascade:\n  weight: x\n  draf: true\n  private: true\n---\nx\n"
    page = parse(text, "content/a/index.md")
    assert sorted(
        (each.location.line, each.location.column, each.code) for each in page.diagnostics
    ) == [
        (3, 3, "invalid-field"),
        (4, 3, "misspelled-draft"),
        (5, 3, "unclear-publication"),
    ]
