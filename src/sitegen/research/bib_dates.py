"""Parse dates as BibTeX, BibLaTeX and people write them, of which only a part may be known.

Sources: biblatex 3.20, section 2.3.8, for the part of ISO 8601-2 (EDTF) that it reads.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from itertools import takewhile

import msgspec

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.model import PartialDate

__all__ = ["BIB_DATE", "explain_letter", "parse_bib_date", "parse_issued", "parse_year"]

BIB_DATE = declare("bib-date", Severity.WARNING)

#: A time of day, which no style writes.
_TIME = (
    r"[T ](?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?"
    r"(?:\s?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?"
)
_DAY = compile_late(r"-?\d{4}-\d\d-\d\d(?=\D)", re.ASCII)
_ISO = compile_late(
    rf"(-?\d{{4}})(?:[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}})(?:{_TIME})?)?)?([?~%]?)", re.ASCII
)
_RANGE = compile_late(r"\s*(?:/|--+|[‐-—])\s*")
#: `15 January 2020`, `January 15, 2020`, `Jan. 2020`.
_SPOKEN = compile_late(
    r"(?:(\d{1,2})\.?\s+)?([^\W\d_]+)\.?(?:\s+(\d{1,2})(?:st|nd|rd|th)?)?,?\s+(\d{4})"
)
_OPEN = frozenset({"", "..", "open", "unknown"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
#: What stands in the place of a year that is not known yet, or never will be.
_NOT_YET = compile_late(
    r"(?:to\s+appear|in\s+(?:the\s+)?press|inpress|in\s+print|forthcoming|submitted|accepted|under\s+review"
    r"|in\s+(?:preparation|prep\.?|review|revision)|preprint|prepublished|online\s+first|advance\s+online"
    r"|n\.?\s?d\.?|no\s+date|undated|ongoing|present)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_YEAR = compile_late(
    r"(?P<circa>(?:circa|ca?\.?)\s*)?\[?(?P<year>-?\d{4})\]?(?P<letter>[a-z])?(?P<doubt>[?~%])?"
    r"(?P<rest>\W.*)?",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_SHORT_YEAR = 2
#: Words and endings in a month that say nothing by themselves: `March and April`, `March 3rd`.
_JOINING = re.compile(r"\b(?:and|to)\b|(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[-/–]|\b(?:and|to)\b", re.IGNORECASE)
_DAYS = compile_late(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?(?:\s*(?:-+|[‐-—/]|and|to)\s*\d{1,2}\w{0,2})?", re.ASCII
)
#: No date has so many characters.
_LONGEST = 100
_MOST_MONTH, _FIRST_SEASON, _LAST_SEASON = 12, 21, 24


def parse_bib_date(text: str) -> PartialDate | None:
    """Return a date or a range of two, `2020-01/2021-03`; None if it is neither.

    `2020-21` to `2020-24` are seasons, `1999?` and `1999~` are about that year. A range that is
    open has an `end` without a year.
    """
    written = text.strip()
    if len(written) > _LONGEST:
        return None
    single = _single(written)
    if single:
        return single
    parts = [part.strip() for part in _RANGE.split(written)]
    if len(parts) != 2:  # noqa: PLR2004  # a beginning and an end
        return None
    first, last = parts
    begin = PartialDate() if first in _OPEN else _single(first)
    end = PartialDate() if last in _OPEN else _single(last)
    if begin and end is None and last.isdigit() and len(last) == _SHORT_YEAR:  # 1998--99
        end = _single(first[:2] + last)
    if begin is None or end is None or (begin.year is None and end.year is None):
        return None
    return msgspec.structs.replace(begin, end=end)


def _single(text: str) -> PartialDate | None:
    found = _ISO.fullmatch(text)
    if found:
        year, month, day = (int(part or 0) for part in found.groups()[:3])
        return _checked(year, month, day, circa=bool(found[4]))
    found = _SPOKEN.fullmatch(text)
    if found:
        month, season = _month(found[2])
        if month:
            return _checked(int(found[4]), month, int(found[1] or found[3] or 0))
        if season:
            return PartialDate(year=int(found[4]), season=season)
    return None


def _checked(year: int, month: int, day: int, *, circa: bool = False) -> PartialDate | None:
    """Return a date if there is such a day; a month of 21 to 24 is a season."""
    if _FIRST_SEASON <= month <= _LAST_SEASON and not day:
        return PartialDate(year=year, season=month - _FIRST_SEASON + 1, circa=circa)
    if month > _MOST_MONTH or (day and not month):
        return None
    if day > (monthrange(year if year > 0 else 4, month)[1] if month else 0):
        return None
    return PartialDate(year=year, month=month, day=day, circa=circa)


def parse_year(text: str) -> PartialDate | None:
    """Return the year of a field `year`, or `in press` and the like as `literal`; else None."""
    written = text.strip()
    if len(written) > _LONGEST:
        return None
    if _NOT_YET.fullmatch(written):
        return PartialDate(literal=written)
    date = parse_bib_date(written)
    if date:
        return date
    found = _YEAR.fullmatch(written)
    if not found:
        return None
    rest = (found["rest"] or "").strip(" ,;()[]")
    if rest and not _NOT_YET.fullmatch(rest):
        return None
    circa = bool(found["circa"] or found["doubt"])
    return PartialDate(year=int(found["year"]), circa=circa, literal=rest)


def parse_issued(fields: Mapping[str, str]) -> tuple[PartialDate | None, str, Problem | None]:
    """Return when a work was published, and what is wrong with which field.

    `fields` are plain texts: `date`, or `year` with `month` and `day`.
    """
    issued, name, problem = _read_issued(fields)
    if problem is None:
        name = "date" if fields.get("date", "") else "year"
        problem = explain_letter(fields.get(name, ""))
        name = name if problem else ""
    return issued, name, problem


def explain_letter(written: str) -> Problem | None:
    """Return what is wrong with a year such as `2024a`, which is read as one; nothing otherwise."""
    found = _YEAR.fullmatch(written.strip()[:_LONGEST])
    if found is None or not found["letter"]:
        return None
    message = f"the letter of '{_short(written)}' is left out: styles add letters themselves"
    return Problem(BIB_DATE, message, "write the year without it")


def _read_issued(fields: Mapping[str, str]) -> tuple[PartialDate | None, str, Problem | None]:
    date = fields.get("date", "")
    if date:
        found = parse_bib_date(date) or parse_year(date)
        if found:
            return found, *_unlike(found, fields)
        hint = "write it as '2024-03-15', '2024-03' or '2024'"
        problem = Problem(BIB_DATE, f"'{_short(date)}' is no date", hint)
        return _fallback(fields, date), "date", problem
    year = fields.get("year", "")
    if not year:
        return None, "", None
    found = parse_year(year)
    if found is None:
        problem = Problem(BIB_DATE, f"'{_short(year)}' is no year", "write it as '2024'")
        return _fallback({}, year), "year", problem
    month, day = fields.get("month", ""), fields.get("day", "").strip()
    if found.year is None or found.month or found.season or found.end:
        return found, *_beside(found, month, day)
    return _with_parts(found, month, day)


def _unlike(date: PartialDate, fields: Mapping[str, str]) -> tuple[str, Problem | None]:
    """Return what is wrong with a field `year` that says another year than the whole date."""
    written = fields.get("year", "")
    year = parse_year(written) if written else None
    ends = {date.year, date.end.year if date.end else None}
    if year is None or year.year is None or date.year is None or year.year in ends:
        return "", None
    message = f"'{_short(written)}' is not the year of 'date', which counts"
    return "year", Problem(BIB_DATE, message, "delete one of them")


def _with_parts(year: PartialDate, month: str, day: str) -> tuple[PartialDate, str, Problem | None]:
    """Add a month and a day to a year."""
    if not month:
        problem = Problem(BIB_DATE, f"'{_short(day)}' is a day of no month", "write 'month = mar'")
        return year, "day" if day else "", problem if day else None
    dated = _with_month(year, month)
    if dated is not None:
        return _with_day(year, dated, month, day) if day else (dated, "", None)
    hint = "write a number, or a name such as mar without quotes"
    name = "".join(takewhile(str.isalpha, month.strip()))
    known = _with_month(year, name) or year
    return known, "month", Problem(BIB_DATE, f"'{_short(month)}' is no month", hint)


def _beside(date: PartialDate, month: str, day: str) -> tuple[str, Problem | None]:
    """Return what is wrong with a month or a day beside a year that has one, or is no number."""
    name, written = ("month", month) if month else ("day", day)
    year = msgspec.structs.replace(date, month=0, day=0, season=0, end=None)
    same = month and date.month and _with_month(year, month)
    if not written or (same and same.month == date.month):
        return "", None
    why = "is of no year" if date.year is None else "is not what 'year' says, which counts"
    return name, Problem(BIB_DATE, f"'{_short(written)}' {why}", "write 'date = {2024-03-15}'")


def _with_day(
    year: PartialDate, dated: PartialDate, month: str, day: str
) -> tuple[PartialDate, str, Problem | None]:
    """Add one day or two, `3`, `3rd`, `3--5`, to a month that has none."""
    whole = dated if day == str(dated.day) else None
    if not (dated.day or dated.end or dated.season):
        name = month.strip() if month.strip().isdecimal() else _MONTHS[dated.month - 1]
        whole = _with_month(year, f"{name} {day}") if _DAYS.fullmatch(day) else None
    if whole is not None:
        return whole, "", None
    hint = "write the number of the day, as in 'day = 3'"
    return dated, "day", Problem(BIB_DATE, f"'{_short(day)}' is no day of that month", hint)


def _fallback(fields: Mapping[str, str], written: str) -> PartialDate:
    """Return what is known in spite of a mistake.

    It is a day at the beginning of the text, another field, a year in the text, or the text.
    """
    day = _DAY.match(written)
    if day and (found := parse_bib_date(day[0])):
        return found
    other = parse_year(fields.get("year", "")) if fields.get("year") else None
    if other:
        return other
    year = re.search(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", written, re.ASCII)
    return PartialDate(year=int(year[0])) if year else PartialDate(literal=_short(written))


def _with_month(date: PartialDate, month: str) -> PartialDate | None:
    """Add a month to a year: `3`, `March`, `Mar. 15`, `Jan/Feb`, `3~15`, `Summer`."""
    year = date.year or 0
    parts = re.findall(r"[^\W\d_]+|\d+", _JOINING.sub(" ", month))
    numbers = [(int(part[:9]), 0) if part.isdecimal() else _month(part) for part in parts]
    if not numbers or len(numbers) > 4 or (0, 0) in numbers[1:]:  # noqa: PLR2004  # two days
        return None
    first, season = numbers[0]
    if season:
        return msgspec.structs.replace(date, season=season) if len(numbers) == 1 else None
    if len(numbers) == 1:
        dated = _checked(year, first, 0)
    elif parts[0].isdecimal() and not parts[1].isdecimal():  # 15 March
        dated = _checked(year, numbers[1][0], first)
    elif parts[1].isdecimal() and not _BETWEEN.search(month):  # March 15
        dated = _checked(year, first, numbers[1][0])
    else:
        dated = _months(year, parts, numbers)
    if dated is None or not dated.month:
        return None
    return msgspec.structs.replace(dated, circa=date.circa, literal=date.literal)


def _months(year: int, parts: list[str], numbers: list[tuple[int, int]]) -> PartialDate | None:
    """Return a range within a year: `Jan--Feb`, `Mar 3--5`, `Mar 30--Apr 2`."""
    ends = [numbers[0][0], numbers[-1][0]]
    if len(parts) == 2:  # noqa: PLR2004  # two months
        first, last = _checked(year, ends[0], 0), _checked(year, ends[1], 0)
    elif len(parts) == 3:  # noqa: PLR2004  # a month and two days
        first, last = _checked(year, ends[0], numbers[1][0]), _checked(year, ends[0], ends[1])
    else:
        first = _checked(year, ends[0], numbers[1][0])
        last = _checked(year, numbers[2][0], ends[1])
    if first is None or last is None or not last.month:
        return first
    return msgspec.structs.replace(first, end=last)


def _month(name: str) -> tuple[int, int]:
    """Return a month by its name or the beginning of it, and a season by its name, or zeros."""
    folded = name.casefold()
    season = _SEASONS.get(folded, 0)
    short = folded[:3]
    if season or short not in _MONTHS:
        return 0, season
    number = _MONTHS.index(short) + 1
    return (
        (number, 0) if _MONTH_NAMES[number - 1].startswith(folded) or folded == "sept" else (0, 0)
    )


def _short(text: str) -> str:
    return " ".join(text.split())[:60]
