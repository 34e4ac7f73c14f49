"""The index of a folder may have several names, and every page is found by each of them."""

from __future__ import annotations

import itertools

import pytest

from sitegen.graph.page_keys import find_keys
from support.sites import CONFIG, MakeSite

NAMES = ["index.md", "index.markdown", "_index.md", "README.md", "readme.mkd"]
BASE = CONFIG.replace(".org/", ".org/sub/")


def test_keys() -> None:
    paths = ["content/README.md", "content/a/_index.md", "content/a/b.markdown", "content/404.mkd"]
    assert dict(find_keys(paths).keys) == {
        "content/README.md": "content/index.md",
        "content/a/_index.md": "content/a/index.md",
        "content/404.mkd": "content/404.md",
    }
    assert find_keys(["content/index.md", "content/b/404.markdown"]).keys == {}


@pytest.mark.parametrize("pair", list(itertools.combinations(NAMES, 2)))
def test_the_first_of_two_is_the_index(pair: tuple[str, str]) -> None:
    for names in (pair, pair[::-1]):
        first, second = (f"content/a/{name}" for name in pair)
        assert find_keys(f"content/a/{name}" for name in names).beside == {second: first}


@pytest.mark.parametrize("name", NAMES)
def test_an_index_by_another_name(make_site: MakeSite, name: str) -> None:
    """It heads its section in lists, menus, breadcrumbs and templates, and links reach it."""
    site = make_site(
        {
            f"content/{name}": "---\ntitle: Home\n---\n[News](news/), [again](/news/)\n",
            f"content/news/{name}": "---\ntitle: News\nmenu: main\n---\n## Part\n",
            "content/news/a.markdown": f"[Up]({name}#part), [index](index.md), [b](../b.mdown)\n",
            "content/b.mdown": f"# B\n\n[News](news/{name})\n",
            "templates/page.html": (
                '{% extends "theme/page.html" %}{% block after_content %}'
                f"<i>{{{{ section('news').title }}}} {{{{ url_for('news/{name}') }}}} "
                "{{ page.breadcrumbs | map(attribute='title') | join('/') }} {{ page.source }}</i>"
                "{% endblock %}"
            ),
        },
        BASE,
    )
    site.build_well()
    assert site.pages() == {
        "404.html",
        "b/index.html",
        "index.html",
        "news/a/index.html",
        "news/index.html",
    }
    page = site.text("news/a/index.html")
    assert '<a href="/sub/news/#part">Up</a>, <a href="/sub/news/">index</a>' in page
    assert '<a href="/sub/b/">b</a>' in page
    assert "<i>News /sub/news/ Home/News content/news/a.markdown</i>" in page
    assert '<li><a href="/sub/news/" aria-current="true">News</a></li>' in page
    assert '<a href="/sub/news/">News</a>, <a href="/sub/news/">again</a>' in site.text(
        "index.html"
    )


def test_messages_name_the_file(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/_index.md": "[a](news/_index.md#nowhere), [b](news/_indx.md)\n",
            "content/news/_index.md": "---\nfeatured_image: y.png\n---\n# News\n",
        }
    )
    site.build()
    anchor, link, image = site.messages()
    assert anchor.endswith("there is no heading or id 'nowhere' in content/news/_index.md")
    assert link.startswith("content/_index.md:1:34: error[broken-link]: ")
    assert link.endswith("did you mean 'news/_index.md'?")
    assert image.startswith("content/news/_index.md:2:1: error[image-missing]: there is no file 'y")


def test_a_draft_index_by_another_name(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/index.md": "[News](news/_index.md)\n",
            "content/news/_index.md": "---\ndraft: true\n---\n",
        }
    )
    site.build()
    (message,) = site.messages()
    assert message.startswith(
        "content/index.md:1:8: error[draft-link]: 'news/_index.md' is a draft"
    )


def test_what_is_wrong_with_a_readme_that_is_left_out_is_not_said(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/index.md": "# Home\n",
            "content/README.md": "[gone](gone.md) <script>x</script>\n",
        }
    )
    assert site.build().ok
    assert site.codes() == ["readme-left-out"]
    assert "gone" not in site.all_text()


def test_a_readme_that_is_held_back_is_not_reported(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/index.md": "# Home\n",
            "content/README.md": "---\ndraft: true\n---\nHow to write.\n",
        }
    )
    site.build_well()
    assert "How to write" not in site.all_text()


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".mkd"])
def test_the_page_for_unknown_addresses(make_site: MakeSite, suffix: str) -> None:
    site = make_site({f"content/404{suffix}": "Nothing here.\n", "content/index.md": "# Home\n"})
    site.build_well()
    assert "Nothing here." in site.text("404.html")
    assert site.pages() == {"404.html", "index.html"}


def test_a_page_that_wants_to_be_the_home_page(make_site: MakeSite) -> None:
    about = "---\ntitle: Lab\npermalink: /\nmenu: main\n---\nSee [a](news/a.md).\n"
    files = {"content/pages/about.md": about, "content/news/a.md": "[home](../pages/about.md)\n"}
    site = make_site(files)
    site.build_well()
    assert site.pages() >= {"index.html", "news/a/index.html"}
    assert "pages/about/index.html" not in site.pages()
    assert '<a href="/news/a/">' in site.text("index.html")
    assert '<a href="/">home</a>' in site.text("news/a/index.html")
    # Its text alone is edited; then it gets company.
    site.write({"content/pages/about.md": about + "More.\n"})
    site.build_well()
    assert "More." in site.text("index.html")
    site.write({"content/index.md": "# Home\n"})
    site.build()
    assert site.messages()[0].startswith(
        "content/pages/about.md:3:1: error[duplicate-url]: '/' is also the address of content/index"
    )


def test_two_files_of_one_page(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "# A\n", "content/a.markdown": "# A\n"})
    site.build()
    (message,) = site.messages()
    assert message.startswith(
        "content/a.md:1:1: error[duplicate-url]: '/a/' is also the address of content/a.markdown"
    )


@pytest.mark.parametrize(
    ("paths", "keys", "beside"),
    [
        (["a/_index.md"], {"a/_index.md": "a/index.md"}, {}),
        (["a/README.md", "a/index.md"], {}, {"a/README.md": "a/index.md"}),
        (["a.md", "a/b.md"], {"a.md": "a/index.md"}, {}),
        (["a.markdown", "a/b/c.md"], {"a.markdown": "a/index.md"}, {}),
        (["a.md", "a/b.md", "a/b/c.md"], {"a.md": "a/index.md", "a/b.md": "a/b/index.md"}, {}),
        (["a.md", "a/index.md"], {}, {"a.md": "a/index.md"}),
        (["a.md", "a/README.md"], {"a.md": "a/index.md"}, {"a/README.md": "a.md"}),
        (["a.md", "ab/c.md"], {}, {}),
        (["a.md", "a.mkd", "a/b.md"], {"a.md": "a/index.md"}, {"a.mkd": "a.md"}),
    ],
)
def test_who_is_the_index(paths: list[str], keys: dict[str, str], beside: dict[str, str]) -> None:
    for order in (paths, paths[::-1]):
        found = find_keys(f"content/{path}" for path in order)
        assert found.keys == {f"content/{a}": f"content/{b}" for a, b in keys.items()}
        assert found.beside == {f"content/{a}": f"content/{b}" for a, b in beside.items()}
