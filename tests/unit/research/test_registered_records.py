"""Titles are compared by what they say, and a record is a work's only if that is sure."""

from __future__ import annotations

import pytest

from sitegen.model import Name, PartialDate, Work
from sitegen.research.registered_records import (
    Notice,
    RegisteredRecord,
    compare_work,
    has_same_title,
    is_same_work,
)

_TITLE = "Cartilage of the running knee"


def _work(title: str = _TITLE, family: str = "Müller", year: int | None = 2024) -> Work:
    return Work(
        key="a",
        type="article-journal",
        kind="article",
        title=title,
        names={"author": (Name(family=family, given="Ada"),)} if family else {},
        issued=PartialDate(year=year) if year else None,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Knees: A Review", "Knees — a review"),
        ("Étude du genou", "Etude du Genou."),
        ("Cartilage of the knee: a study in mice", "Cartilage of the Knee"),
        ("CO₂ in knees", "CO2 in Knees"),
    ],
)
def test_the_same_title(one: str, other: str) -> None:
    assert has_same_title(one, other)
    assert has_same_title(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cartilage of the knee", "Cartilage of the knees"),
        ("Knees", "Knees: a review"),  # too short to be sure
        ("Cartilage of the knee", "Cartilage of the knee and of the hip"),
        ("", ""),
        ("!", "?"),
    ],
)
def test_another_title(one: str, other: str) -> None:
    assert not has_same_title(one, other)


@pytest.mark.parametrize(
    ("record", "is_same"),
    [
        (RegisteredRecord(doi="10.1/a", title=_TITLE, authors=("Muller",), year=2025), True),
        (RegisteredRecord(doi="10.1/a", title=_TITLE, authors=("Müller", "Berg")), True),
        (RegisteredRecord(doi="10.1/a", title=_TITLE, authors=("Müller",), year=2022), False),
        (RegisteredRecord(doi="10.1/a", title=_TITLE, authors=("Berg", "Müller")), False),
        (RegisteredRecord(doi="10.1/a", title=_TITLE), False),
        (RegisteredRecord(doi="10.1/a", title=f"{_TITLE} II", authors=("Müller",)), False),
    ],
)
def test_whose_record_it_is(record: RegisteredRecord, is_same: bool) -> None:  # noqa: FBT001
    assert is_same_work(_work(), record) is is_same


def test_a_short_title_proves_nothing() -> None:
    record = RegisteredRecord(doi="10.1/a", title="Editorial", authors=("Müller",))
    assert not is_same_work(_work("Editorial"), record)
    assert not is_same_work(_work(family=""), record)


def test_what_is_different() -> None:
    notice = Notice(kind="expression_of_concern", doi="10.1/n", date="2025")
    record = RegisteredRecord(doi="10.1/a", title="Hips", notices=(notice,), published_as="10.1/B")
    found = list(compare_work(_work(), record, {"10.1/c"}))
    assert [(each.code, each.message) for each in found] == [
        ("corrected-work", "there is an expression of concern about 'a' (2025, notice 10.1/n)"),
        ("doi-of-another-title", "'a': the title registered for 10.1/a is 'Hips'"),
        ("published-preprint", "the preprint 'a' has been published as 10.1/B"),
    ]
    known = list(compare_work(_work(), record, {"10.1/b"}))
    assert [each.code for each in known] == ["corrected-work", "doi-of-another-title"]
