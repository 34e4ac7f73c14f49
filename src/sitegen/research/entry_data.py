"""Describe entries of the built-in collections in the words of schema.org.

Sources: schema.org 29; Google's documentation of structured data for what events, open positions
and datasets need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from sitegen.research.entry_works import work_of_entry
from sitegen.research.structured_data import (
    CONTEXT,
    LinkedPerson,
    describe_person,
    describe_work,
    without_empty,
)
from sitegen.research.work_facts import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sitegen.model import Author, Entry, PageDate

__all__ = ["EntryFacts", "Organisation", "describe_entry"]

_ROR = "https://ror.org/"
_ORCID = "https://orcid.org/"


class Organisation(NamedTuple):
    """The lab, institute or group whose site it is."""

    name: str
    url: str


class EntryFacts(NamedTuple):
    """What is known of an entry beside its fields. Addresses are absolute.

    `authors` are those of the entry, `persons` the people whom its other fields name; `related`
    returns the entries of a collection that belong to it, with their addresses.
    """

    url: str
    owner: Organisation
    description: str = ""
    image: str = ""
    published: PageDate | None = None
    updated: PageDate | None = None
    authors: Sequence[LinkedPerson] = ()
    link: Callable[[Author], LinkedPerson] = lambda author: LinkedPerson(author.name)
    related: Callable[[str], Sequence[tuple[Entry, str]]] = lambda _: ()


def describe_entry(entry: Entry, facts: EntryFacts) -> dict[str, Any]:
    """Return an entry as schema.org has it; empty for one that it has no type for."""
    work = work_of_entry(entry, facts.published)
    if work is not None:
        return describe_work(work, facts.url, facts.authors)
    describe = _DESCRIBERS.get(entry.collection)
    if describe is None:
        return {}
    data = describe(entry, facts)
    return without_empty({"@context": CONTEXT, "@id": facts.url, **data}) if data else {}


def _thing(kind: str, entry: Entry, facts: EntryFacts) -> dict[str, Any]:
    return {
        "@type": kind,
        "name": one_line(entry.title),
        "url": facts.url,
        "description": one_line(facts.description),
        "image": facts.image,
    }


def _person(entry: Entry, facts: EntryFacts) -> dict[str, Any]:
    """Describe a person. E-mail addresses are left out: these descriptions are made to be read."""
    values = entry.values
    orcid = str(values.get("orcid", ""))
    own = (
        describe_person(LinkedPerson(entry.name, facts.url))
        if entry.name
        else {"@type": "Person", "name": entry.title, "url": facts.url}
    )
    links = [link.url for link in entry.links if link.url.startswith(("https:", "http:"))]
    work_for = [] if entry.period == "past" else [_owner(facts)]
    return {
        **own,
        "description": one_line(facts.description),
        "image": facts.image,
        "jobTitle": values.get("role", "") if entry.period != "past" else "",
        "identifier": _ORCID + orcid if orcid else "",
        "sameAs": list(dict.fromkeys([*([_ORCID + orcid] if orcid else []), *links])),
        "affiliation": [*work_for, *_affiliations(values.get("affiliations"))],
        "knowsAbout": list(values.get("interests", ())),
    }


def _affiliations(written: Any) -> list[dict[str, Any]]:
    """Return organisations that are written as names, or as tables with `name` and `ror`."""
    found = []
    for each in written if isinstance(written, list | tuple) else [written] if written else []:
        table = each if isinstance(each, dict) else {"name": each}
        ror = str(table.get("ror", "")).removeprefix(_ROR)
        if table.get("name"):
            found.append(_organisation(str(table["name"]), ror, str(table.get("url", ""))))
    return found


def _organisation(name: str, ror: str = "", url: str = "") -> dict[str, Any]:
    return without_empty(
        {
            "@type": "Organization",
            "name": one_line(name),
            "url": url,
            "sameAs": f"{_ROR}{ror}" if ror else "",
        }
    )


def _owner(facts: EntryFacts) -> dict[str, Any]:
    return {"@type": "ResearchOrganization", "name": facts.owner.name, "url": facts.owner.url}


def _project(entry: Entry, facts: EntryFacts) -> dict[str, Any]:
    grants = [_grant(each, EntryFacts(url, facts.owner)) for each, url in facts.related("funding")]
    members = [
        describe_person(LinkedPerson(each.name, url, str(each.values.get("orcid", ""))))
        for each, url in facts.related("people")
        if each.name
    ]
    return {
        **_thing("ResearchProject", entry, facts),
        "alternateName": entry.values.get("acronym", ""),
        "foundingDate": _written(entry, "start"),
        "dissolutionDate": _written(entry, "end"),
        "parentOrganization": _owner(facts),
        "member": members,
        "funding": [without_empty(grant) for grant in grants],
        "sameAs": entry.values.get("website", ""),
    }


def _event(entry: Entry, facts: EntryFacts) -> dict[str, Any]:
    if "start" not in entry.dates:
        return {}
    values = entry.values
    place, online = one_line(str(values.get("place", ""))), values.get("online", "")
    places: list[dict[str, Any]] = []
    if place:
        address = one_line(str(values.get("address", ""))) or place
        places.append({"@type": "Place", "name": place, "address": address})
    if online:
        places.append({"@type": "VirtualLocation", "url": online})
    mode = "Mixed" if place and online else "Online" if online else "Offline"
    status = "EventCancelled" if values.get("cancelled") else "EventScheduled"
    return {
        **_thing("Event", entry, facts),
        "startDate": _moment(entry.dates["start"]),
        "endDate": _moment(entry.dates.get("end")),
        "eventStatus": f"{CONTEXT}/{status}",
        "eventAttendanceMode": f"{CONTEXT}/{mode}EventAttendanceMode" if places else "",
        "location": places,
        "performer": _people(entry, facts, "speaker"),
        "organizer": _owner(facts),
        "superEvent": (
            {"@type": "Event", "name": values["event"]}
            if entry.collection == "talks" and values.get("event")
            else ""
        ),
    }


def _position(entry: Entry, facts: EntryFacts) -> dict[str, Any]:
    """Describe an open position; one that is closed must not be offered any more."""
    if entry.period == "past" or not facts.description:
        return {}
    place = one_line(str(entry.values.get("place", "")))
    return {
        **_thing("JobPosting", entry, facts),
        "title": one_line(entry.title),
        "datePosted": _moment(facts.published),
        "validThrough": _moment(entry.dates.get("open_until")),
        "employmentType": entry.values.get("employment", ""),
        "hiringOrganization": _owner(facts),
        "jobLocation": ({"@type": "Place", "name": place, "address": place} if place else ""),
    }


def _software(entry: Entry, facts: EntryFacts) -> dict[str, Any]:
    values = entry.values
    return {
        **_thing("SoftwareSourceCode", entry, facts),
        "author": _people(entry, facts, "creators"),
        "version": values.get("version", ""),
        "license": values.get("license", ""),
        "codeRepository": values.get("repository", ""),
        "programmingLanguage": values.get("programming_language", ""),
        "datePublished": _written(entry, "released"),
        "sameAs": _doi(entry),
    }


def _dataset(entry: Entry, facts: EntryFacts) -> dict[str, Any]:
    values = entry.values
    download = values.get("download", "")  # an address, or the path of a file of the site
    return {
        **_thing("Dataset", entry, facts),
        "creator": _people(entry, facts, "creators"),
        "version": values.get("version", ""),
        "license": values.get("license", ""),
        "datePublished": _written(entry, "released"),
        "sameAs": _doi(entry),
        "distribution": (
            {"@type": "DataDownload", "contentUrl": urljoin(facts.url, download)}
            if download
            else ""
        ),
    }


def _thesis(entry: Entry, facts: EntryFacts) -> dict[str, Any]:
    if entry.values.get("status", "") in {"open", "running"}:
        return {}
    return {
        **_thing("Thesis", entry, facts),
        "author": _people(entry, facts, "student"),
        "inSupportOf": entry.values.get("level", ""),
        "datePublished": _written(entry, "end") or _written(entry, "date"),
        "sameAs": _doi(entry),
    }


def _course(entry: Entry, facts: EntryFacts) -> dict[str, Any]:
    return {
        **_thing("Course", entry, facts),
        "courseCode": entry.values.get("code", ""),
        "provider": _owner(facts),
    }


def _grant(entry: Entry, facts: EntryFacts) -> dict[str, Any]:
    values = entry.values
    funder = str(values.get("funder", ""))
    return {
        **_thing("Grant", entry, facts),
        "identifier": values.get("grant", ""),
        "funder": _organisation(funder, str(values.get("ror", ""))) if funder else "",
    }


def _partner(entry: Entry, facts: EntryFacts) -> dict[str, Any]:
    ror = str(entry.values.get("ror", ""))
    others = [f"{_ROR}{ror}" if ror else "", str(entry.values.get("website", ""))]
    return {
        **_thing("Organization", entry, facts),
        "sameAs": [each for each in others if each],
    }


def _news(entry: Entry, facts: EntryFacts) -> dict[str, Any]:
    return {
        **_thing("NewsArticle", entry, facts),
        "headline": one_line(entry.title),
        "author": [describe_person(person) for person in facts.authors] or _owner(facts),
        "datePublished": _moment(facts.published),
        "dateModified": _moment(facts.updated),
    }


def _people(entry: Entry, facts: EntryFacts, field: str) -> list[dict[str, Any]]:
    people = [facts.link(author) for author in entry.persons.get(field, ())]
    return [describe_person(person) for person in people or facts.authors]


def _doi(entry: Entry) -> str:
    doi = entry.values.get("doi", "")
    return f"https://doi.org/{doi}" if doi else ""


def _written(entry: Entry, field: str) -> str:
    return _moment(entry.dates.get(field))


def _moment(date: PageDate | None) -> str:
    """Return a date as ISO 8601 with no more than its author wrote."""
    if date is None:
        return ""
    return date.moment.isoformat() if date.precision == "time" else date.written


_DESCRIBERS: Mapping[str, Callable[[Entry, EntryFacts], dict[str, Any]]] = {
    "people": _person,
    "projects": _project,
    "events": _event,
    "talks": _event,
    "positions": _position,
    "software": _software,
    "datasets": _dataset,
    "theses": _thesis,
    "teaching": _course,
    "funding": _grant,
    "partners": _partner,
    "news": _news,
}
