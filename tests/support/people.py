"""People and works in few words, for tests of who is who."""

from __future__ import annotations

from typing import Any

from sitegen.diagnostics import Diagnostic, Location
from sitegen.model import PartialDate, Work
from sitegen.research.names import parse_names
from sitegen.research.people import Person, read_person

__all__ = ["make_person", "make_work", "read_problems"]


def _read(key: str, values: dict[str, Any]) -> tuple[Person, tuple[Diagnostic, ...]]:
    path = f"content/people/{key}.md"
    dates = values.pop("dates", {})

    def place(name: str) -> Location:
        return Location(path=path, line=1 + [*values, *dates, name].index(name))

    return read_person(values, dates, place, key=key, path=path)


def make_person(key: str, **values: Any) -> Person:
    """Return a person of `content/people/KEY.md`, whose fields have no mistakes."""
    person, problems = _read(key, values)
    assert problems == ()
    return person


def read_problems(**values: Any) -> list[str]:
    """Return what is wrong with the fields of `content/people/ada.md`, a line each."""
    return [str(problem) for problem in _read("ada", values)[1]]


def make_work(authors: str, year: int = 2020, **fields: str) -> Work:
    """Return a work in line 3 of `a.bib`; names are written as in BibTeX."""
    names = {"author": parse_names(authors)[0]}
    issued = PartialDate(year=year)
    own = {name.replace("__", "+").replace("_orcid", ":orcid"): v for name, v in fields.items()}
    return Work(
        key="k", type="article", kind="article", names=names, issued=issued, fields=own,
        path="a.bib", line=3, column=1,
    )  # fmt: skip
