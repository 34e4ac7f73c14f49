"""A long list is small: its filters say what they choose once, and its addresses are short."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.publications import write_entries

from sitegen.rendering.list_filters import bare, encode_places, url_from
from sitegen.research.bibtex_works import read_bibtex_works
from support.assembling import assemble
from support.parsing import parse
from support.rendering import render_page, theme_renderer

if TYPE_CHECKING:
    from support.sites import MakeSite

CONFIG = 'title = "Lab"\nbase_url = "https://lab.example.org/"\n[sharing]\ncards = false\n'


@pytest.mark.parametrize(
    ("places", "written"),
    [([], ""), ([0], ""), ([0, 1, 5, 16], ",,4,b"), ([36], "11"), ([9, 10, 1305], "a,,zz")],
)
def test_places_are_steps(places: list[int], written: str) -> None:
    assert encode_places(places) == written


@pytest.mark.parametrize(
    ("url", "page", "written"),
    [
        ("/publications/a1/", "/publications/", "a1/"),
        ("/lab/publications/a1/", "/lab/publications/", "a1/"),
        ("/people/ada/", "/publications/", "/people/ada/"),
        ("/publications/doi:1/", "/publications/", "/publications/doi:1/"),
        ("/publications/", "/publications/", "/publications/"),
        ("/publications//a.org/", "/publications/", "/publications//a.org/"),
        ("https://example.org/a/", "/", "https://example.org/a/"),
        ("", "/", ""),
    ],
)
def test_addresses_below_a_page(url: str, page: str, written: str) -> None:
    assert url_from(url, page) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("key1", "key1"),
        ("https://doi.org/10.1000/182", "https://doi.org/10.1000/182"),
        ("/a/", '"/a/"'),
        ("", '""'),
        ("a b", '"a b"'),
        ("é", '"é"'),
        ("a=b", '"a=b"'),
        ("x' onclick='y", '"x&#39; onclick=&#39;y"'),
        ('"><b>', '"&#34;&gt;&lt;b&gt;"'),
    ],
)
def test_attributes_with_and_without_quotes(value: str, written: str) -> None:
    assert bare(value) == written


def test_only_a_long_list_has_short_addresses(make_site: MakeSite) -> None:
    page = "---\ntitle: Publications\n---\n"
    site = make_site(
        {"publications.bib": write_entries(3), "content/publications/index.md": page}, CONFIG
    )
    site.build_well()
    shown = site.text("publications/index.html")
    assert '<h3 id=key0001><a href="/publications/key0001/">' in shown
    assert "#_cite" in shown


def test_every_filter_knows_its_entries(make_site: MakeSite) -> None:
    """Those of people without pages, too; what is a version of another entry is not in the list."""
    bib = """
@misc{c, title = {Third}, author = {Bo Byron}, year = 2022, keywords = {mri, Knee}}
@article{a, title = {One long title of two}, author = {Ada Byron}, year = 2024, keywords = {MRI}}
@misc{b, title = {One long title of two}, author = {Ada Byron}, year = 2023, eprint = {2301.00001}}
@article{d, title = {Fourth}, author = {Ada Byron}, year = 2021, keywords = {MRI}}
"""
    files = {
        "publications.bib": bib,
        "content/publications/index.md": "---\ntitle: Publications\n---\n",
        "content/people/ada.md": "---\nname: Ada Byron\n---\n",
        "data/people.csv": "name\nBo Byron\n",
        "content/projects/knee.md": "---\ntitle: Knee\npublications: [d, c]\n---\n",
    }
    config = f'{CONFIG}[collections.people]\ndata = "people.csv"\n'
    site = make_site(files, config)
    site.build()
    shown = site.text("publications/index.html")
    for option in (
        '<option value="article-journal" data-at=",2">',
        '<option value="document" data-at="2">',
        '<option value="ada" data-url="/people/ada/">',
        '<option value="Bo-Byron" data-at="2">',
        '<option value="knee" data-at="2,">',
        '<option data-at="2">Knee</option><option data-at=",,">MRI</option>',
    ):
        assert option in shown, option


def test_a_thousand_publications_are_300_kilobytes() -> None:
    """What is shown of them has 160. What is written for each entry counts a thousand times."""
    works, _ = read_bibtex_works(write_entries(1000), "publications.bib")
    texts = {f"people/{name}": f"name: {name} Berg" for name in "Bo Kai Lea Max Tom".split()}
    texts["publications/index"] = "title: Publications"
    parsed = [
        parse(f"---\n{text}\n---\n", path=f"content/{name}.md") for name, text in texts.items()
    ]
    site, _ = assemble(*parsed, works=works)
    page = render_page(theme_renderer(site), "content/publications/index.md").data
    assert page.count(b"<li><h3") == 1000
    assert 250_000 < len(page) <= 300_000
