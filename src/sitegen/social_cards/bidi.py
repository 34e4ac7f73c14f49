"""Order letters for display on a line with both writing directions (Unicode Annex 9).

For one line without controls and isolates, which the caller has removed. Libraries that implement
the same algorithm return the result only: neither what is reversed nor what has to be mirrored.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["find_levels", "has_rtl", "is_rtl", "mirror", "reorder"]

_T = TypeVar("_T")
_FIRST_RTL = "\u0590"
_NUMBERS = frozenset({"EN", "AN"})
_STRONG = frozenset({"L", "R"})
_PAIRS = (
    "()[]{}⟨⟩⟪⟫⟦⟧⟮⟯⁅⁆❨❩❪❫❬❭❮❯❰❱❲❳❴❵〈〉《》「」『』【】〔〕〖〗〘〙〚〛（）［］｛｝｟｠｢｣༺༻༼༽᚛᚜⁽⁾₍₎"
)
_CLOSING = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_MIRRORED = _PAIRS + "<>«»‹›≤≥≪≫"
_MIRROR = str.maketrans(
    _MIRRORED, "".join(b + a for a, b in zip(_MIRRORED[::2], _MIRRORED[1::2], strict=True))
)
#: Of rule BD16.
_DEEPEST = 63


def is_rtl(text: str) -> bool:
    """Tell by its first letter whether a text runs from right to left."""
    if text.isascii():
        return False
    kinds = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


def has_rtl(text: str) -> bool:
    """Tell whether a text has any letter that runs from right to left."""
    if not text or max(text) < _FIRST_RTL:
        return False
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)


def mirror(text: str) -> str:
    """Return a text with brackets turned, as they look from right to left."""
    return text.translate(_MIRROR)


def find_levels(text: str, *, rtl: bool) -> list[int]:
    """Return each character's level: those of odd levels run from right to left."""
    main = "R" if rtl else "L"
    kinds = [unicodedata.bidirectional(char) or "L" for char in text]
    _resolve_weak(kinds, main)
    _resolve_brackets(text, kinds, main)
    _resolve_neutral(kinds, main)
    levels = {"L": 2 if rtl else 0, "R": 1, "EN": 2, "AN": 2}
    found = [levels[kind] for kind in kinds]
    for place in range(len(text.rstrip()), len(text)):
        found[place] = int(rtl)
    return found


def reorder(items: Sequence[_T], level: Callable[[_T], int]) -> list[_T]:
    """Return the items of a line from left to right (rule L2)."""
    ordered = list(items)
    for deepest in range(max(map(level, ordered), default=0), 0, -1):
        start = 0
        while start < len(ordered):
            end = start
            while end < len(ordered) and level(ordered[end]) >= deepest:
                end += 1
            ordered[start:end] = ordered[start:end][::-1]
            start = end + 1
    return ordered


def _resolve_weak(kinds: list[str], main: str) -> None:
    """Rules W1 to W7: what marks, numbers and the signs among these belong to."""
    strong = before = main
    for place, kind in enumerate(kinds):
        before = before if kind in {"NSM", "BN"} else kind
        strong = before if before in {"L", "R", "AL"} else strong
        kinds[place] = {"AL": "R"}.get(before, before)
        if before == "EN" and strong == "AL":
            kinds[place] = "AN"
    for place in range(1, len(kinds) - 1):
        before, after = kinds[place - 1], kinds[place + 1]
        joins = {"ES": {"EN"}, "CS": _NUMBERS}.get(kinds[place], frozenset())
        if before == after and before in joins:
            kinds[place] = before
    start = 0
    for kind, group in groupby(list(kinds)):
        end = start + len(list(group))
        if kind == "ET" and "EN" in (*kinds[max(0, start - 1) : start], *kinds[end : end + 1]):
            kinds[start:end] = ["EN"] * (end - start)
        start = end
    strong = main
    for place, kind in enumerate(kinds):
        strong = kind if kind in _STRONG else strong
        if kind == "EN" and strong == "L":
            kinds[place] = "L"


def _resolve_brackets(text: str, kinds: list[str], main: str) -> None:
    """Rule N0: both brackets of a pair look the same way."""
    for start, end in _find_pairs(text, kinds):
        inside = {_direction(kind) for kind in kinds[start + 1 : end]} - {""}
        if not inside:
            continue
        found = main
        if main not in inside:
            before = (_direction(kind) for kind in reversed(kinds[:start]))
            found = next((each for each in before if each), main)
        for place in (start, end):
            kinds[place] = found
            # Marks on a bracket go with it.
            for after in range(place + 1, len(text)):
                if unicodedata.bidirectional(text[after]) not in {"NSM", "BN"}:
                    break
                kinds[after] = found


def _find_pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    """Return the places of brackets that belong together, in the order of the first ones."""
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for place, char in enumerate(text):
        if kinds[place] != "ON":
            continue
        if char in _CLOSING:
            if len(opened) == _DEEPEST:
                break
            opened.append((_CLOSING[char], place))
        else:
            match = next((n for n, (each, _) in enumerate(opened[::-1]) if each == char), None)
            if match is not None:
                pairs.append((opened[-1 - match][1], place))
                del opened[-1 - match :]
    return sorted(pairs)


def _resolve_neutral(kinds: list[str], main: str) -> None:
    """Rules N1 and N2: what is between letters takes their direction if they agree."""
    start = 0
    for neutral, group in groupby(list(kinds), lambda kind: not _direction(kind)):
        end = start + len(list(group))
        if neutral:
            before = _direction(kinds[start - 1]) if start else main
            after = _direction(kinds[end]) if end < len(kinds) else main
            kinds[start:end] = [before if before == after else main] * (end - start)
        start = end


def _direction(kind: str) -> str:
    """Return the direction that rules N0 to N2 see: numbers count as from right to left."""
    return "R" if kind in _NUMBERS else kind if kind in _STRONG else ""
