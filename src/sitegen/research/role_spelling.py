"""Find roles of people with a mistyped word: `PhD studnet`.

Words of other languages are hardly ever mistyped English ones, but may differ from these in one
letter: `Technicien`. So only words with two letters swapped, one left out or one too many are told,
and roles that most people of a site have decide before the usual words do.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.research.name_folding import fold_name_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sitegen.diagnostics import Diagnostic, Location
    from sitegen.research.people import Person

__all__ = ["check_roles"]

ROLE_SPELLING = declare("role-spelling", Severity.WARNING)

#: Words of roles in English, and those of other languages that are nearly the same.
_USUAL = tuple(
    """
    administrator alumni analyst assistant associate bachelor candidate chair clinical coordinator
    developer director doctoral doctorate emeritus engineer faculty fellow founder graduate guest
    intern investigator laboratory leader lecturer manager master medical member physician physicist
    postdoc postdoctoral principal professor programmer radiologist research researcher scholar
    scientist secretary senior staff statistician student support technician technical thesis
    undergraduate visiting visitor
    """.split()
)
#: Shorter words may be others, with one letter more or less.
_SHORTEST = 6
_WORD = compile_late(r"[^\W\d_]+")


def check_roles(
    people: Iterable[Person], known: Iterable[str], place: Callable[[Person, str], Location]
) -> Iterator[Diagnostic]:
    """Yield a warning for each role with a mistyped word; `known` are roles of the configuration.

    `place` returns that of a person's field.
    """
    found = [person for person in people if person.role]
    if not found:
        return
    used = Counter(word for person in found for word in set(_words(person.role)))
    configured = sorted({word for role in known for word in _words(role)})
    shared = (word for word, count in used.items() if count > 1)
    right = dict.fromkeys((*configured, *shared, *_USUAL))
    by_letter: dict[str, list[str]] = {}
    for word in right:
        by_letter.setdefault(word[0], []).append(word)
    for person in found:
        for written in _WORD.findall(person.role):
            word = fold_name_text(written)
            if len(word) < _SHORTEST or word in right:
                continue
            near = (each for each in by_letter.get(word[0], ()) if _is_mistyped(word, each))
            meant = next(near, "")
            if meant:
                message = f"'{written}' in the role seems to be mistyped"
                role = person.role.replace(written, _in_case(meant, written))
                problem = Problem(ROLE_SPELLING, message, f"did you mean '{role}'?")
                yield problem.at(place(person, "role"))


def _words(role: str) -> list[str]:
    return [word for word in map(fold_name_text, _WORD.findall(role)) if word]


def _in_case(word: str, written: str) -> str:
    return word.capitalize() if written[0].isupper() else word


def _is_mistyped(word: str, meant: str) -> bool:
    """Tell whether two letters are swapped within a word, one is missing or one too many.

    What differs at the end is another form of the word, such as a plural.
    """
    if len(meant) < _SHORTEST or abs(len(word) - len(meant)) > 1 or word == meant:
        return False
    shorter = min(len(word), len(meant))
    at = next((n for n in range(shorter) if word[n] != meant[n]), shorter)
    if at >= shorter - 1:
        return False
    if len(word) == len(meant):
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return swapped == meant
    longer, other = (word, meant) if len(word) > len(meant) else (meant, word)
    return longer[:at] + longer[at + 1 :] == other
