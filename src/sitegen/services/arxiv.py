"""arXiv: preprints by their identifiers.

Source: the arXiv API User's Manual: an Atom feed with elements of the namespace `arxiv`, in which a
mistake is an entry whose `id` is below `api/errors`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.model import PartialDate, Work
from sitegen.research.identifiers import parse_doi
from sitegen.services.answers import clean_text, read_xml
from sitegen.services.fetching import Fetcher, make_url
from sitegen.services.spoken_names import read_spoken_name

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["Preprint", "fetch_preprints"]

_QUERY = "https://export.arxiv.org/api/query"
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_BATCH = 50
_ID = compile_late(r"arxiv\.org/abs/(.+?)(?:v\d+)?$")
_DATE = compile_late(r"(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Preprint:
    """A preprint, and the DOI of the article that its authors say it has become."""

    work: Work
    published_as: str = ""


def fetch_preprints(fetcher: Fetcher, identifiers: Iterable[str]) -> dict[str, Preprint]:
    """Return preprints by identifier, without those that arXiv does not have.

    Identifiers have no version. Raises ServiceError.
    """
    found: dict[str, Preprint] = {}
    waiting = iter(identifiers)
    while batch := list(islice(waiting, _BATCH)):
        query = {"id_list": ",".join(batch), "max_results": str(len(batch))}
        root = read_xml(fetcher.fetch(make_url(_QUERY, **query), "application/atom+xml"))
        for entry in root.iter(f"{_ATOM}entry"):
            match = _ID.search(_text(entry, f"{_ATOM}id"))
            if match and _text(entry, f"{_ATOM}title"):
                found[match[1]] = _read_entry(entry, match[1])
    return found


def _read_entry(entry: Element, identifier: str) -> Preprint:
    names = (_text(each, f"{_ATOM}name") for each in entry.iter(f"{_ATOM}author"))
    date = _DATE.match(_text(entry, f"{_ATOM}published"))
    work = Work(
        key="",
        type="article",
        kind="preprint",
        title=_text(entry, f"{_ATOM}title"),
        names={"author": tuple(read_spoken_name(name) for name in names if name)},
        issued=PartialDate(year=int(date[1]), month=int(date[2]), day=int(date[3]))
        if date
        else None,
        variables={
            "archive": "arXiv",
            "archive_location": identifier,
            "DOI": f"10.48550/arXiv.{identifier}",
        },
    )
    doi = parse_doi(_text(entry, f"{_ARXIV}doi") or "-")
    return Preprint(work, doi if isinstance(doi, str) else "")


def _text(element: Element, name: str) -> str:
    found = element.find(name)
    return clean_text(found.text or "") if found is not None else ""
