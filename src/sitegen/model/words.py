r"""Tell the characters of words from punctuation, in every script, and spellings of one word.

Unicode's marks (category M), such as the vowel signs of Hindi, Thai and Arabic, belong to words,
but Python's `isalnum` and `\w` leave them out.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from sitegen.late_patterns import compile_late

__all__ = [
    "drop_punctuation",
    "fold_term",
    "is_in_word",
    "name_in_url",
    "nfc",
    "shorten_name",
    "spellings",
    "split_words",
]

#: The bytes that the name of a term or a publication may fill before it is cut.
_LONGEST_TERM = 200
#: ZWNJ and ZWJ: between letters they are part of the spelling, between emoji of the picture.
_JOINERS = frozenset("\u200c\u200d")
_MARKS = frozenset({"Mn", "Mc"})
#: So, and unassigned: what this version of Python does not know yet is mostly an emoji.
_SYMBOLS = frozenset({"Sm", "Sc", "Sk", "So", "Cn"})
#: They choose between two pictures of one character.
_VARIATION_SELECTORS = compile_late("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
#: Soft hyphens, spaces without width, marks of direction.
_UNSEEN = compile_late("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
#: What Python makes of İ in lower case.
_DOTTED = "i\u0307"
_ASCII_PUNCTUATION = re.compile(r"[^\w\s]", re.ASCII)

#: How addresses of terms spell symbols; those outside ASCII that are not here are kept.
_SPELLED = {
    "*": "star",
    "&": "and",
    "<": "lt",
    ">": "gt",
    "=": "eq",
    "%": "percent",
    "@": "at",
    "$": "dollar",
    "^": "caret",
    "|": "bar",
    "\\": "backslash",
    "\u2032": "prime",
    "\u2033": "double-prime",
    "\u2030": "per-mille",
}
_SPELLED_SYMBOL = re.compile(f"[{re.escape(''.join(_SPELLED))}]")
_FIRST_DOT = re.compile(r"^\.(?=\w)")  # .NET
_LAST_HYPHEN = re.compile(r"(?<=\w)-$")  # CD4-
_GAPS = re.compile(r"[\s-]+")
#: Symbols that say nothing: registered, copyright, trade mark, service mark, accents on nothing.
_SILENT = frozenset("\u00ae\u00a9\u2122\u2120\u00b4\u00a8\u00af\u00b8")


def nfc(text: str) -> str:
    """Return text with composed letters (NFC): macOS hands out names decomposed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def spellings(text: str) -> tuple[str, ...]:
    """Return a text as it is, composed and decomposed: what a disk may have for it."""
    if text.isascii():
        return (text,)
    return (text, nfc(text), unicodedata.normalize("NFD", text))


def is_in_word(char: str) -> bool:
    """Tell whether a character is a letter, a digit, an underscore or a mark on one of these."""
    if char.isalnum() or char == "_":
        return True
    return not char.isascii() and unicodedata.category(char) in _MARKS


def split_words(text: str) -> list[str]:
    """Return the words of a text without punctuation."""
    if text.isascii():
        return _ASCII_PUNCTUATION.sub(" ", text).split()
    return "".join(char if is_in_word(char) else " " for char in text).split()


def drop_punctuation(text: str, kept: str = "", *, symbols: bool = False) -> str:
    """Return text without anything but words, spaces and the ASCII characters in `kept`.

    `symbols` keeps symbols outside ASCII, too, such as emoji.
    """
    if text.isascii():
        return _ASCII_PUNCTUATION.sub(lambda found: found[0] if found[0] in kept else "", text)
    found: list[str] = []
    joiner = ""
    for char in _VARIATION_SELECTORS.sub("", text.replace(_DOTTED, "i")):
        if char in _JOINERS:
            joiner = char
            continue
        # A mark or a joiner counts only after a letter or symbol that stays.
        joins = bool(found) and (found[-1].isalnum() or not found[-1].isascii())
        if char.isspace() or char in kept:
            found.append(" " if char.isspace() else char)
        elif char.isalnum() or char == "_":
            found += [joiner, char] if joiner and joins else [char]
        elif not char.isascii():
            category = unicodedata.category(char)
            if category in _MARKS and joins:
                found.append(char)
            elif symbols and category in _SYMBOLS and char not in _SILENT:
                found += [joiner, char] if joiner and joins else [char]
        joiner = ""
    return "".join(found)


def fold_term(text: str) -> str:
    """Return what all spellings of one term share: case, spaces and invisible characters are not.

    Two terms with the same result are one; any other difference makes two.
    """
    folded = " ".join(text.split()).lower().replace(_DOTTED, "i")
    if folded.isascii():
        return folded
    seen = _UNSEEN.sub("", _VARIATION_SELECTORS.sub("", folded))
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def name_in_url(term: str) -> str:
    """Return the part of a URL that stands for a term, given what `fold_term` returns.

    It depends on nothing else, so a term keeps its URL whatever other terms there are. Letters of
    all scripts, digits, `.`, `~`, `+`, `_` and symbols such as emoji are kept; ASCII's symbols are
    spelled out; other punctuation is left out. What no file could be called, because it is too
    long, is cut and ends in a digest.
    """
    text = term.replace("#", "-sharp")
    text = _SPELLED_SYMBOL.sub(lambda found: f" {_SPELLED[found[0]]} ", text)
    text = _FIRST_DOT.sub("dot-", text)
    text = _LAST_HYPHEN.sub("-minus", text)
    kept = drop_punctuation(text, ".~+-", symbols=True)
    part = _GAPS.sub("-", kept).strip("-.")
    part = part or "-".join(f"u{ord(char):04x}" for char in term)
    return shorten_name(part, term)


def shorten_name(part: str, whole: str) -> str:
    """Return a part of a URL that a file can be called; a long one ends in a digest of `whole`."""
    if len(part.encode()) <= _LONGEST_TERM:
        return part
    kept = part.encode()[:_LONGEST_TERM].decode(errors="ignore").rstrip("-.")
    return f"{kept}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"
