"""Read the name of a person, as the front matter of a page or a data file has it.

`name: Prof. Dr. Ada Lovelace`, `name: Lovelace, Ada`, `name: 山田 太郎`, or a table with `given`,
`family`, `particle`, `suffix`, `native`, `title`, `degrees` and `sort`.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.content.publication_fields import INVALID_FIELD
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model import Name, Stored, is_family_first
from sitegen.model.collation import collation_key
from sitegen.model.words import nfc
from sitegen.research.name_parts import (
    PARTICLES,
    is_degree,
    is_suffix,
    is_title,
    is_title_part,
    pairs_of_given_names,
    plain_word,
)

__all__ = ["PersonName", "parse_person_name", "person_sort_key"]

#: The parts of a table, each with the names that other generators have for it.
_PARTS = {
    "given": ("given", "first", "first_name", "given_name", "given_names", "forename"),
    "family": ("family", "last", "last_name", "family_name", "family_names", "surname"),
    "particle": ("particle", "prefix", "von"),
    "suffix": ("suffix",),
    "native": ("native", "original"),
    "title": ("title", "honorific", "academic_title", "name_pre"),
    "degrees": ("degrees", "postnominals", "name_suf"),
    "sort": ("sort", "sort_as"),
    "literal": ("literal", "name", "display", "full"),
}
_BY_NAME = {written: part for part, names in _PARTS.items() for written in names}
#: Where a name written at length in a second script stands in brackets.
_BRACKETS = compile_late(r"\s*[(（]([^()（）]+)[)）]\s*")
_NICKNAME = compile_late(r"\s*[\"“„«]([^\"”“»]+)[\"”“»]\s*")
#: Two family names are usual in these languages, one of the mother and one of the father.
_TWO_FAMILY_NAMES = frozenset({"es", "ca", "gl", "eu", "pt"})
#: In these, a name is sorted by its particle: `de Rossi` under D.
_BY_PARTICLE = frozenset({"it", "af"})
_SPANISH = 4


class PersonName(Stored, frozen=True):
    """The name of a person with what goes with it: titles before, degrees after, a nickname.

    `sort` is what the author wants it to be sorted by, mostly empty.
    """

    name: Name
    title: str = ""
    degrees: str = ""
    nickname: str = ""
    sort: str = ""


def parse_person_name(value: object, language: str = "") -> PersonName | Problem:
    """Return the name in a value of front matter or of a data file.

    `language` is that of the page: in Spanish and Portuguese, two family names are usual. The
    problem of a value that is no name belongs to the place of the field.
    """
    if isinstance(value, Mapping):
        return _read_table(value, language)
    if isinstance(value, str) and value.strip():
        return _read_text(_tidy(value), language)
    hint = "write 'name: Ada Lovelace', or a table with 'given' and 'family'"
    message = "'name' is empty" if value in (None, "") else "'name' must be text or a table"
    return Problem(INVALID_FIELD, message, hint)


def person_sort_key(name: PersonName, language: str = "") -> str:
    """Return the key by which a person is sorted among others in a language.

    The family name comes first and its particle last: Beethoven, Ludwig van. In Italian and
    Afrikaans the particle is the beginning of the name.
    """
    parts = name.name
    if name.sort or parts.literal:
        return collation_key(name.sort or parts.literal, language)
    by_particle = language.partition("-")[0] in _BY_PARTICLE or language == "nl-BE"
    family = f"{parts.particle} {parts.family}".strip() if by_particle else parts.family
    rest = " ".join(filter(None, (parts.given, "" if by_particle else parts.particle)))
    return collation_key(f"{family}, {rest}, {parts.suffix}", language)


def _read_table(table: Mapping[str, object], language: str) -> PersonName | Problem:
    parts = dict.fromkeys(_PARTS, "")
    for written, value in table.items():
        part = _BY_NAME.get(str(written).casefold().replace("-", "_"))
        if part is None:
            hint = did_you_mean(str(written), _PARTS, f"there are {', '.join(list(_PARTS)[:-1])}")
            return Problem(INVALID_FIELD, f"'name' has no part '{written}'", hint)
        if isinstance(value, Mapping | list | tuple):
            return Problem(INVALID_FIELD, f"'{written}' of 'name' must be text", "put it in quotes")
        parts[part] = parts[part] or _tidy("" if value is None else str(value))
    if not parts["family"] and not parts["given"]:
        if not parts["literal"]:
            hint = "write 'name: {given: Ada, family: Lovelace}'"
            return Problem(INVALID_FIELD, "'name' has neither 'given' nor 'family'", hint)
        read = _read_text(parts["literal"], language)
        return _replace_parts(read, parts)
    name = Name(
        family=parts["family"] or parts["given"],
        given=parts["given"] if parts["family"] else "",
        particle=parts["particle"],
        suffix=parts["suffix"],
        native=parts["native"],
    )
    return PersonName(name=name, title=parts["title"], degrees=parts["degrees"], sort=parts["sort"])


def _replace_parts(read: PersonName, parts: Mapping[str, str]) -> PersonName:
    """Return a name that was written as text, with the parts that stand beside it."""
    own = read.name
    name = Name(
        family=own.family,
        given=own.given,
        particle=parts["particle"] or own.particle,
        suffix=parts["suffix"] or own.suffix,
        native=parts["native"] or own.native,
    )
    return PersonName(
        name=name,
        title=parts["title"] or read.title,
        degrees=parts["degrees"] or read.degrees,
        nickname=read.nickname,
        sort=parts["sort"],
    )


def _read_text(text: str, language: str) -> PersonName:
    text, native, nickname = _take_brackets(text)
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()] or [text]
    degrees: list[str] = []
    while len(pieces) > 1 and is_degree(pieces[-1]) and _is_behind_name(pieces):
        degrees.insert(0, pieces.pop())
    title, pieces[0] = _take_title(pieces[0])
    if len(pieces) == 1:
        name = _spoken(pieces[0], language)
    else:
        suffix = next((each for each in pieces[1:] if is_suffix(each)), "")
        given = " ".join(each for each in pieces[1:] if each != suffix)
        second, given = _take_title(given, all_of_it=True)
        title = " ".join(filter(None, (title, second)))
        name = _inverted(pieces[0], given, suffix) if given else _spoken(pieces[0], language)
        if suffix and not name.suffix:
            name = _with(name, suffix=suffix)
    if native:
        name = _with(name, native=native)
    return PersonName(name=name, title=title, degrees=", ".join(degrees), nickname=nickname)


def _is_behind_name(pieces: list[str]) -> bool:
    """Tell whether degrees follow a whole name; in `Lovelace, MS` these are initials."""
    return len(pieces) > 2 or " " in pieces[0] or plain_word(pieces[-1]) in {"phd", "md"}  # noqa: PLR2004


def _take_brackets(text: str) -> tuple[str, str, str]:
    """Return a name without what is in brackets or quotes: a second script, or a nickname."""
    native = nickname = ""
    for pattern in (_BRACKETS, _NICKNAME):
        found = pattern.search(text)
        if found and (text[: found.start()] or text[found.end() :]).strip():
            inside = found[1].strip()
            text = f"{text[: found.start()]} {text[found.end() :]}".strip()
            if _script_of(inside) != _script_of(text) and _script_of(inside):
                native = inside
            else:
                nickname = inside
    return _tidy(text), native, nickname


def _script_of(text: str) -> str:
    """Return which kind of letters a text begins with; Latin letters are all below U+0250."""
    letter = next((char for char in text if char.isalpha()), "")
    if not letter or is_family_first(letter):
        return "east" if letter else ""
    return "latin" if letter < "\u0250" else hex(ord(letter) >> 8)


def _take_title(text: str, *, all_of_it: bool = False) -> tuple[str, str]:
    """Split titles from the beginning of a name, of which one word stays unless `all_of_it`."""
    words = text.split()
    end, most = 0, len(words) if all_of_it else len(words) - 1
    while end < most and (is_title_part if end else is_title)(words[end]):
        end += 1
    return " ".join(words[:end]), " ".join(words[end:])


def _spoken(text: str, language: str) -> Name:
    """Read a name as it is spoken: given names, particle, family name, suffix."""
    words = text.split()
    if is_family_first(text):
        return Name(family=words[0], given=" ".join(words[1:]))
    suffix = ""
    if len(words) > 2 and is_suffix(words[-1]):  # noqa: PLR2004  # given, family, suffix
        suffix = words.pop()
    first = next((n for n, w in enumerate(words[1:-1], start=1) if _is_small(w)), 0)
    if first:
        last = max(n for n, w in enumerate(words[:-1]) if _is_small(w) and n >= first)
        # `y` and `e` join two family names: `Ramón y Cajal`.
        if first == last and words[first] in {"y", "e", "i"} and first > 1:
            family = " ".join(words[first - 1 :])
            return Name(given=" ".join(words[: first - 1]), family=family, suffix=suffix)
        return Name(
            given=" ".join(words[:first]),
            particle=" ".join(words[first : last + 1]),
            family=" ".join(words[last + 1 :]),
            suffix=suffix,
        )
    begin = _begin_of_family(words, language)
    particle, family = _split_particle(words[begin:])
    return Name(given=" ".join(words[:begin]), particle=particle, family=family, suffix=suffix)


def _begin_of_family(words: list[str], language: str) -> int:
    count = len(words)
    if count < _SPANISH - 1:
        return count - 1
    pair = pairs_of_given_names(words[0], words[1])
    if count == _SPANISH and pair:
        return count - 2
    hispanic = language.partition("-")[0] in _TWO_FAMILY_NAMES
    return count - 2 if hispanic and (count >= _SPANISH or not pair) else count - 1


def _inverted(family: str, given: str, suffix: str) -> Name:
    """Read `van der Berg, Jan`; a suffix may stand on both sides of the comma."""
    words = family.split()
    if not suffix and len(words) > 1 and is_suffix(words[-1]):
        suffix = words.pop()
    particle, rest = _split_particle(words)
    named = given.split()
    small = len(named)
    while small > 1 and _is_small(named[small - 1]) and plain_word(named[small - 1]) in PARTICLES:
        small -= 1  # `Beethoven, Ludwig van`
    behind = " ".join(named[small:])
    return Name(
        family=rest, given=" ".join(named[:small]), particle=particle or behind, suffix=suffix
    )


def _split_particle(words: list[str]) -> tuple[str, str]:
    end = 0
    while end < len(words) - 1 and _is_small(words[end]):
        end += 1
    return " ".join(words[:end]), " ".join(words[end:])


def _is_small(word: str) -> bool:
    return word[:1].islower() or (word[:2] in {"d'", "d’"})


def _with(name: Name, *, native: str = "", suffix: str = "") -> Name:
    return Name(
        family=name.family,
        given=name.given,
        particle=name.particle,
        suffix=suffix or name.suffix,
        literal=name.literal,
        native=native or name.native,
    )


def _tidy(text: str) -> str:
    return nfc(" ".join(text.split()))
