"""Entries of collections are read by their types, related both ways, and put in order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from sitegen.config import parse_config
from sitegen.graph.collections.entry_images import entry_image
from sitegen.graph.collections.work_pages import date_of_work, put_work_pages
from sitegen.graph.file_index import index_files
from sitegen.graph.outline import LONG_AGO
from sitegen.model import (
    Author,
    CitationCount,
    EntryLink,
    Kind,
    Name,
    PartialDate,
    Precision,
    Work,
    WorkLink,
)
from support.assembling import assemble
from support.parsing import parse
from support.sites import CONFIG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.model import Entry, Site
    from support.sites import MakeSite

INSTRUMENTS = f"""{CONFIG}
[collections.instruments]
folder = "instruments"
sort = "-since"
required = ["room"]
[collections.instruments.fields]
room = "text"
since = "date"
keeper = "ref people"
kind = "choice optical | magnetic"
tools = "list of text"
size = "number"
works = "boolean"
site = "url"
shop = "link"
"""


def site_of(
    pages: dict[str, str], config: str = CONFIG, now: datetime = LONG_AGO, **more: Any
) -> tuple[Site, list[str]]:
    parsed = [
        parse(f"---\n{text}\n---\nText.\n", path=f"content/{name}.md")
        for name, text in pages.items()
    ]
    site, problems = assemble(*parsed, config=config, now=now, **more)
    return site, [str(problem) for problem in problems]


def entry(site: Site, key: str) -> Entry:
    return site.entries[key]


def related(site: Site, key: str) -> Mapping[str, tuple[str, ...]]:
    return site.relations[key].related


def test_fields_are_read_by_their_types() -> None:
    text = "room: 12\nsince: 2021-04\nkind: Optical\ntools: a, b\nsize: 2.5\nworks: true"
    site, problems = site_of({"instruments/scope": text}, INSTRUMENTS)
    assert problems == []
    scope = entry(site, "content/instruments/scope.md")
    assert scope.values == {
        "room": "12",
        "kind": "optical",
        "tools": ["a", "b"],
        "size": 2.5,
        "works": True,
    }
    assert scope.dates["since"].precision is Precision.MONTH
    assert site.collections["instruments"].entries == (scope.key,)
    assert site.collections["instruments"].url == "/instruments/"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("size: big", "error[wrong-value]: 'size': 'big' is not a number"),
        ("works: maybe", "error[wrong-value]: 'works': 'maybe' must be true or false"),
        ("works: {a: b}", "error[wrong-value]: 'works': '{'a': 'b'}' must be true or false"),
        ("since: soon", "error[wrong-value]: 'since': 'soon' is not a date"),
        ("kind: optica", "there is no choice 'optica'; did you mean 'optical'?"),
        ("site: example.org", "'example.org' is not a web address; write 'https://example.org'"),
        ("site: 'javascript:alert(1)'", "'javascript:alert(1)' is not a web address"),
        ("shop: //example.org/", "error[unsafe-url]: 'shop': the address '//example.org/' has no"),
        ("shop: 'data:text/html,x'", "error[unsafe-url]: 'shop': the address 'data:text/html,x'"),
        ("tool: x", "warning[unknown-field]: 'tool' is not a field of instruments; did you mean"),
        ("keeper: adda", "error[unknown-entry]: 'keeper': there is no 'adda' in people; did you"),
        ("keeper: [ada, ada]", "error[wrong-value]: 'keeper': must be one ref people, not 2"),
        ("kind: [optical]", "error[wrong-value]: 'kind': must be one choice"),
    ],
)
def test_a_mistake_is_told_at_its_field(written: str, told: str) -> None:
    pages = {"instruments/scope": f"room: 1\n{written}", "people/ada": "name: Ada Lovelace"}
    site, problems = site_of(pages, INSTRUMENTS)
    assert len(problems) == 1
    assert problems[0].startswith("content/instruments/scope.md:3:1: ")
    assert told in problems[0]
    assert entry(site, "content/instruments/scope.md").values["room"] == "1"


@pytest.mark.parametrize("written", ["", "\nroom:", '\nroom: ""', "\nroom: []"])
def test_what_is_required_and_missing(written: str) -> None:
    _, problems = site_of({"instruments/scope": f"title: Scope{written}"}, INSTRUMENTS)
    problems = [each for each in problems if "wrong-value" not in each]
    assert problems == [
        (
            "content/instruments/scope.md:1:1: error[missing-field]: 'room' is missing: "
            "instruments need it; add it"
        )
    ]


def test_relations_are_seen_from_both_sides() -> None:
    site, problems = site_of(
        {
            "people/ada": "name: Ada Lovelace\nprojects: [knee]",
            "people/grace": "name: Grace Hopper",
            "projects/knee": "title: Knee\nleader: Grace Hopper, Somebody Else\nstart: 2020",
            "instruments/scope": "room: 1\nkeeper: Grace Hopper",
        },
        INSTRUMENTS,
    )
    assert problems == []
    ada, grace = "content/people/ada.md", "content/people/grace.md"
    knee = entry(site, "content/projects/knee.md")
    assert related(site, knee.key) == {"people": (grace, ada)}  # by family name
    assert [author.person for author in knee.persons["leader"]] == [grace, ""]
    assert related(site, ada) == {"projects": (knee.key,)}
    assert entry(site, ada).refs == {"projects": (knee.key,)}
    assert related(site, grace)["instruments"] == ("content/instruments/scope.md",)
    assert entry(site, grace).title == "Grace Hopper"


def test_entries_that_name_each_other_or_themselves() -> None:
    pages = {
        "projects/a": "title: A\nprojects: [b, a]",
        "projects/b": "title: B\nprojects: [a]",
    }
    site, problems = site_of(pages)
    assert problems == []
    assert related(site, "content/projects/a.md") == {"projects": ("content/projects/b.md",)}
    assert related(site, "content/projects/b.md") == {"projects": ("content/projects/a.md",)}


def test_the_order_of_a_collection() -> None:
    pages = {
        "instruments/a": "room: 1\nsince: 2019",
        "instruments/b": "room: 1\nsince: 2021",
        "instruments/c": "room: 1",
        "instruments/d": "room: 1\nweight: 1",
    }
    site, _ = site_of(pages, INSTRUMENTS)
    names = [key.rpartition("/")[2] for key in site.collections["instruments"].entries]
    assert names == ["d.md", "b.md", "a.md", "c.md"]
    listed = site.pages["content/instruments/index.md"].pages
    assert listed == site.collections["instruments"].entries


def test_courses_are_in_the_order_of_their_terms() -> None:
    pages = {
        "teaching/a": "semester: Fall\nyear: 2025",
        "teaching/b": "term: Spring 2026",
        "teaching/c": "date: 2026-05-01",
        "teaching/d": "start: 2024-10",
        "teaching/e": "term: Sometimes",
    }
    site, problems = site_of(pages)
    assert problems == []
    names = [key.rpartition("/")[2] for key in site.collections["teaching"].entries]
    assert names == ["c.md", "b.md", "a.md", "d.md", "e.md"]
    assert site.entries["content/teaching/c.md"].period == ""


def test_a_preview_is_found_where_al_folio_has_it() -> None:
    files = [PurePosixPath("assets/img/publication_preview/knee.jpg")]
    index = index_files(files)
    assert entry_image(index, PurePosixPath("papers.bib"), "knee.jpg") == f"/{files[0]}"
    assert entry_image(index, PurePosixPath("papers.bib"), "hip.jpg") == "hip.jpg"


def test_what_ends_before_it_starts() -> None:
    _, problems = site_of({"projects/knee": "title: Knee\nstart: 2024\nend: 2021-02"})
    assert problems == [
        (
            "content/projects/knee.md:4:1: warning[end-before-start]: the end, 2021-02, is before "
            "the start, 2024; correct one of them"
        )
    ]


def test_a_list_without_an_index_has_a_title_in_the_language_of_the_site() -> None:
    config = CONFIG.replace("base_url", 'language = "de"\nbase_url')
    site, _ = site_of({"projects/knee": "title: Knie"}, config)
    assert site.pages["content/projects/index.md"].card.title == "Projekte"
    assert site.collections["projects"].title == "Projekte"


def test_two_entries_with_one_id() -> None:
    pages = {"people/ada": "name: Ada A", "people/old/ada": "name: Ada B", "people/x": "id: ada"}
    _, problems = site_of(pages)
    assert [each.partition(": error")[2][:20] for each in problems] == ["[duplicate-entry-id]"] * 2


def _rooms(count: int) -> dict[str, list[dict[str, Any]]]:
    row = {"fields": {"title": "Room"}, "line": 1, "column": 1, "places": {}}
    return {"data/rooms.yaml": [row | {"id": str(number)} for number in range(count)]}


@pytest.mark.parametrize(
    ("pages", "title"),
    [({"a": "title: A"}, "Rooms"), ({"lab/rooms/index": "title: Our rooms"}, "Our rooms")],
)
def test_rows_with_a_folder_have_a_list_page(pages: dict[str, str], title: str) -> None:
    config = f'{CONFIG}[collections.rooms]\ndata = "rooms.yaml"\nfolder = "lab/rooms"\n'
    files = [PurePosixPath("data/rooms.yaml")]
    site, problems = site_of(pages, config, rows=_rooms(12), files=files)
    assert problems == []
    page = site.pages["content/lab/rooms/index.md"]
    assert (page.card.kind, page.card.title, page.card.url) == (Kind.SECTION, title, "/lab/rooms/")
    assert "collection.html" in page.templates
    assert page.list_urls == ("/lab/rooms/",)
    index = site.collections["rooms"]
    assert (index.url, len(index.entries)) == ("/lab/rooms/", 12)
    site, _ = site_of(pages, config, files=files)
    lists = [key for key, page in site.pages.items() if "collection.html" in page.templates]
    assert lists == []


def test_the_id_of_nobody_is_no_name() -> None:
    pages = {
        "people/ada-king": "name: Ada King",
        "talks/t": "title: T\nstart: 2026\nspeaker: [ada, Plato, bo lee]",
    }
    site, problems = site_of(pages)
    (problem,) = problems
    assert problem.startswith("content/talks/t.md:4:1: error[unknown-entry]: 'speaker': ")
    assert problem.endswith("'ada' in people; did you mean 'ada-king'?")
    speakers = entry(site, "content/talks/t.md").persons["speaker"]
    assert [author.name.full for author in speakers] == ["Plato", "bo lee"]
    assert site_of({"talks/t": "title: T\nstart: 2026\nspeaker: plato"})[1] == []


@pytest.mark.parametrize(
    ("speaker", "people", "names"),
    [
        ("King, Ada", ["ada"], ["Ada King"]),
        ("Lee, Bo", [""], ["Bo Lee"]),
        ("ada, bo", ["ada", "bo"], ["Ada King", "Bo Berg"]),
        ("Ada King, Cy Lee", ["ada", ""], ["Ada King", "Cy Lee"]),
        ("King, Ada; Lee, Cy", ["ada", ""], ["Ada King", "Cy Lee"]),
    ],
)
def test_commas_belong_to_names(speaker: str, people: list[str], names: list[str]) -> None:
    pages = {
        "people/ada": "name: Ada King",
        "people/bo": "name: Bo Berg",
        "talks/t": f"title: T\nstart: 2026\nspeaker: {speaker}",
    }
    site, problems = site_of(pages)
    assert problems == []
    found = entry(site, "content/talks/t.md").persons["speaker"]
    assert [author.name.full for author in found] == names
    assert [PurePosixPath(author.person).stem for author in found] == people


def test_rows_stand_beside_the_pages_of_a_built_in_collection() -> None:
    config = f'{CONFIG}[collections.projects]\ndata = "rooms.yaml"\n'
    files = [PurePosixPath("data/rooms.yaml")]
    site, problems = site_of({"projects/a": "title: A"}, config, rows=_rooms(1), files=files)
    assert problems == []
    index = site.collections["projects"]
    assert index.entries == ("content/projects/a.md", "projects:0")
    assert index.url == "/projects/"


def test_lists_with_rows_are_not_split() -> None:
    config = f'{CONFIG}[collections.rooms]\ndata = "rooms.yaml"\nfolder = "rooms"\n'
    pages = {f"rooms/r{number}": f"title: R{number}" for number in range(11)}
    files = [PurePosixPath("data/rooms.yaml")]
    for rows, urls in ((_rooms(1), 1), ({}, 2)):
        site, _ = site_of(pages, config, rows=rows, files=files)
        assert len(site.pages["content/rooms/index.md"].list_urls) == urls


def test_entries_of_a_data_file() -> None:
    config = f'{CONFIG}[collections.rooms]\ndata = "rooms.yaml"\nfields = {{ floor = "number" }}\n'
    row = {
        "id": "hall",
        "line": 3,
        "column": 3,
        "fields": {"floor": "first", "title": "Hall", "description": "A **large** hall."},
        "places": {"floor": (4, 3)},
    }
    rows = {"data/rooms.yaml": [row]}
    files = [PurePosixPath("data/rooms.yaml")]
    site, problems = site_of({"index": "title: Lab"}, config, rows=rows, files=files)
    assert problems == ["data/rooms.yaml:4:3: error[wrong-value]: 'floor': 'first' is not a number"]
    assert site.entries["rooms:hall"].title == "Hall"
    assert site.entries["rooms:hall"].values == {"summary": "A large hall."}
    assert site.entries["rooms:hall"].url == ""
    assert site.collections["rooms"].key == ""


@pytest.mark.parametrize(
    ("written", "now", "period"),
    [
        ("start: 2026-03-02", datetime(2026, 3, 1, 23, 59, tzinfo=UTC), "upcoming"),
        ("start: 2026-03-02", datetime(2026, 3, 2, 23, 59, tzinfo=UTC), "current"),
        ("start: 2026-03-02", datetime(2026, 3, 3, tzinfo=UTC), "past"),
        ("start: 2026-03-02\nend: 2026-03", datetime(2026, 3, 31, tzinfo=UTC), "current"),
        ("start: 2026-03-02T10:00:00Z", datetime(2026, 3, 2, 10, tzinfo=UTC), "past"),
        ("date: 2026-03-02", datetime(2026, 3, 1, tzinfo=UTC), "upcoming"),
    ],
)
def test_the_period_of_an_event(written: str, now: datetime, period: str) -> None:
    site, problems = site_of({"events/talk": f"title: Talk\n{written}"}, now=now)
    assert problems == []
    assert entry(site, "content/events/talk.md").period == period


def test_a_member_who_has_left_is_past() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    pages = {"people/a": "name: A B\nend: 2025", "people/b": "name: B C\nstart: 2020"}
    site, _ = site_of(pages, now=now)
    periods = {each.id: each.period for each in site.entries.values()}
    assert periods == {"a": "past", "b": "current"}


WORK = Work(
    key="Knee2024",
    type="article-journal",
    kind="article",
    title="On <knees> and what becomes of them",
    names={"author": (Name(given="Ada", family="Lovelace"), Name(given="X", family="Y"))},
    issued=PartialDate(year=2024),
    variables={"abstract": "Short."},
    links=(WorkLink(kind="arxiv", url="https://arxiv.org/abs/1"),),
    fields={"projects": "knee", "selected": "true"},
    path="publications.bib",
    line=7,
    column=1,
)


def test_a_work_has_a_page_and_people_and_projects() -> None:
    pages = {"people/ada": "name: Ada Lovelace", "projects/knee": "title: Knee"}
    site, problems = site_of(pages, works=[WORK])
    assert problems == []
    key = "content/publications/knee2024.md"
    paper = entry(site, key)
    assert (paper.id, paper.title, paper.url) == ("Knee2024", WORK.title, "/publications/knee2024/")
    assert paper.authors == (
        Author(name=WORK.names["author"][0], person="content/people/ada.md"),
        Author(name=WORK.names["author"][1]),
    )
    assert paper.values["selected"] is True
    assert paper.links == (EntryLink(kind="arxiv", url="https://arxiv.org/abs/1"),)
    assert related(site, paper.key) == {
        "people": ("content/people/ada.md",),
        "projects": ("content/projects/knee.md",),
    }
    assert related(site, "content/projects/knee.md") == {"publications": (key,)}
    page = site.pages[key]
    assert (page.source, page.card.summary, page.card.date.written) == ("", "Short.", "2024")  # type: ignore[union-attr]
    assert site.pages["content/publications/index.md"].pages == (key,)


def test_a_page_for_a_work_adds_to_it_at_the_same_address() -> None:
    page = "award: Best paper\nselected: false\nlinks:\n  github: https://github.com/x"
    site, problems = site_of({"publications/knee2024": page}, works=[WORK])
    assert [each for each in problems if "unknown-entry" not in each] == []
    paper = entry(site, "content/publications/knee2024.md")
    assert paper.values["award"] == "Best paper"
    assert paper.values["selected"] is False
    assert [link.kind for link in paper.links] == ["arxiv", "github"]
    assert (paper.title, paper.url) == (WORK.title, "/publications/knee2024/")
    assert site.pages[paper.key].source == "content/publications/knee2024.md"


def test_a_bibliography_beside_a_page_is_of_its_publication() -> None:
    work = Work(
        key="kay2020knee", type="article", kind="article-journal", title="Knees",
        path="content/publications/knees/cite.bib", line=1, column=1,
        names={"author": (Name(given="Ada", family="Lovelace"),)},
        issued=PartialDate(year=2020), links=(WorkLink(kind="pdf", url="https://a.org/a.pdf"),),
    )  # fmt: skip
    pages = {
        "people/ada/_index": "title: Ada Lovelace",
        "projects/atlas/index": "title: Atlas\nauthors: [ada]\nexternal_link: https://atlas.org",
        "publications/knees/index": """title: Knees
authors: [ada]
publication: "*Acta*"
url_pdf: https://arxiv.org/b.pdf
url_video: ""
projects: [atlas]""",
    }
    site, problems = site_of(pages, works=[work])
    assert problems == []
    knees = entry(site, "content/publications/knees/index.md")
    assert (knees.id, knees.url) == ("kay2020knee", "/publications/knees/")
    assert knees.work is not None
    assert knees.work.key == work.key
    assert knees.links == (EntryLink(kind="pdf", url="https://arxiv.org/b.pdf"),)
    atlas = entry(site, "content/projects/atlas/index.md")
    assert [each.person for each in atlas.authors] == ["content/people/ada/_index.md"]
    assert atlas.values["website"] == "https://atlas.org"
    assert len(site.collections["publications"].entries) == 1


def test_citation_counts_are_of_works_with_that_doi() -> None:
    count = CitationCount(count=3, source="OpenAlex", date=date(2026, 3, 2))
    pages = {"publications/a": "title: A\ndoi: 10.1000/Knee", "publications/b": "title: B"}
    counts = {"data/citation-counts.toml": {"10.1000/knee": count, "10.1000/other": count}}
    site, problems = site_of(pages, counts=counts)
    assert problems == []
    assert entry(site, "content/publications/a.md").citations == count
    assert entry(site, "content/publications/b.md").citations is None


def test_a_publication_without_a_bibliography() -> None:
    text = """title: Knees
date: 2020-03
authors: [Ada Lovelace]
doi: 10.1000/knee
publication_types: [paper-conference]
publication: "Proceedings of *Knees*"
giscus_comments: true
"""
    site, problems = site_of({"publications/knees": text})
    assert problems == []
    work = entry(site, "content/publications/knees.md").work
    assert work is not None
    assert (work.type, work.issued) == ("paper-conference", PartialDate(year=2020, month=3))
    assert dict(work.variables) == {
        "DOI": "10.1000/knee",
        "container-title": "Proceedings of Knees",
    }


def test_what_a_work_names_wrongly_is_told_in_the_bibliography() -> None:
    _, problems = site_of({}, works=[WORK])
    assert problems == [
        (
            "publications.bib:7:1: error[unknown-entry]: 'projects': there is no 'knee' in "
            "projects; add one to projects"
        )
    ]


PREPRINT = Work(
    key="Knee2023",
    type="article",
    kind="misc",
    title=WORK.title,
    names=WORK.names,
    issued=PartialDate(year=2023),
    path="publications.bib",
    line=20,
    column=1,
)


def test_versions_of_one_work_know_each_other() -> None:
    pages = {"projects/knee": "title: Knee"}
    site, problems = site_of(pages, works=[PREPRINT, WORK])
    assert problems == []
    article, preprint = (f"content/publications/{name}.md" for name in ("knee2024", "knee2023"))
    assert (entry(site, article).versions, entry(site, article).version_of) == ((preprint,), "")
    assert (entry(site, preprint).versions, entry(site, preprint).version_of) == (
        (article,),
        article,
    )
    assert {article, preprint} <= site.pages.keys()


def test_a_page_may_say_that_two_works_differ() -> None:
    pages = {"projects/knee": "title: Knee", "publications/knee2023": "not_same_as: [Knee2024]"}
    site, _ = site_of(pages, works=[PREPRINT, WORK])
    assert all(each.versions == () for each in site.entries.values())


@pytest.mark.parametrize(
    ("issued", "written"),
    [
        (PartialDate(year=2024), "2024"),
        (PartialDate(year=2024, month=6), "2024-06"),
        (PartialDate(year=2024, month=6, day=31), "2024"),
        (PartialDate(year=2024, day=3), "2024"),
        (PartialDate(year=-400), None),
        (PartialDate(literal="in press"), None),
        (None, None),
    ],
)
def test_the_date_of_a_work(issued: PartialDate | None, written: str | None) -> None:
    date = date_of_work(issued, UTC)
    assert (date.written if date else None) == written


def test_the_time_zone_of_an_event() -> None:
    text = "start: 2026-12-01 14:00\nend: 2026-12-01 15:00-05:00\ntime_zone: Europe/Berlin"
    site, problems = site_of({"events/talk": text})
    assert problems == []
    dates = entry(site, "content/events/talk.md").dates
    assert dates["start"].moment == datetime(2026, 12, 1, 13, tzinfo=UTC)
    assert dates["end"].moment == datetime(2026, 12, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Berlin", "Europe", "../etc/passwd"])
def test_a_time_zone_that_does_not_exist(zone: str) -> None:
    site, problems = site_of({"events/talk": f"start: 2026-12-01 14:00\ntime_zone: {zone}"})
    message = f"'time_zone': there is no time zone '{zone}'; write one such as 'Europe/Berlin'"
    assert problems == [f"content/events/talk.md:3:1: error[wrong-value]: {message}"]
    start = entry(site, "content/events/talk.md").dates["start"]
    assert start.moment == datetime(2026, 12, 1, 14, tzinfo=UTC)


def test_a_collection_of_nothing() -> None:
    config = (
        f'{CONFIG}[collections.rooms]\nfolder = "rooms"\n[collections.labs]\ndata = "labs.yaml"\n'
        '[collections.sites]\ndata = "sites.txt"\n'
    )
    _, problems = site_of({"news/a": "title: A"}, config)
    told = [each.partition(" warning[no-effect]: ")[2].partition("; ")[0] for each in problems]
    assert told == [
        "'collections.rooms.folder': there are no pages in 'content/rooms'",
        "'collections.labs.data': there is no file 'data/labs.yaml'",
        "'collections.sites.data': 'data/sites.txt' is no data file",
    ]


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("index", "index-2"),
        ("_index", "_index-2"),
        ("readme", "readme-2"),
        ("../../etc/x", "etcx"),
        ("/", "page"),
        ("x.de", "x.de"),
    ],
)
def test_a_key_that_is_no_name_of_a_page(key: str, url: str) -> None:
    works = [msgspec.structs.replace(WORK, key=key, fields={})]
    site, problems = site_of({"publications/x": "title: X\ndoi: 10.1000/1"}, works=works)
    assert problems == []
    assert entry(site, f"content/publications/{url}.md").url == f"/publications/{url}/"


def test_a_key_that_is_longer_than_names_of_files() -> None:
    works = [msgspec.structs.replace(WORK, key="k" * 300 + end, fields={}) for end in "ab"]
    site, _ = site_of({}, works=works)
    names = [key.rpartition("/")[2] for key in site.entries]
    assert len(set(names)) == 2
    assert all(len(name) < 250 for name in names)


def test_a_publication_with_pages_in_its_folder() -> None:
    pages = {"publications/knee2024/index": "weight: 1", "publications/knee2024/more": "title: M"}
    site, problems = site_of(pages, works=[msgspec.structs.replace(WORK, fields={})])
    assert problems == []
    assert entry(site, "content/publications/knee2024/index.md").work


def test_a_page_with_a_low_line_holds_its_publication_back() -> None:
    hidden = ["content/publications/_a.md", "content/publications/_old/b.md", "content/_c.md"]
    works = [msgspec.structs.replace(WORK, key=key) for key in "abc"]
    collection = parse_config(CONFIG, "sitegen.toml").all_collections["publications"]
    made = put_work_pages((), works, collection, UTC, [PurePosixPath(each) for each in hidden])
    assert [str(page.path) for page in made.pages] == ["content/publications/c.md"]


def test_what_is_not_published_is_named_nowhere() -> None:
    pages = {
        "people/ada": "name: Ada Byron",
        "people/zoe": "name: Zoe Zed\ndraft: true",
        "people/eve": "name: Eve E\nid: e1\ndraft: true",
        "projects/knee": "title: Knee\nleader: zoe\npeople: [e1, ada]",
        "talks/t": "title: T\nstart: 2026\nspeaker: [zoe, Ada Byron, Zoe Zed]",
    }
    site, problems = site_of(pages, held=("content/people/zoe.md", "content/people/eve.md"))
    assert problems == [
        (
            "content/projects/knee.md:4:1: error[unknown-entry]: 'people': 'e1' is a draft; "
            "publish it, or take it out here"
        ),
        (
            "content/projects/knee.md:3:1: error[unknown-entry]: 'leader': 'zoe' is a draft; "
            "publish it, or take it out here"
        ),
        (
            "content/talks/t.md:4:1: error[unknown-entry]: 'speaker': 'zoe' is a draft; "
            "publish it, or take it out here"
        ),
    ]
    speakers = entry(site, "content/talks/t.md").persons["speaker"]
    assert [author.name.full for author in speakers] == ["Ada Byron", "Zoe Zed"]
    assert entry(site, "content/projects/knee.md").persons["leader"] == ()


def test_nothing_is_missing_in_a_page_that_cannot_be_read() -> None:
    _, problems = site_of({"events/a": 'title: "\\u0001"\nstart: 2026-03-02'})
    assert problems == []  # the page itself reports what is wrong


def test_the_fields_of_a_folder_with_other_pages_do_nothing(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/projects/atlas/index.md": "---\ntitle: Atlas\nstart: 2024\nend: 2025\n---\n",
            "content/projects/atlas/part.md": "---\ntitle: Part\nstart: 2024\n---\n",
            "content/projects/alone/index.md": "---\ntitle: Alone\nstart: 2024\n---\n",
            "content/projects/old/index.md": "---\ntitle: Old\n---\n",
            "content/projects/old/one.md": "---\ntitle: One\n---\n",
            "content/projects/index.md": "---\ntitle: All\nstart: 2024\n---\n",
        }
    )
    (problem,) = site.build().diagnostics
    assert str(problem) == (
        "content/projects/atlas/index.md:3:1: warning[no-effect]: 'start' and 1 more do nothing: "
        "the folder has other pages, so this page is a list of them, and no entry of projects; "
        "move the other pages out of the folder"
    )
