"""Lists in a text get the entries that they ask for, by the types of the fields."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import msgspec
import pytest

from sitegen.graph.collections.collected import Collected
from sitegen.graph.collections.entry_selection import EntrySelector
from sitegen.model import CollectionReference, Listing, Name, PartialDate, Site, Word, Work
from support.assembling import assemble
from support.parsing import parse
from support.sites import CONFIG, MakeSite

WORKS = (
    Work(
        key="knee24",
        type="article-journal",
        kind="article",
        title="Knees",
        names={"author": (Name(family="Hopper", given="Grace"),)},
        issued=PartialDate(year=2024, month=3),
        fields={"selected": "yes"},
        keywords=("MRI", "Cartilage"),
    ),
    Work(
        key="cells",
        type="article",
        kind="misc",
        title="Cells",
        names={"author": (Name(family="Hopper", given="Grace"),)},
        issued=PartialDate(year=2023),
    ),
    Work(key="hip", type="book", kind="book", title="Hips", issued=PartialDate(year=2022)),
)
PAGES = {
    "people/ada": "name: Ada Lovelace\nrole: Professor\nstart: 2020\ntags: [CT]",
    "people/grace": "name: Grace Hopper\nrole: PhD student\nend: 2024-05",
    "people/mary": "name: Mary Sherman\nstart: 2021-02-03\ninterests: [joints, tools]",
    "projects/knee": "title: Knee atlas\npeople: grace\npublications: hip\nleader: Ada Lovelace",
    "talks/one": "start: 2026-12-01",
    "talks/two": "start: 2026-11-20",
    "talks/three": "start: 2026-01-01",
}
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def listing(block: str) -> tuple[Listing, Site, list[str]]:
    texts = {name: f"---\n{text}\n---\nText.\n" for name, text in PAGES.items()}
    texts["lists"] = f"# Lists\n\n```{{collection}} {block}\n```\n"
    pages = [parse(text, path=f"content/{name}.md") for name, text in texts.items()]
    site, problems = assemble(*pages, works=WORKS, config=CONFIG, now=NOW)
    (found,) = site.pages["content/lists.md"].resolved
    assert isinstance(found, Listing)
    return found, site, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("block", "ids"),
    [
        ("publications", "knee24 cells hip"),
        ("publications\n:where: selected = true", "knee24"),
        ("publications\n:where: selected = false", "cells hip"),
        ("publications\n:where: projects = knee", "hip"),
        ("publications\n:where: projects = Knee atlas", "hip"),
        ("publications\n:where: people = content/people/grace.md", "knee24 cells"),
        ("publications\n:where: authors = grace hopper", "knee24 cells"),
        ("publications\n:where: authors = grace", "knee24 cells"),
        ("publications\n:where: type = book | article", "cells hip"),
        ("publications\n:where: keywords = cartilage", "knee24"),
        ("publications\n:where: year != 2024", "cells hip"),
        ("publications\n:where: date = 2024", "knee24"),
        ("publications\n:where: year = 2022 | 2024\n:where: id != hip", "knee24"),
        ("publications\n:sort: title", "cells hip knee24"),
        ("publications\n:sort: title\n:limit: 1", "cells"),
        ('people\n:where: role = "PhD student", period = past', "grace"),
        ("people\n:where: role = phd  student", "grace"),
        ("people\n:where: projects = knee", "grace ada"),
        ("people\n:where: projects != knee", "mary"),
        ("people\n:where: start = 2021", "mary"),
        ("people\n:where: start = 2021-02-0\n:empty: x", ""),
        ("people\n:where: interests = tools", "mary"),
        ("people\n:where: tags = ct", "ada"),
        ("projects\n:where: leader = ada", "knee"),
        ("talks\n:where: period = upcoming\n:sort: start", "two one"),
    ],
)
def test_conditions(block: str, ids: str) -> None:
    found, site, problems = listing(block)
    assert problems == []
    assert " ".join(site.entries[key].id for key in found.entries) == ids


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (
            "people\n:where: role = Profesor",
            "4:16: warning[no-entries]: no entry of people has role = Profesor; did you mean",
        ),
        ("theses", "3:17: warning[no-entries]: theses has no entries; add some to content/theses"),
    ],
)
def test_nothing_is_found(block: str, told: str) -> None:
    found, _, problems = listing(block)
    assert found.entries == ()
    assert len(problems) == 1
    assert problems[0].startswith(f"content/lists.md:{told}")


def test_a_version_is_not_listed_beside_its_work() -> None:
    _, site, _ = listing("publications")
    cells, hip = (site.entries[f"content/publications/{name}.md"] for name in ("cells", "hip"))
    entries = {**site.entries, cells.key: msgspec.structs.replace(cells, version_of=hip.key)}
    collected = Collected(entries, site.relations, site.collections)
    selector = EntrySelector(site.config.all_collections, collected, {}, "en")
    name = Word(text="publications", line=0, column=17)
    wanted = CollectionReference(target="publications", line=3, name=name, limit=2)
    found, problems = selector.select(wanted, "content/lists.md")
    assert problems == []
    assert found == ("content/publications/knee24.md", hip.key)


def test_people_are_asked_for_by_what_their_roles_mean(make_site: MakeSite) -> None:
    lists = (
        "```{collection} people\n:where: group = phd_students | Divers\n:style: compact\n```\n\n"
        "## All\n\n```{collection} people\n:group_by: group\n:style: compact\n```\n"
    )
    site = make_site(
        {
            "content/a.md": f"# A\n\n{lists}",
            "content/people/ada.md": "---\nname: Ada Lovelace\nrole: PI\n---\n",
            "content/people/bo.md": "---\nname: Bo Lind\nrole: Doktorandin\n---\n",
            "content/people/cy.md": "---\nname: Cy Dow\nrole: PhD student\nend: 2020\n---\n",
            "content/people/di.md": "---\nname: Di Ver\ngroup: Divers\n---\n",
        }
    )
    site.build_well()
    asked, _, grouped = site.text("a/index.html").partition("All</h2>")
    assert re.findall(r"(?:Ada|Bo|Cy|Di) \w+(?=</a>)", asked) == ["Bo Lind", "Di Ver"]
    assert re.findall(r'entry-list-title">([^<]+)|((?:Ada|Bo|Cy|Di) \w+)(?=</a>)', grouped) == [
        ("Principal investigator", ""), ("", "Ada Lovelace"), ("PhD students", ""),
        ("", "Bo Lind"), ("Divers", ""), ("", "Di Ver"), ("Alumni", ""), ("", "Cy Dow"),
    ]  # fmt: skip
    site.write({"content/people/bo.md": "---\nname: Bo Lind\nrole: Postdoc\n---\n"})
    site.build_well()
    asked, _, grouped = site.text("a/index.html").partition("All</h2>")
    assert "Bo Lind" not in asked
    assert 'entry-list-title">Postdoc' in grouped


def test_a_group_that_nobody_is_in(make_site: MakeSite) -> None:
    text = "# A\n\n```{collection} people\n:where: group = phd_student\n```\n"
    person = "---\nname: Bo Lind\nrole: PhD student\n---\n"
    site = make_site({"content/a.md": text, "content/people/bo.md": person})
    (problem,) = site.build().diagnostics
    assert str(problem).endswith("has group = phd_student; did you mean 'phd_students'?")
