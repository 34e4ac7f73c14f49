"""What the theme's templates make of fields and languages."""

from __future__ import annotations

import re

import pytest

from support.pictures import picture
from support.sites import MakeSite

PICTURE = "featured_image: p.png\nfeatured_image_alt: A knee\n"


def test_a_picture_that_is_only_for_lists(make_site: MakeSite) -> None:
    hidden = f"---\n{PICTURE}featured_image_hidden: true\n---\n# A\n\nText\n"
    site = make_site(
        {
            "content/news/a.md": hidden,
            "content/news/index.md": "# News\n",
            "content/news/p.png": picture(size=(400, 300)),
        }
    )
    site.build_well()
    assert "<img" not in site.text("news/a/index.html")
    assert 'property="og:image"' in site.text("news/a/index.html")
    assert 'alt="A knee"' in site.text("news/index.html")
    site.write({"content/news/a.md": hidden.replace("true", "false")})
    site.build_well()
    assert 'alt="A knee"' in site.text("news/a/index.html")


def test_what_is_seen_first_is_decoded_at_once(make_site: MakeSite) -> None:
    body = f"---\n{PICTURE}---\n# A\n\n![One](p.png)\n"
    site = make_site({"content/a/index.md": body, "content/a/p.png": picture(size=(400, 300))})
    site.build_well()
    images = re.findall(r"<img[^>]*>", site.text("a/index.html"))
    assert ["decoding" in each for each in images] == [True, True]
    assert 'fetchpriority="high" decoding="sync"' in images[0]
    assert 'loading="lazy" decoding="async"' in images[1]


def test_a_high_picture_is_no_wider_than_it_is_shown(make_site: MakeSite) -> None:
    size = (600, 1200)
    site = make_site(
        {"content/a/index.md": f"---\n{PICTURE}---\n# A\n", "content/a/p.png": picture(size=size)}
    )
    site.build_well()
    page = site.text("a/index.html")
    assert 'sizes="(min-width: 56rem) min(53rem, 304px), min(94vw, 304px)"' in page


def test_languages_and_directions(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/s/index.md": "# Section\n",
            "content/s/a.md": "---\nlanguage: ar\nweight: 1\n---\n# عنوان\n",
            "content/s/b.md": "---\nlanguage: de\nweight: 2\n---\n# Seite\n",
        }
    )
    assert site.build().ok  # with a warning that the theme has no Arabic words
    arabic, german = site.text("s/a/index.html"), site.text("s/b/index.html")
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<span lang="en" dir="ltr">Test Lab</span>' in arabic
    assert '<bdi lang="de" dir="ltr">Seite</bdi>' in arabic
    assert '<html lang="de">' in german
    assert '<bdi lang="ar" dir="rtl">عنوان</bdi>' in german
    assert '<article class="card card-plain" lang="ar" dir="rtl">' in site.text("s/index.html")


def test_sections_without_pictures_show_their_pages(make_site: MakeSite) -> None:
    pages = {f"content/a/b/{n}.md": f"# Page {n}\n" for n in range(9)}
    site = make_site({"content/a/index.md": "# A\n", "content/a/b/index.md": "# B\n", **pages})
    site.build_well()
    page = site.text("a/index.html")
    assert re.search(r'<h2 id="_group-1"><a href="/a/b/">B</a></h2>', page)
    assert page.count('class="compact-item"') == 8
    assert 'class="more" href="/a/b/"' in page
    assert 'href="/a/b/"' in site.text("index.html"), "a section of sections, at home"


def test_a_long_book_shows_the_pages_of_open_sections(make_site: MakeSite) -> None:
    def book(number: int) -> dict[str, str | bytes]:
        pages = {f"content/book/{s}/{n}.md": f"# {s}{n}\n" for s in "ab" for n in range(number)}
        return {"content/book/index.md": "---\nnav: sidebar\n---\n# Book\n", **pages}

    short, long = make_site(book(3)), make_site(book(60))
    for site, shown in ((short, True), (long, False)):
        site.build_well()
        page = site.text("book/a/1/index.html")
        assert '<a href="/book/a/2/">a2</a>' in page
        assert ('<a href="/book/b/2/">b2</a>' in page) == shown
        assert '<a href="/book/b/">' in page


def test_a_draft_section_is_marked_in_the_list_of_its_parent(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a/index.md": "# A\n",
            "content/a/b/index.md": "---\ntitle: B\ndraft: true\n---\n",
            "content/a/b/c.md": "# C\n",
        }
    )
    site.build_well(drafts=True)
    assert re.search(r'B</a> <span class="badge">Draft</span></h2>', site.text("a/index.html"))


_INCLUDE = '{% include "partials/toc-inline.html" %}'


@pytest.mark.parametrize(
    ("own", "lists"),
    [
        ({}, 2),
        ({"partials/toc-aside.html": "aside"}, 1),
        ({"partials/toc-inline.html": "inline"}, 1),
        ({"page.html": _INCLUDE}, 1),
        ({"page.html": f"{_INCLUDE}{_INCLUDE}"}, 2),
        ({"partials/toc.html": "{% macro toc_list(x) %}<ol></ol>{% endmacro %}"}, 2),
    ],
)
def test_each_table_of_contents_lists_the_headings_of_its_page(
    make_site: MakeSite, own: dict[str, str], lists: int
) -> None:
    pages = {f"content/{name}.md": f"## {name}1\n## {name}2\n## {name}3\n" for name in "ab"}
    site = make_site({**pages, **{f"templates/{name}": text for name, text in own.items()}})
    site.build_well()
    for name in "ab":
        html = site.text(f"{name}/index.html")
        assert html.count("<ol>") - html.count('aria-label="Breadcrumbs"') == lists
        shown = 0 if "partials/toc.html" in own else lists
        assert html.count(f'<li><a href="#{name}2">{name}2</a>') == shown
