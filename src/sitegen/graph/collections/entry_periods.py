"""Tell which entries are upcoming, current or past: events, people, projects, open positions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from sitegen.model import Precision

if TYPE_CHECKING:
    from sitegen.model import Entry, PageDate

__all__ = ["next_period", "put_period"]

#: The fields that begin and end the time of an entry. Without an end, an event ends as it begins.
_STARTS = ("start",)
_ENDS = ("end", "open_until")
#: Collections whose entries are over when they have begun, unless they have an end.
_SHORT = frozenset({"events", "talks"})


def put_period(entry: Entry, now: datetime) -> Entry:
    """Return an entry with its period at a moment: `upcoming`, `current` or `past`.

    An entry without dates has none.
    """
    start, end = _start(entry), _end(entry)
    if start is None and end is None:
        return entry
    if end and end <= now:
        period = "past"
    elif start and start > now:
        period = "upcoming"
    else:
        period = "current"
    return msgspec.structs.replace(entry, period=period)


def next_period(entries: Iterable[Entry], now: datetime) -> float:
    """Return when the period of an entry changes next, in seconds since the epoch."""
    moments = (m for entry in entries for m in (_start(entry), _end(entry)) if m and m > now)
    return min((moment.timestamp() for moment in moments), default=float("inf"))


def _start(entry: Entry) -> datetime | None:
    return next((entry.dates[name].moment for name in _STARTS if name in entry.dates), None)


def _end(entry: Entry) -> datetime | None:
    """Return the moment after the last one of an entry."""
    names = (*_ENDS, *(_STARTS if entry.collection in _SHORT else ()))
    written = next((entry.dates[name] for name in names if name in entry.dates), None)
    return _after(written) if written else None


def _after(date: PageDate) -> datetime:
    """Return the moment after a day, a month or a year; a time of the day is a moment itself."""
    moment = date.moment
    try:
        if date.precision is Precision.DAY:
            return moment + timedelta(days=1)
        if date.precision is Precision.MONTH:
            return (moment.replace(day=28) + timedelta(days=4)).replace(day=1)
        if date.precision is Precision.YEAR:
            return moment.replace(year=moment.year + 1)
    except (OverflowError, ValueError):  # the end of the year 9999
        return moment
    return moment
