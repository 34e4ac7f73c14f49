"""Sort texts as the readers of a language expect: numbers by value, letters by its alphabet.

A small part of the Unicode Collation Algorithm (UTS #10) with the alphabets of CLDR: accents count
where two texts are otherwise equal, and case after that. Nothing depends on the machine's locale.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sitegen.late_patterns import compile_late
from sitegen.model.alphabets import ALPHABETS, EVERYWHERE
from sitegen.model.words import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["collation_key"]

#: Stands after a letter that others follow as letters of their own: greater than any character.
_AFTER = "\U0010ffff"
_NUMBER = re.compile(r"\d+")
_NOT_ASCII = compile_late(r"[^\x00-\x7f]")
#: Digits that Python does not turn into a number without a limit.
_LONG = 1_000
#: Spaces and punctuation come before digits and letters, in the order of UTS #10.
_ORDER = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_PUNCTUATION = bytes.maketrans(_ORDER.encode(), bytes(range(1, len(_ORDER) + 1)))
_OTHER_PUNCTUATION = chr(len(_ORDER) + 1)
#: Classes of marks that change no letter: nukta, points and vowels of Hebrew and Arabic, tones.
_ACCENTS = frozenset({*range(1, 9), *range(10, 37), 107, 122, *range(200, 241)})
#: Vowels that stand before the consonant after which they are spoken, in Thai and Lao.
_BEFORE = compile_late("([\u0e40-\u0e44])([\u0e01-\u0e2e])|([\u0ec0-\u0ec4])([\u0e81-\u0eae])")
_TURKIC = frozenset({"tr", "az"})


class _Alphabet(NamedTuple):
    """The letters of a language that are not sorted as in English, and what to sort them as."""

    letters: Mapping[str, str]
    pattern: re.Pattern[str]
    in_ascii: bool
    is_turkic: bool


@lru_cache(maxsize=1 << 16)
def collation_key(text: str, language: str = "") -> str:
    """Return a key by which texts are sorted in a language, such as `de` or `pt-BR`.

    Composed and decomposed letters have the same key.
    """
    alphabet = _read_alphabet(language)
    plain = text.isascii()
    if not plain:
        text = nfc(text)
    folded = (_dotted(text) if alphabet.is_turkic else text).casefold()
    letters = folded
    if alphabet.in_ascii or not plain:
        letters = alphabet.pattern.sub(lambda found: alphabet.letters[found[0]], folded)
    letters = letters.encode().translate(_PUNCTUATION).decode()  # ten times as fast as text
    if not letters.isascii():
        letters = _without_accents(letters)
    if _NUMBER.search(letters):
        letters = _NUMBER.sub(_by_value, letters)
    return f"{letters}\0{folded}\0{text.swapcase()}"


def _dotted(text: str) -> str:
    """Make I small, in Turkish without a dot, and with one if it has one."""
    return text.replace("I", "\u0131").replace("\u0130", "i")


def _by_value(found: re.Match[str]) -> str:
    """Return a number so that text sorts it by its value: the count of its digits comes first."""
    digits = found[0]
    if not digits.isascii() and len(digits) < _LONG:
        digits = str(int(digits))
    digits = digits.lstrip("0")
    return f"0{chr(len(digits))}{digits}"


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", _BEFORE.sub(r"\2\1\4\3", text))
    return _NOT_ASCII.sub(_base_of, decomposed)


def _base_of(found: re.Match[str]) -> str:
    """Return what a character counts as: nothing for an accent, less than a letter for a symbol."""
    char = found[0]
    if unicodedata.combining(char) in _ACCENTS:
        return ""
    return _OTHER_PUNCTUATION if unicodedata.category(char)[0] in "PSZ" else char


@cache
def _read_alphabet(code: str) -> _Alphabet:
    language = code.partition("-")[0].casefold()
    letters = _letters(EVERYWHERE) | _letters(ALPHABETS.get(language, ""))
    several = sorted((each for each in letters if len(each) > 1), key=len, reverse=True)
    single = "".join(each for each in letters if len(each) == 1)
    pattern = re.compile("|".join([*several, f"[{single}]"]))
    return _Alphabet(letters, pattern, any(map(str.isascii, letters)), language in _TURKIC)


def _letters(rules: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for rule in filter(None, rules.split("; ")):
        base, *others = rule.split()
        base, *same = base.split("/")
        found |= dict.fromkeys(same, base)
        for place, variants in enumerate(others, start=1):
            found |= dict.fromkeys(variants.split("/"), f"{base}{_AFTER}{chr(place)}")
    return found
