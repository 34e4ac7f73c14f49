"""Names are taken apart as BibTeX and BibLaTeX do it."""

from __future__ import annotations

import pytest

from sitegen.model import Name
from sitegen.research.names import parse_names


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Ada Lovelace", Name(given="Ada", family="Lovelace")),
        ("Lovelace, Ada", Name(given="Ada", family="Lovelace")),
        ("Jan van der Berg", Name(given="Jan", particle="van der", family="Berg")),
        ("van der Berg, Jan", Name(given="Jan", particle="van der", family="Berg")),
        ("King, Jr., Martin Luther", Name(given="Martin Luther", family="King", suffix="Jr.")),
        ("{The Knee Consortium}", Name(literal="The Knee Consortium")),
        (
            "family=Berg, given=Jan, prefix=van der",
            Name(given="Jan", particle="van der", family="Berg"),
        ),
        ("Per Brinch {Hansen}", Name(given="Per Brinch", family="Hansen")),
        (r"M{\"u}ller, J{\"o}rg", Name(given="Jörg", family="Müller")),
        (r"{\'E}mile {\O}rsted", Name(given="Émile", family="Ørsted")),
        ("Plato", Name(family="Plato")),
        ("Lovelace, Ada,", Name(given="Ada", family="Lovelace")),
        ("{Barnes and Noble}", Name(literal="Barnes and Noble")),
    ],
)
def test_a_name(source: str, name: Name) -> None:
    assert parse_names(source) == ((name,), False)


def test_several_names() -> None:
    names, others = parse_names("A. One and\n  Two, B.  and others")
    assert [name.full for name in names] == ["A. One", "B. Two"]
    assert others
    assert parse_names(" and ") == ((), False)
    assert parse_names("") == ((), False)
