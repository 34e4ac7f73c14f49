"""Mistyped roles are told; those of other languages, and other forms of a word, are not."""

from __future__ import annotations

import pytest

from sitegen.diagnostics import Location
from sitegen.model import Name
from sitegen.research.people import Person
from sitegen.research.person_names import PersonName
from sitegen.research.role_spelling import check_roles


def told(*roles: str, known: tuple[str, ...] = ()) -> list[str]:
    people = [
        Person(key=str(n), path=f"{n}.md", name=PersonName(name=Name(literal=str(n))), role=role)
        for n, role in enumerate(roles)
    ]
    found = check_roles(people, known, lambda person, _: Location(path=person.path))
    return [each.hint for each in found]


@pytest.mark.parametrize(
    ("role", "meant"),
    [
        ("PhD studnet", "PhD student"),
        ("Reasearcher", "Researcher"),
        ("Principal Investgator", "Principal Investigator"),
        ("Profesor of physics", "Professor of physics"),
    ],
)
def test_mistyped(role: str, meant: str) -> None:
    assert told(role) == [f"did you mean '{meant}'?"]


@pytest.mark.parametrize(
    "role",
    [
        *("PhD student", "Students", "Doktorandin", "Technicien", "Assistent", "Professora"),
        *("Investigadora principal", "Étudiante", "Forscherin", "Koordinator", "Masters", "研究員"),
    ],
)
def test_others(role: str) -> None:
    assert told(role) == []


def test_roles_of_the_site() -> None:
    assert told("Dosimetrist", "Dosimetrist", "Dosmietrist") == ["did you mean 'Dosimetrist'?"]
    assert told("Dosmietrist", known=("Dosimetrist",)) == ["did you mean 'Dosimetrist'?"]
    assert told("Studnet", "Studnet") == []
    assert told("Studnet", known=("Studnet",)) == []
