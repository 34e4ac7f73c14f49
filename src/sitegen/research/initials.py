"""Draw the initials of a person, for lists in which there is no photo.

The drawing has classes only: colours and letters are those of `theme/assets/css/people.css`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from html import escape

from sitegen.late_patterns import compile_late
from sitegen.model import Name, is_family_first

__all__ = ["TONES", "draw_initials", "first_grapheme", "initials_of"]

#: How many pairs of colours the stylesheet has: `.initials-0` and so on.
TONES = 8

#: A letter and its marks are no longer than this: what is longer is no name.
_MOST_MARKS = 8
_LONGEST = 200
_ZWJ = "\u200d"
_ZWNJ = "\u200c"
_VIRAMA = 9
#: Vowels of Thai and Lao that are written before the consonant after which they are spoken.
_LEADING_VOWELS = compile_late("[\u0e40-\u0e44\u0ec0-\u0ec4]")
#: Articles of Arabic names, written with the name: initials are those of the name itself.
_ARTICLE = compile_late(
    r"(?:(?:al|el|ash|ad|an|ar|as|at|az)[-\u2010\u2011](?=\w)|\u0627\u0644(?=\w\w))", re.IGNORECASE
)
#: What is written around names, and is no letter of them.
_BEFORE = compile_late(r"^[\W_]+")


def initials_of(name: Name) -> str:
    """Return one or two letters that stand for a name.

    That is one for names in Chinese, Japanese and Korean letters, and for names of one word.
    Letters of scripts that join them are kept apart.
    """
    family = name.family or name.literal
    if is_family_first(family):
        return first_grapheme(family)
    given = first_grapheme(name.given)
    last = first_grapheme(_words_of(family))
    both = given + last
    if re.search("[\u0600-\u08ff]", both):  # Arabic letters would be joined
        return _ZWNJ.join(filter(None, (given, last)))
    return both


def first_grapheme(text: str) -> str:
    """Return the first letter of a text with its marks, as a capital where there are capitals.

    A simplified version of Unicode's extended grapheme clusters (UAX #29).
    """
    text = _BEFORE.sub("", unicodedata.normalize("NFC", text[:_LONGEST]))
    text = _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text
    if not text:
        return ""
    end = 1
    if _LEADING_VOWELS.match(text) and len(text) > 1:
        end = 2
    while end < min(len(text), _MOST_MARKS):
        char, before = text[end], text[end - 1]
        is_mark = unicodedata.category(char) in {"Mn", "Mc", "Me"} or char == _ZWJ
        is_conjunct = unicodedata.combining(before) == _VIRAMA and char.isalpha()
        if not is_mark and not is_conjunct and before != _ZWJ:
            break
        end += 1
    letter = text[:end]
    capital = letter.upper()
    return capital if len(capital) == len(letter) else letter


def draw_initials(identity: str, name: Name) -> str:
    """Return an SVG, to be put into HTML, that shows a person's initials.

    It is hidden from screen readers, because the name stands beside it. The colours depend on the
    id only, so they are the same on all pages and after each build.
    """
    letters = initials_of(name)
    tone = hashlib.blake2b(identity.encode(), digest_size=2).digest()[0] % TONES
    size = "" if len(letters.replace(_ZWNJ, "")) > 1 else " initials-one"
    return (
        f'<svg class="initials initials-{tone}{size}" viewBox="0 0 96 120" aria-hidden="true"'
        ' focusable="false"><rect width="96" height="120"/>'
        '<text x="48" y="60" text-anchor="middle" dominant-baseline="central">'
        f"{escape(letters)}</text></svg>"
    )


def _words_of(family: str) -> str:
    """Return a family name without small words in front: the B of `van Beethoven`."""
    words = family.split()
    while len(words) > 1 and words[0].islower():
        words.pop(0)
    return " ".join(words)
