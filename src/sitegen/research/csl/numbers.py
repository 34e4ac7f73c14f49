"""Numbers: what counts as one, ranges of pages, ordinals and Roman numerals.

Source: the CSL 1.0.2 specification, "Number" and appendix V, "Page Ranges".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from sitegen.research.csl.locale import Locale

__all__ = [
    "Number",
    "begins_with_label",
    "format_number",
    "is_numeric",
    "is_plural",
    "page_range",
    "read_numbers",
    "roman",
]

_DASHES = "-\u2010\u2011\u2012\u2013\u2014"
#: A number with a letter or two around it, such as `2nd`, `L12`, `3a`.
_NUMERIC = compile_late(r"[^\W\d_]{0,4}\d\w{0,9}", re.ASCII)
_ROMAN = compile_late(
    r"(?=[ivxlcdm])m{0,4}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE
)
_AND = r",?\s+(?:and|et|und|y|e|en|og|och|i|и)\s+"
_SPLIT = compile_late(rf"({_AND}|\s*(?:,|&|;)\s*|\s*(?<!\\)[{_DASHES}]\s*)")
_OWN_LABEL = compile_late(r"[^\W\d_]+\.\s+\S")
#: A word before a number, as in `367-368, fig. 333`: what follows is of another kind.
_LABEL = compile_late(r"[^\W\d_]+\.?\s+\S")
_ALL_DASHES = compile_late(rf"\s*[{_DASHES}]\s*")
_PLAIN_RANGE = compile_late(rf"(\d+)\s*[{_DASHES}]\s*(\d+)")
_PARTS = compile_late(rf"({_AND}|\s*(?:,|;)\s*|\s*&\s*)")
_ESCAPED = re.compile(rf"\\([{_DASHES}])")
#: Pages such as `3a`.
_LETTERED = compile_late(r"\d+[^\W\d_]{0,2}")
_PREFIXED = compile_late(r"(.*?)(\d+)$")
_ROMAN_VALUES = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 5_000
_LONG_ORDINALS = 10
_LONGEST = 400
_TEN = 10
#: Of a number that is written as an ordinal or in Roman numerals; others stay as they are.
_MOST_DIGITS = 9


class Number(NamedTuple):
    """One of the numbers in a variable, with the separator before it."""

    separator: str
    text: str

    @property
    def is_number(self) -> bool:
        """Whether it is one: digits, perhaps with letters around, or a Roman numeral."""
        return bool(_NUMERIC.fullmatch(self.text))


@lru_cache(maxsize=1 << 12)
def read_numbers(text: str) -> tuple[Number, ...]:
    """Split a text such as `1-3, 7` at commas, ampersands and dashes.

    What is too long to be read as numbers is part of the last piece.
    """
    text = text.strip()
    pieces = _SPLIT.split(text[:_LONGEST])
    pieces[-1] += text[_LONGEST:]
    pairs = zip(["", *pieces[1::2]], pieces[::2], strict=True)
    return tuple(Number(separator, piece) for separator, piece in pairs)


@lru_cache(maxsize=1 << 12)
def is_numeric(text: str) -> bool:
    """Tell whether a text is made of numbers only."""
    return bool(text) and all(each.is_number for each in read_numbers(text))


def begins_with_label(text: str) -> bool:
    """Tell whether a locator says itself of what it is, as `vol. 1, fol. 186` does."""
    return bool(_OWN_LABEL.match(text))


@lru_cache(maxsize=1 << 12)
def is_plural(text: str) -> bool:
    """Tell whether a text names several things: a range or a list of numbers."""
    numbers = read_numbers(text)
    first = next((at for at, each in enumerate(numbers) if _LABEL.match(each.text)), len(numbers))
    counted = numbers[:first]
    return len(counted) > 1 and all(
        each.is_number or _ROMAN.fullmatch(each.text) for each in counted
    )


def roman(number: int) -> str:
    """Return a number in Roman numerals, in lower case."""
    if not 0 < number < _MOST_ROMAN:
        return str(number)
    numeral = ""
    for value, letters in _ROMAN_VALUES:
        numeral += letters * (number // value)
        number %= value
    return numeral


def format_number(text: str, form: str, locale: Locale, gender: str) -> str:
    """Return the numbers of a text in a form: `numeric`, `ordinal`, `long-ordinal` or `roman`.

    What is no number is left as it is.
    """
    if form in {"", "numeric"} and not is_numeric(text):
        return _unescaped(text)
    pieces = []
    for each in read_numbers(text):
        pieces.append(_separator(each.separator, locale))
        pieces.append(_one(each.text, form, locale, gender))
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    """Return a text whose escaped hyphens are hyphens."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _separator(separator: str, locale: Locale) -> str:
    mark = separator.strip()
    if mark and mark in _DASHES:
        return locale.term("page-range-delimiter") or "–"
    if mark == "&":
        return f" {locale.term('and', 'symbol') or '&'} "
    return f"{mark} " if mark in {",", ";"} else separator


def _one(text: str, form: str, locale: Locale, gender: str) -> str:
    if not text.isdecimal() or len(text) > _MOST_DIGITS or form in {"", "numeric"}:
        return text
    number = int(text)
    if form == "roman":
        return roman(number)
    if form == "long-ordinal" and 0 < number <= _LONG_ORDINALS:
        word = locale.term(f"long-ordinal-{number:02}", gender=gender)
        if word:
            return word
    return f"{number}{locale.ordinal(number, gender)}"


def page_range(text: str, how: str, locale: Locale) -> str:
    """Return page numbers with the ranges of a style.

    `how` is `expanded`, `minimal`, `minimal-two`, `chicago` (or `chicago-15`), `chicago-16`, or
    nothing, which leaves the numbers as they are.
    """
    if text.isalnum():  # one number, as most are
        return text
    delimiter = locale.term("page-range-delimiter")
    delimiter = "–" if delimiter is None else delimiter
    if found := _PLAIN_RANGE.fullmatch(text):
        first, last = found.groups()
        return f"{first}{delimiter}{_shortened('', first, last, how) if how else last}"
    pieces = _PARTS.split(text)
    for index in range(0, len(pieces), 2):
        pieces[index] = _one_range(pieces[index], how, delimiter)
    for index in range(1, len(pieces), 2):
        pieces[index] = _separator(pieces[index], locale)
    return "".join(pieces)


def _one_range(text: str, how: str, delimiter: str) -> str:
    if "\\" in text:
        return _unescaped(text)
    ends = _ALL_DASHES.split(text)
    if len(ends) != 2:  # noqa: PLR2004  # a range has two ends
        return text
    first, last = ends
    if _ROMAN.fullmatch(first) and _ROMAN.fullmatch(last):
        return f"{first}{delimiter}{last}"
    one, two = _PREFIXED.fullmatch(first), _PREFIXED.fullmatch(last)
    if one and two and one[1] == two[1]:
        last = _shortened(one[1], one[2], two[2], how) if how else last
        return f"{first}{delimiter}{last}"
    if _LETTERED.fullmatch(first) and _LETTERED.fullmatch(last):
        return f"{first}{delimiter}{last}"
    is_word = first.isalnum() and last.isalnum()
    return f"{first}-{last}" if (one and two) or ((one or two) and is_word) else text


def _shortened(prefix: str, first: str, last: str, how: str) -> str:
    full = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    if how == "expanded" or len(full) != len(first) or full < first:
        return prefix + full if how == "expanded" else full
    if how == "minimal":
        return _minimal(first, full, 1)
    if how == "minimal-two":
        return _minimal(first, full, 2)
    return _chicago(first, full, how)


def _minimal(first: str, last: str, least: int) -> str:
    same = 0
    while same < len(last) - least and first[same] == last[same]:
        same += 1
    return last[same:]


def _chicago(first: str, last: str, how: str) -> str:
    is_short = len(first.lstrip("0")) < 3  # noqa: PLR2004  # below a hundred
    number = int(first[-2:])  # an author may write more digits than Python reads
    if is_short or number == 0:
        return last
    if number < _TEN:
        return _minimal(first, last, 1)
    short = _minimal(first, last, 2)
    if how != "chicago-16" and len(first) == 4 and len(short) >= 3:  # noqa: PLR2004  # by the rule
        return last
    return short
