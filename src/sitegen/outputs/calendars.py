"""Calendars (iCalendar): one of all events, one of all talks, and one of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from sitegen.graph.companion_files import CalendarFile, find_calendar, list_calendars
from sitegen.model import CONTENT, Artefact, Rank
from sitegen.rendering.queries import (
    CardQuery,
    EntryQuery,
    NamedQuery,
    PackedQuery,
    StaticFileQuery,
)
from sitegen.research.calendar_writer import CalendarEvent, write_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.model import Entry, PageSummary, ParsedPage
    from sitegen.rendering.queries import QueryContext
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["CALENDARS", "CalendarQuery", "CalendarsQuery"]


class CalendarQuery(NamedQuery, frozen=True):
    """The calendar of this name: where it is, and which events it has."""

    kind: ClassVar[str] = "calendar"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> CalendarFile | None:
        """Return the calendar."""
        return find_calendar(context.site, self.name)

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Name the calendar."""
        return f"the calendar of {self.name}"


class CalendarsQuery(PackedQuery, frozen=True):
    """Which calendars there are."""

    kind: ClassVar[str] = "calendars"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> tuple[str, ...]:
        """Return their names."""
        return list_calendars(context.site)

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        """Name the calendars."""
        return "the list of calendars"


class _Calendars:
    """A calendar for each collection of events, and for each event; a part is one of these."""

    name = "calendars"

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:
        """Return the paths of the calendars of the collections that have entries."""
        folders = {page.path.relative_to(CONTENT).parts[0] for page in pages}
        return [f"{name}.ics" for name in ("events", "talks") if name in folders]

    def parts(self, site: RecordedSite) -> Iterable[str]:
        """Return the names of collections and the keys of events."""
        return site.ask(CalendarsQuery())

    def render_part(self, site: RecordedSite, part: str) -> Iterator[Artefact]:
        """Yield the calendar."""
        found = site.ask(CalendarQuery(part))
        if found is None or site.ask(StaticFileQuery(str(found.path))):
            return
        entries = [entry for key in found.entries if (entry := site.ask(EntryQuery(key)))]
        text = write_calendar((_event(site, entry) for entry in entries), found.title)
        source = f"the calendar of {part}"
        yield Artefact(path=found.path, data=text.encode(), rank=Rank.INDEX, source=source)


CALENDARS = _Calendars()


def _event(site: RecordedSite, entry: Entry) -> CalendarEvent:
    values, config = entry.values, site.config
    card: PageSummary | None = site.ask(CardQuery(entry.key)) if entry.url else None
    place = ", ".join(str(values[name]) for name in ("place", "address") if values.get(name))
    online = str(values.get("online", ""))
    summary = (card.description or card.summary) if card else ""
    speakers = ", ".join(author.name.full for author in entry.persons.get("speaker", ()))
    return CalendarEvent(
        uid=f"{entry.collection}/{entry.id}@{urlsplit(config.base_url).hostname}",
        title=f"{speakers}: {entry.title}" if speakers else entry.title,
        start=entry.dates["start"],
        end=entry.dates.get("end"),
        changed=(card.updated or card.date) if card else None,
        description="\n\n".join(part for part in (summary, online) if part),
        place=place or online,
        url=config.origin + entry.url if entry.url else "",
        categories=card.terms.get("tags", ()) if card else (),
        cancelled=bool(values.get("cancelled")),
    )
