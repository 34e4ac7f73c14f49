"""Names of people are taken apart as they are written in front matter."""

from __future__ import annotations

import pytest

from sitegen.diagnostics import Problem
from sitegen.model import Name
from sitegen.research.person_names import PersonName, parse_person_name, person_sort_key


def _read(value: object, language: str = "") -> PersonName:
    found = parse_person_name(value, language)
    assert isinstance(found, PersonName)
    return found


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ada Lovelace", Name(given="Ada", family="Lovelace")),
        ("Lovelace,  Ada ", Name(given="Ada", family="Lovelace")),
        ("Ludwig van Beethoven", Name(given="Ludwig", particle="van", family="Beethoven")),
        ("Beethoven, Ludwig van", Name(given="Ludwig", particle="van", family="Beethoven")),
        ("van der Berg, Jan", Name(given="Jan", particle="van der", family="Berg")),
        ("Oscar de la Renta", Name(given="Oscar", particle="de la", family="Renta")),
        ("Van Morrison", Name(given="Van", family="Morrison")),
        ("山田 太郎", Name(given="太郎", family="山田")),
        ("王小明", Name(family="王小明")),
        ("Taro Yamada (山田 太郎)", Name(given="Taro", family="Yamada", native="山田 太郎")),
        ("María José García Márquez", Name(given="María José", family="García Márquez")),
        ("Santiago Ramón y Cajal", Name(given="Santiago", family="Ramón y Cajal")),
        ("Martin Luther King Jr.", Name(given="Martin Luther", family="King", suffix="Jr.")),
        ("King, Jr., Martin Luther", Name(given="Martin Luther", family="King", suffix="Jr.")),
        ("King Jr., Martin Luther", Name(given="Martin Luther", family="King", suffix="Jr.")),
        ("King, Martin Luther, III", Name(given="Martin Luther", family="King", suffix="III")),
        ("E\u0301va Nagy", Name(given="Éva", family="Nagy")),
        ("Plato", Name(family="Plato")),
        ({"first_name": "Ada", "last-name": "Lovelace"}, Name(given="Ada", family="Lovelace")),
        (
            {"name": "Taro Yamada", "native": "山田 太郎"},
            Name(given="Taro", family="Yamada", native="山田 太郎"),
        ),
    ],
)
def test_a_name(written: object, name: Name) -> None:
    assert _read(written) == PersonName(name=name)


@pytest.mark.parametrize(
    ("written", "title", "degrees", "nickname"),
    [
        ("Prof. Dr. Ada Lovelace", "Prof. Dr.", "", ""),
        ("Prof. Dr. rer. nat. habil. Ada Lovelace", "Prof. Dr. rer. nat. habil.", "", ""),
        ("Univ.-Prof. Ada Lovelace, M.Sc.", "Univ.-Prof.", "M.Sc.", ""),
        ("Lovelace, Dr. Ada", "Dr.", "", ""),
        ("Ada Lovelace, MD, PhD", "", "MD, PhD", ""),
        ('Ada "Addie" Lovelace', "", "", "Addie"),
        ("Ada (Addie) Lovelace", "", "", "Addie"),
    ],
)
def test_what_is_no_name_is_kept_apart(
    written: str, title: str, degrees: str, nickname: str
) -> None:
    found = _read(written)
    assert found.name == Name(given="Ada", family="Lovelace")
    assert (found.title, found.degrees, found.nickname) == (title, degrees, nickname)


def test_names_are_not_taken_for_titles_and_degrees() -> None:
    assert _read("Lovelace, MS").name == Name(given="MS", family="Lovelace")
    assert _read("Ing Hong").name == Name(given="Ing", family="Hong")
    assert _read("Dr. Who").name == Name(family="Who")


def test_two_family_names_are_usual_in_spanish() -> None:
    assert _read("Gabriel García Márquez", "es-CO").name.family == "García Márquez"
    assert _read("José Luis García", "es").name.family == "García"
    assert _read("Gabriel García Márquez", "en").name.family == "Márquez"


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        ("", "'name' is empty", "write 'name: Ada Lovelace'"),
        (["Ada"], "'name' must be text or a table", "write 'name: Ada Lovelace'"),
        ({"given": "A", "famly": "B"}, "'name' has no part 'famly'", "did you mean 'family'?"),
        ({"given": ["A"]}, "'given' of 'name' must be text", "put it in quotes"),
        ({"sort": "x"}, "'name' has neither 'given' nor 'family'", "write 'name: {given"),
    ],
)
def test_what_is_no_name(value: object, message: str, hint: str) -> None:
    found = parse_person_name(value)
    assert isinstance(found, Problem)
    assert found.message == message
    assert found.hint.startswith(hint)


def _sorted(language: str, *names: object) -> list[str]:
    read = map(_read, names)
    return [each.name.full for each in sorted(read, key=lambda n: person_sort_key(n, language))]


def test_people_are_sorted_by_family_name() -> None:
    names = ("Ludwig van Beethoven", "Ada Lovelace", "Åsa Berg", "Zoe Adam")
    assert _sorted("en", *names) == [
        "Zoe Adam", "Ludwig van Beethoven", "Åsa Berg", "Ada Lovelace",
    ]  # fmt: skip
    assert _sorted("en", "Ann Øst", "Ann Zorn") == ["Ann Øst", "Ann Zorn"]
    assert _sorted("da", "Ann Øst", "Ann Zorn") == ["Ann Zorn", "Ann Øst"]
    assert _sorted("it", "Eva de Rossi", "Eva Esposito") == ["Eva de Rossi", "Eva Esposito"]
    assert _sorted("de", "Eva de Rossi", "Eva Meier") == ["Eva Meier", "Eva de Rossi"]
    assert _sorted("en", {"given": "X", "family": "Z", "sort": "a"}, "B B") == ["X Z", "B B"]


def test_a_name_in_chinese_letters_has_its_family_name_first() -> None:
    assert _read("山田 太郎").name.full == "山田太郎"
