"""Names of CSL-JSON as values; particles are told from family and given names.

Particles in front of a family name that are written small do not drop (`van der Vlist`); those at
the end of a given name drop (`Alexander von`). Quotation marks around a family name keep it whole.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from sitegen.late_patterns import compile_late

__all__ = ["NameValue", "read_names"]

#: A word that may be a particle, with what follows it: `d'`, `al-`, `'t `, `v.d. `.
_WORD = compile_late(r"(['’‘]?[^\W\d_]+(?:\.[^\W\d_]+)*\.?)(['’-]|\s+)")
_LAST_WORD = compile_late(r"(?:\s|^)(['’‘]?[^\W\d_]+\.?['’]?)$")
_SUFFIX = compile_late(r"(?P<rest>.*?),(?P<comma>!?)\s*(?P<suffix>[^,]+)$")
_SUFFIX_WORD = compile_late(
    r"(?:jr|sr|[ivx]+|\d+(?:st|nd|rd|th)|esq|ph\.?d|m\.?d)\.?", re.IGNORECASE
)
_MOST_NAMES = 100_000
_USUAL = ("family", "given")
#: In what is longer, nobody looks for particles.
_LONGEST = 2_000


class NameValue(Struct, frozen=True, cache_hash=True):
    """A person, or an institution, which has only `literal`.

    `comma` puts a comma before the suffix; `western` is set for names that must be in this order
    although their script says otherwise. `link` is the address of a page about the person.
    """

    family: str = ""
    given: str = ""
    dropping: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    comma: bool = False
    static: bool = False
    link: str = ""


def read_names(value: object) -> tuple[NameValue, ...]:
    """Return the names in a list of CSL-JSON; what is no name is left out."""
    if not isinstance(value, list):
        value = [value] if isinstance(value, dict | str) else []
    names = [_read_name(each) for each in value[:_MOST_NAMES]]
    return tuple([name for name in names if name is not None])


def _read_name(value: object) -> NameValue | None:
    if isinstance(value, dict):
        family, given = value.get("family"), value.get("given")
        if len(value) == len(_USUAL) and type(family) is str and type(given) is str:
            return _usual(family, given)
        return _read_parts(value)
    literal = value.strip() if isinstance(value, str) else ""
    return NameValue(literal=literal) if literal else None


def _read_parts(value: dict[str, object]) -> NameValue | None:
    family, literal = _part(value.get("family")), _part(value.get("literal"))
    if literal or (family and _truth(value.get("isInstitution"))):
        return NameValue(literal=literal or family)
    given = _part(value.get("given"))
    if not (family or given):
        return None
    name = NameValue(
        family,
        given,
        dropping=_part(value.get("dropping-particle")),
        particle=_part(value.get("non-dropping-particle")),
        suffix=_part(value.get("suffix")),
        comma=_truth(value.get("comma-suffix")),
        static=_truth(value.get("static-ordering")),
    )
    if value.get("parse-names") is False:
        return name
    return _parsed(name)


@lru_cache(maxsize=1 << 12)
def _usual(family: str, given: str) -> NameValue | None:
    """Return a name that has these parts, as most have."""
    family, given = family.strip(), given.strip()
    # Without a small word, there is no particle, and without a comma no suffix.
    if family.istitle() and given.istitle() and family[0] != '"' and "," not in given:
        return NameValue(family, given)
    return _parsed(NameValue(family, given)) if family or given else None


def _part(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return value.strip() if isinstance(value, str) else ""


def _truth(value: object) -> bool:
    return value not in (None, False, 0, "", "0", "false")


@lru_cache(maxsize=1 << 12)
def _parsed(name: NameValue) -> NameValue:
    family, given = name.family, name.given
    if len(family) + len(given) > _LONGEST:
        return name
    dropping, particle, suffix, comma = name.dropping, name.particle, name.suffix, name.comma
    if len(family) > 1 and family[0] == family[-1] == '"':
        return replace(name, family=family[1:-1])
    if not particle:
        particle, family = _split_front(family)
    if not suffix:
        found = _SUFFIX.fullmatch(given)
        if found and _SUFFIX_WORD.fullmatch(found["suffix"].strip()):
            given, suffix = found["rest"].strip(), found["suffix"].strip()
            comma = comma or bool(found["comma"])
    if not dropping and family:
        given, dropping = _split_end(given)
    return NameValue(family, given, dropping, particle, suffix, "", comma, name.static)


def _split_front(family: str) -> tuple[str, str]:
    """Return the small words in front of a family name, and the rest."""
    at = 0
    while found := _WORD.match(family, at):
        if not found[1].islower() or found.end() == len(family):
            break
        at = found.end()
    return family[:at].rstrip(" "), family[at:]


def _split_end(given: str) -> tuple[str, str]:
    """Return a given name without the small words at its end, and these."""
    rest = given
    while found := _LAST_WORD.search(rest):
        before = rest[: found.start()].rstrip()
        if not found[1].islower() or not before:
            break
        rest = before
    return rest, given[len(rest) :].strip()
