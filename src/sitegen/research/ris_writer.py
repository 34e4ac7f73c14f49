"""Write works as RIS, which every reference manager imports.

Source: the RIS format specification of Reference Manager (2011): a line is a tag of two characters,
two spaces, a hyphen, a space and the value; lines end with CRLF; a record ends with `ER  - `.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.research.work_facts import (
    first_link,
    inverted_name,
    landing_url,
    page_range,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.model import PartialDate, Work

__all__ = ["join_ris", "ris_record", "write_ris"]

#: CSL's types in those of RIS; GEN is any other.
_TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "VIDEO",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry": "ENCYC",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "interview": "PCOMM",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "UNPB",
    "map": "MAP",
    "motion_picture": "VIDEO",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "periodical": "SER",
    "personal_communication": "PCOMM",
    "post": "ICOMM",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "review": "JOUR",
    "review-book": "JOUR",
    "software": "COMP",
    "song": "SOUND",
    "speech": "GEN",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
#: The tags of people by their role.
_ROLES = (
    ("author", "AU"),
    ("editor", "ED"),
    ("collection-editor", "A3"),
    ("translator", "A4"),
)
_VARIABLES = {
    "container-title": "T2",
    "collection-title": "T3",
    "container-title-short": "J2",
    "volume": "VL",
    "issue": "IS",
    "edition": "ET",
    "publisher": "PB",
    "publisher-place": "CY",
    "genre": "M3",
    "DOI": "DO",
    "ISSN": "SN",
    "ISBN": "SN",
    "language": "LA",
    "abstract": "AB",
    "note": "N1",
}
#: Types whose number takes the place of a serial number.
_NUMBERED = frozenset({"report", "patent", "standard"})


def write_ris(works: Iterable[Work]) -> str:
    """Return the records of these works, one after the other."""
    return join_ris(map(ris_record, works))


def join_ris(records: Iterable[str]) -> str:
    """Return a file of records."""
    return "\r\n".join(records)


def ris_record(work: Work) -> str:
    """Return the record of a work, with an end to its last line."""
    lines = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in _lines(work) if value]
    lines.append("ER  - \r\n")
    return "".join(lines)


def _lines(work: Work) -> Iterator[tuple[str, str]]:
    """Yield tags and values, some of which are empty."""
    variables = work.variables
    yield "TY", _TYPES.get(work.type, "GEN")
    yield "ID", work.key
    for role, tag in _ROLES:
        for name in work.names.get(role, ()):
            yield tag, inverted_name(name)
    yield "TI", work.title
    yield from _dates(work.issued)
    for variable, value in variables.items():
        if variable in _VARIABLES:
            yield _VARIABLES[variable], value
    if "container-title" not in variables:
        yield "T2", variables.get("event-title", "")
    if "number" in variables:
        yield "SN" if work.type in _NUMBERED else "M1", variables["number"]
    first, last = page_range(work)
    yield "SP", first
    yield "EP", last
    yield "UR", landing_url(work)
    yield "L1", first_link(work, ("pdf",))
    for keyword in work.keywords:
        yield "KW", keyword


def _dates(date: PartialDate | None) -> Iterator[tuple[str, str]]:
    """Yield the year, and the date as `YYYY/MM/DD/other` as far as it is known."""
    if date is None or date.year is None:
        yield "PY", date.literal if date else ""
        return
    yield "PY", f"{date.year:04}"
    month = f"{date.month:02}" if date.month else ""
    day = f"{date.day:02}" if date.month and date.day else ""
    if month:
        yield "DA", f"{date.year:04}/{month}/{day}/"
