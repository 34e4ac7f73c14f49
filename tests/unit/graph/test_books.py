"""Books: whose sidebar a page shows, and the order in which the pages are read."""

from __future__ import annotations

import pytest

from support.sites import CONFIG, MakeSite, SiteFolder

TEMPLATE = (
    "{% macro tree(entries) %}{% for e in entries %}{{ e.title }}"
    "{% if e.children %}({{ tree(e.children) }}){% endif %} {% endfor %}{% endmacro %}"
    "{{ page.previous.title if page.previous else '' }}<{{ page.next.title if page.next else '' }}"
    "{% if page.sidebar %}|{{ page.sidebar.title }}: {{ tree(page.sidebar.children) }}{% endif %}"
)
BOOK = {
    "content/about.md": "# About\n",
    "content/book/index.md": "---\ntitle: Book\nnav: sidebar\n---\n",
    "content/book/a.md": "---\ntitle: A\nweight: 1\n---\n",
    "content/book/part/index.md": "---\ntitle: Part\nweight: 2\n---\n",
    "content/book/part/x.md": "---\ntitle: X\n---\n",
    "content/book/part/y.md": "---\ntitle: Y\n---\n",
    "content/book/z.md": "---\ntitle: Z\nweight: 3\n---\n",
    "templates/page.html": TEMPLATE,
    "templates/section.html": TEMPLATE,
}
TREE = "A Part(X Y ) Z "


def shown(site: SiteFolder, page: str) -> tuple[str, str]:
    """Return the neighbours and the sidebar that a page shows."""
    neighbours, _, sidebar = site.text(f"{page}/index.html").partition("|")
    return neighbours, sidebar


@pytest.mark.parametrize(
    ("page", "neighbours"),
    [
        ("book", "<A"),
        ("book/a", "Book<Part"),
        ("book/part", "A<X"),
        ("book/part/x", "Part<Y"),
        ("book/part/y", "X<Z"),
        ("book/z", "Y<"),
    ],
)
def test_a_book_is_read_in_order(make_site: MakeSite, page: str, neighbours: str) -> None:
    site = make_site(BOOK)
    site.build_well()
    assert shown(site, page) == (neighbours, f"Book: {TREE}")
    assert shown(site, "about") == ("<", "")


def test_a_section_below_may_be_a_book_of_its_own(make_site: MakeSite) -> None:
    part = "---\ntitle: Part\nweight: 2\nnav: sidebar\n---\n"
    site = make_site({**BOOK, "content/book/part/index.md": part})
    site.build_well()
    assert shown(site, "book/a") == ("Book<Z", "Book: A Part Z ")
    assert shown(site, "book/part/x") == ("Part<Y", "Part: X Y ")


def test_a_page_and_a_section_without_a_sidebar(make_site: MakeSite) -> None:
    site = make_site(
        {
            **BOOK,
            "content/book/a.md": "---\ntitle: A\nweight: 1\nnav: top\n---\n",
            "content/book/part/index.md": "---\ntitle: Part\nweight: 2\nnav: top\n---\n",
        }
    )
    site.build_well()
    assert shown(site, "book/a") == ("<Z", "")
    assert shown(site, "book/part/x") == ("<Y", "")
    assert shown(site, "book/z") == ("Book<", "Book: A Part Z ")


def test_one_page_with_the_sidebar_of_its_section(make_site: MakeSite) -> None:
    site = make_site(
        {
            **BOOK,
            "content/book/index.md": "---\ntitle: Book\n---\n",
            "content/book/z.md": "---\ntitle: Z\nweight: 3\nnav: sidebar\n---\n",
        }
    )
    site.build_well()
    assert shown(site, "book/z")[1] == f"Book: {TREE}"
    assert shown(site, "book/a") == ("<Z", "")


def test_a_new_title_of_a_page_that_is_listed_but_shows_no_sidebar(make_site: MakeSite) -> None:
    part = "---\ntitle: X\nnav: top\n---\n"
    site = make_site({**BOOK, "content/book/part/x.md": part})
    site.build_well()
    assert shown(site, "book/z")[1] == f"Book: {TREE}"
    site.write({"content/book/part/x.md": part.replace("X", "Beginning")})
    site.build_well()
    assert shown(site, "book/z")[1] == "Book: A Part(Beginning Y ) Z "


def test_the_whole_site(make_site: MakeSite) -> None:
    site = make_site(
        {**BOOK, "content/book/index.md": "---\ntitle: Book\nweight: 1\n---\n"},
        CONFIG + '[theme]\nnav = "sidebar"\n',
    )
    site.build_well()
    assert shown(site, "book/part/y") == ("X<Z", f"Test Lab: Book({TREE}) About ")
    assert shown(site, "about")[0] == "Z<"
