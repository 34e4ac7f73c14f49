"""People have names, links and groups, and are found by what others call them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from sitegen.model import EntryLink, GroupIndex, Name, PartialDate, Work
from support.assembling import assemble
from support.parsing import parse
from support.sites import CONFIG

if TYPE_CHECKING:
    from sitegen.model import Site

ADA, BOB = "content/people/ada.md", "content/people/bob.md"
NOW = datetime(2026, 3, 3, tzinfo=UTC)


def _site(
    pages: dict[str, str], *authors: Name, config: str = CONFIG, now: datetime = NOW
) -> tuple[Site, list[str]]:
    parsed = [
        parse(f"---\n{text}\n---\n", path=f"content/{name}.md") for name, text in pages.items()
    ]
    work = Work(
        key="atlas", type="article-journal", kind="article", title="Atlas", path="a.bib", line=1,
        column=1, names={"author": authors}, issued=PartialDate(year=2020),
    )  # fmt: skip
    works = [work] if authors else []
    site, problems = assemble(*parsed, works=works, config=config, now=now)
    return site, [str(problem) for problem in problems]


def test_a_person() -> None:
    text = """name: Prof. Ada Lovelace
orcid: https://orcid.org/0000-0002-1825-0097
links: {github: ada, email: ada@lab.example}
affiliation: A hospital
scholar_userid: qc6CJjYAAAAJ"""
    site, problems = _site({"people/ada": text})
    assert problems == []
    ada = site.entries[ADA]
    assert ada.title == "Prof. Ada Lovelace"
    assert ada.name == Name(given="Ada", family="Lovelace")
    assert ada.values["affiliations"] == [
        {"name": "A hospital", "department": "", "url": "", "ror": ""}
    ]
    assert (ada.values["email"], ada.values["honorific"]) == ("ada@lab.example", "Prof.")
    assert ada.links == (
        EntryLink(kind="orcid", url="https://orcid.org/0000-0002-1825-0097"),
        EntryLink(kind="github", url="https://github.com/ada"),
        EntryLink(kind="scholar", url="https://scholar.google.com/citations?user=qc6CJjYAAAAJ"),
    )


def test_aliases_are_names_or_paths() -> None:
    pages = {"people/ada": "name: Ada King\naliases: [Ada Byron, /team/ada/]"}
    site, problems = _site(pages, Name(given="Ada", family="Byron"))
    assert problems == []
    assert [author.person for author in site.entries["content/publications/atlas.md"].authors] == [
        ADA
    ]
    assert [redirect.target for redirect in site.redirects] == ["/people/ada/"]


def test_authors_of_a_bibliography() -> None:
    pages = {"people/ada": "name: Ada Lovelace", "people/bob": "name: Bob Byron"}
    site, problems = _site(
        pages, Name(given="A.", family="Lovelace"), Name(given="Ben", family="Byron")
    )
    assert site.related(ADA, "publications") == ("content/publications/atlas.md",)
    assert BOB not in site.relations
    (problem,) = problems
    assert problem.startswith("a.bib:1:1: warning[unmatched-author]: it is not clear whether 'Ben")


def test_authors_and_speakers_of_pages() -> None:
    pages = {
        "people/ada": "name: Ada Lovelace",
        "projects/knee": "title: Knee\nauthors: [Lovelace A.]\nleader: [ada, Grace Hopper]",
    }
    site, problems = _site(pages)
    assert problems == []
    knee = site.entries["content/projects/knee.md"]
    assert [author.person for author in knee.authors] == [ADA]
    assert [(each.name.full, each.person) for each in knee.persons["leader"]] == [
        ("Ada Lovelace", ADA),
        ("Grace Hopper", ""),
    ]


def test_groups() -> None:
    pages = {
        "people/ada": "name: Ada Lovelace\nrole: PI",
        "people/bob": "name: Bob Byron\nrole: Physicist\nstart: 2020",
        "people/cy": "name: Cy Adams\nrole: PI\nend: 2025",
    }
    site, _ = _site(pages)
    assert site.collections["people"].groups == (
        GroupIndex(name="heads", title="", entries=(ADA,)),
        GroupIndex(name="researchers", title="", entries=(BOB,)),
        GroupIndex(name="alumni", title="", entries=("content/people/cy.md",)),
    )
    config = f'{CONFIG}[collections.people]\ngroups = {{ Physics = ["physicist"], alumni = [] }}\n'
    site, problems = _site(pages, config=config)
    assert problems == []
    assert [(each.name, each.title) for each in site.collections["people"].groups] == [
        ("", "Physics"),
        ("heads", ""),
        ("alumni", ""),
    ]


def test_people_are_sorted_by_family_name() -> None:
    names = ("Ludwig van Beethoven", "Åsa Ek", "Ann Adams", "{given: Zoe, family: Zorn, sort: aa}")
    pages = {f"people/p{n}": f"name: {name}" for n, name in enumerate(names)}
    site, _ = _site(pages)
    assert [key[-4] for key in site.collections["people"].entries] == ["3", "2", "0", "1"]


@pytest.mark.parametrize(
    ("until", "shown"), [("2026-03-02", False), ("soon", False), ("2026-03-03", True)]
)
def test_a_photo_is_shown_until_the_consent_ends(until: str, shown: bool) -> None:  # noqa: FBT001
    _, problems = _site({"people/ada": f"name: Ada\nphoto: ada.jpg\nconsent_until: {until}"})
    told = [problem for problem in problems if "photo-consent" in problem]
    looked_for = [problem for problem in problems if "image-missing" in problem]
    assert (len(told), len(looked_for)) == ((0, 1) if shown else (1, 0))
    start = "content/people/ada.md:4:1: warning[photo-consent]: the photo may be shown until "
    assert all(problem.startswith(start + until) for problem in told)


def test_no_photo_needs_no_consent() -> None:
    assert _site({"people/ada": "name: Ada\nconsent_until: 2020"})[1] == []


def test_people_of_the_lab_website_template() -> None:
    people = {
        "people/ada": "name: Ada Byron\nrole: phd\ngroup: current\naliases: [A. Byron]",
        "people/bob": "name: Bob Bo\nrole: pi\ngroup: alumni\naffiliation: A school",
    }
    site, problems = _site(people)
    assert problems == []
    assert site.entries[ADA].values["role"] == "PhD student"
    groups = site.collections["people"].groups
    assert [(each.name, each.entries) for each in groups] == [
        ("phd_students", (ADA,)),
        ("alumni", (BOB,)),
    ]
