"""Find out which authors of works are people of the site. Nothing is guessed.

An author is a person by the ORCID iD, then by the full name, then by an alias, then by given names
and initials that fit one person only. Whoever might be somebody else is reported, with what to add.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare
from sitegen.model import Author, Name, PartialDate, Work, is_family_first
from sitegen.research.author_annotations import MarkedName, read_marked_names
from sitegen.research.name_folding import (
    FoldedName,
    are_compatible,
    fold_name_text,
    fold_person,
)
from sitegen.research.people import Alias, Person
from sitegen.research.periods import is_in_period

__all__ = ["AuthorIndex", "AuthorMatch", "AuthorMatches", "match_authors"]

AMBIGUOUS_AUTHOR = declare("ambiguous-author", Severity.WARNING)
UNMATCHED_AUTHOR = declare("unmatched-author", Severity.WARNING)

#: How well each way of matching says who an author is, the best first.
_ORCID, _EXACT, _FULL, _ALIAS, _INITIALS, _NONE = range(6)
_PLAIN = Alias(name=Name())
#: A family name of so few letters may be initials.
_SHORT = 3


class AuthorMatch(NamedTuple):
    """Who an author is.

    `person` is the key, empty for somebody else. `candidates` are people who may be meant, where it
    is not clear who, or whether one is. `near` are, without candidates, people with the same family
    name and initial.
    """

    person: str = ""
    rank: int = _NONE
    candidates: tuple[Person, ...] = ()
    near: tuple[Person, ...] = ()


_NOBODY = AuthorMatch()


class AuthorMatches(NamedTuple):
    """The authors of each work, in the order of the works, and what is unclear about them."""

    authors: tuple[tuple[Author, ...], ...]
    problems: tuple[Diagnostic, ...]


class AuthorIndex:
    """The people of a site by their names. Build it once for all works."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = tuple(people)
        self._orcids: dict[str, list[int]] = {}
        self._exact: dict[str, set[int]] = {}
        self._full: dict[str, set[int]] = {}
        self._aliases: dict[str, list[tuple[int, Alias]]] = {}
        #: By family name: given names, whose they are, and by which alias.
        self._families: dict[str, list[tuple[tuple[str, ...], int, Alias]]] = {}
        self._strangers: dict[str, list[tuple[str, ...]]] = {}
        self._suffixes: dict[int, str] = {}
        self._words: set[str] = set()
        self._plausible: dict[str, bool] = {}
        self._known: dict[tuple[Name, PartialDate | None, str], AuthorMatch] = {}
        self._has_periods = any(
            alias.since or alias.until for person in self._people for alias in person.aliases
        )
        for number, person in enumerate(self._people):
            self._add(number, person)
        for person in self._people:
            for stranger in person.strangers:
                self.add_stranger(stranger)

    def match(self, name: Name, when: PartialDate | None = None, orcid: str = "") -> AuthorMatch:
        """Return which person an author is, at the time of a work."""
        if not orcid and not self._is_plausible(name):
            return _NOBODY
        key = (name, when if self._has_periods else None, orcid)
        if key not in self._known:
            self._known[key] = self._match(*key)
        return self._known[key]

    def _is_plausible(self, name: Name) -> bool:
        """Tell whether a word of the family name is one of a person's, which is quick to find."""
        family = name.family or name.literal
        if len(family) <= _SHORT:  # `Lovelace A`, in the wrong order
            family = f"{name.given} {family}"
        known = self._plausible.get(family)
        if known is None:
            words = fold_name_text(family).split()
            known = not self._words.isdisjoint([*words, "".join(words)]) or is_family_first(family)
            self._plausible[family] = known
        return known or bool(name.native)

    def _match(self, name: Name, when: PartialDate | None, orcid: str) -> AuthorMatch:
        if orcid and len(self._orcids.get(orcid, ())) == 1:
            return AuthorMatch(self._people[self._orcids[orcid][0]].key, _ORCID)
        folded = fold_person(name)
        found, rank = self._by_full_name(name, folded, orcid)
        if len(found) != 1:
            by_alias = self._by_alias(folded, when, orcid)
            # Two people of one name are told apart by the periods of their aliases.
            if found & by_alias or not found:
                found, rank = (found & by_alias) or by_alias, _ALIAS
        if not found:
            found, rank = self._by_initials(folded, when, orcid), _INITIALS
        if len(found) == 1 and not (rank == _INITIALS and self._may_be_a_stranger(folded)):
            return AuthorMatch(self._people[min(found)].key, rank)
        candidates = tuple(self._people[each] for each in sorted(found))
        return AuthorMatch("", _NONE, candidates, () if candidates else self._near(folded))

    def _near(self, folded: FoldedName) -> tuple[Person, ...]:
        found = {
            number
            for split in folded.splits[:2]
            for given, number, _ in self._families.get(split.family, ())
            if split.given and given and split.given[0][0] == given[0][0]
        }
        return tuple(
            person
            for person in map(self._people.__getitem__, sorted(found))
            if not any(_is_same(folded, fold_person(each)) for each in person.strangers)
        )

    def add_stranger(self, name: Name, orcid: str = "") -> None:
        """Note the full name of somebody else, whose initials might be taken for a person's.

        The name of a person of the site, an alias among them, is not noted.
        """
        if not self._is_plausible(name):
            return
        folded = fold_person(name)
        match = self._match(name, None, orcid)
        if match.person or match.candidates or not folded.whole.isdisjoint(self._aliases):
            return
        for split in folded.splits[:2]:
            if split.given and len(split.given[0]) > 1:
                known = self._strangers.setdefault(split.family, [])
                if split.given not in known:
                    known.append(split.given)
                    self._known.clear()

    def _add(self, number: int, person: Person) -> None:
        if person.orcid:
            self._orcids.setdefault(person.orcid, []).append(number)
        name = person.name.name
        folded = fold_person(name)
        self._suffixes[number] = folded.suffix
        for each in (name, *(alias.name for alias in person.aliases)):
            words = [
                fold_name_text(part).split() for part in (each.given, each.family, each.literal)
            ]
            self._words.update(*words, map("".join, words))
        self._words.update(split.family for split in folded.splits)
        self._exact.setdefault(folded.exact, set()).add(number)
        for key in folded.whole:
            self._full.setdefault(key, set()).add(number)
        if name.native:
            native = fold_person(_native(name.native))
            for key in native.whole | native.swapped:
                self._full.setdefault(key, set()).add(number)
        self._add_splits(number, folded, _PLAIN)
        for alias in person.aliases:
            other = fold_person(alias.name)
            for key in other.whole:
                self._aliases.setdefault(key, []).append((number, alias))
            self._add_splits(number, other, alias)

    def _add_splits(self, number: int, folded: FoldedName, alias: Alias) -> None:
        for split in folded.splits:
            if split.given:
                self._families.setdefault(split.family, []).append((split.given, number, alias))

    def _by_full_name(self, name: Name, folded: FoldedName, orcid: str) -> tuple[set[int], int]:
        found = self._allowed(self._exact.get(folded.exact, ()), folded, orcid)
        if found:
            return found, _EXACT
        native = fold_person(_native(name.native)) if name.native else None
        for keys in (folded.whole, folded.swapped, native.whole if native else ()):
            found = self._allowed(
                {number for key in keys for number in self._full.get(key, ())}, folded, orcid
            )
            if found:
                return found, _FULL
        return set(), _NONE

    def _by_alias(self, folded: FoldedName, when: PartialDate | None, orcid: str) -> set[int]:
        numbers = {
            number
            for key in folded.whole | folded.swapped
            for number, alias in self._aliases.get(key, ())
            if is_in_period(when, alias.since, alias.until)
        }
        return self._allowed(numbers, folded, orcid)

    def _by_initials(self, folded: FoldedName, when: PartialDate | None, orcid: str) -> set[int]:
        numbers = {
            number
            for split in folded.splits
            for given, number, alias in self._families.get(split.family, ())
            if are_compatible(split.given, given) and is_in_period(when, alias.since, alias.until)
        }
        allowed = self._allowed(numbers, folded, orcid)
        return {
            number
            for number in allowed
            if not any(_is_same(folded, fold_person(s)) for s in self._people[number].strangers)
        }

    def _allowed(self, numbers: Iterable[int], folded: FoldedName, orcid: str) -> set[int]:
        """Return those whom neither another ORCID iD nor another suffix excludes."""
        return {
            number
            for number in numbers
            if not (orcid and self._people[number].orcid not in {"", orcid})
            and not (folded.suffix and self._suffixes[number] not in {"", folded.suffix})
        }

    def _may_be_a_stranger(self, folded: FoldedName) -> bool:
        return any(
            are_compatible(split.given, given)
            for split in folded.splits[:2]
            for given in self._strangers.get(split.family, ())
        )


def match_authors(people: Iterable[Person], works: Sequence[Work]) -> AuthorMatches:
    """Return the authors of works, or the editors of those without any, with their persons.

    An author whose initials fit one person, but also somebody else who is named in full in another
    work, is not matched. Each person is one author of a work at most.
    """
    index = AuthorIndex(people)
    marked = [_names_of(work) for work in works]
    seen: set[tuple[Name, str]] = set()
    for names in marked:
        for each in names:
            if (each.name, each.orcid) not in seen:
                seen.add((each.name, each.orcid))
                index.add_stranger(each.name, each.orcid)
    authors: list[tuple[Author, ...]] = []
    problems: list[Diagnostic] = []
    for work, names in zip(works, marked, strict=True):
        matches = [index.match(each.name, work.issued, each.orcid) for each in names]
        persons = list(_once_each(matches))
        authors.append(tuple(map(_author, names, persons)))
        for each, match in zip(names, matches, strict=True):
            if match.candidates or match.near:
                problems += _report(work, each, match, set(persons))
    return AuthorMatches(tuple(authors), tuple(problems))


def _names_of(work: Work) -> tuple[MarkedName, ...]:
    return read_marked_names(work) or read_marked_names(work, "editor")


def _author(marked: MarkedName, person: str) -> Author:
    return Author(
        name=marked.name, person=person, equal=marked.equal, corresponding=marked.corresponding
    )


def _once_each(matches: Sequence[AuthorMatch]) -> Iterator[str]:
    """Yield the person of each match; of two matches with one person, the better counts."""
    best: dict[str, int] = {}
    for number, match in enumerate(matches):
        if match.person and match.rank < matches[best.setdefault(match.person, number)].rank:
            best[match.person] = number
    for number, match in enumerate(matches):
        yield match.person if best.get(match.person) == number else ""


def _report(
    work: Work, marked: MarkedName, match: AuthorMatch, taken: set[str]
) -> Iterator[Diagnostic]:
    """Yield a report about an author who may be a person that is no other author of the work."""
    line, column = work.place_of("author" if "author" in work.names else "editor")
    place = Location(path=work.path, line=line, column=column)
    written = marked.name.full
    alias = f'aliases: ["{written}"]'
    near = [
        person
        for person in match.candidates or match.near
        if person.key not in taken and not _is_other(marked, person)
    ]
    if not near:
        return
    names = " or ".join(person.name.name.full for person in near)
    paths = " or ".join(person.path for person in near)
    if len(match.candidates) > 1:
        message = f"'{written}' may be {names}"
        yield Problem(AMBIGUOUS_AUTHOR, message, f"add {alias} to {paths}").at(place)
    else:
        message = f"it is not clear whether '{written}' is {names}"
        hint = f"add {alias} to {paths}, or not_{alias} if it is somebody else"
        yield Problem(UNMATCHED_AUTHOR, message, hint).at(place)


def _is_other(marked: MarkedName, person: Person) -> bool:
    """Tell whether two ORCID iDs say that an author is not this person."""
    return bool(marked.orcid and person.orcid) and marked.orcid != person.orcid


def _is_same(one: FoldedName, other: FoldedName) -> bool:
    return bool(one.whole & other.whole)


def _native(text: str) -> Name:
    family, _, given = text.partition(" ")
    return Name(family=family, given=given)
