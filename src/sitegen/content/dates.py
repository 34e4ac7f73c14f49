"""Parse dates with the precision and time zone that their authors gave."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta, timezone, tzinfo

from sitegen.model import PageDate, Precision

__all__ = ["find_date", "parse_date"]

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:[Tt ]\s*(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?"
    r"\s*(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?)?)?)?)?",
    re.ASCII,
)
#: At these ends of Python's calendar, a time in another zone may not exist.
_FIRST_YEAR, _LAST_YEAR = MINYEAR + 1, MAXYEAR - 1


def parse_date(text: str, zone: tzinfo) -> PageDate:
    """Read an ISO 8601 date, month, year or moment; `zone` is used where none is written.

    Raises ValueError with a sentence for the author.
    """
    found = _DATE.fullmatch(text.strip())
    if not found:
        message = f"'{text}' is not a date such as 2026-03-02 or 2026-03-02T14:00:00+01:00"
        raise ValueError(message)
    year, month, day, hour, minute, second, written_zone = found.groups()
    own_zone = _zone(written_zone) if written_zone else zone
    try:
        moment = datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            tzinfo=own_zone,
        )
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise OverflowError  # noqa: TRY301  # as with the days of a month
    except (ValueError, OverflowError) as error:
        message = f"'{text}' is not a day or a time that exists"
        raise ValueError(message) from error
    if hour:
        precision = Precision.TIME
    elif day:
        precision = Precision.DAY
    else:
        precision = Precision.MONTH if month else Precision.YEAR
    return PageDate(written=text.strip(), precision=precision, moment=moment)


def find_date(text: str, zone: tzinfo) -> date | datetime | None:
    """Read a day or a moment as Python has them; None if the text is something else.

    `zone` is used where none is written. Raises ValueError for a day or a time that never was.
    """
    if len(text) < len("2026-03-02") or not _DATE.fullmatch(text):
        return None
    found = parse_date(text, zone)
    return found.moment if found.precision is Precision.TIME else found.moment.date()


def _zone(text: str) -> tzinfo:
    if text in "Zz":
        return timezone(timedelta(0))
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    try:
        return timezone(-offset if text[0] == "-" else offset)
    except ValueError as error:
        message = f"'{text}' is not a time zone such as +01:00"
        raise ValueError(message) from error
