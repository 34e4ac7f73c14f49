"""DataCite: the record of a DOI of a data set, of software or of a preprint.

Source: the documentation of its REST API, "retrieving a single DOI", and the DataCite metadata
schema 4.6, appendix 1, for types and relations.
"""

from __future__ import annotations

from typing import Any

from sitegen.research.identifiers import parse_doi
from sitegen.research.registered_records import RegisteredRecord
from sitegen.services.answers import items_at, read_json, text_at, value_at
from sitegen.services.fetching import Fetcher, NotFoundError, make_url

__all__ = ["fetch_datacite_record"]

_DOIS = "https://api.datacite.org/dois"
_ARXIV = "10.48550/"
#: With these, a preprint names the article that it has become.
_VERSIONS = frozenset({"IsVersionOf", "IsVariantFormOf", "IsPreviousVersionOf"})


def fetch_datacite_record(fetcher: Fetcher, doi: str) -> RegisteredRecord | None:
    """Return the record of a DOI; None if it is not registered there. Raises ServiceError."""
    try:
        answer = read_json(fetcher.fetch(make_url(_DOIS, doi), "application/vnd.api+json"))
    except NotFoundError:
        return None
    found = value_at(answer, "data", "attributes")
    creators = items_at(found, "creators")
    year = value_at(found, "publicationYear")
    return RegisteredRecord(
        doi=text_at(found, "doi") or doi,
        title=_title(found),
        authors=tuple(text_at(each, "familyName") or text_at(each, "name") for each in creators),
        year=year if isinstance(year, int) else 0,
        published_as=_published_as(found, doi),
    )


def _title(found: Any) -> str:
    titles = items_at(found, "titles")
    main = [each for each in titles if not text_at(each, "titleType")] or titles
    return text_at(main, 0, "title")


def _published_as(found: Any, doi: str) -> str:
    is_preprint = text_at(found, "types", "resourceTypeGeneral") == "Preprint"
    if not is_preprint and not doi.startswith(_ARXIV):
        return ""
    prefix = doi.partition("/")[0]
    for each in items_at(found, "relatedIdentifiers"):
        other = parse_doi(text_at(each, "relatedIdentifier") or "-")
        if (
            isinstance(other, str)
            and text_at(each, "relationType") in _VERSIONS
            and text_at(each, "relatedIdentifierType") == "DOI"
            and other.partition("/")[0] != prefix  # not another version of the preprint
        ):
            return other
    return ""
