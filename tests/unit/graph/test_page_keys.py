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


@pytest.mark.parametrize("pair", itertools.combinations(NAMES, 2))
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
            f"content/news/{name}": "---\ntitle: News\nmenu: main\n---\n## Part\n\n![](a.png)\n",
            "content/news/a.markdown": f"[Up]({name}#part), [index](index.md), [b](../b.mdown)\n",
            "content/b.mdown": f"# B\n\n[News](news/{name})\n",
            "templates/page.html": (
                '{% extends "theme/page.html" %}{% block after_content %}'
                f"{{{{ section('news').title }}}} {{{{ url_for('news/{name}') }}}}"
                "{{ page.breadcrumbs | map(attribute='title') | join('/') }} {{ page.source }}"
                "{% endblock %}"
            ),
        },
        BASE,
    )
    site.write({"content/news/a.png": b""})
    (problem,) = [each for each in site.messages_of_build() if "image-alt" in each]
    assert problem.startswith(f"content/news/{name}:")
