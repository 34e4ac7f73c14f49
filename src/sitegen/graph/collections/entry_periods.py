"""Tell which entries are upcoming, current or past: events, people, projects, open positions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from sitegen.graph.collections.withheld_photos import CONSENT
from sitegen.research.periods import end_of

if TYPE_CHECKING:
    from sitegen.model import Entry

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
    """Return when the period of an entry changes next, in seconds since the epoch.

    So it does, too, for what may be shown of a person.
    """
    moments = (
        moment
        for entry in entries
        for moment in (_start(entry), _end(entry), _end_of_consent(entry))
        if moment and moment > now
    )
    return min((moment.timestamp() for moment in moments), default=float("inf"))


def _start(entry: Entry) -> datetime | None:
    return next((entry.dates[name].moment for name in _STARTS if name in entry.dates), None)


def _end(entry: Entry) -> datetime | None:
    """Return the moment after the last one of an entry."""
    names = (*_ENDS, *(_STARTS if entry.collection in _SHORT else ()))
    written = next((entry.dates[name] for name in names if name in entry.dates), None)
    return end_of(written) if written else None


def _end_of_consent(entry: Entry) -> datetime | None:
    return end_of(entry.dates[CONSENT]) if CONSENT in entry.dates else None
