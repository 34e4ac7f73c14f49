"""Hints write out the date that another notation means."""

from __future__ import annotations

import pytest

from sitegen.content.date_hints import suggest_dates
from sitegen.content.dates import parse_date
from support.parsing import parse


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2021-3-4", "write 2021-03-04"),
        (
            "last-modified",
            "write the date: none is computed, so that all builds of a page are the same",
        ),
        (
            "`r Sys.Date()`",
            "write the date: none is computed, so that all builds of a page are the same",
        ),
        ("2021/03/04", "write 2021-03-04"),
        ("2021.3.4", "write 2021-03-04"),
        ("20210304", "write 2021-03-04"),
        ("2021-3", "write 2021-03"),
        ("3/2021", "write 2021-03"),
        ("4.3.2021", "write 2021-03-04"),
        ("04.03.21", "write 2021-03-04"),
        ("13/4/2021", "write 2021-04-13"),
        ("4/13/2021", "write 2021-04-13"),
        ("3/3/2021", "write 2021-03-03"),
        ("3/4/2021", "write 2021-03-04 (4 March) or 2021-04-03 (3 April)"),
        ("3-4-2021", "write 2021-03-04 (4 March) or 2021-04-03 (3 April)"),
        ("2021-3-4 9:05", "write 2021-03-04T09:05"),
        ("March 4, 2021", "write 2021-03-04"),
        ("Mar 4 2021", "write 2021-03-04"),
        ("4 March 2021", "write 2021-03-04"),
        ("4th of March, 2021", "write 2021-03-04"),
        ("4. März 2021", "write 2021-03-04"),
        ("Thu, 04 Mar 2021 10:00:00 +0000", "write 2021-03-04T10:00+00:00"),
        ("10:30 pm, 4 March 2021", "write 2021-03-04T22:30"),
        ("2021-03-04 10:00 PM", "write 2021-03-04T22:00"),
        ("2021-03-04 12:05 am", "write 2021-03-04T00:05"),
        ("2021-03-04 10:00:00 +0000 UTC", "write 2021-03-04T10:00+00:00"),
        ("2021-3-4 10:00:00 -0500", "write 2021-03-04T10:00-05:00"),
        ("2021/03/04 10:00 UTC", "write 2021-03-04T10:00Z"),
        ("21-03-04", "write 2021-03-04 (4 March) or 2004-03-21 (21 March)"),
        ("March 2021", "write 2021-03"),
        ("31/31/2021", ""),
        ("2021-02-30", ""),
        ("30 February 2021", ""),
        ("tomorrow", ""),
        ("", ""),
    ],
)
def test_hints(text: str, hint: str) -> None:
    assert suggest_dates(text) == hint


@pytest.mark.parametrize(
    "text", ["2021-3-4", "March 4, 2021", "4.3.2021", "13/4/2021 14:00", "2021/3/4 9:00 pm -0500"]
)
def test_the_hint_can_be_applied(text: str) -> None:
    page = parse(f"---\ndate: {text}\n---\n")
    (problem,) = page.diagnostics
    assert problem.code == "invalid-date"
    written = problem.hint.removeprefix("write ")
    page = parse(f"---\ndate: {written}\n---\n")
    assert page.diagnostics == ()
    assert page.front.date == parse_date(written, page.front.date.moment.tzinfo)  # type: ignore[union-attr, arg-type]


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (
            "{created: 2020-01-01, updated: 2021-02-03}",
            "write 'date: 2020-01-01' and 'updated: 2021-02-03'",
        ),
        ("{created: 2020-01-01}", "write 'date: 2020-01-01'"),
        ("{on: 2020-01-01}", "write it as '2026-03-02'"),
        ("[2020-01-01]", "write it as '2026-03-02'"),
    ],
)
def test_tables_of_dates(value: str, hint: str) -> None:
    page = parse(f"---\ndate: {value}\n---\nText.\n")
    assert [str(each) for each in page.diagnostics] == [
        f"content/page.md:2:1: error[invalid-date]: 'date': must be a date; {hint}"
    ]
