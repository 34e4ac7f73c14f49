r"""Write events as iCalendar (RFC 5545), which calendars import and subscribe to.

Moments are written in UTC, so that no description of a time zone is needed. Days without a time are
all-day events. Lines end with CRLF and are folded at 75 octets; in texts, `\`, `;`, `,` and line
ends are escaped.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sitegen.model import PageDate, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["CalendarEvent", "write_calendar"]

_WIDTH = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class CalendarEvent(NamedTuple):
    """An event. `uid` never changes; `changed` is when it was last edited, as far as is known.

    Without `end`, an event with a time has no length, and one without a time takes all of the day,
    month or year that `start` names. `end` is the last day of an event that has no time.
    """

    uid: str
    title: str
    start: PageDate
    end: PageDate | None = None
    changed: PageDate | None = None
    description: str = ""
    place: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    cancelled: bool = False


def write_calendar(events: Iterable[CalendarEvent], name: str) -> str:
    """Return a calendar of this name; its bytes depend on the arguments only."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sitegen//sitegen//EN"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}"]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def _event(event: CalendarEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    # The clock would change the file with every build, so the stamp is when the event was edited.
    yield f"DTSTAMP:{_moment((event.changed or event.start).moment)}"
    yield from _times(event.start, event.end)
    yield f"SUMMARY:{_text(event.title)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.url:
        yield f"URL:{''.join(event.url.split())}"
    if event.categories:
        yield f"CATEGORIES:{','.join(_text(each) for each in event.categories)}"
    if event.cancelled:
        yield "STATUS:CANCELLED"
    yield "END:VEVENT"


def _times(start: PageDate, end: PageDate | None) -> Iterator[str]:
    """Yield begin and end; the end of days is the day behind the last one."""
    if start.precision is Precision.TIME:
        yield f"DTSTART:{_moment(start.moment)}"
        if end is not None:
            last = end.moment
            if end.precision is not Precision.TIME:
                # The whole of the last day: it ends where the first one's clock shows midnight.
                last = datetime.combine(_behind(end), datetime.min.time(), end.moment.tzinfo)
            if last > start.moment:
                yield f"DTEND:{_moment(last)}"
        return
    behind = _behind(start)
    if end is not None:
        behind = max(behind, _behind(end))
    yield f"DTSTART;VALUE=DATE:{start.moment:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{behind:%Y%m%d}"


def _behind(written: PageDate) -> date:
    """Return the day behind the day, month or year of a date."""
    day = written.moment.date()
    if written.precision is Precision.YEAR:
        return date(day.year + 1, 1, 1) if day.year < date.max.year else date.max
    if written.precision is Precision.MONTH:
        return (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return day + timedelta(days=1) if day < date.max else day


def _moment(moment: datetime) -> str:
    in_utc = moment.astimezone(UTC)
    return f"{in_utc.year:04}{in_utc:%m%dT%H%M%S}Z"


def _text(text: str) -> str:
    """Escape a text, and leave out the control characters that no calendar may have."""
    lines = "\n".join(text.splitlines())
    kept = "".join(c for c in lines if c == "\n" or (c >= " " and c != "\x7f"))
    return kept.translate(_ESCAPES)


def _fold(line: str) -> str:
    """Break a line so that none is longer than 75 octets; no character is taken apart."""
    if len(line.encode()) <= _WIDTH:
        return line
    pieces: list[str] = [""]
    size = 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _WIDTH:
            pieces.append("")
            size = 1  # the space that begins a continued line
        pieces[-1] += char
        size += octets
    return "\r\n ".join(pieces)
