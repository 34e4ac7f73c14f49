"""Shorten given names to initials.

Source: the CSL 1.0.2 specification, `initialize-with`, and what the official test suite expects
of initials that are written already.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category

from sitegen.late_patterns import compile_late

__all__ = ["initials"]

_PIECES = compile_late(
    r"(?P<tags>(?:<[^<>]*>)*)(?P<word>[^\s<>-]+)(?P<after>(?:<[^<>]*>)*)(?P<gap>[\s-]*)"
)
_QUOTES = frozenset('"“«„')
_FULL_STOP = compile_late(r"\.(?=[^\W\d_])")


@lru_cache(maxsize=1 << 14)
def initials(
    given: str,
    mark: str,
    shorten: bool = True,  # noqa: FBT001, FBT002  # a part of the key of what is known
    hyphen: bool = True,  # noqa: FBT001, FBT002  # as above
) -> str:
    """Return a given name with `mark` after each initial: `J. R.` of `John Ronald`.

    Without `shorten`, only initials that stand there already are written so. Small words stay.
    """
    written = ""
    ends_initial = False
    text = _FULL_STOP.sub(". ", given)
    for found in _PIECES.finditer(text):
        word, hyphened = found["word"], "-" in found["gap"]
        letters = _letters(word, shorten=shorten)
        if letters is None:  # a word that stays
            if written.endswith("-") and shorten and not hyphened:
                written = written.rstrip("-")  # the second half of `John-boy`
                written += " " if mark.endswith(" ") else ""
                continue
            if written and not written.endswith((" ", "-", "\u00a0")):
                written += " "
            written += found["tags"] + word + found["after"] + ("-" if hyphened else " ")
            ends_initial = False
            continue
        if written and not ends_initial and not written.endswith((" ", "-")):
            written += " "
        comma = "," if word.endswith(",") else ""
        written += found["tags"] + letters + mark.rstrip(" ") + comma + found["after"]
        if hyphened and hyphen:
            written += "-"
        elif mark.endswith(" "):
            written += " "
        ends_initial = True
    return written.strip()


def _letters(word: str, *, shorten: bool) -> str | None:
    """Return what stays of a word that is or becomes an initial, or nothing for another word."""
    bare = word.rstrip(".,")
    if not bare or bare[0] in _QUOTES:  # a nickname, such as `"Jack"`
        return None
    if word.endswith("."):
        return bare
    if len(bare) == 1 and (bare.isupper() or not bare.islower()):
        return bare
    if bare.islower():
        return None
    return _initial(bare) if shorten else None


def _initial(word: str) -> str:
    first = next((at for at, char in enumerate(word) if char.isalpha()), 0)
    capitals = re.match(r"[^\W\d_a-z]{2,3}(?=[a-z])", word[first:])
    if capitals and all(map(str.isupper, capitals[0])):
        return capitals[0][0] + capitals[0][1:].lower()
    marks = ""  # such as the first letter of `ʿAlāʾ`, which has no capital
    while category(word[first]) == "Lm" and word[first + 1 : first + 2].isalpha():
        marks += word[first]
        first += 1
    letter = word[first]
    upper = letter.upper()
    return marks + (upper if len(upper) == 1 else letter)
