"""The people of the site: who they are, and who is meant by a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.diagnostics import Location, Problem
from sitegen.model import Author, GroupIndex, Name
from sitegen.research.author_matching import AuthorIndex, match_authors
from sitegen.research.people import Person, check_people, read_person
from sitegen.research.person_groups import GroupRule, Member, group_people
from sitegen.research.person_names import parse_person_name
from sitegen.research.role_spelling import check_roles

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.collections.raw_entry import RawEntry
    from sitegen.model import Entry, PartialDate, Work

__all__ = ["PeopleIndex", "read_people"]


@dataclass(slots=True)
class PeopleIndex:
    """People by the keys of their entries, and the index of their names."""

    people: dict[str, Person]
    problems: list[Diagnostic] = field(default_factory=list)
    _index: AuthorIndex = field(init=False)

    def __post_init__(self) -> None:
        self._index = AuthorIndex(self.people.values())

    def find(self, name: str) -> str:
        """Return the key of the person with this name; empty if nobody or several have it."""
        return self.author(name).person

    def author(self, name: str, when: PartialDate | None = None) -> Author:
        """Return whom a name stands for, as authors of pages write it."""
        read = parse_person_name(name)
        if isinstance(read, Problem):
            return Author(name=Name(literal=name))
        return Author(name=read.name, person=self._index.match(read.name, when).person)

    def match_works(self, works: Sequence[Work]) -> tuple[tuple[Author, ...], ...]:
        """Return the authors of each work; what is unclear is in `problems`."""
        found = match_authors(self.people.values(), works)
        self.problems += found.problems
        return found.authors

    def groups(
        self, entries: Iterable[Entry], rules: Mapping[str, Sequence[str]]
    ) -> list[GroupIndex]:
        """Return the groups of people by their roles, in the order of a site.

        `rules` map the titles of groups, or the names of built-in ones, to roles.
        """
        members = (
            Member(
                id=entry.key,
                role=self.people[entry.key].role,
                group=self.people[entry.key].group,
                is_alumnus=entry.period == "past",
            )
            for entry in entries
        )
        wanted = [GroupRule(name, roles=tuple(roles)) for name, roles in rules.items()]
        return [
            GroupIndex(name=each.name, title=each.title, entries=each.people)
            for each in group_people(members, wanted)
        ]

    def named(self, pairs: Iterable[tuple[RawEntry, Entry]]) -> list[tuple[RawEntry, Entry]]:
        """Return entries, those of people with their names and what else is read of people."""
        return [
            (raw, _with_person(entry, self.people[entry.key]))
            if entry.key in self.people
            else (raw, entry)
            for raw, entry in pairs
        ]


def read_people(
    pairs: Iterable[tuple[RawEntry, Entry]], rules: Mapping[str, Sequence[str]]
) -> PeopleIndex:
    """Return the people among these entries; `rules` map the titles of groups to roles."""
    people: dict[str, Person] = {}
    problems: list[Diagnostic] = []
    raws: dict[str, RawEntry] = {}
    for raw, entry in pairs:
        if entry.collection != "people":
            continue
        people[entry.key], found = read_person(
            raw.written,
            entry.dates,
            raw.place_of,
            key=entry.key,
            path=raw.path,
            title=entry.title,
            language=entry.language,
        )
        problems += found
        raws[entry.key] = raw

    def place(person: Person, name: str) -> Location:
        return raws[person.key].place_of(name)

    problems += check_people(people.values(), place)
    roles = (role for roles in rules.values() for role in roles)
    problems += check_roles(people.values(), roles, place)
    return PeopleIndex(people, problems)


def _with_person(entry: Entry, person: Person) -> Entry:
    """Return an entry with the values that are read of a person, in their usual form."""
    written = person.name
    found: dict[str, Any] = {
        "role": person.role,
        "honorific": written.title,
        "degrees": written.degrees,
        "sort": written.sort,
        "affiliations": [
            {name: getattr(each, name) for name in each.__struct_fields__}
            for each in person.affiliations
        ],
    }
    kept = {name: value for name, value in entry.values.items() if name not in found}
    values = {**kept, **{name: value for name, value in found.items() if value}}
    return msgspec.structs.replace(entry, name=written.name, values=values)
