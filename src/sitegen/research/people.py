"""Read a person of a site from the fields of a page or of a row of a data file.

`read_person` knows one person, `check_people` all of them. Both are pure: the places of fields and
the present moment are arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sitegen.content.dates import parse_date
from sitegen.content.publication_fields import INVALID_FIELD
from sitegen.content.yaml_reader import INVALID_DATE
from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare
from sitegen.model import Name, PageDate, Stored
from sitegen.research.identifiers import parse_orcid, parse_ror
from sitegen.research.periods import check_period, is_over
from sitegen.research.person_names import PersonName, parse_person_name

__all__ = [
    "OTHER_PERSON_FIELDS",
    "Affiliation",
    "Alias",
    "Person",
    "PlaceOf",
    "check_people",
    "is_alumnus",
    "read_person",
]

DUPLICATE_ORCID = declare("duplicate-orcid", Severity.WARNING)

#: Returns the place of a field by its name, or that of the person if the field has none.
PlaceOf = Callable[[str], Location]

_GIVEN = ("first_name", "given_name", "first", "given")
_FAMILY = ("last_name", "family_name", "last", "family")
_AFFILIATIONS = ("affiliations", "affiliation", "organizations", "organisations")
_GROUPS = ("group", "user_groups", "groups", "category")
_ROLES = ("role", "position", "job_title")
#: Roles of the Lab Website Template, which has words for them elsewhere.
_SHORT_ROLES = {
    "pi": "Principal investigator",
    "faculty": "Faculty",
    "staff": "Staff",
    "postdoc": "Postdoctoral researcher",
    "phd": "PhD student",
    "msc": "MSc student",
    "undergrad": "Undergraduate student",
    "visiting": "Visiting student",
    "programmer": "Programmer",
}
#: Fields of other generators that are read here.
OTHER_PERSON_FIELDS = frozenset(
    {*_GIVEN, *_FAMILY, *_AFFILIATIONS, *_GROUPS, *_ROLES, "orcid_id", "superuser"}
)


class Alias(Stored, frozen=True):
    """Another name under which a person has published, perhaps only in a period."""

    name: Name
    since: PageDate | None = None
    until: PageDate | None = None


class Affiliation(Stored, frozen=True):
    """Where a person works; `ror` is the id without its address."""

    name: str
    department: str = ""
    url: str = ""
    ror: str = ""


class Person(Stored, frozen=True):
    """A person of the site.

    `key` is that of the person's entry, `path` the file that says who it is. `strangers`
    are names of others, which must not be taken for this person. `orcid` has no address. `group`
    is the one that the author names.
    """

    key: str
    path: str
    name: PersonName
    aliases: tuple[Alias, ...] = ()
    strangers: tuple[Name, ...] = ()
    orcid: str = ""
    role: str = ""
    group: str = ""
    start: PageDate | None = None
    end: PageDate | None = None
    affiliations: tuple[Affiliation, ...] = ()


def read_person(  # what a person is made of
    values: Mapping[str, Any],
    dates: Mapping[str, PageDate],
    place: PlaceOf,
    *,
    key: str,
    path: str,
    title: str = "",
    language: str = "",
) -> tuple[Person, tuple[Diagnostic, ...]]:
    """Return a person, and the mistakes in the fields.

    `values` are the fields as they are written, `dates` those of them that are dates and could be
    read: `start`, `end`. `title` is that of the page, which is the name where no
    field says it. A wrong value counts as none.
    """
    reading = _Reading(values, place, language)
    start, end = dates.get("start"), dates.get("end")
    person = Person(
        key=key,
        path=path,
        name=reading.name(title or key),
        aliases=reading.aliases(),
        strangers=reading.strangers(),
        orcid=reading.orcid(),
        role=_SHORT_ROLES.get(reading.text(*_ROLES), reading.text(*_ROLES)),
        group=reading.text(*_GROUPS),
        start=start,
        end=end,
        affiliations=reading.affiliations(),
    )
    period = check_period(start, end, place("end"))
    return person, (*reading.problems, *([period] if period else []))


def is_alumnus(person: Person, now: datetime) -> bool:
    """Tell whether a person has left: the day, month or year of `end` is over."""
    return is_over(person.end, now)


def check_people(
    people: Iterable[Person], place: Callable[[Person, str], Location]
) -> tuple[Diagnostic, ...]:
    """Report people who have the same ORCID iD; `place` returns that of a person's field."""
    first: dict[str, Person] = {}
    found = []
    for person in people:
        if not person.orcid:
            continue
        known = first.setdefault(person.orcid, person)
        if known is not person:
            message = f"{person.orcid} is also the ORCID iD of {known.name.name.full}"
            hint = f"correct it here or in {known.path}; one person has one page"
            found.append(Problem(DUPLICATE_ORCID, message, hint).at(place(person, "orcid")))
    return tuple(found)


class _Reading:
    """Reads one person's fields, and collects the mistakes in them."""

    def __init__(self, values: Mapping[str, Any], place: PlaceOf, language: str) -> None:
        self._values = values
        self._place = place
        self._language = language
        self.problems: list[Diagnostic] = []

    def name(self, title: str) -> PersonName:
        values = self._values
        given, family = self.text(*_GIVEN), self.text(*_FAMILY)
        written: Any = values.get("name")
        if written is None and (given or family):
            written = {"given": given, "family": family}
        found = parse_person_name(title if written is None else written, self._language)
        if isinstance(found, Problem):
            self._report("name", found)
            found = parse_person_name(title, self._language)
        if isinstance(found, Problem):  # a page without a title
            return PersonName(name=Name(literal=title))
        return found

    def aliases(self) -> tuple[Alias, ...]:
        found = (self._alias(each) for each in _listed(self._values.get("aliases")))
        return tuple(each for each in found if each)

    def strangers(self) -> tuple[Name, ...]:
        names = (
            self._alias(each, "not_aliases") for each in _listed(self._values.get("not_aliases"))
        )
        return tuple(each.name for each in names if each)

    def orcid(self) -> str:
        field = "orcid" if self._values.get("orcid") else "orcid_id"
        if not self._values.get(field):
            return ""
        found = parse_orcid(str(self._values[field]))
        if isinstance(found, Problem):
            self._report(field, found)
            return ""
        return found

    def affiliations(self) -> tuple[Affiliation, ...]:
        name = next((name for name in _AFFILIATIONS if self._values.get(name)), "")
        found = (self._affiliation(name, each) for each in _listed(self._values.get(name)))
        return tuple(each for each in found if each)

    def text(self, *names: str) -> str:
        """Return the first field that has a text; of a list, its first entry."""
        for name in names:
            value = next(iter(_listed(self._values.get(name))), None)
            if value is not None and not isinstance(value, Mapping | list | tuple):
                return " ".join(str(value).split())
        return ""

    def _alias(self, value: Any, field: str = "aliases") -> Alias | None:
        table = value if isinstance(value, Mapping) else {"name": value}
        if isinstance(table.get("name"), str) and table["name"].startswith("/"):
            return None  # an old path of the page
        found = parse_person_name(table.get("name"), self._language)
        if isinstance(found, Problem):
            hint = f"write '{field}: [\"A. Lovelace\"]'"
            self._report(field, Problem(INVALID_FIELD, f"'{field}' must be names", hint))
            return None
        since = self._date(table, field, "from", "since", "start")
        until = self._date(table, field, "until", "to", "end")
        return Alias(name=found.name, since=since, until=until)

    def _date(self, table: Mapping[str, Any], field: str, *names: str) -> PageDate | None:
        written = next((table[name] for name in names if table.get(name) is not None), None)
        if written is None:
            return None
        try:
            return parse_date(str(written), UTC)
        except ValueError as error:
            self._report(field, Problem(INVALID_DATE, f"'{field}': {error}"))
            return None

    def _affiliation(self, field: str, value: Any) -> Affiliation | None:
        table = value if isinstance(value, Mapping) else {"name": value}
        texts = {
            name: " ".join(str(table.get(name) or "").split())
            for name in ("name", "department", "url", "ror")
        }
        if not any(texts.values()):  # a form that nobody filled in
            return None
        ror = parse_ror(texts["ror"]) if texts["ror"] else ""
        if isinstance(ror, Problem):
            self._report(field, ror)
            ror = ""
        if texts["url"] and not texts["url"].casefold().startswith(("http://", "https://")):
            message = f"'{texts['url']}' is not a web address"
            self._report(field, Problem(INVALID_FIELD, message, "write 'url: https://…'"))
            texts["url"] = ""
        if not texts["name"]:
            hint = f"write '{field}: [{{name: …, ror: …}}]'"
            self._report(field, Problem(INVALID_FIELD, f"an entry of '{field}' has no name", hint))
            return None
        return Affiliation(
            name=texts["name"], department=texts["department"], url=texts["url"], ror=ror
        )

    def _report(self, field: str, problem: Problem) -> None:
        message = problem.message
        if f"'{field}'" not in message:
            message = f"'{field}': {message}"
        found = Problem(problem.code, message, problem.hint)
        self.problems.append(found.at(self._place(field)))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
