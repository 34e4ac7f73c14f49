from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sitegen.content.front_matter_fields import FIELDS
from sitegen.model import FrontMatter, MenuPlace, Precision
from support.parsing import codes_of, parse


def front(block: str) -> FrontMatter:
    page = parse(f"---\n{block}\n---\nText.\n")
    assert codes_of(page) == []
    return page.front


def test_every_field() -> None:
    found = front(
        """title: Ours
date: 2021-12-18T11:10:36+08:00
updated: 2022-01
draft: true
publish_date: 2022
expires: 2030-01-01
language: de-CH
description: >
  Two
  lines
featured_image: ../assets/a.jpg
featured_image_alt: An image
featured_image_caption: A caption
slug: our-work
aliases: [/old/, /older]
tags: [b, a, b]
authors: A. Meyer
weight: -3
template: news/talk
toc: false
menu: {main: {name: Work, weight: 2}, footer: }
venue: {hall: 3}"""
    )
    assert found.title == "Ours"
    assert found.date is not None
    assert found.date.moment.isoformat() == "2021-12-18T11:10:36+08:00"
    assert found.updated is not None
    assert found.updated.precision == Precision.MONTH
    assert found.draft is True
    assert found.publish_date is not None
    assert found.expires is not None
    assert found.language == "de-CH"
    assert found.description == "Two lines"
    assert found.terms == {"tags": ("b", "a")}
    assert found.authors == ("A. Meyer",)
    assert found.aliases == ("/old/", "/older")
    assert found.weight == -3
    assert found.template == "news/talk"
    assert found.toc is False
    assert found.menu == (MenuPlace(menu="main", name="Work", weight=2), MenuPlace(menu="footer"))
    assert found.extra == {"venue": {"hall": 3}}
    assert found.places["venue"] == (23, 1)
    assert set(FIELDS) - {"tags"} <= set(FrontMatter.__struct_fields__)


@pytest.mark.parametrize(
    "title", ["NO", "0755", "12:30:45", "1.10", "2024-02-30", "true", "null x", "3"]
)
def test_titles_are_text(title: str) -> None:
    assert front(f"title: {title}").title == title


@pytest.mark.parametrize("name", list(FIELDS))
def test_an_empty_field_is_an_absent_field(name: str) -> None:
    found = front(f"{name}:")
    assert found == FrontMatter(places=found.places)


@pytest.mark.parametrize(
    ("word", "value"),
    [("yes", True), ("On", True), ("'true'", True), ("NO", False), ("off", False)],
)
def test_flags_may_be_words(word: str, *, value: bool) -> None:
    assert front(f"draft: {word}").draft is value


@pytest.mark.parametrize(
    "line",
    [
        "title: [a]",
        "title: {a: b}",
        "draft: maybe",
        "draft: 1",
        "draft: [true]",
        "toc: 0",
        "weight: 1.5",
        "weight: heavy",
        "weight: true",
        "weight: '3'",
        "weight: 0755",
        "language: german",
        "language: ../x",
        "language: e",
        "tags: [[a]]",
        "tags: [{a: b}]",
        "tags: [a, ]\nauthors: [~]",
        "tags: ['']",
        "tags: {a: b}",
        "slug: a/b",
        "slug: ../x",
        "slug: .",
        "slug: 'a b'",
        "slug: a?b",
        "slug: a#b",
        "slug: a%2fb",
        "slug: 'a\"b'",
        "slug: <b>",
        "aliases: about",
        "aliases: /../x",
        "aliases: '//evil.example.org/'",
        "aliases: /a?b",
        "aliases: '/a%5Cb/'",
        "aliases: '/a%3Fb/'",
        "aliases: '/%2e%2e/x'",
        "aliases: '/%ff/'",
        "aliases: [/ok/, 3]",
        "template: ../x",
        "template: /x",
        "template: a b",
        "template: ''",
        "menu: {main: 3}",
        "menu: {main: {name: x, url: y}}",
        "menu: {main: {weight: heavy}}",
        "menu: [[main]]",
    ],
)
def test_values_that_are_refused(line: str) -> None:
    page = parse(f"---\n{line}\n---\nText.\n")
    assert codes_of(page) == ["invalid-field"]
    assert page.diagnostics[0].location.line in {2, 3}


@pytest.mark.parametrize("name", ["date", "updated", "publish_date", "expires"])
@pytest.mark.parametrize(
    "value", ["2024-02-30", "tomorrow", "[2024]", "12:30:45", "{a: b}", "true"]
)
def test_dates_that_are_refused(name: str, value: str) -> None:
    page = parse(f"---\n{name}: {value}\n---\nText.\n")
    assert codes_of(page) == ["invalid-date"]


def test_dates_without_a_zone_get_the_site_s() -> None:
    page = parse("---\ndate: 2026-07-01\n---\n", zone=ZoneInfo("Asia/Kathmandu"))
    assert page.front.date is not None
    assert page.front.date.moment.isoformat() == "2026-07-01T00:00:00+05:45"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("drafts", "draft"),
        ("publish_dat", "publish_date"),
        ("expire", "expires"),
    ],
)
def test_a_misspelled_draft_is_an_error(name: str, meant: str) -> None:
    page = parse(f"---\n{name}: x\n---\nText.\n")
    assert codes_of(page) == ["misspelled-draft"]
    assert page.diagnostics[0].hint == f"did you mean '{meant}'?"


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("descripton", "x", "description"),
        ("featured_imag", "a.jpg", "featured_image"),
        ("weigth", "3", "weight"),
    ],
)
def test_misspelled_names(name: str, value: str, meant: str) -> None:
    page = parse(f"---\n{name}: {value}\n---\nText.\n")
    assert codes_of(page) == ["unknown-field"]
    assert page.diagnostics[0].hint == f"did you mean '{meant}'?"
    assert list(page.front.extra) == [name]
    assert codes_of(parse(f"---\n{meant}: {value}\n---\nText.\n")) == []


@pytest.mark.parametrize("line", ["dates: [2021, 2022]", "weights: heavy", "slugs: [a/b]"])
def test_no_hint_that_would_fail(line: str) -> None:
    assert codes_of(parse(f"---\n{line}\n---\nText.\n")) == []


def test_own_fields_are_no_mistake() -> None:
    assert front("venue: Hall 3\nactions: [{name: x}]").extra == {
        "venue": "Hall 3",
        "actions": [{"name": "x"}],
    }


def test_all_mistakes_come_at_once() -> None:
    page = parse("---\ndate: x\nweight: y\nslug: a/b\ntitle: fine\n---\nText.\n")
    assert sorted(codes_of(page)) == ["invalid-date", "invalid-field", "invalid-field"]
    assert page.front.title == "fine"


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("aliases: old", "write '/old'"),
        ("aliases: https://a.org/old/", "write '/old/', if it is an address of this site"),
        ("aliases: /a.php?id=1", "addresses that differ only after '?'"),
        ("aliases: ../old/", ""),
        (f"aliases: /{'a' * 256}/", "write a shorter one"),
        (f"slug: {'ü' * 128}", "write a shorter one"),
        (f"url: /a/{'a' * 256}/", "write a shorter one"),
    ],
)
def test_hints_for_addresses(field: str, hint: str) -> None:
    (problem,) = parse(f"---\n{field}\n---\nText.\n").diagnostics
    assert problem.code == "invalid-field"
    assert problem.hint.startswith(hint)
    assert bool(problem.hint) is bool(hint)
    if hint.startswith("write '"):
        alias = hint.split("'")[1]
        assert parse(f"---\naliases: {alias}\n---\nText.\n").diagnostics == ()


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("tags: formatting math", ["spaced-tag"]),
        ("tags: [machine learning]", []),
        ("tags: machine learning, knee", []),
        ("tags: knee", []),
        ("tags:\n- machine learning", []),
    ],
)
def test_words_without_commas_are_one_tag(line: str, codes: list[str]) -> None:
    assert codes_of(parse(f"---\n{line}\n---\nText\n")) == codes
