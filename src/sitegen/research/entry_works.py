"""Make works of publications that have a page and no entry in a bibliography."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.model import Name, PartialDate, Precision, Work, WorkLink
from sitegen.research.entry_types import csl_type
from sitegen.research.names import parse_names

if TYPE_CHECKING:
    from sitegen.model import Entry, PageDate

__all__ = ["name_in_parts", "work_of_entry"]


def work_of_entry(entry: Entry, date: PageDate | None = None) -> Work | None:
    """Return the work that an entry is about, whose page has this date.

    None for an entry that is no publication. Where neither a bibliography nor `type` says more, it
    is an article if it has a venue, and a document otherwise.
    """
    if entry.work is not None or entry.collection != "publications":
        return entry.work
    values = {name: str(value) for name, value in entry.values.items() if isinstance(value, str)}
    variables = {
        variable: values[name]
        for variable, name in (
            ("DOI", "doi"),
            ("abstract", "abstract"),
            ("container-title", "venue"),
        )
        if values.get(name)
    }
    kind = csl_type(values.get("type", ""))
    kind = kind or ("article-journal" if "container-title" in variables else "document")
    return Work(
        key=entry.id,
        type=kind,
        kind=kind,
        title=entry.title,
        names={"author": tuple(name_in_parts(each.name) for each in entry.authors)},
        issued=_partial(date) if date else None,
        variables=variables,
        links=tuple(WorkLink(kind=link.kind, url=link.url) for link in entry.links),
    )


def name_in_parts(name: Name) -> Name:
    """Return a name in its parts: front matter has it as it is spoken."""
    if name.family or not name.literal:
        return name
    found, _ = parse_names(name.literal)
    return found[0] if len(found) == 1 else name


def _partial(date: PageDate) -> PartialDate:
    moment, precision = date.moment, date.precision
    has_month = precision is not Precision.YEAR
    has_day = has_month and precision is not Precision.MONTH
    return PartialDate(
        year=moment.year,
        month=moment.month if has_month else 0,
        day=moment.day if has_day else 0,
    )
