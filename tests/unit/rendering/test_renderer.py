# ruff: noqa: E501  # tables of cases and pages in one line are easier to compare
from __future__ import annotations

from collections.abc import Iterable

import pytest

from sitegen.diagnostics import did_you_mean
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


def test_what_was_meant_is_guessed_once_for_a_line(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guess looks at all addresses, and a line of a template fails on as many pages."""
    guessed: list[str] = []

    def guess(name: str, known: Iterable[str]) -> str:
        guessed.append(name)
        return did_you_mean(name, known)

    monkeypatch.setattr("sitegen.rendering.template_functions.did_you_mean", guess)
    pages = {f"content/p{number}.md": "x\n" for number in range(9)}
    call = "{{ url_for(page.title ~ '.mdx') }}"
    site = make_site({**pages, "templates/page.html": f"{{# a line #}}\n{call}"})
    site.build()
    (message,) = site.messages()
    assert message.startswith("templates/page.html:2:4: error[broken-link]: url_for: no page or")
    assert message.endswith("'P0.mdx' (while rendering content/p0.md); did you mean 'p0.md'?")
    assert guessed == ["P0.mdx"]


def test_answers_guess_nothing(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"content/a.md": "x\n", "content/b.md": "x\n"}
    site = make_site({**files, "templates/page.html": "{{ url_for('b.md') }}"})
    site.build_well()
    monkeypatch.setattr("sitegen.rendering.template_functions.did_you_mean", None)
    (site.root / "content/b.md").unlink()
    site.write({"templates/page.html": "gone"})
    site.build_well()
    assert site.text("a/index.html") == "gone"


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


def test_every_page_that_asks_is_rendered_again(make_site: MakeSite) -> None:
    """Also the second one that asks for an asset, a card or a tag."""
    text = "---\ntags: [mri]\n---\nx\n"
    calls = "{{ asset('css/x.css') }}{{ page.breadcrumbs[0].title }}{{ page.tags[0].count }}"
    site = make_site(
        {
            "content/index.md": "# Home\n",
            "content/a.md": text,
            "content/b.md": text,
            "assets/css/x.css": "p {}\n",
            "templates/page.html": calls,
        }
    )
    site.build_well()
    edits = {
        "assets/css/x.css": "a {}\n",
        "content/index.md": "# Start\n",
        "content/c.md": text,
    }
    for name, new in edits.items():
        before = [site.text(f"{page}/index.html") for page in "ab"]
        site.write({name: new})
        site.build_well()
        after = [site.text(f"{page}/index.html") for page in "ab"]
        assert before[0] == before[1] != after[0] == after[1]
    assert "Start2" not in site.text("a/index.html")
    assert site.text("a/index.html").endswith("Start3")
