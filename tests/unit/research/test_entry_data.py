"""Entries are described as schema.org, and Google for some of them, document it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from sitegen.content.dates import parse_date
from sitegen.model import Author, Entry, EntryLink, Name
from sitegen.research.entry_data import EntryFacts, Organisation, describe_entry
from sitegen.research.structured_data import LinkedPerson

URL = "https://lab.example.org/e/"
OWNER = Organisation("Lab", "https://lab.example.org/")
LAB = {"@type": "ResearchOrganization", "name": "Lab", "url": "https://lab.example.org/"}
ADA = Name(family="Lovelace", given="Ada")


def describe(collection: str, facts: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """Return a description without what all of them have."""
    dates = {name: parse_date(text, UTC) for name, text in fields.pop("dates", {}).items()}
    entry = Entry(
        key="k", id="e", collection=collection, title="E", url="/e/", dates=dates, **fields
    )
    found = describe_entry(entry, EntryFacts(URL, OWNER, **(facts or {})))
    same = {"@context": "https://schema.org", "@id": URL, "url": URL, "name": "E"}
    return {name: value for name, value in found.items() if same.get(name) != value}


def test_a_person_without_an_address() -> None:
    values = {"orcid": "0000-0002-1825-0097", "role": "PI", "email": "ada@lab.example.org"}
    links = (
        EntryLink(kind="github", url="https://github.com/ada"),
        EntryLink(kind="cv", url="/cv/"),
    )
    described = describe("people", values=values, links=links, name=ADA)
    assert described == {
        "@type": "Person",
        "name": "Ada Lovelace",
        "givenName": "Ada",
        "familyName": "Lovelace",
        "jobTitle": "PI",
        "identifier": "https://orcid.org/0000-0002-1825-0097",
        "sameAs": ["https://orcid.org/0000-0002-1825-0097", "https://github.com/ada"],
        "affiliation": [LAB],
    }
    gone = describe("people", values=values, name=ADA, period="past")
    assert gone.keys().isdisjoint({"jobTitle", "affiliation"})


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"place": "Room 1", "address": "Road 2", "online": "https://x.org/"},
            {
                "location": [
                    {"@type": "Place", "name": "Room 1", "address": "Road 2"},
                    {"@type": "VirtualLocation", "url": "https://x.org/"},
                ],
                "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
            },
        ),
        ({"cancelled": True}, {"eventStatus": "https://schema.org/EventCancelled"}),
    ],
)
def test_an_event(values: dict[str, Any], expected: dict[str, Any]) -> None:
    speakers = {"speaker": (Author(name=ADA),)}
    dates = {"start": "2026-12-01T14:00+01:00", "end": "2026-12-02"}
    described = describe("events", values=values, dates=dates, persons=speakers)
    assert described == {
        "@type": "Event",
        "startDate": "2026-12-01T14:00:00+01:00",
        "endDate": "2026-12-02",
        "eventStatus": "https://schema.org/EventScheduled",
        "performer": [
            {
                "@type": "Person",
                "name": "Ada Lovelace",
                "givenName": "Ada",
                "familyName": "Lovelace",
            }
        ],
        "organizer": LAB,
        **expected,
    }


def test_an_open_position() -> None:
    facts = {"description": "Come.", "published": parse_date("2026-10-01", UTC)}
    dates = {"open_until": "2027-01-01"}
    assert describe("positions", facts, values={"place": "Aachen"}, dates=dates) == {
        "@type": "JobPosting",
        "title": "E",
        "description": "Come.",
        "datePosted": "2026-10-01",
        "validThrough": "2027-01-01",
        "hiringOrganization": LAB,
        "jobLocation": {"@type": "Place", "name": "Aachen", "address": "Aachen"},
    }
    assert describe("positions", facts, period="past") == {}
    assert describe("positions") == {}


@pytest.mark.parametrize(
    ("collection", "values", "expected"),
    [
        (
            "software",
            {"version": "1", "license": "MIT", "repository": "https://x.org/", "doi": "10.1000/1"},
            {
                "@type": "SoftwareSourceCode",
                "version": "1",
                "license": "MIT",
                "codeRepository": "https://x.org/",
                "sameAs": "https://doi.org/10.1000/1",
            },
        ),
        (
            "datasets",
            {"download": "/d.zip"},
            {
                "@type": "Dataset",
                "distribution": {
                    "@type": "DataDownload",
                    "contentUrl": "https://lab.example.org/d.zip",
                },
            },
        ),
        ("teaching", {"code": "K1"}, {"@type": "Course", "courseCode": "K1", "provider": LAB}),
        (
            "funding",
            {"grant": "7", "funder": "ERC", "ror": "04xfq0f34"},
            {
                "@type": "Grant",
                "identifier": "7",
                "funder": {
                    "@type": "Organization",
                    "name": "ERC",
                    "sameAs": "https://ror.org/04xfq0f34",
                },
            },
        ),
        ("theses", {"level": "PhD"}, {"@type": "Thesis", "inSupportOf": "PhD"}),
        ("theses", {"status": "open"}, {}),
        ("instruments", {}, {}),
    ],
)
def test_other_entries(collection: str, values: dict[str, Any], expected: dict[str, Any]) -> None:
    assert describe(collection, values=values) == expected


def test_a_project_with_members_and_funding() -> None:
    member = Entry(key="p", id="p", collection="people", title="Ada", name=ADA)
    grant = Entry(key="g", id="g", collection="funding", title="Grant", values={"grant": "7"})
    related = {"people": [(member, "https://lab.example.org/ada/")], "funding": [(grant, "")]}
    described = describe(
        "projects", {"related": lambda name: related[name]}, dates={"start": "2024"}
    )
    assert described["foundingDate"] == "2024"
    assert described["member"][0]["url"] == "https://lab.example.org/ada/"
    assert described["funding"] == [{"@type": "Grant", "name": "Grant", "identifier": "7"}]


def test_news() -> None:
    facts = {"published": parse_date("2026-10-01", UTC), "authors": [LinkedPerson(ADA)]}
    described = describe("news", facts)
    assert (described["@type"], described["headline"]) == ("NewsArticle", "E")
    assert described["datePublished"] == "2026-10-01"
    assert described["author"][0]["name"] == "Ada Lovelace"
