"""Make cite keys: `lovelace2024knee`.

A key is the family name of the first author, the year and the first word of the title that says
something, in lower case, without accents where the letters are Latin. When sitegen adds an entry, a
key that is taken gets a letter: `lovelace2024kneeb`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

from sitegen.model import Name, PartialDate, Work

__all__ = ["make_free_key", "make_key"]

#: Articles, prepositions and the like, in the languages that titles are often in.
_SMALL_WORDS = frozenset(
    "a an the on in of for from to towards toward with without and or by at as is are how what"
    " why when does do can der die das den dem des ein eine einer zur zum zu im am von und oder"
    " für über mit le la les l un une des du de d et ou sur pour dans el los las lo una y o en"
    " del al il gli uno e di da per nel della".split()
)
#: Latin letters that Unicode does not take apart.
_LATIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_LONGEST_PART = 30
_LETTERS = "bcdefghijklmnopqrstuvwxyz"


def make_key(names: Mapping[str, tuple[Name, ...]], issued: PartialDate | None, title: str) -> str:
    """Return a key for a work that has none; another one may have the same."""
    first = next((people[0] for people in names.values() if people), Name())
    name = _fold(first.family or first.literal.split(" ")[0])
    year = str(issued.year) if issued and issued.year is not None else ""
    words = [_fold(word) for word in re.split(r"[^\w'’]+", title)]
    word = next((each for each in words if each and each not in _SMALL_WORDS), "")
    if not (name or year or word):
        return "work"
    return f"{name[:_LONGEST_PART] or 'anonymous'}{year}{word[:_LONGEST_PART]}"


def make_free_key(work: Work, taken: Collection[str]) -> str:
    """Return a key for a work that is not among those taken, which are in lower case."""
    key = make_key(work.names, work.issued, work.title)
    if key not in taken:
        return key
    for letter in _LETTERS:
        if f"{key}{letter}" not in taken:
            return f"{key}{letter}"
    number = 2
    while f"{key}-{number}" in taken:
        number += 1
    return f"{key}-{number}"


def _fold(text: str) -> str:
    """Return the letters and digits of a text in lower case; Latin ones without accents."""
    small = unicodedata.normalize("NFC", text.casefold())
    letters = unicodedata.normalize("NFKD", small.translate(_LATIN))
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    plain = "".join(char for char in plain if char.isalnum())
    return plain if plain.isascii() else "".join(char for char in small if char.isalnum())
