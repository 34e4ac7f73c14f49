"""An edit of a bibliography renders the pages that show the entry, and no others."""

from __future__ import annotations

import pytest

from support.sites import CONFIG, MakeSite, SiteFolder

#: Ada writes everything, so each of these pages links to her.
WORKS = [
    f"@article{{w{n}, title={{On {name}}}, author={{Ada One and {coauthor}}}, journal={{Acta}}, "
    f"year={2010 + n}, keywords={{topic {name}}}}}\n"
    for n, (name, coauthor) in enumerate(
        [("knees", "Bo Two"), ("hips", "Cy Three"), ("hands", "Bo Two"), ("feet", "Cy Three")]
    )
]
FILES = {
    "publications.bib": "".join(WORKS),
    "content/index.md": "# Home\n",
    "content/publications/index.md": "# Publications\n",
    "content/people/index.md": "# People\n",
    "content/people/ada.md": "---\nname: Ada One\n---\n",
    "content/people/bo.md": "---\nname: Bo Two\n---\n",
    "content/people/cy.md": "---\nname: Cy Three\n---\n",
    "content/projects/index.md": "# Projects\n",
    "content/projects/atlas.md": "---\ntitle: Atlas\npublications: [w0]\n---\n",
    "content/projects/brace.md": "---\ntitle: Brace\npublications: [w1, w2]\n---\n",
    "content/news/a.md": "---\ntitle: News\ndate: 2026-01-02\n---\n",
    "templates/home.html": (
        "{% for e in collection('publications')[:2] %}{{ e.title }} {% endfor %}"
    ),
}


@pytest.fixture
def lab(make_site: MakeSite) -> SiteFolder:
    """A lab that has been built, whose home page shows the two newest publications."""
    site = make_site(
        FILES, CONFIG + "[sharing]\ncards = false\n[collections.people]\nfeed = true\n"
    )
    site.build_well()
    return site


def edit(site: SiteFolder, old: str, new: str) -> set[str]:
    """Build after an edit of the bibliography; return the outputs that were rendered or made."""
    path = site.root / "publications.bib"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = site.build_well()
    rendered = {output for output, _, reason in result.reasons if reason}
    assert result.rendered == len(rendered)
    return rendered | set(result.changed)


def citations(stem: str) -> set[str]:
    return {f"{stem}.{suffix}" for suffix in ("bib", "ris", "json")}


def test_a_title(lab: SiteFolder) -> None:
    """The home page shows newer ones; nobody else's page changes because they wrote with Ada."""
    assert edit(lab, "On knees", "About knees") == {
        "feed.xml",
        "feed.json",
        *citations("publications"),
        "publications/index.html",
        "publications/w0/index.html",
        *citations("publications/w0/cite"),
        "people/ada/index.html",
        "people/ada/feed.xml",
        "people/ada/feed.json",
        *citations("people/ada/publications"),
        "people/bo/index.html",
        "people/bo/feed.xml",
        "people/bo/feed.json",
        *citations("people/bo/publications"),
        "projects/atlas/index.html",
        *citations("projects/atlas/publications"),
    }


def test_a_title_on_the_home_page(lab: SiteFolder) -> None:
    assert {each for each in edit(lab, "On feet", "About feet") if each.endswith(".html")} == {
        "index.html",
        "publications/index.html",
        "publications/w3/index.html",
        "people/ada/index.html",
        "people/cy/index.html",
    }


def test_what_nobody_sees(lab: SiteFolder) -> None:
    """Lines more above an entry, comments and fields of reference managers change no page."""
    first = "@article{w0, "
    assert edit(lab, first, f"% a note\n\n{first}") == set()
    assert edit(lab, first, f"{first}timestamp={{2026}}, file={{C:/a.pdf}},\n") == set()


def test_a_new_entry(lab: SiteFolder) -> None:
    """It stands between two others, whose `page.next` and `page.previous` it now is."""
    new = WORKS[1].replace("w1", "new").replace("hips", "arms").replace("2011", "2012, month=jun")
    rendered = edit(lab, WORKS[0], new + WORKS[0])
    assert {each for each in rendered if each.endswith(".html")} == {
        "index.html",
        "publications/index.html",
        "publications/new/index.html",
        "publications/w2/index.html",
        "publications/w3/index.html",
        "people/ada/index.html",
        "people/cy/index.html",
    }
