"""Make works of CSL-JSON as registries send it, which is not quite what CSL says.

Titles, ISSN and ISBN may be lists, types may be those of Crossref, and anything may be missing.
Sources: CSL 1.0.2, appendices III and IV; the documentation of Crossref's REST API, "works".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sitegen.model import Name, PartialDate, Work
from sitegen.services.answers import clean_text, items_at, keep_markup, text_at, value_at

__all__ = ["make_work", "read_date", "read_name"]

#: Crossref's types, and DataCite's, in the words of CSL.
_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "reference-entry": "entry-encyclopedia",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-set": "book",
    "proceedings": "book",
    "dissertation": "thesis",
    "report-component": "report",
    "posted-content": "article",
    "preprint": "article",
    "journal-issue": "article-journal",
    "peer-review": "review",
    "database": "dataset",
    "computer-program": "software",
    "other": "document",
}
_VARIABLES = (
    *("volume", "issue", "page", "publisher", "publisher-place", "edition", "number", "version"),
    *("genre", "language", "collection-title", "event-title", "PMID"),
)
_LISTS = ("container-title", "ISSN", "ISBN")
_ROLES = ("author", "editor", "translator")
_DATES = ("issued", "published", "published-print", "published-online", "posted", "created")
_MOST_NAMES = 5_000


def make_work(item: Any, extra: Mapping[str, str] = MappingProxyType({})) -> Work:
    """Return the work that an item describes; it has no key yet. `extra` are more variables."""
    variables = {name: text_at(item, name) for name in _VARIABLES}
    for name in _LISTS:
        variables[name] = _first(item, name)
    if not variables["page"]:
        variables["page"] = text_at(item, "article-number")
    if not variables["event-title"]:
        variables["event-title"] = text_at(item, "event", "name")
    variables["ISBN"] = variables["ISBN"].rpartition("/")[2]
    variables["DOI"] = text_at(item, "DOI")
    if not variables["DOI"] and text_at(item, "URL").startswith("https://"):
        variables["URL"] = text_at(item, "URL")
    variables.update(extra)
    given = text_at(item, "type")
    title, title_html = _title(item)
    names = {role: _names(item, role) for role in _ROLES}
    return Work(
        key="",
        type=_TYPES.get(given, given) or "document",
        kind=given,
        title=title,
        html={"title": title_html} if title_html else {},
        names={role: found for role, found in names.items() if found},
        issued=next(filter(None, (read_date(value_at(item, each)) for each in _DATES)), None),
        variables={name: value for name, value in variables.items() if value},
    )


def read_date(value: Any) -> PartialDate | None:
    """Return a date of CSL, whose parts are numbers or texts; None without a year."""
    parts = [_number(each) for each in items_at(value, "date-parts", 0)[:3]]
    year, month, day = (*parts, 0, 0, 0)[:3]
    if not 0 < year <= 9999:  # noqa: PLR2004  # years of four digits
        return None
    month = month if 1 <= month <= 12 else 0  # noqa: PLR2004
    day = day if month and 1 <= day <= 31 else 0  # noqa: PLR2004
    return PartialDate(year=year, month=month, day=day)


def read_name(value: Any) -> Name | None:
    """Return a name of CSL, or of Crossref, where `name` is that of an organisation."""
    family, given = text_at(value, "family"), text_at(value, "given")
    literal = text_at(value, "literal") or text_at(value, "name")
    if not family:
        literal = literal or given
        return Name(literal=literal) if literal else None
    particle = text_at(value, "non-dropping-particle") or text_at(value, "dropping-particle")
    return Name(family=family, given=given, particle=particle, suffix=text_at(value, "suffix"))


def _names(item: Any, role: str) -> tuple[Name, ...]:
    found = map(read_name, items_at(item, role)[:_MOST_NAMES])
    return tuple(name for name in found if name)


def _title(item: Any) -> tuple[str, str]:
    """Return the title, with its subtitle, as plain text and as HTML if that says more."""
    raw = value_at(item, "title")
    raw = value_at(raw, 0) if isinstance(raw, list) else raw
    written = raw if isinstance(raw, str) else ""
    below = value_at(item, "subtitle")
    below = value_at(below, 0) if isinstance(below, list) else below
    if isinstance(below, str) and below and clean_text(below) not in clean_text(written):
        written = f"{written}: {below}"
    return clean_text(written), keep_markup(written)


def _first(item: Any, name: str) -> str:
    return text_at(item, name) or text_at(item, name, 0)


def _number(value: Any) -> int:
    if isinstance(value, str) and value.isdecimal():
        return int(value[:9])
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
