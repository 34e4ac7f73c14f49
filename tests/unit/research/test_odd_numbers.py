"""Digits that no number can be made of, such as `²`, and numbers that are too long for Python."""

from __future__ import annotations

import pytest

from sitegen.model import PartialDate
from sitegen.research.bib_dates import parse_issued
from sitegen.research.csl.items import item_from_csl
from sitegen.research.csl.locale import built_in_locale
from sitegen.research.csl.numbers import format_number, page_range
from sitegen.research.csl_names import read_csl_date

LONG = "9" * 5000


@pytest.mark.parametrize(
    ("month", "known"),
    [
        ("²", 0), ("² March", 0), (LONG, 0), (f"March {LONG}", 3), ("March ²", 3), ("March²", 3),
        ("March 2³", 3), ("Mar 3--²", 3), ("Jan/²", 1),
    ],
)  # fmt: skip
def test_a_month(month: str, known: int) -> None:
    date, field, problem = parse_issued({"year": "2020", "month": month})
    assert date == PartialDate(year=2020, month=known)
    assert field == "month"
    assert problem is not None


@pytest.mark.parametrize("part", ["²", "--5", LONG])
def test_a_part_of_a_date_in_json(part: str) -> None:
    assert read_csl_date({"date-parts": [[2020, part]]}) is None
    season = read_csl_date({"date-parts": [[2020]], "season": part})
    assert season == PartialDate(year=2020)


@pytest.mark.parametrize("how", ["chicago", "chicago-16", "minimal", "minimal-two", "expanded"])
def test_a_range_of_pages(how: str) -> None:
    first, last = f"{LONG}1", f"{LONG}2"
    written = page_range(f"{first}-{last}", how, built_in_locale("en"))
    assert written.startswith(f"{first}–")
    assert written.endswith("2")


@pytest.mark.parametrize(
    ("pages", "shown"),
    [("3-10", "3–10"), ("100-104", "100–104"), ("107-108", "107–8"), ("321-328", "321–28")],
)
def test_ranges_in_chicago_are_as_before(pages: str, shown: str) -> None:
    assert page_range(pages, "chicago", built_in_locale("en")) == shown


@pytest.mark.parametrize("form", ["ordinal", "long-ordinal", "roman"])
def test_a_number_that_is_too_long_stays_as_it_is(form: str) -> None:
    assert format_number(LONG, form, built_in_locale("en"), "") == LONG


@pytest.mark.parametrize("form", ["", "numeric", "ordinal", "long-ordinal", "roman"])
def test_nothing_of_a_long_list_of_numbers_is_lost(form: str) -> None:
    numbers = ", ".join(f"{number} of many" for number in range(200))
    written = format_number(numbers, form, built_in_locale("en"), "")
    assert written.endswith(", 198 of many, 199 of many")
    assert written.count("of many") == 200


def test_nothing_of_a_long_number_in_json_is_lost() -> None:
    item = item_from_csl({"id": "a", "type": "book", "volume": int(LONG[:900])})
    assert item.texts["volume"] == LONG[:900]
