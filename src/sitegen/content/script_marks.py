"""What super- and subscripts have in common: what may be in them, and the stars in and behind them.

As in Pandoc, nothing in them is a space, unless a backslash precedes it. Code, formulas and the
addresses of links may be in them, too: these are blanked out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Replacement
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding

__all__ = ["TERM", "is_face", "is_in_address", "write_face", "write_script"]

#: A number, a word or something in parentheses, with a sign: what is meant between two words, where
#: `x^2+y^2` is not.
TERM = (
    r"(?=[^\s^~])[+\-−–]?(?:\d+(?:[.,/]\d+)*|[^\W\d_]+|\([^\s()^~]+\))?"
    r"(?:\\?[*+\-−–†‡§¶′'∞]){0,3}"
)
_LONGEST_ADDRESS = 300
_MOUTHS = frozenset("_.-oO")
_STARS = compile_late(r"\\.|\*")
_EMPHASIS = compile_late(r"(?<!\\)\*[^*]+(?<!\\)\*")
#: In group 1, one between a word and a script, which begins no emphasis in CommonMark; in group 2,
#: stars that may begin or end it; in group 3, one that begins none.
_STAR_RUNS = compile_late(
    r"\\.|\^[^\s^*]*\*+\^|~[^\s~*]+\*+~|(?<!\S)\*+(?!\S)|(?<=[^\W_])(\*)(?=[\^~])|(?<![\^~])(\*+)"
    r"|(?<=[\^~])(\*)(?!\*)|\*+",
    re.DOTALL,
)
#: How far emphasis is followed up.
_NEAR = 1_000
#: Before these, a star behind a script ends emphasis or is one, and never begins it.
_AFTER_STAR = frozenset("-–—,.;:!?)]}/")


def is_in_address(prose: str, first: int, place: int) -> bool:
    """Tell whether a sign is part of an address, which is followed up to the start of its text."""
    window = prose[max(first, place - _LONGEST_ADDRESS) : place]
    word = window.split()[-1] if window and not window[-1].isspace() else ""
    return "://" in word or word.startswith("www.")


def is_face(prose: str, first: int, span: tuple[int, int]) -> bool:
    """Tell a face, such as `^_^` and `~.~`, from a script: it is a word of its own."""
    start, end = span
    before, after = prose[start - 1 : start] if start > first else "", prose[end : end + 1]
    is_apart = not before or before.isspace() or before == "("
    return is_apart and not after.isalnum() and prose[start + 1 : end - 1] in _MOUTHS


def write_face(prose: str, start: int) -> Iterator[Finding]:
    """Yield what keeps the mouth of a face from being emphasis."""
    if prose[start + 1] == "_":
        yield Replacement(start + 1, start + 1, "\\")


def write_script(prose: str, first: int, span: tuple[int, int], tag: str) -> Iterator[Finding]:
    """Yield what makes a script of a span of a paragraph that begins at `first`, signs included.

    A star in it that makes no emphasis there, as in `T~2~^*^`, makes none with others either. Nor
    does one behind it that ends none: `T~2~*-weighted`.
    """
    start, end = span
    yield Replacement(start, start + 1, f"<{tag}>")
    if prose.find("*", start, end) >= 0 and not _EMPHASIS.search(prose, start, end):
        for found in _STARS.finditer(prose, start, end):
            if found[0] == "*":
                yield Replacement(found.start(), found.start(), "\\")
    yield Replacement(end - 1, end, f"</{tag}>")
    if _is_star(prose, end) and not _is_emphasis_open(prose, max(first, end - _NEAR), end):
        yield Replacement(end, end, "\\")


def _is_star(prose: str, place: int) -> bool:
    return prose.startswith("*", place) and prose[place + 1 : place + 2] in _AFTER_STAR


def _is_emphasis_open(prose: str, first: int, place: int) -> bool:
    """Tell whether a star could end emphasis that has begun in its paragraph."""
    is_open = False
    for found in _STAR_RUNS.finditer(prose, first, place):
        between, edge, behind = found[1], found[2], found[3]
        if between or behind or (edge and len(edge) % 2):
            start, end = found.span()
            before, after = prose[start - 1 : start] or " ", prose[end : end + 1] or " "
            if is_open:
                is_open = before.isspace()
            elif not between and not after.isspace():
                may_open = after not in _AFTER_STAR if behind else not before.isalnum()
                is_open = may_open or after.isalnum()
    return is_open
