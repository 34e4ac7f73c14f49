"""Dates, pages and identifiers are found however they were written."""

from __future__ import annotations

import pytest

from sitegen.model import PartialDate, WorkLink
from sitegen.research.work_facts import arxiv_id, format_date, landing_url, page_range
from support.works import make_article, make_work


@pytest.mark.parametrize(
    ("written", "pages"),
    [
        ("12-34", ("12", "34")),
        ("117–23", ("117", "123")),
        ("12--34", ("12", "34")),
        ("12", ("12", "")),
        ("e17", ("e17", "")),
        ("3-5, 9", ("3", "9")),
        ("S1-S9", ("S1", "S9")),
        ("", ("", "")),
    ],
)
def test_pages(written: str, pages: tuple[str, str]) -> None:
    assert page_range(make_work(variables={"page": written})) == pages


def test_a_date_says_no_more_than_is_known() -> None:
    assert format_date(PartialDate(year=2024), "/") == "2024"
    assert format_date(PartialDate(year=2024, month=3), "/") == "2024/03"
    assert format_date(PartialDate(year=2024, month=3, day=5), "-") == "2024-03-05"
    assert format_date(PartialDate(literal="in press"), "/") == ""
    assert format_date(None, "/") == ""


@pytest.mark.parametrize(
    "variables",
    [
        {"DOI": "10.48550/arXiv.2401.01234"},
        {"number": "arXiv:2401.01234v3"},
        {"archive": "arXiv", "archive_location": "2401.01234"},
        {"URL": "https://arxiv.org/pdf/2401.01234.pdf"},
    ],
)
def test_an_identifier_of_arxiv(variables: dict[str, str]) -> None:
    assert arxiv_id(make_work(variables=variables)) == "2401.01234"


def test_what_is_no_identifier_of_arxiv() -> None:
    assert arxiv_id(make_work(variables={"number": "2401.01234"})) == ""
    link = WorkLink(kind="arxiv", url="https://arxiv.org/abs/hep-th/9901001")
    assert arxiv_id(make_work(links=(link,))) == "hep-th/9901001"


def test_where_a_work_is_published() -> None:
    assert landing_url(make_article()) == "https://doi.org/10.1000/a_b%3Cc%3E"
    page = WorkLink(kind="html", url="https://example.org/a")
    assert landing_url(make_work(links=(page,))) == "https://example.org/a"
    assert landing_url(make_work(variables={"URL": "javascript:alert(1)"})) == ""
