"""Names that are not separated by `and` are reported, and only these."""

from __future__ import annotations

import pytest

from sitegen.research.name_lists import check_et_al, check_separators
from sitegen.research.names import parse_names


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("L. Vogt, M. Berg", "M. Berg L. Vogt"),
        ("Vogt L, Berg MA", "Berg MA Vogt L"),
        ("Ada King, Bo Berg, Cy Lee", "Cy Lee Ada King Bo Berg"),
        ("Vogt, L., Berg, M.", "Berg, M. Vogt L."),
        ("Ada King; Bo Berg", "Ada King; Bo Berg"),
        (r"King, Ada \& Berg, Bo", "Bo King Ada & Berg"),
        ("Ada King & Bo Berg", "Ada King & Bo Berg"),
    ],
)
def test_several_names_are_no_name(source: str, shown: str) -> None:
    names, _ = parse_names(f"Jo Last and {source}")
    problem = check_separators(names)
    assert problem is not None
    assert problem.message == f"'{shown}' is read as one name"
    assert problem.hint.startswith("write 'and' between names")


def test_a_suffix_at_the_end() -> None:
    problem = check_separators(parse_names("King, Jo, Jr.")[0])
    assert problem is not None
    assert problem.hint == "write 'King, Jr., Jo'"


@pytest.mark.parametrize(
    "source",
    [
        "King, Jr., Martin Luther",
        "King, Ph.D., Jo and King, III, Al",
        "García Márquez, José Luis",
        "García M., José",
        "de la Vega, M. J.",
        "{Barnes and Noble, Inc.; Berlin & Rome}",
        "family=Berg, given=Jan, prefix=van der",
        "St. Clair, John and J. R. R. Tolkien",
        "山田 太郎",
    ],
)
def test_names_that_are_names(source: str) -> None:
    assert check_separators(parse_names(source)[0]) is None


@pytest.mark.parametrize("end", [" et al.", ", et al", " and et al.", " et. al."])
def test_et_al_means_that_there_are_others(end: str) -> None:
    source = f"Doe, Jane{end}"
    names, others = parse_names(source)
    assert ([name.full for name in names], others) == (["Jane Doe"], True)
    assert check_et_al(source) is not None
    assert check_et_al("Doe, Jane and Etta Albers and others") is None
