"""Dates of bibliographies: as much as is known, and never more."""

from __future__ import annotations

import pytest

from sitegen.model import PartialDate
from sitegen.research.bib_dates import parse_bib_date, parse_issued


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2024", PartialDate(year=2024)),
        ("2024-03", PartialDate(year=2024, month=3)),
        ("2024-03-15", PartialDate(year=2024, month=3, day=15)),
        ("2024-3-5", PartialDate(year=2024, month=3, day=5)),
        ("2024/03/15", PartialDate(year=2024, month=3, day=15)),
        ("2024-00-00", PartialDate(year=2024)),
        ("2024-03-15T10:00:00Z", PartialDate(year=2024, month=3, day=15)),
        ("2024-03-15T24:00", PartialDate(year=2024, month=3, day=15)),
        ("2024-03-15 9:05:59.25 +01:00", PartialDate(year=2024, month=3, day=15)),
        ("-0043", PartialDate(year=-43)),
        ("1999?", PartialDate(year=1999, circa=True)),
        ("1999-05~", PartialDate(year=1999, month=5, circa=True)),
        ("2020-21", PartialDate(year=2020, season=1)),
        ("2020-24", PartialDate(year=2020, season=4)),
        (
            "2020-01/2021-03",
            PartialDate(year=2020, month=1, end=PartialDate(year=2021, month=3)),
        ),
        ("1998--99", PartialDate(year=1998, end=PartialDate(year=1999))),
        ("2020/", PartialDate(year=2020, end=PartialDate())),
        ("2020/..", PartialDate(year=2020, end=PartialDate())),
        ("../2020", PartialDate(end=PartialDate(year=2020))),
        ("15 January 2020", PartialDate(year=2020, month=1, day=15)),
        ("Sept. 3rd, 2020", PartialDate(year=2020, month=9, day=3)),
        ("Autumn 2020", PartialDate(year=2020, season=3)),
    ],
)
def test_a_date(written: str, date: PartialDate) -> None:
    assert parse_bib_date(written) == date


@pytest.mark.parametrize(
    "written",
    [
        *("", "..", "/", "soon", "2024-13", "2023-02-29", "2024-00-03", "1/2/3", "20244", "٢٠٢٤"),
        *("2024-03-15T25:00", "2024-03-15 revised", "2024-03-15T", "2024-03T10:00"),
    ],
)
def test_no_date(written: str) -> None:
    assert parse_bib_date(written) is None


@pytest.mark.parametrize(
    ("year", "month", "date"),
    [
        ("2024", "", PartialDate(year=2024)),
        ("[2024]", "", PartialDate(year=2024)),
        ("c. 1850", "", PartialDate(year=1850, circa=True)),
        ("in press", "", PartialDate(literal="in press")),
        ("Forthcoming 2027", "", PartialDate(literal="Forthcoming 2027")),
        ("2024 (in press)", "", PartialDate(year=2024, literal="in press")),
        ("2024", "3", PartialDate(year=2024, month=3)),
        ("2024", "March", PartialDate(year=2024, month=3)),
        ("2024", "Sept.", PartialDate(year=2024, month=9)),
        ("2024", "3~15", PartialDate(year=2024, month=3, day=15)),
        ("2024", "15 Mar", PartialDate(year=2024, month=3, day=15)),
        ("2024", "March 3rd", PartialDate(year=2024, month=3, day=3)),
        (
            "2024",
            "March and April",
            PartialDate(year=2024, month=3, end=PartialDate(year=2024, month=4)),
        ),
        ("2024", "1/2", PartialDate(year=2024, month=1, end=PartialDate(year=2024, month=2))),
        (
            "2024",
            "Mar 30--Apr 2",
            PartialDate(year=2024, month=3, day=30, end=PartialDate(year=2024, month=4, day=2)),
        ),
        ("2024", "Summer", PartialDate(year=2024, season=2)),
        ("2024", "12~30", PartialDate(year=2024, month=12, day=30)),
    ],
)
def test_year_and_month(year: str, month: str, date: PartialDate) -> None:
    assert parse_issued({"year": year, "month": month}) == (date, "", None)


@pytest.mark.parametrize(
    ("fields", "date", "field", "message"),
    [
        ({"date": "March"}, PartialDate(literal="March"), "date", "'March' is no date"),
        ({"date": "x", "year": "2020"}, PartialDate(year=2020), "date", "'x' is no date"),
        ({"date": "2024-02-30"}, PartialDate(year=2024), "date", "'2024-02-30' is no date"),
        (
            {"date": "2024-03-15 revised", "year": "2024"},
            PartialDate(year=2024, month=3, day=15),
            "date",
            "'2024-03-15 revised' is no date",
        ),
        (
            {"year": "2024a", "month": "mar"},
            PartialDate(year=2024, month=3),
            "year",
            "the letter of '2024a' is left out: styles add letters themselves",
        ),
        (
            {"date": "2024B"},
            PartialDate(year=2024),
            "date",
            "the letter of '2024B' is left out: styles add letters themselves",
        ),
        ({"year": "2024a", "day": "4"}, PartialDate(year=2024), "day", "'4' is a day of no month"),
        ({"year": "MMXX"}, PartialDate(literal="MMXX"), "year", "'MMXX' is no year"),
        ({"year": "in 2020, or so"}, PartialDate(year=2020), "year", "'in 2020, or so' is no year"),
        (
            {"year": "2020", "month": "Märch"},
            PartialDate(year=2020),
            "month",
            "'Märch' is no month",
        ),
        (
            {"year": "2020", "month": "feb", "day": "40"},
            PartialDate(year=2020, month=2),
            "day",
            "'40' is no day of that month",
        ),
        ({"year": "2020", "day": "4"}, PartialDate(year=2020), "day", "'4' is a day of no month"),
        (
            {"year": "2020", "month": "mar 4", "day": "5"},
            PartialDate(year=2020, month=3, day=4),
            "day",
            "'5' is no day of that month",
        ),
        (
            {"date": "2021-05", "year": "2020"},
            PartialDate(year=2021, month=5),
            "year",
            "'2020' is not the year of 'date', which counts",
        ),
        (
            {"year": "2020-05", "month": "jun"},
            PartialDate(year=2020, month=5),
            "month",
            "'jun' is not what 'year' says, which counts",
        ),
        (
            {"year": "in press", "month": "may"},
            PartialDate(literal="in press"),
            "month",
            "'may' is of no year",
        ),
    ],
)
def test_mistakes(fields: dict[str, str], date: PartialDate, field: str, message: str) -> None:
    found, wrong, problem = parse_issued(fields)
    assert (found, wrong) == (date, field)
    assert problem is not None
    assert problem.message == message


@pytest.mark.parametrize(
    ("month", "day", "date"),
    [
        ("jan", "3", PartialDate(year=2020, month=1, day=3)),
        ("1", "3rd", PartialDate(year=2020, month=1, day=3)),
        ("October", "21.", PartialDate(year=2020, month=10, day=21)),
        (
            "mar",
            "3--5",
            PartialDate(year=2020, month=3, day=3, end=PartialDate(year=2020, month=3, day=5)),
        ),
        ("mar 4", "4", PartialDate(year=2020, month=3, day=4)),
    ],
)
def test_days(month: str, day: str, date: PartialDate) -> None:
    assert parse_issued({"year": "2020", "month": month, "day": day}) == (date, "", None)


@pytest.mark.parametrize("year", ["2020", "2019", "2019/2020", "2019-05"])
def test_a_year_that_the_date_has_too(year: str) -> None:
    assert parse_issued({"date": "2019-05/2020", "year": year})[1:] == ("", None)


def test_nothing_is_known() -> None:
    assert parse_issued({"month": "3"}) == (None, "", None)
