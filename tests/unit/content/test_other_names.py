"""Fields under the names of other generators are read, and never hinted at wrongly."""

from __future__ import annotations

from typing import Any

import pytest

from sitegen.content.front_matter_fields import FIELDS
from sitegen.content.other_names import OTHER_NAMES
from sitegen.model import FrontMatter, MenuPlace
from support.parsing import codes_of, parse


def values(block: str, path: str = "content/page.md") -> dict[str, Any]:
    """Return the fields that differ from their defaults."""
    page = parse(f"---\n{block}\n---\nText.\n", path)
    assert codes_of(page) == []
    empty = parse("---\n---\nText.\n").front
    names = FIELDS.keys() & set(FrontMatter.__struct_fields__)
    found = {name: getattr(page.front, name) for name in names}
    return {**{k: v for k, v in found.items() if v != getattr(empty, k)}, **page.front.terms}


def test_every_name_reads_a_field() -> None:
    assert {each.field for each in OTHER_NAMES.values()} <= FIELDS.keys()


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("Title: Ours", {"title": "Ours"}),
        ("featured-image: a.jpg", {"featured_image": "a.jpg"}),
        ("excerpt: In short.", {"summary": "In short."}),
        ("subtitle: And more", {"subtitle": "And more"}),
        ("abstract: Long.", {"abstract": "Long."}),
        ("tags: knee, MRI", {"tags": ("knee", "MRI")}),
        ("tags: knee; MRI", {"tags": ("knee", "MRI")}),
        ("tag: knee", {"tags": ("knee",)}),
        ("tags: [a, 'b, c']", {"tags": ("a", "b, c")}),
        ("lang: de", {"language": "de"}),
        ("locale: pt_BR", {"language": "pt-BR"}),
        ("nav_order: 3", {"weight": 3}),
        ("order: asc", {}),
        ("toc: {sidebar: left}", {}),
        ("toc: no", {"toc": False}),
        ("menus: main", {"menu": (MenuPlace(menu="main"),)}),
        ("redirect_from: [/a/, /b/]", {"aliases": ("/a/", "/b/")}),
        ("layout: post", {"layout": "post"}),
        ("layout: layouts/post.njk", {"layout": "layouts/post"}),
        ("layout: ../../layouts/Post.astro", {"layout": "layouts/Post"}),
        ("layout: null", {}),
        ("layout: false", {}),
        ("image: ''", {}),
        ("featured: true", {}),
        ("smart: true", {"smart_punctuation": True}),
        ("typographer: false", {"smart_punctuation": False}),
        ("smartypants: {dashes: oldschool}", {}),
        ("from: markdown-smart", {"smart_punctuation": False}),
        ("from: markdown+smart-citations", {"smart_punctuation": True}),
        ("from: gfm", {}),
        ("from: markdown+smarter", {}),
        ("banner: Welcome", {}),
    ],
)
def test_simple_fields(block: str, expected: dict[str, Any]) -> None:
    assert values(block) == expected


@pytest.mark.parametrize(
    "name",
    [
        *("lastmod", "last_modified_at", "modified", "updated", "dateModified", "date-modified"),
        *("lastUpdated", "last_updated", "Modified"),
    ],
)
def test_the_last_change(name: str) -> None:
    found = values(f"{name}: 2026-10-01")
    assert list(found) == ["updated"]
    assert found["updated"].written == "2026-10-01"


@pytest.mark.parametrize("name", ["author", "authors"])
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Lovelace", ("Ada Lovelace",)),
        ("Ada Lovelace, Charles Babbage", ("Ada Lovelace", "Charles Babbage")),
        ("Lovelace, Ada", ("Lovelace, Ada",)),
        ("Martin Luther King, Jr.", ("Martin Luther King, Jr.",)),
        ("Lovelace, Ada; Babbage, Charles", ("Lovelace, Ada", "Babbage, Charles")),
        ("[Ada Lovelace, Charles Babbage]", ("Ada Lovelace", "Charles Babbage")),
        ("['Lovelace, Ada']", ("Lovelace, Ada",)),
        ("{name: Ada Lovelace, orcid: 1}", ("Ada Lovelace",)),
        ("[{name: Ada Lovelace}, Charles Babbage]", ("Ada Lovelace", "Charles Babbage")),
        ("[{name: {given: Ada, family: Lovelace}}]", ("Ada Lovelace",)),
        ("[{name: {literal: The Lab}}]", ("The Lab",)),
        ("[{given-names: Ada, family-names: Lovelace}]", ("Ada Lovelace",)),
        ("admin", ("admin",)),
    ],
)
def test_authors(name: str, text: str, names: tuple[str, ...]) -> None:
    assert values(f"{name}: {text}") == {"authors": names}


@pytest.mark.parametrize(
    "text", ["Lovelace, Ada, Babbage, Charles", "[[a]]", "[{email: a@b.org}]", "[~]", "{}"]
)
def test_authors_that_are_refused(text: str) -> None:
    page = parse(f"---\nauthor: {text}\n---\n")
    assert codes_of(page) == ["invalid-field"]
    assert page.diagnostics[0].location.column == 1


def test_the_hint_for_family_names_first() -> None:
    page = parse("---\nauthor: Lovelace, Ada, Babbage, Charles\n---\n")
    hint = "write 'Lovelace, Ada; Babbage, Charles' for 2 names, or a list for 4"
    assert page.diagnostics[0].hint == hint
    found = values("author: Lovelace, Ada; Babbage, Charles")
    assert found == {"authors": ("Lovelace, Ada", "Babbage, Charles")}


def test_the_hint_for_authors_can_be_applied() -> None:
    page = parse("---\nauthor: Ada Lovelace, Plato, Charles Babbage\n---\n")
    hint = page.diagnostics[0].hint
    assert hint.startswith("write a list: [Ada Lovelace, Plato, Charles Babbage]")
    assert values("author: [Ada Lovelace, Plato, Charles Babbage]")["authors"][1] == "Plato"


def test_what_tables_hold_is_kept() -> None:
    page = parse("---\nauthors: [{name: Ada Lovelace, orcid: x}]\n---\n")
    assert page.front.extra == {"authors": [{"name": "Ada Lovelace", "orcid": "x"}]}


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        *(
            (f"{name}: a.jpg", {"featured_image": "a.jpg"})
            for name in (
                *("image", "cover", "thumbnail", "teaser", "banner", "feature", "heroImage"),
                *("header_image", "coverImage", "img", "og_image"),
            )
        ),
        ("images: [a.jpg, b.jpg]", {"featured_image": "a.jpg"}),
        ("header: {teaser: a.jpg}", {"featured_image": "a.jpg"}),
        (
            "header: {image: a.jpg, image_description: A knee, caption: Ours}",
            {
                "featured_image": "a.jpg",
                "featured_image_alt": "A knee",
                "featured_image_caption": "Ours",
            },
        ),
        (
            "cover: {image: a.jpg, alt: A knee, caption: Ours, relative: true}",
            {
                "featured_image": "a.jpg",
                "featured_image_alt": "A knee",
                "featured_image_caption": "Ours",
            },
        ),
        (
            "image: {filename: a.jpg, focal_point: TopLeft, preview_only: false}",
            {"featured_image": "a.jpg", "featured_image_focus": (0.0, 0.0)},
        ),
        (
            "image: {filename: a.jpg, preview_only: true}",
            {"featured_image": "a.jpg", "featured_image_hidden": True},
        ),
        ("image: {src: a.jpg, focal_point: Smart}", {"featured_image": "a.jpg"}),
        (
            "image: {path: a.jpg, focal_point: Right}",
            {"featured_image": "a.jpg", "featured_image_focus": (1.0, 0.5)},
        ),
        (
            "image: {path: a.jpg, focus: [0.2, 0.7]}",
            {"featured_image": "a.jpg", "featured_image_focus": (0.2, 0.7)},
        ),
        ("image: {caption: Ours, focal_point: ''}", {"featured_image_caption": "Ours"}),
        ("image: {thumbnail: a.jpg, feature: b.jpg}", {"featured_image": "a.jpg"}),
        (
            "featured_image: {src: a.jpg, alt: A knee}",
            {"featured_image": "a.jpg", "featured_image_alt": "A knee"},
        ),
        (
            "image: a.jpg\nimage-alt: A knee",
            {"featured_image": "a.jpg", "featured_image_alt": "A knee"},
        ),
        (
            "cover: {image: a.jpg, alt: X}\nfeatured_image_alt: A knee",
            {"featured_image": "a.jpg", "featured_image_alt": "A knee"},
        ),
    ],
)
def test_pictures(block: str, expected: dict[str, Any]) -> None:
    assert values(block) == expected


@pytest.mark.parametrize("value", ["true", "[]", "{}", "{caption: x}", "[[a]]"])
def test_a_featured_image_needs_a_path(value: str) -> None:
    assert codes_of(parse(f"---\nfeatured_image: {value}\n---\n")) == ["invalid-field"]


def test_two_names_of_one_field() -> None:
    page = parse("---\nthumbnail: b.jpg\nimage: a.jpg\n---\n")
    assert page.front.featured_image == "a.jpg"
    assert str(page.diagnostics[0]) == (
        "content/page.md:2:1: warning[no-effect]: 'thumbnail' has no effect beside 'image';"
        " remove one of them"
    )
    assert codes_of(parse("---\nimage: a.jpg\nthumbnail: a.jpg\n---\n")) == []


def test_the_own_name_comes_first() -> None:
    page = parse("---\nlastmod: 2026-01-01\nupdated: 2026-02-01\n---\n")
    assert page.front.updated is not None
    assert page.front.updated.written == "2026-02-01"
    assert codes_of(page) == ["no-effect"]


def test_a_wrong_value_names_the_field_as_it_was_written() -> None:
    page = parse("---\nlastmod: 3/4/2021\n---\n")
    assert str(page.diagnostics[0]) == (
        "content/page.md:2:1: error[invalid-date]: 'lastmod': '3/4/2021' is not a date such as"
        " 2026-03-02 or 2026-03-02T14:00:00+01:00;"
        " write 2021-03-04 (4 March) or 2021-04-03 (3 April)"
    )


def test_the_date_of_the_file_name() -> None:
    page = parse("# A\n", "content/news/2021-03-04-a.md")
    assert page.front.date is not None
    assert page.front.date.written == "2021-03-04"
    page = parse("---\ndate: 2022\n---\n", "content/news/2021-03-04-a.md")
    assert page.front.date is not None
    assert page.front.date.written == "2022"
