# ruff: noqa: E501  # tables of cases and pages in one line are easier to compare
from __future__ import annotations

import pytest

from support.sites import CONFIG, MakeSite

BASE = 'title = "T"\nbase_url = "https://lab.example.org/site/"\n'


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ("url_for('a.md')", "/site/news/a/"),
        ("url_for('content/news/a.md')", "/site/news/a/"),
        ("url_for('news/a.md')", "/site/news/a/"),
        ("url_for('/news/a.md')", "/site/news/a/"),
        ("url_for('./a.md')", "/site/news/a/"),
        ("url_for('../about.md#part')", "/site/about/#part"),
        ("url_for('news')", "/site/news/"),
        ("url_for('news/')", "/site/news/"),
        ("url_for('https://example.org/')", "https://example.org/"),
        ("url_for('mailto:a@b.org')", "mailto:a@b.org"),
        ("url_for('news/d%20e.csv')", None),
        ("url_for('./d e.csv')", "/site/news/d%20e.csv"),
        ("section('news').title", "News"),
        ("section('gone')", "None"),
        ("section('about')", "None"),
        ("section('news').pages | length", "1"),
        ("asset('css/x.css').startswith('/site/assets/css/x.')", "True"),
    ],
)
def test_functions(make_site: MakeSite, call: str, shown: str | None) -> None:
    site = make_site(
        {
            "content/about.md": "## Part\n",
            "content/news/index.md": "# News\n",
            "content/news/a.md": "[x](<d e.csv>)\n",
            "content/news/d e.csv": "1\n",
            "assets/css/x.css": "p {}\n",
            "templates/news/page.html": f"{{{{ {call} }}}}",
        },
        BASE,
    )
    site.build()
    if shown is None or call == "url_for('a.md')":
        assert site.codes() in (["broken-link"], [])
    else:
        assert site.codes() == []
        assert site.text("news/a/index.html") == shown


def test_list_pages_and_their_neighbours(make_site: MakeSite) -> None:
    template = (
        "{{ page.paginator.number }}/{{ page.paginator.total }} {{ page.paginator.previous_url }} "
        "{{ page.paginator.next_url }} {{ page.paginator.pages | length }} {{ page.canonical_url }} "
        "{{ page.indexable }}"
    )
    pages = {f"content/news/{n}.md": "x\n" for n in range(5)}
    site = make_site(
        {**pages, "templates/section.html": template}, BASE + "[pagination]\nsize = 2\n"
    )
    site.build_well()
    url = "https://lab.example.org/site/news/"
    assert site.text("news/index.html") == f"1/3 None /site/news/page/2/ 2 {url} True"
    assert (
        site.text("news/page/2/index.html")
        == f"2/3 /site/news/ /site/news/page/3/ 2 {url}page/2/ False"
    )
    assert (
        site.text("news/page/3/index.html") == f"3/3 /site/news/page/2/ None 1 {url}page/3/ False"
    )


def test_an_empty_section_has_one_list_page(make_site: MakeSite) -> None:
    site = make_site(
        {"content/news/index.md": "x\n", "content/news/a.md": "---\ndraft: true\n---\n"}
    )
    site.build_well()
    assert "news/index.html" in site.files()
    assert "news/page/2/index.html" not in site.files()


def test_the_404_page_is_not_indexed(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "x\n"}, CONFIG)
    site.build_well()
    assert 'content="noindex"' in site.text("404.html")
    assert "404" not in site.text("sitemap.xml")
