"""The collections that every site has as soon as it has their folders. docs/collections.md."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sitegen.config.collections import CollectionConfig

__all__ = ["BUILT_IN", "DATED"]

#: Fields by which an entry of any built-in collection names entries of the others.
_RELATIONS = {
    name: f"list of ref {name}"
    for name in (
        *("people", "publications", "projects", "news", "events", "talks", "teaching", "theses"),
        *("software", "datasets", "funding", "positions", "partners"),
    )
}
_TIME = {"start": "date", "end": "date"}
_EVENT = {
    **_TIME,
    "time_zone": "text",
    "kind": "text",
    "place": "text",
    "address": "text",
    "speaker": "list of person",
    "register": "url",
    "online": "url",
    "event": "text",
    "event_url": "url",
    "slides": "link",
    "video": "url",
    "cancelled": "boolean",
}
_FIELDS: dict[str, dict[str, str]] = {
    "people": {
        **_TIME,
        "name": "value",
        "aliases": "value",
        "not_aliases": "value",
        "orcid": "orcid",
        "role": "text",
        "group": "text",
        "pronouns": "text",
        "email": "email",
        "email_link": "boolean",
        "phone": "text",
        "office": "text",
        "affiliations": "value",
        "consent_until": "date",
        "interests": "list of text",
        "education": "value",
        "career": "value",
        "awards": "value",
        "cv": "file",
        "supervisors": "list of person",
    },
    "publications": {
        "key": "text",
        "type": "text",
        "abstract": "text",
        "doi": "doi",
        "selected": "boolean",
        "award": "text",
        "preview": "image",
        "venue": "text",
        "pdf": "link",
        "code": "link",
        "data": "link",
        "slides": "link",
        "poster": "link",
        "video": "link",
        "same_as": "list of text",
        "not_same_as": "list of text",
    },
    "projects": {
        **_TIME,
        "status": "text",
        "website": "url",
        "leader": "list of person",
        "acronym": "text",
        "selected": "boolean",
    },
    "news": {},
    "events": _EVENT,
    "talks": _EVENT,
    "teaching": {
        **_TIME,
        "term": "text",
        "level": "text",
        "code": "text",
        "credits": "number",
        "place": "text",
        "instructors": "list of person",
        "website": "url",
    },
    "theses": {
        **_TIME,
        "student": "list of person",
        "supervisors": "list of person",
        "level": "text",
        "status": "choice open | running | finished",
        "pdf": "file",
        "doi": "doi",
    },
    "software": {
        "version": "text",
        "license": "text",
        "repository": "url",
        "website": "url",
        "documentation": "url",
        "programming_language": "text",
        "doi": "doi",
        "released": "date",
        "creators": "list of person",
    },
    "datasets": {
        "version": "text",
        "license": "text",
        "doi": "doi",
        "download": "link",
        "size": "text",
        "released": "date",
        "creators": "list of person",
    },
    "funding": {
        **_TIME,
        "funder": "text",
        "ror": "ror",
        "grant": "text",
        "amount": "text",
        "website": "url",
        "leader": "list of person",
    },
    "positions": {
        "open_until": "date",
        "start": "date",
        "level": "text",
        "place": "text",
        "salary": "text",
        "contact": "list of person",
        "apply": "link",
        "employment": "text",
    },
    "partners": {
        "ror": "ror",
        "website": "url",
        "place": "text",
        "country": "text",
        "kind": "text",
    },
}
_SORT = {
    "people": "name",
    "publications": "-date",
    "projects": "-start",
    "news": "-date",
    "events": "-start",
    "talks": "-start",
    "teaching": "-start",
    "theses": "-start",
    "software": "title",
    "datasets": "title",
    "funding": "-start",
    "positions": "open_until",
    "partners": "title",
}
_GROUPS = {"people": "role", "publications": "year", "teaching": "term", "theses": "level"}
_REQUIRED = {"events": ("start",), "talks": ("start",)}

#: Those whose entries are published at their date, as pages outside of collections are.
DATED = frozenset({"news"})

BUILT_IN: Mapping[str, CollectionConfig] = MappingProxyType(
    {
        name: CollectionConfig(
            folder=name,
            fields={**_RELATIONS, **fields, "links": "links"},
            required=_REQUIRED.get(name, ()),
            sort=_SORT[name],
            group_by=_GROUPS.get(name, ""),
            paginate=name in DATED,
        )
        for name, fields in _FIELDS.items()
    }
)
