"""Calendars are read by the icalendar package as they were meant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest

from sitegen.content.dates import parse_date
from sitegen.model import PageDate
from sitegen.research.calendar_writer import CalendarEvent, write_calendar

BERLIN = ZoneInfo("Europe/Berlin")
HOSTILE = "Ä, b; c\\n\nEND:VEVENT\r\nBEGIN:VALARM\u2028x\x00" + "é🦵" * 60


def day(text: str) -> PageDate:
    return parse_date(text, BERLIN)


def read(text: str) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(text)
    assert all(not event.errors for event in calendar.walk())
    return list(calendar.walk("VEVENT"))


@pytest.mark.parametrize(
    ("start", "end", "times"),
    [
        (
            "2026-03-28 14:00",
            "2026-03-28 15:30",
            (datetime(2026, 3, 28, 13, tzinfo=UTC), datetime(2026, 3, 28, 14, 30, tzinfo=UTC)),
        ),
        # The clock is put forward in the night between; the last day is meant to its end.
        (
            "2026-03-28 14:00",
            "2026-03-29",
            (datetime(2026, 3, 28, 13, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        ),
        ("2026-03-28 14:00", "", (datetime(2026, 3, 28, 13, tzinfo=UTC), None)),
        ("2026-03-28 14:00", "2026-03-27", (datetime(2026, 3, 28, 13, tzinfo=UTC), None)),
        ("2026-03-28", "", (date(2026, 3, 28), date(2026, 3, 29))),
        ("2026-03-28", "2026-04-02", (date(2026, 3, 28), date(2026, 4, 3))),
        ("2026-12", "", (date(2026, 12, 1), date(2027, 1, 1))),
        ("2026", "", (date(2026, 1, 1), date(2027, 1, 1))),
        ("9998-12-31", "", (date(9998, 12, 31), date(9999, 1, 1))),
    ],
)
def test_times(start: str, end: str, times: tuple[date, date | None]) -> None:
    event = CalendarEvent("u", "T", day(start), day(end) if end else None)
    (written,) = read(write_calendar([event], "Lab"))
    found = written.get("DTEND")
    assert (written["DTSTART"].dt, found.dt if found else None) == times


def test_everything_that_an_event_has() -> None:
    event = CalendarEvent(
        uid="events/knee@lab.example.org",
        title=HOSTILE,
        start=day("2026-03-28"),
        changed=day("2026-01-02"),
        description=HOSTILE,
        place="Room 1, Aachen",
        url="https://lab.example.org/events/knee/",
        categories=("a,b", "c"),
        cancelled=True,
    )
    (written,) = read(write_calendar([event], "Lab; hello"))
    clean = "Ä, b; c\\n\nEND:VEVENT\nBEGIN:VALARM\nx" + "é🦵" * 60
    assert written["SUMMARY"] == written["DESCRIPTION"] == clean
    assert written["UID"] == "events/knee@lab.example.org"
    assert written["DTSTAMP"].dt == datetime(2026, 1, 1, 23, tzinfo=UTC)
    assert written["LOCATION"] == "Room 1, Aachen"
    assert written["URL"] == "https://lab.example.org/events/knee/"
    assert written["CATEGORIES"].cats == ["a,b", "c"]
    assert written["STATUS"] == "CANCELLED"


def test_lines_are_folded_between_characters() -> None:
    text = write_calendar([CalendarEvent("u", HOSTILE, day("2026-03-28"))], "Lab")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


def test_several_events() -> None:
    events = [CalendarEvent(name, name, day("2026-03-28")) for name in "ab"]
    text = write_calendar(events, "Lab; x")
    assert [event["UID"] for event in read(text)] == ["a", "b"]
    assert "X-WR-CALNAME:Lab\\; x\r\n" in text
