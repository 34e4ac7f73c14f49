"""Periods of people, projects and events: whether they are over, and whether their dates can be."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sitegen.diagnostics import Location, Problem, Severity, declare
from sitegen.model import PageDate, Precision

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.model import PartialDate

__all__ = ["check_period", "end_of", "is_in_period", "is_over"]

END_BEFORE_START = declare("end-before-start", Severity.WARNING)


def end_of(date: PageDate) -> datetime:
    """Return the first moment after a date: `2024` ends when 2025 begins."""
    moment = date.moment
    if date.precision is Precision.TIME:
        return moment
    if date.precision is Precision.DAY:
        days = 1
    elif date.precision is Precision.MONTH:
        days = monthrange(moment.year, moment.month)[1]
    else:
        days = 366 if monthrange(moment.year, 2)[1] == 29 else 365  # noqa: PLR2004  # February
    try:
        return moment + timedelta(days=days)
    except OverflowError:  # the year 9999
        return moment


def is_over(end: PageDate | None, now: datetime) -> bool:
    """Tell whether the last day, month or year of something has passed."""
    return end is not None and end_of(end) <= now


def check_period(
    start: PageDate | None, end: PageDate | None, place: Location
) -> Diagnostic | None:
    """Report an end that is before the start; `place` is that of the end."""
    if start is None or end is None or end_of(end) > start.moment:
        return None
    if end.precision is Precision.TIME and end.moment == start.moment:
        return None
    message = f"the end, {end.written}, is before the start, {start.written}"
    return Problem(END_BEFORE_START, message, "correct one of them").at(place)


def is_in_period(when: PartialDate | None, start: PageDate | None, end: PageDate | None) -> bool:
    """Tell whether a date, as far as it is known, may be in a period. Without a date it is not."""
    if start is None and end is None:
        return True
    if when is None or when.year is None:
        return False
    first = _parts(start) if start else ()
    last = _parts(end) if end else ()
    own = tuple(part for part in (when.year, when.month, when.day) if part)
    return _cut(first, own) <= _cut(own, first) and (not last or _cut(own, last) <= _cut(last, own))


def _parts(date: PageDate) -> tuple[int, ...]:
    parts = (date.moment.year, date.moment.month, date.moment.day)
    return parts[: {Precision.YEAR: 1, Precision.MONTH: 2}.get(date.precision, 3)]


def _cut(parts: tuple[int, ...], to: tuple[int, ...]) -> tuple[int, ...]:
    return parts[: len(to)]
