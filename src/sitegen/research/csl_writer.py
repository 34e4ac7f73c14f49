"""Write works as CSL-JSON, which citation processors read.

Source: csl-data.json of the CSL 1.0.2 schema, which allows these properties and no others.
"""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.model import Name, PartialDate, Work

__all__ = ["csl_item", "csl_row", "join_csl", "write_csl_json"]

_DATES = frozenset({"accessed", "available-date", "event-date", "issued", "original-date"}) | {
    "submitted"
}
_NAMES = frozenset(
    ("author chair collection-editor compiler composer container-author contributor curator"
     " director editor editorial-director executive-producer guest host interviewer illustrator"
     " narrator organizer original-author performer producer recipient reviewed-author"
     " script-writer series-creator translator").split()
)  # fmt: skip
_TEXTS = frozenset(
    ("abstract annote archive archive_collection archive_location archive-place authority"
     " call-number chapter-number citation-number citation-label collection-number"
     " collection-title container-title container-title-short dimensions division DOI edition"
     " event-title event-place first-reference-note-number genre ISBN ISSN issue jurisdiction"
     " keyword language locator medium note number number-of-pages number-of-volumes"
     " original-publisher original-publisher-place original-title page page-first part part-title"
     " PMCID PMID printing publisher publisher-place references reviewed-genre reviewed-title"
     " scale section source status supplement supplement-number title title-short URL version"
     " volume volume-title volume-title-short year-suffix").split()
)  # fmt: skip
_TYPES = frozenset(
    ("article article-journal article-magazine article-newspaper bill book broadcast chapter"
     " classic collection dataset document entry entry-dictionary entry-encyclopedia event figure"
     " graphic hearing interview legal_case legislation manuscript map motion_picture"
     " musical_score pamphlet paper-conference patent performance periodical"
     " personal_communication post post-weblog regulation report review review-book software song"
     " speech standard thesis treaty webpage").split()
)  # fmt: skip
#: Text variables that processors read with markup.
_RICH = frozenset({"title", "container-title", "collection-title", "event-title", "abstract"})
_SMALL_CAPITALS = compile_late(r'<span class="small-?caps">')
_IN_SMALL_CAPITALS = '<span style="font-variant:small-caps;">'
_CODE = compile_late(r"</?code>")
#: Formulas, which are written as their authors wrote them.
_IS_FORMULA = '<span class="math '
_FORMULA = compile_late(rf'{_IS_FORMULA}\w+">([^<]*)</span>')


def csl_item(work: Work) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON. What CSL has no property for is left out."""
    item: dict[str, Any] = {
        "id": work.key,
        "type": work.type if work.type in _TYPES else "document",
    }
    if work.title:
        item["title"] = _rich(work, "title", work.title)
    for name, value in work.variables.items():
        if name in _TEXTS and value:
            item[name] = _rich(work, name, value) if name in _RICH else value
    if work.keywords:
        item.setdefault("keyword", ", ".join(work.keywords))
    for role, names in work.names.items():
        if role in _NAMES and names:
            item[role] = [_name(name) for name in names]
            if role in work.others:
                item[role].append({"literal": "others"})
    dates = {**work.dates, "issued": work.issued} if work.issued else work.dates
    for name, date in dates.items():
        written = _date(date) if name in _DATES else {}
        if written:
            item[name] = written
    return item


def write_csl_json(works: Iterable[Work]) -> str:
    """Return a JSON array of works, one to a line."""
    return join_csl(map(csl_row, works))


def join_csl(rows: Iterable[str]) -> str:
    """Return a JSON array of items that are written already."""
    return "[" + ",".join(f"\n{row}" for row in rows) + "\n]\n"


def csl_row(work: Work) -> str:
    """Return a work as an item of CSL-JSON, on one line."""
    return msgspec.json.encode(csl_item(work)).decode()


def _rich(work: Work, name: str, plain: str) -> str:
    """Return a text in CSL's rich text, whose characters are not escaped."""
    html = work.html.get(name, "")
    if not html:
        return plain
    if "<" in html:
        html = _CODE.sub("", html) if "code>" in html else html
        html = _FORMULA.sub(r"\1", html) if _IS_FORMULA in html else html
        html = _SMALL_CAPITALS.sub(_IN_SMALL_CAPITALS, html) if "small" in html else html
    return unescape(html)


def _name(name: Name) -> dict[str, str]:
    if name.literal or not name.family:
        return {"literal": name.full}
    if name.given and not (name.particle or name.suffix):  # as most have
        return {"family": name.family, "given": name.given}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}


def _date(date: PartialDate) -> dict[str, Any]:
    parts = [_parts(each) for each in (date, date.end) if each and each.year is not None]
    written: dict[str, Any] = {}
    if parts:
        written["date-parts"] = parts
    if date.season:
        written["season"] = date.season
    if date.circa:
        written["circa"] = True
    if date.literal:
        written["literal"] = date.literal
    return written


def _parts(date: PartialDate) -> list[int | None]:
    month = [date.month] if date.month else []
    return [date.year, *month, *([date.day] if month and date.day else [])]
