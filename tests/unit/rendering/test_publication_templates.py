"""The theme shows publications whatever their keys are, and those that lack nearly everything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from support.sites import CONFIG

if TYPE_CHECKING:
    from support.sites import MakeSite

BIB = """
@misc{a  b, title = {First}, author = {Ada Byron}, year = 2024}
@misc{_main, title = {Second}, author = {Ada Byron}, year = 2023}
@misc{nothing, year = 2022}
"""


def test_a_site_that_turns_people_off(make_site: MakeSite) -> None:
    off = "[collections.{}]\nenabled = false\n"
    for name in ("people", "projects", "publications"):
        site = make_site(
            {
                "publications.bib": BIB.partition("@misc{nothing")[0],
                "content/people/a.md": "---\ntitle: Ada Byron\n---\n",
                "content/projects/a.md": "---\ntitle: Knees\n---\n",
                "content/publications/a.md": "---\ntitle: Study\n---\n",
            },
            f"{CONFIG}[sharing]\ncards = false\n{off.format(name)}",
        )
        site.build_well()
        assert '<a href="/people/a/"' in site.text("people/index.html")
        assert "Study" in site.text("publications/index.html")


def test_keys_are_ids_of_elements(make_site: MakeSite) -> None:
    site = make_site(
        {"publications.bib": BIB, "content/people/ada b.md": "---\nname: Ada Byron\n---\n"},
        CONFIG + "[sharing]\ncards = false\n",
    )
    site.build()
    assert set(site.codes()) == {"missing-bib-field"}
    page = site.text("publications/index.html")
    assert re.findall(r"<h3 id=([\w-]*)><a [^>]*>([^<]*)", page) == [
        ("a-b", "First"),
        ("entry_main", "Second"),
        ("nothing", "Nothing"),
    ]
    assert page.count('<a href="/people/ada-b/">Ada Byron</a>') == 2
    assert '<option value="ada-b" data-url="/people/ada-b/">Ada Byron</option>' in page
    assert '<h1 id="nothing">Nothing</h1>' in site.text("publications/nothing/index.html")


COUNTS = """["10.1000/knee"]
count = {count}
source = "OpenAlex"
date = 2026-03-02
"""


def test_citation_counts_have_their_source_and_date(make_site: MakeSite) -> None:
    bib = "@misc{a, title = {First}, author = {Ada Byron}, year = 2024, doi = {10.1000/Knee}}\n"
    bib += "@misc{b, title = {Second}, author = {Ada Byron}, year = 2023}\n"
    files = {"publications.bib": bib, "data/citation-counts.toml": COUNTS.format(count=12)}
    site = make_site(files, CONFIG + "[sharing]\ncards = false\n")
    site.build_well()
    page = site.text("publications/a/index.html")
    shown = '12 citations (OpenAlex, <time datetime="2026-03-02">2 March 2026</time>)'
    assert shown in page
    listed = site.text("publications/index.html")
    assert "2024 · 12 citations<p>" in listed
    assert listed.count("Citations counted by OpenAlex, 2 March 2026") == 1
    other = site.text("publications/b/index.html")
    assert "citation" not in other.partition("<main")[2].partition("</header>")[0]

    site.write({"data/citation-counts.toml": COUNTS.format(count=1)})
    built = site.build_well()
    assert "1 citation (OpenAlex" in site.text("publications/a/index.html")
    assert "· 1 citation<p>" in site.text("publications/index.html")
    rendered = {output for output, _, reason in built.reasons if reason}
    assert "publications/a/index.html" in rendered
    assert "publications/b/index.html" not in rendered
