"""Sort texts as the readers of a language expect: numbers by value, letters by its alphabet.

A small part of the Unicode Collation Algorithm (UTS #10) with the alphabets of CLDR: accents count
where two texts are otherwise equal, and case after that. Nothing depends on the machine's locale.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sitegen.model.alphabets import ALPHABETS, EVERYWHERE
from sitegen.model.words import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["collation_key"]

#: Stands after a letter that others follow as letters of their own: greater than any character.
_AFTER = "\U0010ffff"
_NUMBER = re.compile(r"\d+")
#: Digits that Python does not turn into a number without a limit.
_LONG = 1_000
#: Spaces and punctuation come before digits and letters, in the order of UTS #10.
_ORDER = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_PUNCTUATION = {ord(char): place for place, char in enumerate(_ORDER, start=1)}
_OTHER_PUNCTUATION = chr(len(_ORDER) + 1)
#: Classes of marks that change no letter: nukta, points and vowels of Hebrew and Arabic, tones.
_ACCENTS = frozenset({*range(1, 9), *range(10, 37), 107, 122, *range(200, 241)})
#: Vowels that stand before the consonant after which they are spoken, in Thai and Lao.
_BEFORE = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])|([\u0ec0-\u0ec4])([\u0e81-\u0eae])")
_TURKIC = frozenset({"tr", "az"})


class _Alphabet(NamedTuple):
    """The letters of a language that are not sorted as in English, and what to sort them as."""

    letters: Mapping[str, str]
    pattern: re.Pattern[str]
    in_ascii: bool


@lru_cache(maxsize=1 << 16)
def collation_key(text: str, language: str = "") -> str:
    """Return a key by which texts are sorted in a language, such as `de` or `pt-BR`.

    Keys of texts that differ are different, and equal ones those of canonically equal texts.
    """
    text = nfc(text)
    primary = language.partition("-")[0].casefold()
    alphabet = _read_alphabet(primary)
    folded = _lower(text, primary)
    letters = folded
    if alphabet.in_ascii or not text.isascii():
        letters = alphabet.pattern.sub(lambda found: alphabet.letters[found[0]], folded)
    letters = letters.translate(_PUNCTUATION)
    if not letters.isascii():
        letters = _without_accents(letters)
    letters = _NUMBER.sub(_by_value, letters)
    return f"{letters}\0{folded}\0{text.swapcase()}"


def _lower(text: str, language: str) -> str:
    if language in _TURKIC:
        text = text.replace("I", "\u0131").replace("\u0130", "i")
    return text.casefold()


def _by_value(found: re.Match[str]) -> str:
    """Return a number so that text sorts it by its value: the count of its digits comes first."""
    digits = str(int(found[0])) if len(found[0]) < _LONG else found[0]
    return f"0{chr(len(digits))}{digits}"


def _without_accents(text: str) -> str:
    kept = []
    for char in unicodedata.normalize("NFD", _BEFORE.sub(r"\2\1\4\3", text)):
        if char <= "\x7f":
            kept.append(char)
        elif unicodedata.combining(char) not in _ACCENTS:
            category = unicodedata.category(char)
            kept.append(_OTHER_PUNCTUATION if category[0] in "PSZ" else char)
    return "".join(kept)


@cache
def _read_alphabet(language: str) -> _Alphabet:
    letters = _letters(EVERYWHERE) | _letters(ALPHABETS.get(language, ""))
    longest_first = sorted(letters, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return _Alphabet(letters, pattern, any(map(str.isascii, letters)))


def _letters(rules: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for rule in filter(None, rules.split("; ")):
        base, *others = rule.split()
        base, *same = base.split("/")
        found |= dict.fromkeys(same, base)
        for place, variants in enumerate(others, start=1):
            found |= dict.fromkeys(variants.split("/"), f"{base}{_AFTER}{chr(place)}")
    return found
