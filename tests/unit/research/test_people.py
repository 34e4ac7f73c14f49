"""A person is read from fields, and mistakes are named where they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sitegen.content.dates import parse_date
from sitegen.diagnostics import Location
from sitegen.model import Name, PageDate
from sitegen.research.people import (
    Affiliation,
    check_people,
    is_alumnus,
    read_person,
)
from support.people import make_person, read_problems

HERE = Location(path="content/people/ada.md", line=4)


def _day(text: str) -> PageDate:
    return parse_date(text, UTC)


def test_a_person() -> None:
    ada = make_person(
        "ada",
        name="Prof. Ada Lovelace",
        role="PI",
        orcid="https://orcid.org/0000-0002-1825-0097",
        affiliations=["A hospital", {"name": "A lab", "ror": "https://ror.org/05dxps055"}],
        aliases=["A. Byron", "/old/address/"],
    )
    assert ada.name.name == Name(given="Ada", family="Lovelace")
    assert ada.orcid == "0000-0002-1825-0097"
    assert ada.affiliations == (
        Affiliation(name="A hospital"),
        Affiliation(name="A lab", ror="05dxps055"),
    )
    assert [alias.name.full for alias in ada.aliases] == ["A. Byron"]


def test_fields_of_other_generators() -> None:
    ada = make_person(
        "ada",
        first_name="Ada",
        last_name="Lovelace",
        user_groups=["Principal Investigators"],
        organizations=[{"name": "A lab", "url": "https://lab.example"}],
    )
    assert ada.name.name.full == "Ada Lovelace"
    assert ada.group == "Principal Investigators"
    assert ada.affiliations == (Affiliation(name="A lab", url="https://lab.example"),)


def test_the_name_may_be_the_title_of_the_page() -> None:
    person, _ = read_person({}, {}, lambda _: HERE, key="ada", path="", title="Ada Lovelace")
    assert person.name.name.family == "Lovelace"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"name": ["Ada"]}, "error[invalid-field]: 'name' must be text or a table; "),
        ({"orcid": "0000-0002-1825-0098"}, "warning[invalid-identifier]: 'orcid': '0000-0002-182"),
        ({"aliases": [{"nam": "A"}]}, "error[invalid-field]: 'aliases' must be names; "),
        (
            {"aliases": [{"name": "A. B", "until": "May"}]},
            "error[invalid-date]: 'aliases': 'May' is not a date",
        ),
        ({"affiliations": [{"ror": "05dxps055"}]}, "error[invalid-field]: an entry of 'affiliat"),
        (
            {"affiliations": [{"name": "A", "ror": "x"}]},
            "warning[invalid-identifier]: 'affiliations': 'x' is n",
        ),
        (
            {"affiliations": [{"name": "A", "url": "javascript:x"}]},
            "error[invalid-field]: 'affiliations': 'javascript:x' is not a web address; ",
        ),
        (
            {"dates": {"start": _day("2020-05"), "end": _day("2020-04")}},
            "warning[end-before-start]: the end, 2020-04, is before the start, 2020-05; ",
        ),
    ],
)
def test_mistakes(values: dict[str, object], problem: str) -> None:
    (found,) = read_problems(**values)
    assert found.startswith(f"content/people/ada.md:{2 if 'dates' in values else 1}: {problem}")


def test_who_has_left() -> None:
    ada = make_person("ada", dates={"start": _day("2020"), "end": _day("2024")})
    assert not is_alumnus(ada, datetime(2024, 12, 31, 23, tzinfo=UTC))
    assert is_alumnus(ada, datetime(2025, 1, 1, tzinfo=UTC))
    month = make_person("ada", dates={"end": _day("2024-02")})
    assert not is_alumnus(month, datetime(2024, 2, 29, 12, tzinfo=UTC))
    assert is_alumnus(month, datetime(2024, 3, 1, tzinfo=UTC))
    assert make_person("ada", dates={"start": _day("2020"), "end": _day("2020-03")}).end


def test_one_orcid_is_one_person() -> None:
    people = [
        make_person("ada", name="Ada Lovelace", orcid="0000-0002-1825-0097"),
        make_person("bob", name="Bob", orcid="0000-0002-1825-0097"),
        make_person("eve", name="Eve"),
    ]
    found = check_people(people, lambda each, field: Location(path=f"{each.path}#{field}"))
    assert list(map(str, found)) == [
        (
            "content/people/bob.md#orcid: warning[duplicate-orcid]: 0000-0002-1825-0097 is also the"
            " ORCID iD of Ada Lovelace; correct it here or in content/people/ada.md;"
            " one person has one"
            " page"
        )
    ]
