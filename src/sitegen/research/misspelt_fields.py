"""Find fields of entries that are almost known ones: `titel`, `jornal`, `yaer`.

Bibliographies are full of fields that only another program knows, so a field is misspelt only if a
single slip of the fingers lies between it and a known one.
"""

from __future__ import annotations

from functools import lru_cache

from sitegen.research.bib_fields import CITED, VERBATIM, is_bookkeeping
from sitegen.research.work_links import LINK_FIELDS

__all__ = ["KNOWN_FIELDS", "field_meant"]

KNOWN_FIELDS = CITED | VERBATIM | frozenset({*LINK_FIELDS, "abstract", "keywords"})
#: Names of collections, fields of other programs and notes: one letter away from a known one.
_OTHERS = frozenset({"datasets", "eissn", "pissn", "eisbn", "notes", "urls", "topic", "topics"})
_SHORTEST, _LONGEST = 4, 20
#: With fewer letters, another letter makes another word, such as `data` of `date`.
_SUBSTITUTED = 6


@lru_cache(maxsize=1024)  # the same few names are in all entries
def field_meant(name: str) -> str:
    """Return the known field that is misspelt as `name`, or nothing."""
    is_word = name.isalpha() and _SHORTEST <= len(name) <= _LONGEST
    if not is_word or name in KNOWN_FIELDS or name in _OTHERS or is_bookkeeping(name):
        return ""
    return next((known for known in sorted(KNOWN_FIELDS) if _is_slip(name, known)), "")


def _is_slip(name: str, known: str) -> bool:
    """Tell whether a letter is missing, added or another one, or two have changed places."""
    longer, shorter = (name, known) if len(name) >= len(known) else (known, name)
    if len(longer) - len(shorter) > 1 or len(shorter) < _SHORTEST:
        return False
    at = next((i for i, letter in enumerate(shorter) if letter != longer[i]), len(shorter))
    if len(longer) > len(shorter):
        return shorter[at:] == longer[at + 1 :]
    if name[at + 1 :] == known[at + 1 :]:
        return len(name) >= _SUBSTITUTED
    return name[at : at + 2] == known[at : at + 2][::-1] and name[at + 2 :] == known[at + 2 :]
