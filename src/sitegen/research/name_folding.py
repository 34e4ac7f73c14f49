"""Reduce names to keys by which spellings of one name are equal.

Accents, case, hyphens, dots and spaces do not count; `Müller` is also `Mueller`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from sitegen.model import Name, is_family_first
from sitegen.model.words import split_words
from sitegen.research.name_parts import PARTICLES

__all__ = ["FoldedName", "Split", "are_compatible", "fold_name_text", "fold_person"]

#: Dashes between given names, and apostrophes, which belong to a word.
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼ`´", ""))
#: Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
    | {"ŋ": "n", "ə": "e"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
#: Classes of marks that are letters of their own: nukta, Japanese voicing, virama.
_KEPT_MARKS = frozenset({0, 7, 8, 9})
_GLUED_INITIALS = 3


class Split(NamedTuple):
    """Given names and a family name, folded; `given` are words, initials of one letter."""

    given: tuple[str, ...]
    family: str


class FoldedName(NamedTuple):
    """A name in the forms by which it is looked up.

    `exact` keeps accents. `whole` has all spellings of the whole name, `swapped` those with the
    family name first. `splits` are the ways to take it apart: with and without a particle, and
    where given and family names may be divided elsewhere.
    """

    exact: str
    whole: frozenset[str]
    swapped: frozenset[str]
    splits: tuple[Split, ...]
    suffix: str


@lru_cache(maxsize=1 << 16)
def fold_name_text(text: str) -> str:
    """Return the letters of a text in their plainest form, words separated by one space."""
    return " ".join(split_words(_without_marks(_casefolded(text)).translate(_LETTERS)))


@lru_cache(maxsize=1 << 16)
def fold_person(name: Name) -> FoldedName:
    """Return what a name is looked up by."""
    if name.literal:
        key = _joined(fold_name_text(name.literal))
        return FoldedName(_joined(_casefolded(name.literal)), frozenset({key}), frozenset(), (), "")
    particle, family = _without_particle(f"{name.particle} {name.family}".split())
    given = _given_words(name.given)
    spoken = [*given, *particle, *family]
    families = {tuple(family), (*particle, *family)}
    whole = {"".join((*given, *each)) for each in families}
    swapped = {"".join((*each, *given)) for each in families} if given else set()
    umlauts = _with_umlauts(name)
    if umlauts:
        whole.add(umlauts)
    if is_family_first(name.family):
        whole, swapped = swapped or whole, whole
    splits = _splits(given, particle, family, _folded_umlauts(name.family))
    if _is_initials(name.family) and not _is_initials(name.given) and given:  # `Lovelace A`
        splits.append(Split(_given_words(name.family), "".join(given)))
    exact = _joined(_casefolded(f"{name.given} {name.particle} {name.family}"))
    return FoldedName(
        exact or "".join(spoken),
        frozenset(whole),
        frozenset(swapped - whole),
        tuple(splits),
        fold_name_text(name.suffix),
    )


def are_compatible(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether given names may be of one person: each word agrees with that of the other.

    An initial agrees with a word that begins with it. Names that only one of them has, such as a
    second given name, count for nothing, but initials alone may not be more than the names.
    """
    if not one or not other or _has_more_initials(one, other) or _has_more_initials(other, one):
        return False
    joined = "".join(one), "".join(other)
    if joined[0] == joined[1]:  # Xiao-Ming and Xiaoming
        return True
    return all(_agree(a, b) for a, b in zip(one, other, strict=False))


def _has_more_initials(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(one) > len(other) and all(len(word) == 1 for word in one)


def _agree(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return one == other


def _splits(
    given: tuple[str, ...], particle: list[str], family: list[str], umlauts: str
) -> list[Split]:
    found = [Split(given, "".join(family))]
    if particle:
        found.append(Split(given, "".join((*particle, *family))))
    if umlauts:
        found.append(Split(given, umlauts))
    if len(given) > 1 and len(given[-1]) > 1:
        found.append(Split(given[:-1], "".join((given[-1], *particle, *family))))
    return found


def _is_initials(text: str) -> bool:
    letters = text.replace(".", "").replace("-", "").replace(" ", "")
    return 0 < len(letters) <= _GLUED_INITIALS and letters.isupper()


def _given_words(text: str) -> tuple[str, ...]:
    """Return given names as words; `JP` and `J.P.` are two initials."""
    words: list[str] = []
    for word in re.split(r"[\s.\u2010-\u2015-]+", text):
        letters = word.strip()
        if 1 < len(letters) <= _GLUED_INITIALS and letters.isupper() and letters.isalpha():
            words += [fold_name_text(char) for char in letters]
        else:
            words += fold_name_text(letters.translate(_APOSTROPHES)).split()
    return tuple(words)


def _without_particle(words: list[str]) -> tuple[list[str], list[str]]:
    """Split the particle from a family name, of which one word stays."""
    folded = fold_name_text(" ".join(words).translate(_APOSTROPHES)).split()
    end = 0
    while end < len(folded) - 1 and folded[end] in PARTICLES:
        end += 1
    return folded[:end], folded[end:]


def _with_umlauts(name: Name) -> str:
    """Return the whole name with `ue` for `ü`; nothing if that is no other spelling."""
    written = unicodedata.normalize("NFC", f"{name.given} {name.particle} {name.family}".casefold())
    spelled = written.translate(_UMLAUTS)
    return _joined(fold_name_text(spelled)) if spelled != written else ""


def _folded_umlauts(family: str) -> str:
    written = unicodedata.normalize("NFC", family.casefold())
    spelled = written.translate(_UMLAUTS)
    return _joined(fold_name_text(spelled)) if spelled != written else ""


def _casefolded(text: str) -> str:
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    kept = (
        c for c in unicodedata.normalize("NFD", text) if unicodedata.combining(c) in _KEPT_MARKS
    )
    return unicodedata.normalize("NFC", "".join(kept))


def _joined(text: str) -> str:
    return "".join(split_words(text))
