"""What an entry lacks is found under other names, too; what it says differently is told."""

from __future__ import annotations

import pytest

from sitegen.research.bib_completion import find_differences, missing_fields


def test_missing_fields() -> None:
    ours = {"title": "A", "journaltitle": "J", "date": "2024-05", "number": " ", "url": ""}
    theirs = {
        "title": "B",
        "journal": "J",
        "year": "2024",
        "month": "5",
        "number": "3",
        "doi": "10.1/a",
        "url": "https://doi.org/10.1/a",
        "abstract": "Long",
        "note": "n",
    }
    assert missing_fields(ours, theirs) == {"number": "3", "doi": "10.1/a"}


@pytest.mark.parametrize(
    ("name", "mine", "other"),
    [
        ("title", "{MRI} of \\emph{Mus musculus} knees", "MRI of Mus musculus knees"),
        ("doi", "https://doi.org/10.1000/A", "10.1000/a"),
        ("pages", "101--112", "101-112"),
        ("pages", "e17", "e17"),
        ("journal", "J. Biomech.", "Journal of Biomechanics"),
        ("journal", "The Journal of Joints", "Journal of Joints"),
        ("author", 'M{\\"u}ller, Ada and others', "Müller, A. and Berg, Jan"),
        ("author", "Jan van der Berg", "van der Berg, J."),
        ("author", "{The Knee Group}", "{The Knee Group}"),
        ("volume", "12", ""),
    ],
)
def test_what_agrees(name: str, mine: str, other: str) -> None:
    assert find_differences("a", {name: mine}, {name: other}) == ()


@pytest.mark.parametrize(
    ("name", "mine", "other"),
    [
        ("title", "MRI of knees", "MRI of hips"),
        ("pages", "101--112", "99--112"),
        ("journal", "Journal of Joints", "Bones"),
        ("author", "Müller, Ada and Berg, Jan", "Berg, Jan and Müller, Ada"),
        ("author", "Müller, Ada", "Müller, Ada and Berg, Jan"),
        ("year", "2023", "2024"),
    ],
)
def test_what_differs(name: str, mine: str, other: str) -> None:
    (problem,) = find_differences("a", {name: mine}, {name: other})
    assert problem.message.startswith(f"'a': '{name}' is not what is registered: '")
