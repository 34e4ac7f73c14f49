from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sitegen.graph.selection import HeldBack, Selection, select_pages
from support.parsing import parse

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def published(block: str, *shown: str, zone: str = "UTC") -> bool:
    page = parse(f"---\n{block}\n---\nx\n", zone=ZoneInfo(zone))
    selected = select_pages((page,), Selection(now=NOW, **dict.fromkeys(shown, True)))
    assert bool(selected.published) != bool(selected.unpublished)
    return bool(selected.published)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("title: x", True),
        ("draft: false", True),
        ("draft: true", False),
        ("date: 2026-03-10", True),
        ("date: 2026-03-11", False),
        ("date: 2026-03-10T12:00:00Z", True),
        ("date: 2026-03-10T12:00:01Z", False),
        ("date: 2026-03-10T13:00:00+01:00", True),
        ("date: 2026-03-10T11:00:00-01:30", False),
        ("date: 2026-03", True),
        ("date: 2026", True),
        ("date: 2027", False),
        ("date: 2030-01-01\npublish_date: 2026-03-10", True),
        ("date: 2020-01-01\npublish_date: 2026-03-11", False),
        ("expires: 2026-03-10", False),
        ("expires: 2026-03-10T12:00:00Z", False),
        ("expires: 2026-03-10T12:00:01Z", True),
        ("expires: 2026-03-11", True),
    ],
)
def test_what_is_published(block: str, *, expected: bool) -> None:
    assert published(block) is expected


def test_days_begin_in_the_site_s_zone() -> None:
    assert published("date: 2026-03-11", zone="Pacific/Kiritimati")
    assert not published("date: 2026-03-10T07:00", zone="America/Los_Angeles")


@pytest.mark.parametrize(
    ("block", "option"),
    [("draft: true", "drafts"), ("date: 2027", "future"), ("expires: 2025", "expired")],
)
def test_each_option_shows_its_own_kind(block: str, option: str) -> None:
    assert published(block, option)
    assert not published(block, *({"drafts", "future", "expired"} - {option}))


def test_reasons_are_told() -> None:
    page = parse("---\ndraft: true\n---\n")
    selected = select_pages((page,), Selection(now=NOW))
    assert selected.unpublished == {"content/page.md": HeldBack("drafts", "a draft")}
