"""Citations in whole sites: included texts, several pages, words of a theme, hostile entries."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from support.sites import MakeSite, SiteFolder

_REFERENCES = """\
@article{doe2024, author = {Doe, Jane}, title = {Knees}, journal = {J. Knees}, year = 2024}
@book{poe2020, author = {Poe, Ann}, title = {Ravens}, publisher = {Nest}, year = 2020}
@book{roe2023, author = {Roe, Sue}, title = {Herons}, publisher = {Nest}, year = 2023}
"""


def _ids(site: SiteFolder) -> set[str]:
    """Return the ids of the home page, each of which is there once."""
    html = site.text("index.html")
    ids = Counter(re.findall(r' id="([^"]*)"', html))
    assert [name for name, times in ids.items() if times > 1] == []
    return set(ids)


def test_works_of_included_texts_are_numbered_where_they_stand(make_site: MakeSite) -> None:
    site = make_site(
        {
            "references.bib": _REFERENCES,
            "content/index.md": "---\ncsl: ieee\n---\n# Home\n\nOne[^n] [@doe2024].\n\n"
            "{{< include _part.md >}}\n\nLast [@roe2023].\n\n[^n]: A note.\n",
            "content/_part.md": "Part [@poe2020].\n",
        }
    )
    site.build_well()
    assert re.findall(r">(\[\d\])</a>", site.text("index.html")) == ["[1]", "[2]", "[3]"]
    order = re.findall(r'<li id="ref-(\w+)"', site.text("index.html"))
    assert order == ["doe2024", "poe2020", "roe2023"]


def test_links_back_from_what_is_included_twice_lead_somewhere(make_site: MakeSite) -> None:
    site = make_site(
        {
            "references.bib": _REFERENCES,
            "content/index.md": "# Home\n\n" + "{{< include _part.md >}}\n\n" * 2,
            "content/_part.md": "Part [@poe2020].\n",
        }
    )
    site.build_well()
    html = site.text("index.html")
    backs = re.findall(r'class="reference-back" href="#([^"]*)"', html)
    assert backs == ["cite-1", "cite-2"]
    assert [html.count(f'id="{each}"') for each in backs] == [1, 1]
    assert html.index('id="ref-poe2020"') > html.rindex('id="cite-2"')  # at the end, and once


@pytest.mark.parametrize("word", ["Back {0}", "Back { x", "Back to {number}", "{number:>9000}"])
def test_words_of_a_theme_may_have_braces(word: str, make_site: MakeSite) -> None:
    site = make_site(
        {
            "references.bib": _REFERENCES,
            "content/index.md": "# Home\n\n[@doe2024]\n",
            "templates/strings/en.toml": f'[citations]\nback = "{word}"\n',
        }
    )
    site.build_well()
    assert f'aria-label="{word.replace("{number}", "1")}"' in site.text("index.html").replace(
        "&gt;", ">"
    )


def test_what_is_listed_has_a_heading_as_what_is_cited(make_site: MakeSite) -> None:
    head = '---\ntitle: Home\nnocite: "@poe2020"\n---\n'
    site = make_site({"references.bib": _REFERENCES, "content/index.md": head + "Text.\n"})
    site.build_well()
    assert '<h2 id="_references">References</h2><ol class="references-list' in site.text(
        "index.html"
    )
    site.write({"content/index.md": head + "Text [@doe2024].\n\n## Literature\n"})
    site.build_well()
    assert {"literature", "ref-doe2024", "ref-poe2020"} <= _ids(site)
    assert "_references" not in _ids(site)
    site.write({"content/index.md": head + "::: {#refs .wide}\n:::\n\nText.\n"})
    site.build_well()
    html = site.text("index.html")
    assert html.index("ref-poe2020") < html.index("<p>Text.")
    assert "_references" not in _ids(site)


def test_a_citation_of_very_many_works_is_one(make_site: MakeSite) -> None:
    entries = "".join(
        f"@book{{work{number}, author = {{A{number}, B}}, title = {{T}}, year = 2020}}\n"
        for number in range(600)
    )
    cites = "; ".join(f"@work{number}" for number in range(600))
    site = make_site({"references.bib": entries, "content/index.md": f"# Home\n\n[{cites}]\n"})
    site.build_well()
    assert "<p>(<a class=" in site.text("index.html")
    assert len([name for name in _ids(site) if name.startswith("ref-work")]) == 600


def test_a_note_has_no_link_within_its_link(make_site: MakeSite) -> None:
    entry = (
        "@book{poe, author = {Poe, Ann}, title = {Ravens}, year = 2020, publisher = {Nest},"
        " url = {https://ravens.example/a/}}\n"
    )
    text = "---\ntitle: Home\ncsl: chicago-notes\n---\nSee [@poe].\n"
    site = make_site({"references.bib": entry, "content/index.md": text})
    site.build_well()
    note, _, listed = (
        site.text("index.html").partition('<li id="cite-note-1">')[2].partition("</li>")
    )
    assert note.count("<a ") == 2  # to the entry, and back to the text
    assert "https://ravens.example/a/" in note
    assert '<a href="https://ravens.example/a/">' in listed
