"""Authors are people of the site where that is sure, and reported where it is not."""

from __future__ import annotations

import time

import pytest

from sitegen.model import Author, Name, PartialDate, Work
from sitegen.research.author_matching import match_authors
from sitegen.research.people import Person
from support.people import make_person, make_work

LAB = [
    make_person("ada", name="Ada Lovelace", orcid="0000-0002-1825-0097"),
    make_person("jane", name="Jane Smith"),
    make_person("jp", name="Jean-Pierre Müller"),
    make_person("ludwig", name="Ludwig van Beethoven"),
    make_person("gabriel", name={"given": "Gabriel", "family": "García Márquez"}),
    make_person("taro", name="Taro Yamada (山田 太郎)"),
    make_person("ming", name="Xiaoming Wang", aliases=["Mia Wang"]),
    make_person("sean", name="Sean O'Brien"),
    make_person("soren", name="Søren Ångström"),
]


def _persons(people: list[Person], authors: str, year: int = 2020, **fields: str) -> list[str]:
    (found,) = match_authors(people, [make_work(authors, year, **fields)]).authors
    return [each.person for each in found]


def _problems(people: list[Person], *authors: str) -> list[str]:
    return [str(each) for each in match_authors(people, list(map(make_work, authors))).problems]


@pytest.mark.parametrize(
    ("author", "person"),
    [
        ("Ada Lovelace", "ada"),
        ("Lovelace, A.", "ada"),
        ("Lovelace, Ada K.", "ada"),
        ("Lovelace A", "ada"),
        ("{Ada Lovelace}", "ada"),
        ("Lovelace Ada", "ada"),
        ("A\u0301da Lovelace", "ada"),
        ("J. Smith", "jane"),
        ("J.-P. Müller", "jp"),
        ("JP Mueller", "jp"),
        ("J. P. Muller", "jp"),
        (r"Jean Pierre M{\"u}ller", "jp"),
        ("L. Beethoven", "ludwig"),
        ("Van Beethoven, Ludwig", "ludwig"),
        ("Beethoven, L. van", "ludwig"),
        ("Gabriel García Márquez", "gabriel"),
        ("Garcia-Marquez, G.", "gabriel"),
        ("Yamada Taro", "taro"),
        ("山田太郎", "taro"),
        ("山田, 太郎", "taro"),
        ("Xiao-Ming Wang", "ming"),
        ("Wang, X. M.", ""),
        ("M. Wang", "ming"),
        ("OBrien, S.", "sean"),
        ("O’Brien, Sean", "sean"),
        ("Soeren Aangstroem", "soren"),
        ("S. Angstrom", "soren"),
        ("G. Márquez", ""),
        ("The Lovelace Group", ""),
        ("Smithers, Jane", ""),
    ],
)
def test_spellings_of_a_name(author: str, person: str) -> None:
    assert _persons(LAB, author) == [person]


def test_nobody_is_guessed() -> None:
    assert _problems(LAB, "Ada Lovelace and Grace Hopper and Kim Smith") == []
    assert _problems(LAB, "John Smith") == [
        (
            "a.bib:3:1: warning[unmatched-author]: it is not clear whether 'John"
            " Smith' is Jane Smith;"
            ' add aliases: ["John Smith"] to content/people/jane.md, or not_aliases:'
            ' ["John Smith"] if'
            " it is somebody else"
        )
    ]
    assert _persons(LAB, "John Smith and A. K. Lovelace") == ["", ""]


def test_somebody_else_makes_initials_unclear() -> None:
    works = [make_work("Jane Smith"), make_work("J. Smith"), make_work("John Smith")]
    found = match_authors(LAB, works)
    assert [authors[0].person for authors in found.authors] == ["jane", "", ""]
    assert [problem.message for problem in found.problems] == [
        "it is not clear whether 'J. Smith' is Jane Smith",
        "it is not clear whether 'John Smith' is Jane Smith",
    ]


def test_somebody_else_who_is_known() -> None:
    jane = make_person("jane", name="Jane Smith", not_aliases=["John Smith"])
    assert _problems([jane], "John Smith and Jane Smith") == []
    assert _persons([jane], "J. Smith") == [""]


def test_two_people_of_one_name() -> None:
    people = [
        make_person("one", name="Wei Zhang", aliases=[{"name": "Wei Zhang", "until": 2015}]),
        make_person("two", name="Wei Zhang", orcid="0000-0002-1825-0097"),
        make_person("wen", name="Wen Zhang"),
    ]
    assert _persons(people, "Wei Zhang", 2015) == ["one"]
    assert _persons(people, "Wei Zhang", 2016) == [""]
    orcid = '1="0000-0002-1825-0097"'
    assert _persons(people, "Wei Zhang", 2016, author__an_orcid=orcid) == ["two"]
    assert _persons(people, "Wen Zhang and W. Zhang") == ["wen", ""]
    assert _problems(people, "W. Zhang") == [
        (
            "a.bib:3:1: warning[ambiguous-author]: 'W. Zhang' may be Wei Zhang or Wei Zhang or Wen"
            ' Zhang; add aliases: ["W. Zhang"] to content/people/one.md or content/people/two.md or'
            " content/people/wen.md"
        )
    ]


def test_a_former_name() -> None:
    ada = make_person("ada", name="Ada King", aliases=[{"name": "Ada Byron", "until": "2010-06"}])
    assert _persons([ada], "Byron, A.", 2010) == ["ada"]
    assert _persons([ada], "Byron, A.", 2011) == [""]


def test_another_orcid_is_another_person() -> None:
    other = '1="0000-0001-5109-3700"'
    assert _persons(LAB, "Ada Lovelace", author__an_orcid=other) == [""]
    assert _persons(LAB, "Lovelace, Ava", author__an_orcid='1="0000-0002-1825-0097"') == ["ada"]


def test_fathers_and_sons() -> None:
    people = [make_person("a", name="Jo King Jr."), make_person("b", name="Jo King Sr.")]
    assert _persons(people, "King, Jr., Jo and King, Sr., Jo and King, Jo") == ["a", "b", ""]


def test_a_person_is_an_author_once() -> None:
    assert _persons(LAB, "J. Smith and Jane Smith") == ["", "jane"]
    assert _persons(LAB, "Jane Smith and Jane Smith") == ["jane", ""]


def test_marks() -> None:
    annotated = make_work("A. One and B. Two", author__an="1=equal,corresponding;2:family=equal")
    starred = make_work("One*†, A. and Two*, B.", annotation="† shared first, * corresponding")
    (one, two), (three, four) = match_authors([], [annotated, starred]).authors
    assert (one.equal, one.corresponding, two.equal, two.corresponding) == (True, True, True, False)
    assert three == Author(name=Name(given="A.", family="One"), equal=True, corresponding=True)
    assert four == Author(name=Name(given="B.", family="Two"), corresponding=True)


def test_large_bibliographies() -> None:
    """Measured: 0.1 s for 3,000 works of six authors and 50 people; the limit leaves room."""
    people = [make_person(f"p{n}", name=f"Given{n % 7} Fam{n}") for n in range(50)]
    works = [
        Work(
            key=str(n),
            type="article",
            kind="article",
            names={"author": tuple(Name(given="G.", family=f"Fam{n * 6 + k}") for k in range(6))},
            issued=PartialDate(year=2020),
        )
        for n in range(3_000)
    ]
    begin = time.process_time()
    found = match_authors(people, works)
    assert time.process_time() - begin < 1.5
    assert sum(bool(author.person) for authors in found.authors for author in authors) == 50
