"""Entries of the site's own publications lead to their pages, files and authors."""

from __future__ import annotations

import html
import re

from support.sites import CONFIG, MakeSite, SiteFolder

_OWN = """\
@article{doe2024, author = {Doe, Jane and Roe, Richard}, title = {Knees in motion}, year = 2024,
  journal = {Journal of Knees}, doi = {10.5555/knee}, pdf = {knee.pdf},
  code = {https://code.example.org/}, slides = {https://slides.example.org/}}
"""
_CITED = "@book{doe2020, author = {Doe, Jane}, title = {Ravens}, publisher = {Nest}, year = 2020}\n"
_FILES: dict[str, str | bytes] = {
    "publications.bib": _OWN,
    "references.bib": _CITED,
    "content/publications/index.md": "---\ntitle: Publications\n---\n",
    "content/people/jane-doe.md": "---\ntitle: Jane Doe\n---\n",
    "assets/pdf/knee.pdf": b"%PDF-1.4\n%%EOF\n",
}


def _entry(site: SiteFolder, key: str) -> str:
    found = re.search(rf'<li id="ref-{key}">.*?</li>', site.text("index.html"))
    assert found
    return found[0]


def test_a_publication(make_site: MakeSite) -> None:
    site = make_site({**_FILES, "content/index.md": "# Home\n\nThin [@doe2024; @doe2020].\n"})
    site.build_well()
    entry = _entry(site, "doe2024")
    assert '<a href="/people/jane-doe/">Doe, J.</a>, &amp; Roe, R.' in entry
    links = re.search(r'<span class="reference-links">(.*?)</span>', entry)
    assert links
    assert re.findall(r'href="([^"]*)">(\w+)<', links[1]) == [
        ("/publications/doe2024/", "Page"),
        ("/assets/pdf/knee.pdf", "PDF"),
        ("https://code.example.org/", "Code"),
    ]
    cited = _entry(site, "doe2020")
    assert "people/jane-doe" not in cited
    assert "reference-links" not in cited


def test_in_the_text_nothing_leads_to_authors(make_site: MakeSite) -> None:
    site = make_site({**_FILES, "content/index.md": "# Home\n\n@doe2024 says [@doe2024].\n"})
    site.build_well()
    text = re.search(r"<p>(.*?) says", site.text("index.html"))
    assert text
    assert "people/" not in text[1]


def test_a_work_of_the_page_with_the_same_key(make_site: MakeSite) -> None:
    other = "@book{doe2024, author = {Doe, John}, title = {Owls}, publisher = {Nest}, year = 2001}"
    page = "---\nbibliography: own.bib\n---\n# Home\n\nThin [@doe2024].\n"
    site = make_site({**_FILES, "content/index.md": page, "content/own.bib": other})
    site.build_well()
    entry = _entry(site, "doe2024")
    assert "Owls" in entry
    assert "publications/" not in entry


def test_words_are_those_of_the_page(make_site: MakeSite) -> None:
    page = "---\nlanguage: de\n---\n# Start\n\nDünn [@doe2024].\n"
    site = make_site({**_FILES, "content/index.md": page}, CONFIG)
    site.build_well()
    assert re.search(r"publications/doe2024/\">Seite</a>.*>Code</a>", _entry(site, "doe2024"))


def test_an_address_in_a_note_is_no_link_in_a_link(make_site: MakeSite) -> None:
    page = "---\ncsl: chicago-notes\n---\n# Home\n\nThin [@doe2024].\n"
    site = make_site({**_FILES, "content/index.md": page})
    site.build_well()
    note = re.search(r'<li id="cite-note-1">.*?</li>', site.text("index.html"))
    assert note
    assert "doi.org/10.5555/knee" in note[0]
    assert 'href="https://doi.org' not in note[0]


def test_two_hyphens_between_pages_are_a_dash(make_site: MakeSite) -> None:
    site = make_site({**_FILES, "content/index.md": "# Home\n\nThin [@doe2024, pp. 12--14].\n"})
    site.build_well()
    assert "2024, pp. 12–14</a>)" in site.text("index.html")


def test_a_cv_has_the_style_of_the_site(make_site: MakeSite) -> None:
    page = "---\ntitle: CV\ntemplate: cv\nperson: jane-doe\n---\n"
    config = f'{CONFIG}[research]\nstyle = "ieee"\n'
    site = make_site({**_FILES, "content/cv.md": page, "content/index.md": "# Home\n"}, config)
    site.build_well()
    found = re.search(r'<ol class="cv-works">\s*<li>(.*?)</li>', site.text("cv/index.html"))
    assert found
    assert found[1].startswith('<a href="/people/jane-doe/">J. Doe</a> and R. Roe, “Knees in')


def test_an_automatic_summary_names_works(make_site: MakeSite) -> None:
    page = "# Home\n\n@doe2024 [p. 7] found that knees are thin [@doe2020].\n"
    summary = "Doe & Roe (2024, p. 7) found that knees are thin."
    site = make_site({**_FILES, "content/index.md": page})
    site.build_well()
    assert f'content="{html.escape(summary)}"' in site.text("index.html")
    edited = page.replace("knees", "all knees")
    site.write({"content/index.md": edited})
    site.build_well()
    assert html.escape(summary.replace("knees", "all knees")) in site.text("index.html")


def test_in_notes_a_summary_has_no_marks(make_site: MakeSite) -> None:
    page = "---\ncsl: chicago-notes\n---\n# Home\n\n@doe2024 found it.\n"
    site = make_site({**_FILES, "content/index.md": page})
    site.build_well()
    assert 'content="Doe and Roe found it."' in site.text("index.html")


def test_nocite_in_a_cascade(make_site: MakeSite) -> None:
    files = {
        "content/index.md": "# Home\n",
        "content/a/index.md": '---\ntitle: A\ncascade:\n  nocite: "@doe2020"\n---\nText.\n',
        "content/a/b.md": "# B\n\nText.\n",
        "content/a/c.md": "---\nnocite: []\n---\n# C\n\nText.\n",
        "content/a/d.md": "# D\n\nThin [@doe2024].\n",
    }
    site = make_site({**_FILES, **files})
    site.build_well()
    listed = {
        name: re.findall(r'<li id="ref-(\w+)">', site.text(f"a/{name}/index.html"))
        for name in "bcd"
    }
    assert listed == {"b": ["doe2020"], "c": [], "d": ["doe2020", "doe2024"]}


def test_an_unknown_key_in_a_cascade_is_reported_once_where_it_stands(make_site: MakeSite) -> None:
    files = {
        "content/index.md": "# Home\n",
        "content/a/index.md": '---\ntitle: A\ncascade:\n  nocite: "@doe2021"\n---\nText.\n',
        "content/a/b.md": "# B\n\nText.\n",
        "content/a/c.md": '---\nnocite: "@doe2019"\n---\n# C\n\nText.\n',
        "content/a/d.md": "# D\n\nThin [@doe2024].\n",
    }
    site = make_site({**_FILES, **files})
    site.build()
    assert [each.partition(";")[0] for each in site.messages()] == [
        "content/a/c.md:2:1: error[unknown-citation]: no bibliography has the key 'doe2019'",
        "content/a/index.md:3:1: error[unknown-citation]: no bibliography has the key 'doe2021'",
    ]


def test_a_link_to_an_entry_of_another_page(make_site: MakeSite) -> None:
    page = "# Home\n\n[An entry](b.md#ref-doe2020).\n"
    site = make_site({**_FILES, "content/index.md": page, "content/b.md": "# B\n\n[@doe2020]\n"})
    site.build_well()
    assert 'href="/b/#ref-doe2020"' in site.text("index.html")
    site.write({"content/b.md": "# B\n\n[@doe2024]\n"})
    site.build()
    assert "missing-anchor" in site.codes()


_INNER = "Inner [@doe2020].[^x] Again [@doe2024].\n\n[^x]: Inner note [@doe2024].\n"
_TWICE = "{{< include _part.md >}}"


def _numbers(site: SiteFolder) -> list[str]:
    """Return the numbers of the marks of all notes of the home page, in the order of its text."""
    text = site.text("index.html")
    ids = re.findall(r' id="((?:cite|ref)[^"]*)"', text)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'href="#((?:cite|ref)[^"]*)"', text)) <= set(ids)
    return re.findall(r'role="doc-noteref">(\d+)</a>', text)


def test_an_included_text_with_notes_numbers_them_alone(make_site: MakeSite) -> None:
    page = (
        "---\ncsl: chicago-notes\n---\n# Home\n\nOuter [@doe2024].[^a]\n\n"
        f"{_TWICE}\n\nAfter [@doe2020].\n\n{_TWICE}\n\n[^a]: A note [@doe2020].\n"
    )
    site = make_site({**_FILES, "content/index.md": page, "content/_part.md": _INNER})
    site.build_well()
    assert _numbers(site) == ["1", "2", "1", "2", "3", "3", "1", "2", "3"]
    lists = re.findall(r'<div class="footnote".*?</div>', site.text("index.html"), re.DOTALL)
    assert [re.findall(r'<li id="([\w:-]*)"', each) for each in lists] == [
        ["cite-note-1-2", "fn:x", "cite-note-3"],
        ["cite-note-1-3", "fn:x-2", "cite-note-3-3"],
        ["cite-note-1", "fn:a", "cite-note-3-2"],
    ]


def test_an_included_text_without_notes_has_those_of_its_page(make_site: MakeSite) -> None:
    page = (
        "---\ncsl: chicago-notes\n---\n# Home\n\nOuter [@doe2024].[^a]\n\n"
        f"{_TWICE}\n\nAfter [@doe2020].\n\n{_TWICE}\n\n[^a]: A note.\n"
    )
    part = "Inner [@doe2020].\n"
    site = make_site({**_FILES, "content/index.md": page, "content/_part.md": part})
    site.build_well()
    assert _numbers(site) == ["1", "2", "3", "4", "5"]
    assert site.text("index.html").count('<div class="footnote"') == 1


def test_where_only_included_texts_cite_the_last_one_has_the_notes(make_site: MakeSite) -> None:
    page = f"---\ncsl: chicago-notes\n---\n# Home\n\n{_TWICE}\n\n{_TWICE}\n\nOuter.\n"
    part = "Inner [@doe2020].\n"
    site = make_site({**_FILES, "content/index.md": page, "content/_part.md": part})
    site.build_well()
    assert _numbers(site) == ["1", "2"]
    assert site.text("index.html").count('<div class="footnote"') == 1


def test_a_text_that_is_included_twice_has_two_citations(make_site: MakeSite) -> None:
    page = f"# Home\n\n{_TWICE}\n\n{_TWICE}\n"
    site = make_site({**_FILES, "content/index.md": page, "content/_part.md": "In [@doe2020].\n"})
    site.build_well()
    assert _numbers(site) == []
    assert re.findall(r'class="citation" id="([^"]*)"', site.text("index.html")) == [
        "cite-1",
        "cite-2",
    ]
