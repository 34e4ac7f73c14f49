"""Read the names and dates of CSL-JSON and CSL-YAML.

Source: csl-data.json of the CSL 1.0.2 schema; Pandoc's manual for its own ways of writing dates.
"""

from __future__ import annotations

from typing import Any

import msgspec

from sitegen.late_patterns import compile_late
from sitegen.model import Name, PartialDate
from sitegen.research.bib_dates import parse_bib_date, parse_year
from sitegen.research.csl_text import convert_csl

__all__ = ["read_csl_date", "read_csl_names"]

_MOST_YEARS = 2
_WHOLE_NUMBER = compile_late(r"-?[0-9]{1,9}")
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}


def read_csl_names(value: object) -> tuple[tuple[Name, ...], tuple[str, ...]] | None:
    """Return names and, for each, its ORCID iD or nothing; None if these are no names."""
    if isinstance(value, str):
        value = [{"literal": value}]
    if not isinstance(value, list):
        return None
    names, ids = [], []
    for each in value:
        written = {"literal": each} if isinstance(each, str) else each
        if not isinstance(written, dict):
            return None
        name = _name(written)
        if name.full:
            names.append(name)
            orcid = written.get("ORCID", written.get("orcid", ""))
            ids.append(orcid if isinstance(orcid, str) else "")
    return tuple(names), tuple(ids)


def _name(written: dict[str, Any]) -> Name:
    def part(key: str) -> str:
        value = written.get(key, "")
        return convert_csl(value).plain if isinstance(value, str) else ""

    literal = part("literal") or part("name")
    family = part("family")
    if literal and not family:
        return Name(literal=literal)
    particles = (part("dropping-particle"), part("non-dropping-particle"))
    particle = " ".join(each for each in particles if each)
    words = family.split()
    while not particle and len(words) > 1 and words[0].islower():
        end = next((at for at, word in enumerate(words[:-1]) if not word.islower()), len(words) - 1)
        particle, family = " ".join(words[:end]), " ".join(words[end:])
    return Name(family=family, given=part("given"), particle=particle, suffix=part("suffix"))


def read_csl_date(value: object) -> PartialDate | None:
    """Return a date, None if it is not one."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        return parse_bib_date(value) or parse_year(value)
    if isinstance(value, list):  # as Pandoc wrote them once
        value = {"date-parts": [_parts_of(each) for each in value if isinstance(each, dict)]}
    if not isinstance(value, dict):
        return None
    date = _from_parts(value.get("date-parts")) or _from_parts([_parts_of(value)])
    for name in () if date else ("raw", "literal"):
        text = value.get(name)
        if isinstance(text, str) and text.strip():
            date = parse_bib_date(text) or parse_year(text) or PartialDate(literal=text.strip())
            break
    if date is None:
        return None
    season = value.get("season")
    number = season if isinstance(season, str) and season.isdecimal() else ""
    named = _SEASONS.get(season.casefold(), 0) if isinstance(season, str) else season
    season = int(number[:9]) if number else named
    if isinstance(season, int) and 1 <= season <= len(_SEASONS) - 1 and not date.month:
        date = msgspec.structs.replace(date, season=season)
    if value.get("circa"):
        date = msgspec.structs.replace(date, circa=True)
    return date


def _parts_of(written: dict[str, Any]) -> list[object]:
    return [written.get(part) for part in ("year", "month", "day") if part in written]


def _from_parts(parts: object) -> PartialDate | None:
    """Return the date of one or two lists of year, month and day."""
    if not isinstance(parts, list) or not parts or len(parts) > _MOST_YEARS:
        return None
    dates = [_from_list(each) for each in parts]
    if dates[0] is None or len(dates) == 1:
        return dates[0]
    return msgspec.structs.replace(dates[0], end=dates[1] or PartialDate())


def _from_list(part: object) -> PartialDate | None:
    numbers = []
    for each in part if isinstance(part, list) else ():
        if each in (None, "", 0):
            break
        text = str(each).strip()
        if not _WHOLE_NUMBER.fullmatch(text):
            return None
        numbers.append(int(text))
    if not numbers or abs(numbers[0]) > 9999:  # noqa: PLR2004  # years have four digits
        return None
    year, *rest = numbers
    sign = "-" if year < 0 else ""
    return parse_bib_date("-".join([f"{sign}{abs(year):04}", *(f"{n:02}" for n in rest[:2])]))
