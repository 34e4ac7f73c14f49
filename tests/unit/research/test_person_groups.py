"""People are grouped by roles in many spellings, in the order that a site expects."""

from __future__ import annotations

import pytest

from sitegen.research.person_groups import GroupRule, Member, group_people
from sitegen.research.role_words import group_of_role


@pytest.mark.parametrize(
    ("group", "roles"),
    [
        ("heads", "PI; Principal Investigator; Professor, head of the lab; Arbeitsgruppenleiter"),
        ("professors", "Full Professor; Junior Professor; Professorin; Lecturer"),
        ("postdocs", "Postdoc; Post-doctoral researcher; Postdoktorandin"),
        ("phd_students", "PhD student; Ph.D. candidate; Doktorand; Doctoral researcher"),
        ("researchers", "Senior scientist; Wissenschaftlicher Mitarbeiter; Research engineer"),
        ("students", "Master's student; BSc student; Student assistant; HiWi; Praktikantin"),
        ("staff", "Lab manager; MTA; Sekretariat; Administration"),
        ("visitors", "Visiting professor; Gastwissenschaftlerin"),
        ("alumni", "Former PhD student; Alumna"),
        ("members", ""),
        ("", "Wizard; Prime minister"),
    ],
)
def test_roles(group: str, roles: str) -> None:
    for role in roles.split("; "):
        assert (role, group_of_role(role)) == (role, group)


def _order(members: list[Member], *rules: GroupRule) -> list[tuple[str, str, tuple[str, ...]]]:
    return [tuple(group) for group in group_people(members, rules)]


def test_the_order() -> None:
    members = [
        Member("v", "Guest"),
        Member("w", "Wizard"),
        Member("s", "PhD student"),
        Member("p", "PI"),
        Member("q", "head"),
        Member("a", "PI", is_alumnus=True),
        Member("n"),
    ]
    assert _order(members) == [
        ("heads", "", ("p", "q")),
        ("phd_students", "", ("s",)),
        ("members", "", ("n",)),
        ("", "Wizard", ("w",)),
        ("visitors", "", ("v",)),
        ("alumni", "", ("a",)),
    ]


def test_groups_of_a_site() -> None:
    members = [
        Member("p", "PI"),
        Member("m", "Medical physicist"),
        Member("x", "Postdoc", group="Physics"),
        Member("a", is_alumnus=True),
        Member("k", "PI", group="Board"),
    ]
    rules = (
        GroupRule("", "Physics", ("medical physicist",)),
        GroupRule("heads", "Leads"),
        GroupRule("alumni", "Former members"),
    )
    assert _order(members, *rules) == [
        ("", "Physics", ("m", "x")),
        ("heads", "Leads", ("p",)),
        ("", "Board", ("k",)),
        ("alumni", "Former members", ("a",)),
    ]
