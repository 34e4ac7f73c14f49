"""Find the people whose photos are not shown any more: their consent has ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.graph.collections.field_values import read_date_value
from sitegen.research.periods import is_over

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.collections.raw_entry import RawEntry

__all__ = ["CONSENT", "withhold_photos"]

PHOTO_CONSENT = declare("photo-consent", Severity.WARNING, protects=True)

#: The field with the last day on which a picture may be shown.
CONSENT = "consent_until"


def withhold_photos(
    entries: Iterable[RawEntry], zone: tzinfo, now: datetime
) -> tuple[frozenset[str], tuple[Diagnostic, ...]]:
    """Return the keys of entries whose pictures are not shown, with a report for each that has one.

    A date that cannot be read counts as one that has passed.
    """
    withheld: set[str] = set()
    problems: list[Diagnostic] = []
    for raw in entries:
        written = raw.written.get(CONSENT)
        if written is None:
            continue
        date = read_date_value(written, zone)
        if isinstance(date, Problem) or is_over(date, now):
            withheld.add(raw.key)
            problems += _report(raw, str(written))
    return frozenset(withheld), tuple(problems)


def _report(raw: RawEntry, until: str) -> Iterator[Diagnostic]:
    fields = raw.collection.fields
    pictures = (name for name, kind in fields.items() if kind.kind == "image")
    has_one = any(raw.written.get(name) for name in pictures)
    if has_one or (raw.page and raw.page.front.featured_image):
        message = f"the photo may be shown until {until}, so it is left out"
        hint = f"delete the photo, or change '{CONSENT}' if the consent was renewed"
        yield Problem(PHOTO_CONSENT, message, hint).at(raw.place_of(CONSENT))
