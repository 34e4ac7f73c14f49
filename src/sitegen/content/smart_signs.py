"""Curly quotes, dashes and ellipses for the straight signs of a text.

Quotes are told apart by what is around them, as CommonMark does it with the signs of emphasis
(0.31, "Left-flanking delimiter run"), and go together in pairs. Apostrophes, years such as '98 and
measures such as 5'10" are none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from sitegen.content.quotation_marks import QuotationMarks
from sitegen.content.scanner import BLANKED
from sitegen.late_patterns import compile_late

__all__ = ["MAY_CHANGE", "SmartSign", "find_smart_signs", "straighten"]

#: A text without these stays as it is.
MAY_CHANGE = compile_late(r"[\"']|--|\.\.\.")
_SIGN = compile_late(r"[\"']|-{2,}|\.{3,}")
_DASHES = {2: "–", 3: "—"}
_ELLIPSES = {3: "…", 4: "…."}
_APOSTROPHE, _PRIME, _DOUBLE_PRIME = "’", "′", "″"
#: Feet and inches, minutes and seconds, minutes of arc.
_MEASURE = compile_late(
    r"\d(?P<feet>')[ \u00a0]?\d+(?:[.,]\d+)?(?P<inches>\")|°[ \u00a0]?\d+(?:[.,]\d+)?(?P<arc>')"
)
#: Years, and words that begin with an apostrophe.
_YEAR = compile_late(r"'\d\ds?(?![\w'])")
_ENGLISH = compile_late(r"'(?:tis|twas|twere|twill|em|til|till|cause|bout)(?![\w'])", re.IGNORECASE)
#: A word for "and" between two others, which is no letter in quotes.
_AND = compile_late(
    r"\b(?:rock|drum|fish|salt|rhythm|guns|mac|pick|cut|surf|rise|shake|hook)"
    r"[ \u00a0-](?P<first>')n(?P<last>')(?=[ \u00a0-]\w)",
    re.IGNORECASE,
)
_CLITIC = compile_late(r"'[a-z](?=[\s-])")
_SHORTENED = {"en": _ENGLISH, "nl": _CLITIC, "af": _CLITIC, "de": _CLITIC}
_OPENING = frozenset("([{<¿¡")
_CLOSED = frozenset(")]}")
_CURLY = str.maketrans(
    {
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‘’‚‹›′", "'"),
        "–": "--",
        "—": "---",
        "…": "...",
        "″": '"',
        "\u202f": None,
    }
)
_EDGE, _PUNCTUATION, _LETTER = range(3)


class SmartSign(NamedTuple):
    """What stands in place of `text[start:end]`."""

    start: int
    end: int
    text: str


class _Open(NamedTuple):
    """A quote that nothing closes yet, and its number among the signs."""

    quote: str
    number: int


def find_smart_signs(
    text: str, marks_at: Callable[[int], QuotationMarks], language: str
) -> list[SmartSign]:
    """Return the signs of a text in order, which is a paragraph or the like.

    `BLANKED` in the text stands for something without signs, such as code. `marks_at` returns the
    quotation marks at an index.
    """
    quotes = _Quotes(text, marks_at, language)
    for found in _SIGN.finditer(text):
        start, end = found.span()
        if found[0] in {'"', "'"}:
            quotes.read(found[0], start)
        elif found[0][0] == ".":
            quotes.put(start, end, _ELLIPSES.get(end - start, ""))
        elif text[start - 1 : start] != "<" and text[end : end + 1] != ">":  # no arrow
            quotes.put(start, end, _DASHES.get(end - start, ""))
    return quotes.found


class _Quotes:
    """Reads the quotes of a text one after the other."""

    def __init__(self, text: str, marks_at: Callable[[int], QuotationMarks], language: str) -> None:
        self._text = text
        self._marks_at = marks_at
        self._shortened = _SHORTENED.get(language.partition("-")[0].casefold())
        self._known = {
            found.start(name): _DOUBLE_PRIME if name == "inches" else _PRIME
            for found in _MEASURE.finditer(text)
            for name in ("feet", "inches", "arc")
            if found[name]
        }
        if self._shortened is _ENGLISH and "'n'" in text:
            ends = (found.start(n) for found in _AND.finditer(text) for n in ("first", "last"))
            self._known |= dict.fromkeys(ends, _APOSTROPHE)
        self._open: list[_Open] = []
        self._doubles = 0
        self.found: list[SmartSign] = []

    def put(self, start: int, end: int, sign: str) -> None:
        """Add a sign, if there is one."""
        if sign:
            self.found.append(SmartSign(start, end, sign))

    def read(self, quote: str, at: int) -> None:
        """Decide what a quote is."""
        text = self._text
        before, after = _kind(text[at - 1 : at]), _kind(text[at + 1 : at + 2])
        opens = after != _EDGE and (after == _LETTER or before != _LETTER)
        closes = before != _EDGE and (before == _LETTER or after != _LETTER)
        if at in self._known:
            self.put(at, at + 1, self._known[at])
        elif quote == '"':
            self._read_double(at, opens=opens, closes=closes)
        elif self._is_apostrophe(at, before, after):
            self.put(at, at + 1, _APOSTROPHE)
        elif opens and closes:
            self._read_single(at, opens=not (self._open and self._open[-1].quote == "'"))
        elif opens or closes:
            self._read_single(at, opens=opens)

    def _read_double(self, at: int, *, opens: bool, closes: bool) -> None:
        text, is_open = self._text, self._doubles > 0
        if opens and closes:
            within = text[at - 1].isalnum() and text[at + 1].isalnum()
            if within and not (_is_wide(text[at - 1]) or _is_wide(text[at + 1])):
                return  # between the letters of a word, as in Hebrew acronyms
            opens = not is_open
        if opens:
            self._doubles += 1
            self._begin('"', at, self._marks_at(at).opening)
        elif closes and not is_open and text[at - 1].isdigit():
            self.put(at, at + 1, _DOUBLE_PRIME)
        elif closes:
            self._close_double()
            self.put(at, at + 1, self._marks_at(at).closing)

    def _read_single(self, at: int, *, opens: bool) -> None:
        if opens:
            self._begin("'", at, _APOSTROPHE)  # until something closes it
        elif self._open and self._open[-1].quote == "'":
            number = self._open.pop().number
            opening = self.found[number]
            own = self._marks_at(opening.start)
            self.found[number] = opening._replace(text=own.inner_opening)
            self.put(at, at + 1, own.inner_closing)
        else:
            is_prime = self._text[at - 1].isdigit()
            self.put(at, at + 1, _PRIME if is_prime else _APOSTROPHE)

    def _is_apostrophe(self, at: int, before: int, after: int) -> bool:
        """Tell whether a quote stands in or at a word, whatever else is quoted."""
        if after != _LETTER:
            return False
        previous = self._text[at - 1 : at]
        if before == _LETTER:  # where words have no spaces between them, it may be a quote
            return not (_is_wide(previous) or _is_wide(self._text[at + 1]))
        if previous == BLANKED or previous in _CLOSED:
            return True
        if before == _PUNCTUATION and previous not in _OPENING and previous not in "\"'-–—":
            return False
        if _YEAR.match(self._text, at):
            return True
        return self._shortened is not None and self._shortened.match(self._text, at) is not None

    def _begin(self, quote: str, at: int, sign: str) -> None:
        self._open.append(_Open(quote, len(self.found)))
        self.put(at, at + 1, sign)

    def _close_double(self) -> None:
        """Close the last double quote; what was opened within it stays open for nothing."""
        while self._open:
            if self._open.pop().quote == '"':
                self._doubles -= 1
                return


def _kind(character: str) -> int:
    """Return what a neighbour of a quote is; there is none at the ends of a text."""
    if not character or character.isspace():
        return _EDGE
    if character.isalnum() or unicodedata.category(character)[0] == "M":
        return _LETTER
    return _PUNCTUATION


def _is_wide(character: str) -> bool:
    """Tell whether a letter belongs to a script without spaces between words."""
    return unicodedata.east_asian_width(character) in {"W", "F"}


def straighten(text: str) -> str:
    """Return a text as it is compared with what an author wrote: with straight signs."""
    return text.translate(_CURLY)
