from __future__ import annotations

import re

import pytest

from support.pictures import picture
from support.sites import CONFIG, MakeSite

FIGURE = '<figure id="fig-{name}"><img src="/content/a.png" alt="A"></figure>\n'
PAGES = {
    "content/guide/index.md": f"# Guide\n\n{FIGURE.format(name='guide')}",
    "content/guide/b.md": f"---\nweight: 2\n---\n# B\n\n{FIGURE.format(name='b')}",
    "content/guide/a.md": f"---\nweight: 3\n---\n# A\n\n{FIGURE.format(name='a')}",
    "content/projects/knee.md": f"# Knee\n\n{FIGURE.format(name='knee')}",
    "content/projects/hip.md": f"# Hip\n\n{FIGURE.format(name='hip')}",
    "content/top.md": f"# Top\n\n{FIGURE.format(name='top')}",
}


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        ("page", {"guide": 1, "b": 1, "a": 1, "knee": 1, "hip": 1, "top": 1}),
        ("section", {"guide": 1, "b": 2, "a": 3, "hip": 1, "knee": 2, "top": 1}),
        ("collection", {"guide": 1, "b": 1, "a": 1, "hip": 1, "knee": 2, "top": 1}),
    ],
)
def test_numbers_run_through(make_site: MakeSite, by: str, wanted: dict[str, int]) -> None:
    files = {**PAGES, "content/a.png": picture()}
    site = make_site(files, f'{CONFIG}\n[numbering]\nby = "{by}"\n')
    site.build_well()
    found = {}
    for page in site.pages():
        text = site.text(page)
        for name, number in re.findall(r'<figure id="fig-(\w+)">.*?Figure\xa0(\d+)', text):
            found[name] = int(number)
    assert found == wanted


def test_links_back_can_be_turned_off(make_site: MakeSite) -> None:
    files = {
        "content/a.md": f"# A\n\n{FIGURE.format(name='a')}",
        "content/b.md": "# B\n\nSee @fig-a.\n",
        "content/a.png": picture(),
    }
    site = make_site(files, CONFIG)
    site.build_well()
    assert 'Referred to from: <a href="/b/">B</a>' in site.text("a/index.html")
    off = make_site(files, f"{CONFIG}\n[numbering]\nbacklinks = false\n")
    off.build_well()
    assert "Referred" not in off.text("a/index.html")


def test_a_list_of_the_figures_of_a_section(make_site: MakeSite) -> None:
    figures = "::: {.list-of-figures scope=section}\n:::\n"
    files = {
        **PAGES,
        "content/guide-not.md": f"# Not\n\n{FIGURE.format(name='not')}",
        "content/guide/deep/c.md": f"# C\n\n{FIGURE.format(name='c')}",
        "content/guide/list.md": f"# List\n\n{figures}",
        "content/list.md": f"# List of all\n\n{figures}",
        "content/a.png": picture(),
    }
    site = make_site(files, CONFIG)
    site.build_well()
    here, top = (
        sorted(re.findall(r'cross-reference" href="[^"]*#fig-(\w+)"', site.text(page)))
        for page in ("guide/list/index.html", "list/index.html")
    )
    assert here == ["a", "b", "c", "guide"]
    assert top == ["a", "b", "c", "guide", "hip", "knee", "not", "top"]
