"""What front matter says about publication, in the words of every generator."""

from __future__ import annotations

import pytest

from sitegen.content.publication_fields import fold_word
from sitegen.model import FrontMatter
from support.parsing import codes_of, parse


def front(block: str) -> FrontMatter:
    page = parse(f"---\n{block}\n---\nText.\n")
    assert [str(each) for each in page.diagnostics] == []
    return page.front


@pytest.mark.parametrize(
    "block",
    [
        "draft: true",
        "Draft: true",
        "DRAFT: yes",
        "draft: 'true'",
        "is_draft: true",
        "published: false",
        "Published: no",
        "published: 0",
        "publish: false",
        "unpublished: true",
        "status: draft",
        "Status: Draft",
        "status: skip",
        "status: [draft]",
        "post_status: auto-draft",
        "visibility: draft",
        "headless: true",
        "_hidden: yes",
        "build: {render: never, list: never}",
        "_build:\n  render: false\n  list: false\n  publishResources: false",
        "draft: false\npublished: false",
        "published: true\ndraft: true",
        "draft: true\nstatus: published",
    ],
)
def test_a_draft(block: str) -> None:
    assert front(block).draft is True


@pytest.mark.parametrize(
    "block",
    [
        "draft: false",
        "published: true",
        "publish: yes",
        "published:",
        "status: published",
        "status: completed",
        "status: in press",
        "status: featured",
        "status:",
        "visibility: public",
        "private: false",
        "hidden: no",
        "hide: [toc, navigation]",
        "unlisted: false",
        "headless: false",
        "visible: true",
        "archived: false",
        "noindex: false",
        "robots: index, follow",
        "tags: [draft board, private law]",
        "eleventyExcludeFromCollections: []",
        "sitemap: {priority: 0.5}",
        "sitemap: true",
        "permalink: /a/",
        "build: {render: always, list: always}",
        "build: {publishResources: false}",
        "outputs: [html]",
        "password:",
        "in_search_index: false",
        "orphan: true",
        "active: false",
        "publisher: Nature",
        "privacy: true",
    ],
)
def test_nothing_is_held_back(block: str) -> None:
    found = parse(f"---\n{block}\n---\nText.\n")
    assert not any("draft" in code or "publication" in code for code in codes_of(found))
    assert found.front.draft is False
    assert found.front.publish_date is None


@pytest.mark.parametrize(
    "block",
    [
        "unlisted: true",
        "hidden: true",
        "hide: true",
        "visible: false",
        "listed: false",
        "_discoverable: no",
        "eleventyExcludeFromCollections: true",
        "eleventyExcludeFromCollections: [posts]",
        "tags: draft",
        "tags: [knee, private]",
        "restricted: true",
        "status: embargoed",
        "status: confidential",
        "not_in_nav: true",
        "private: true",
        "Private: yes",
        "public: false",
        "protected: true",
        "internal: true",
        "members-only: true",
        "password: secret",
        "status: hidden",
        "status: private",
        "status: pending",
        "visibility: private",
        "visibility: Members",
        "noindex: true",
        "robots: noindex, nofollow",
        "robots: [noindex]",
        "sitemap: false",
        "sitemap: {exclude: true}",
        "sitemap:\n  disable: true",
        "permalink: false",
        "render: false",
        "outputs: []",
        "build: {render: never}",
        "build: {render: link}",
        "build: {list: never}",
        "_build: {list: local}",
        "build: false",
        "archived: true",
        "expired: true",
        "embargoed: true",
    ],
)
def test_what_sitegen_does_not_have_is_an_error(block: str) -> None:
    page = parse(f"---\ntitle: x\n{block}\n---\nText.\n")
    (problem,) = page.diagnostics
    assert problem.code == "unclear-publication"
    assert (problem.location.line, problem.location.column) == (3, 1)
    assert "secret" not in problem.message
    # The hint, applied.
    assert problem.hint.startswith("write 'draft: true' in its place")
    assert front("title: x\ndraft: true").draft


@pytest.mark.parametrize(
    ("block", "publish_date", "date"),
    [
        ("publishDate: 2027-01-02", "2027-01-02", "2027-01-02"),
        ("publish-date: 2027-01-02", "2027-01-02", "2027-01-02"),
        ("pubDate: 2027-01-02", "2027-01-02", "2027-01-02"),
        ("published: 2027-01-02", "2027-01-02", "2027-01-02"),
        ("published_at: 2027-01-02T10:00Z", "2027-01-02T10:00Z", "2027-01-02T10:00Z"),
        ("pubDate: 2027-01-02\ndate: 2026-01-01", "2027-01-02", "2026-01-01"),
        ("release_date: 2027-01-02", "2027-01-02", None),
        ("embargo: 2027-01-02", "2027-01-02", None),
        ("publish_date: 2027-01-02\npubDate: 2026-01-01", "2027-01-02", "2026-01-01"),
        ("publish_date: 2026-01-01\npubDate: 2027-01-02", "2027-01-02", "2027-01-02"),
        ("release_date: 2020-01-01\ndate: 2028-01-01", "2028-01-01", "2028-01-01"),
    ],
)
def test_dates_of_publication(block: str, publish_date: str, date: str | None) -> None:
    found = front(block)
    assert found.publish_date is not None
    assert found.publish_date.written == publish_date
    assert (found.date.written if found.date else None) == date


@pytest.mark.parametrize(
    "name",
    ["expiryDate", "expiry_date", "expiry", "unpublishdate", "unpublish-on", "expires_on"],
)
def test_dates_of_expiry(name: str) -> None:
    found = front(f"{name}: 2027-01-02\nexpires: 2028-01-01")
    assert found.expires is not None
    assert found.expires.written == "2027-01-02"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("draft: maybe", "invalid-field"),
        ("Draft: maybe", "invalid-field"),
        ("published: Nature 2021", "invalid-field"),
        ("publishDate: soon", "invalid-date"),
        ("expiry: [2027]", "invalid-date"),
        ("headless: x", "invalid-field"),
    ],
)
def test_values_that_say_neither(line: str, code: str) -> None:
    assert codes_of(parse(f"---\n{line}\n---\nText.\n")) == [code]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("darft: true", "draft"),
        ("drafts: true", "draft"),
        ("publised: false", "published"),
        ("unlised: true", "unlisted"),
        ("head-les: true", "headless"),
        ("pubish_date: 2027-01-01", "publish_date"),
        ("expries: 2027-01-01", "expires"),
    ],
)
def test_misspellings(line: str, meant: str) -> None:
    page = parse(f"---\n{line}\n---\nText.\n")
    assert codes_of(page) == ["misspelled-draft"]
    assert page.diagnostics[0].hint == f"did you mean '{meant}'?"
    mended = parse(f"---\n{meant}: {line.partition(': ')[2]}\n---\nText.\n")
    assert (
        mended.front.draft
        or mended.front.publish_date
        or mended.front.expires
        or mended.diagnostics
    )


def test_names_are_folded() -> None:
    assert fold_word("Publish-Date") == fold_word("publish_date") == fold_word("publishDate")
    assert fold_word("_hidden") != fold_word("hidden")


def test_what_is_explicit() -> None:
    assert front("draft: false\ntoc: true\ntitle: x").explicit == ("draft", "toc")
    assert front("title: x\ntags: [a]").explicit == ()


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("pubDate: Jul 08 2030", "write 2030-07-08; "),
        ("published: 1.2.2030", "write 2030-02-01; "),
        ("release_date: 2/1/2030", "write 2030-02-01 (1 February) or 2030-01-02 "),
        ("pubDate: tomorrow", "if it is"),
    ],
)
def test_the_date_in_a_hint(field: str, hint: str) -> None:
    (problem,) = parse(f"---\n{field}\n---\nText.\n").diagnostics
    assert problem.hint.startswith(hint)


@pytest.mark.parametrize(
    "field", ["private: true", "tags: [draft]", "build: {render: never}", "password: x"]
)
def test_the_hint_applied(field: str) -> None:
    (problem,) = parse(f"---\n{field}\n---\nText.\n").diagnostics
    assert problem.hint.startswith("write 'draft: true' in its place ")
    assert front("draft: true").draft


@pytest.mark.parametrize("field", ["draft: [true]", "draft: {value: true}", "publish: [x]"])
def test_a_value_without_text(field: str) -> None:
    (problem,) = parse(f"---\n{field}\n---\nText.\n").diagnostics
    assert problem.code == "invalid-field"
    assert "''" not in problem.message


def test_a_table_of_the_authors_own_holds_nothing_back() -> None:
    """`extra` is where Zola has fields for templates; at the top level, they are an error."""
    page = parse("---\nextra: {private: true, hidden: true}\n---\nText.\n")
    assert page.diagnostics == ()
    assert page.front.extra["extra"] == {"private": True, "hidden": True}
    assert codes_of(parse("---\nprivate: true\n---\n")) == ["unclear-publication"]
