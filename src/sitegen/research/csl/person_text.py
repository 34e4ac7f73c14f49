"""Write one name: its parts in the order of display or of sorting, with particles and suffix.

Source: the CSL 1.0.2 specification, "Name-part Order".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.model import is_family_first
from sitegen.research.csl.element_format import read_format
from sitegen.research.csl.field_markup import parse_field
from sitegen.research.csl.given_names import initials
from sitegen.research.csl.rich_text import PLAIN, Rich, Span
from sitegen.research.csl.text_case import change_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.research.csl.name_options import NameOptions
    from sitegen.research.csl.name_parsing import NameValue

__all__ = ["ALL", "BARE", "INITIALS", "is_inverted", "person_text", "shown_given"]

_MARKUP = compile_late("[<\"'“‘]")
#: How much of a given name disambiguation asks for: initials if the style has them, all of it, or
#: initials even so.
INITIALS, ALL, BARE = 1, 2, 3


def is_inverted(name: NameValue, options: NameOptions, place: int) -> bool:
    """Tell whether a name at a place in its list is written family name first."""
    order = options.sort_order
    if order != "all" and (place or order != "first"):
        return False
    return (
        not (name.literal or name.static)
        and bool(name.given or name.particle or name.dropping)
        and not is_family_first(name.family)
    )


def person_text(
    name: NameValue, options: NameOptions, place: int, level: int, *, sorting: bool = False
) -> Rich:
    """Return a name as text.

    `level` is how much of the given name is shown at least, `sorting` orders by the parts that
    count in sorting.
    """
    if name.literal:
        return _styled(name.literal, options.family)  # affixes are for persons
    form = options.form
    if form == "short" and level:
        form = "long"
    given = shown_given(name, options, level)
    if not name.family.isascii() and is_family_first(name.family) and not name.static:
        family = _styled(name.family, options.family, affixes=True)
        return family if form == "short" else [*family, *_styled(given, options.given)]
    plain = _plain(name, given, options, place, form)
    if plain is not None:
        return [plain]
    if form == "short":
        return _short(name, options, sorting=sorting)
    if is_inverted(name, options, place):
        return _inverted(name, given, options, sorting=sorting)
    return _as_spoken(name, given, options)


def shown_given(name: NameValue, options: NameOptions, level: int) -> str:
    """Return as much of the given name as options and disambiguation show."""
    mark = options.initialize_with
    if level == BARE and mark is None and options.form == "short":
        mark = ""
    given = name.given
    if mark is None or level == ALL or not name.family:
        return given
    if not (given.isascii() and name.family.isascii()) and _has_no_initials(name):
        return given
    shorten = options.initialize or level == BARE
    return initials(given, mark, shorten, options.hyphen)


def _has_no_initials(name: NameValue) -> bool:
    """Tell whether a name is in letters of East Asia, which stand for whole words."""
    return is_family_first(name.family) or is_family_first(name.given)


def _plain(name: NameValue, given: str, options: NameOptions, place: int, form: str) -> str | None:
    """Return a name of a family and a given name only, as most are, unless it has a look."""
    family = name.family
    if not family or not given or name.particle or name.dropping or name.suffix:
        return None
    if name.static or options.family or options.given:
        return None
    if form == "short":
        text = family
    elif is_inverted(name, options, place):
        text = family + options.sort_separator + given
    else:
        text = f"{given} {family}"
    return None if _MARKUP.search(text) else text


def _short(name: NameValue, options: NameOptions, *, sorting: bool) -> Rich:
    if not name.family:
        return _styled(name.given, options.given)
    without = sorting and options.demote != "never"
    particle = [] if without else _styled(name.particle, options.family)
    return _affixed(_glued(particle, _styled(name.family, options.family)), options.family)


def _as_spoken(name: NameValue, given: str, options: NameOptions) -> Rich:
    if name.static and given:
        family = _styled(name.family, options.family, affixes=True)
        return [*family, " ", *_styled(given, options.given, affixes=True)]
    first = _styled(given, options.given, affixes=bool(name.family))
    dropping = _styled(name.dropping, options.given)
    particle = _styled(name.particle, options.family)
    family = _glued(_glued(dropping, particle), _styled(name.family, options.family))
    if name.suffix:
        family = [*family, ", " if name.comma else " ", *_suffix(name, options)]
    family = _affixed(family, options.family)
    return [*first, " ", *family] if first and family else [*first, *family]


def _inverted(name: NameValue, given: str, options: NameOptions, *, sorting: bool) -> Rich:
    demoted = options.demote == "display-and-sort" or (sorting and options.demote == "sort-only")
    family = _styled(name.family, options.family)
    particle = _styled(name.particle, options.family)
    first = _styled(given, options.given)
    dropping = _styled(name.dropping, options.given)
    rest = _spaced(first, dropping)
    if demoted:
        rest = _spaced(rest, particle)
    else:
        family = _glued(particle, family)
    parts = [_affixed(family, options.family), _affixed(rest, options.given)]
    if name.suffix:
        parts.append(_suffix(name, options))
    text: Rich = []
    for part in parts:
        if part:
            if text:
                text.append(options.sort_separator)
            text += part
    return text


def _suffix(name: NameValue, options: NameOptions) -> Rich:
    """Return a suffix, without full stops where initials have none."""
    mark = options.initialize_with
    bare = mark is not None and "." not in mark
    return parse_field(name.suffix.replace(".", "") if bare else name.suffix)


def _glued(one: Rich, other: Rich) -> Rich:
    """Join a particle and what follows, without a space after an apostrophe or a hyphen."""
    if not one or not other:
        return one or other
    end = one[-1].children[-1] if isinstance(one[-1], Span) else one[-1]
    if isinstance(end, str) and end.endswith(("'", "’", "-")):
        return [*one, *other]
    return [*one, " ", *other]


def _spaced(one: Rich, other: Rich) -> Rich:
    return [*one, " ", *other] if one and other else [*one, *other]


def _affixed(text: Rich, attributes: Mapping[str, str]) -> Rich:
    if not text or not attributes:
        return text
    prefix, suffix = attributes.get("prefix", ""), attributes.get("suffix", "")
    return [*([prefix] if prefix else []), *text, *([suffix] if suffix else [])]


def _styled(text: str, attributes: Mapping[str, str], *, affixes: bool = False) -> Rich:
    if not text:
        return []
    rich = _parsed(text)
    if attributes:
        case = attributes.get("text-case", "")
        if case:
            rich = change_case(rich, case, "")
        look = read_format(attributes)
        if look is not PLAIN:
            rich = [Span(rich, look)]
        if affixes:
            rich = _affixed(rich, attributes)
    return rich


def _parsed(text: str) -> Rich:
    return list(parse_field(text)) if _MARKUP.search(text) else [text]
