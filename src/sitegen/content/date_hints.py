"""Write out what a date in another notation means, for hints."""

from __future__ import annotations

import re
from datetime import date

from sitegen.late_patterns import compile_late

__all__ = ["suggest_dates"]

#: The first three letters of the months, in English and German.
_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan feb mar,mär,mae apr may,mai jun jul aug sep oct,okt nov dec,dez".split(), start=1
    )
    for name in names.split(",")
}
_NUMBERS = compile_late(r"(\d{1,4})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{1,4})(?:[T ,]+(.*))?")
_YEAR_MONTH = compile_late(r"(\d{4})[./-](\d{1,2})|(\d{1,2})[./](\d{4})")
_COMPACT = compile_late(r"(\d{4})(\d{2})(\d{2})")
_TIME = compile_late(
    r"([01]?\d|2[0-3]):([0-5]\d)(?!\d)(?::[0-5]\d(?:\.\d+)?)?\s*(?:([ap])\.?m\b\.?)?"
    r"\s*(?:([+-]\d\d):?(\d\d)?|(Z|UTC|GMT)\b)?",
    re.IGNORECASE,
)
#: What Quarto, R Markdown and others write for the day of a build or of a change.
_COMPUTED = compile_late(
    r"\A(?:today|now|last-modified)\Z|\A`r\b|Sys\.(?:Date|time)\(", re.IGNORECASE
)
_HALF_DAY = 12
_WORDS = compile_late(r"\d+|[^\W\d_]+")


def suggest_dates(text: str) -> str:
    """Return a hint with the date, or with both that an ambiguous one may mean; empty if unknown.

    `3/4/2021` is 4 March in the United States and 3 April elsewhere; `4.3.2021` is always 4 March.
    """
    if _COMPUTED.search(text):
        return "write the date: none is computed, so that all builds of a page are the same"
    found = list(dict.fromkeys(filter(None, _read(text.strip()))))
    if not found or text.startswith(found[0]):  # the date was right, and the rest is not
        return ""
    if len(found) == 1:
        return f"write {found[0]}"
    meant = " or ".join(f"{each} ({_spell(each)})" for each in found)
    return f"write {meant}"


def _read(text: str) -> list[str]:
    numbers = _NUMBERS.fullmatch(text)
    if numbers:
        return _from_numbers(*numbers.groups())
    compact = _COMPACT.fullmatch(text)
    if compact:
        return [_iso(*map(int, compact.groups()))]
    short = _YEAR_MONTH.fullmatch(text)
    if short:
        year, month = (short[1], short[2]) if short[1] else (short[4], short[3])
        return [_iso(int(year), int(month))]
    return [_from_words(text)]


def _from_numbers(first: str, mark: str, second: str, third: str, rest: str | None) -> list[str]:
    time = _time(rest or "")
    if len(first) > 2:  # noqa: PLR2004  # digits of a year
        dates = [_iso(int(first), int(second), int(third))]
    else:
        year = int(third) + (2000 if len(third) <= 2 else 0)  # noqa: PLR2004  # as above
        day_first = _iso(year, int(second), int(first))
        month_first = "" if mark == "." else _iso(year, int(first), int(second))
        is_short = mark == "-" and len(third) <= 2  # noqa: PLR2004  # as above
        year_first = _iso(2000 + int(first), int(second), int(third)) if is_short else ""
        dates = [year_first, month_first, day_first]
    return [each + time for each in dates if each]


def _time(text: str) -> str:
    """Return the time of day as it follows a date in ISO 8601, with its zone; empty if none."""
    clock = _TIME.match(text)
    if not clock:
        return ""
    hour = int(clock[1])
    if clock[3] and hour <= _HALF_DAY:
        hour = hour % _HALF_DAY + (_HALF_DAY if clock[3] in "pP" else 0)
    zone = f"{clock[4]}:{clock[5] or '00'}" if clock[4] else "Z" if clock[6] else ""
    return f"T{hour:02}:{clock[2]}{zone}"


def _from_words(text: str) -> str:
    """Read `March 4, 2021`, `4th of March 2021`, `Thu, 04 Mar 2021 10:00:00`, `March 2021`."""
    clock = _TIME.search(text)
    time = _time(clock[0]) if clock else ""
    words = _WORDS.findall(_TIME.sub(" ", text, count=1).casefold())
    months = [_MONTHS[word[:3]] for word in words if word[:3] in _MONTHS and word.isalpha()]
    numbers = [word for word in words if word.isdecimal()]
    years = [int(word) for word in numbers if len(word) == 4]  # noqa: PLR2004  # digits of a year
    if len(months) != 1 or not years:
        return ""
    days = [int(word) for word in numbers if len(word) <= 2]  # noqa: PLR2004  # digits of a day
    found = _iso(years[0], months[0], days[0] if days else 0)
    return f"{found}{time}" if found and days else found


def _iso(year: int, month: int, day: int = 0) -> str:
    """Return the date in ISO 8601, the month alone without a day; empty if there is no such day."""
    try:
        found = date(year, month, day or 1)
    except (ValueError, OverflowError):
        return ""
    return found.isoformat() if day else found.isoformat()[:7]


def _spell(text: str) -> str:
    names = "January February March April May June July August September October November December"
    found = date.fromisoformat(text[:10])
    return f"{found.day} {names.split()[found.month - 1]}"
