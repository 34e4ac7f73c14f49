"""Emphasis for Python-Markdown by the rules of CommonMark (0.31, "Emphasis and strong emphasis").

Python-Markdown's own takes stars between a word and a sign, as in `Doe*[^1], Roe*[^1]`, for the
beginning of emphasis, and loses text (3.11.3): the star in `*a, **b in f(*a, **b)`, for example.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from markdown.inlinepatterns import InlineProcessor

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Emphasis"]

_RUN = compile_late(r"\*+|_+")
_STRONG = 2


class _Region(NamedTuple):
    """What is emphasised: from `first` to `last`, and with its stars from `start` to `end`."""

    start: int
    end: int
    first: int
    last: int


class _Run:
    """Stars or underscores in a row, of which `left` are in no pair yet, from `place` on."""

    __slots__ = ("closes", "left", "length", "number", "opens", "place", "sign")

    def __init__(self, text: str, start: int, end: int, number: int) -> None:
        self.sign = text[start]
        self.place = start
        self.length = self.left = end - start
        self.number = number
        before, after = _kind(text[start - 1 : start]), _kind(text[end : end + 1])
        is_left = after == "letter" or (after == "sign" and before != "letter")
        is_right = before == "letter" or (before == "sign" and after != "letter")
        is_star = self.sign == "*"
        self.opens = is_left and (is_star or not is_right or before == "sign")
        self.closes = is_right and (is_star or not is_left or after == "sign")

    def pairs_with(self, closer: _Run) -> bool:
        """Tell whether this run may open what a later one closes."""
        if self.sign != closer.sign:
            return False
        is_unclear = self.closes or closer.opens
        return not is_unclear or bool(
            (self.length + closer.length) % 3 or not (self.length % 3 or closer.length % 3)
        )


class Emphasis(InlineProcessor):
    """Reads stars and underscores."""

    def __init__(self) -> None:
        super().__init__(_RUN.pattern)

    def elements(self, text: str) -> Iterator[tuple[ET.Element, int, int]]:
        """Yield the elements of a text, and where each begins and ends."""
        regions = sorted(_pair(text), key=lambda each: (each.start, -each.end))
        above: list[tuple[_Region, ET.Element]] = []
        done = 0  # so far is the text in the elements
        outer: _Region | None = None
        for region in regions:
            while above and above[-1][0].end <= region.start:
                closed, element = above.pop()
                _add(element, text[done : closed.last])
                done = closed.end
            if above:
                _add(above[-1][1], text[done : region.start])
            elif outer is not None:
                yield element, outer.start, outer.end
            made = ET.Element("strong" if region.first - region.start == _STRONG else "em")
            if above:
                above[-1][1].append(made)
            else:
                outer = region
            above.append((region, made))
            done = region.first
        while above:
            closed, element = above.pop()
            _add(element, text[done : closed.last])
            done = closed.end
        if outer is not None:
            yield element, outer.start, outer.end


def _add(element: ET.Element, text: str) -> None:
    """Add a text to an element, behind all that is in it."""
    if len(element):
        element[-1].tail = text
    else:
        element.text = text


def _kind(character: str) -> str:
    """Return what is beside a run: space, a sign, or what counts as a letter.

    What has been read already is between control characters; it began or ended with a sign.
    """
    if not character or character.isspace():
        return "space"
    if character.isalnum():
        return "letter"
    if character <= "\x7f":
        return "sign"
    return "sign" if unicodedata.category(character)[0] in "PS" else "letter"


def _pair(text: str) -> Iterator[_Region]:
    """Yield what is between runs that belong together ("A parsing strategy", phase 2)."""
    opened: list[_Run] = []
    #: Up to which run nothing opens what another such run closes.
    bottoms: dict[tuple[str, bool, int], int] = {}
    for number, found in enumerate(_RUN.finditer(text)):
        run = _Run(text, *found.span(), number)
        key = (run.sign, run.opens, run.length % 3)
        while run.closes and run.left:
            at = len(opened) - 1
            bottom = bottoms.get(key, -1)
            while at >= 0 and opened[at].number > bottom and not opened[at].pairs_with(run):
                at -= 1
            if at < 0 or opened[at].number <= bottom:
                bottoms[key] = number - 1
                break
            del opened[at + 1 :]
            opener = opened[at]
            size = _STRONG if min(opener.left, run.left) >= _STRONG else 1
            opener.left -= size
            start = opener.place + opener.left
            yield _Region(start, run.place + size, start + size, run.place)
            run.place += size
            run.left -= size
            if not opener.left:
                opened.pop()
        if run.opens and run.left:
            opened.append(run)
