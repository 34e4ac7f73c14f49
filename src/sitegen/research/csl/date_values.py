"""Dates of CSL-JSON as values: parts, ranges, seasons, and dates that are words.

Source: csl-data.json of the CSL 1.0.2 schema. Processors also read `raw`, and months from 13 on
as seasons.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from sitegen.late_patterns import compile_late

__all__ = ["DateParts", "DateValue", "read_date"]

_MOST_PARTS, _RANGE = 3, 2
_MONTHS, _SEASONS, _LAST_SEASON_MONTH = 12, 4, 24
_LAST_DAY = 31
_MOST_DIGITS = 9
_INTEGERS = frozenset({int})
_NUMBER = compile_late(r"\s*([+-]?\d{1,9})\s*")
_ISO = compile_late(r"(-?\d{1,6})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_SEASON_NAMES = {"spr": 1, "sum": 2, "aut": 3, "fal": 3, "win": 4}
_WORDS = compile_late(r"[^\W\d_]{3,}\.?|-?\d+")
#: What is longer is no date.
_LONGEST_RAW = 200


class DateParts(NamedTuple):
    """A day, a month or a year; 0 is unknown. `season` is 1 for spring to 4 for winter."""

    year: int = 0
    month: int = 0
    day: int = 0
    season: int = 0


class DateValue(NamedTuple):
    """A date or a range. `end` of only zeros is an open range; `literal` is a date in words."""

    start: DateParts = DateParts()
    end: DateParts | None = None
    circa: bool = False
    literal: str = ""


def read_date(value: object) -> DateValue | None:
    """Return a date of CSL-JSON, or nothing if there is none in it."""
    if isinstance(value, dict):
        usual = _read_usual(value)
        return usual if usual is not None else _read_fields(value)
    if isinstance(value, str | int) and not isinstance(value, bool):
        return _read_raw(str(value), circa=False)
    return None


def _read_usual(value: dict[str, object]) -> DateValue | None:
    """Return a date that is nothing but a year, a month and a day in numbers, as most are."""
    lists = value.get("date-parts") if len(value) == 1 else None
    if isinstance(lists, list) and len(lists) == 1 and isinstance(lists[0], list):
        numbers = lists[0]
        if 0 < len(numbers) <= _MOST_PARTS and set(map(type, numbers)) == _INTEGERS:
            return _date_of(*numbers)
    return None


@lru_cache(maxsize=1 << 12)
def _date_of(*numbers: int) -> DateValue | None:
    parts = _read_parts(list(numbers))
    return DateValue(parts) if any(parts) else None


def _read_fields(value: dict[str, object]) -> DateValue | None:
    circa = _truth(value.get("circa"))
    found = [_read_parts(each) for each in _lists(value.get("date-parts"))[:_RANGE]]
    season = _season(value.get("season"))
    if found and (any(found[0]) or len(found) == _RANGE):
        start = found[0]._replace(season=season) if season and not found[0].month else found[0]
        end = found[1] if len(found) == _RANGE else None
        return DateValue(start, end, circa)
    for name in ("literal", "raw"):
        text = value.get(name) or (name == "raw" and _only_text(value.get("date-parts")))
        if isinstance(text, str) and text.strip():
            if name == "raw":
                return _read_raw(text, circa=circa)
            return DateValue(circa=circa, literal=text.strip())
    if season:
        return DateValue(DateParts(season=season), None, circa)
    return None


def _only_text(parts: object) -> object:
    """Return what stands alone in the place of numbers, such as `[["2004-05-06"]]`."""
    while isinstance(parts, list) and len(parts) == 1:
        parts = parts[0]
    return parts


def _lists(value: object) -> list[list[object]]:
    if not isinstance(value, list):
        return []
    if value and not isinstance(value[0], list):
        return [value]
    return [each for each in value if isinstance(each, list)]


def _read_parts(values: list[object]) -> DateParts:
    numbers: list[int] = []
    for each in values[:_MOST_PARTS]:
        number = _integer(each)
        if not number and numbers:
            break
        numbers.append(number)
    year, month, day = (*numbers, 0, 0, 0)[:3]
    return _checked(year, month, day)


def _checked(year: int, month: int, day: int) -> DateParts:
    if _MONTHS < month <= _LAST_SEASON_MONTH:
        return DateParts(year, 0, 0, (month - 1) % _SEASONS + 1)
    if not 0 <= month <= _MONTHS:
        return DateParts(year)
    return DateParts(year, month, day if 0 < day <= _LAST_DAY else 0)


def _integer(value: object) -> int:
    if isinstance(value, bool):
        return 0
    if isinstance(value, int):
        return value if abs(value) < 10**_MOST_DIGITS else 0
    if isinstance(value, float):
        return int(value) if abs(value) < 10**_MOST_DIGITS else 0
    found = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) if found else 0


def _truth(value: object) -> bool:
    return value not in (None, False, 0, "", "0", "false")


def _season(value: object) -> int:
    number = _integer(value)
    if number:
        return (number - 1) % _SEASONS + 1 if 0 < number <= _LAST_SEASON_MONTH else 0
    return _SEASON_NAMES.get(value.strip().lower()[:3], 0) if isinstance(value, str) else 0


def _read_raw(text: str, *, circa: bool) -> DateValue:
    """Read a date that somebody wrote as text: ISO 8601, or English words; else it is words."""
    text = text.strip()
    if len(text) > _LONGEST_RAW:
        return DateValue(circa=circa, literal=text)
    halves = re.split(r"\s*/\s*|\s+[-–]\s+|(?<=\w{3})–(?=\w{3})", text, maxsplit=1)
    parts = [_read_half(half) for half in halves]
    if all(parts):
        first, *rest = parts
        return DateValue(first or DateParts(), rest[0] if rest else None, circa)
    return DateValue(circa=circa, literal=text)


def _read_half(text: str) -> DateParts | None:
    iso = _ISO.fullmatch(text)
    if iso:
        return _checked(int(iso[1]), int(iso[2] or 0), int(iso[3] or 0))
    year = month = day = season = 0
    for word in _WORDS.findall(text):
        if word.removeprefix("-").isdecimal():
            number = int(word[:_MOST_DIGITS])
            if 0 < number <= _LAST_DAY and not day:
                day = number
            else:
                year = number
        elif word[:3].lower() in _MONTH_NAMES:
            month = _MONTH_NAMES.index(word[:3].lower()) + 1
        elif word[:3].lower() in _SEASON_NAMES:
            season = _SEASON_NAMES[word[:3].lower()]
        else:
            return None
    if not year or (re.sub(r"[\w\s,.-]", "", text)):
        return None
    return DateParts(year, month, day if month else 0, 0 if month else season)
