"""Find out quickly which of many marks are in a text: most texts have hardly any.

What is looked at first is the outline of a text: its punctuation and line breaks, in their order. A
twentieth of a usual page, it is made in the time in which one mark is looked for in the page. What
stands in a text, stands in outline in the outline of the text.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Mark", "MarkIndex", "outline_of"]

#: What is rare in Markdown and HTML, the rarest first.
_RARE = "{}@%\\^~$?!=+<*_|:`[]"
#: What is in no outline: the letters, digits and spaces of ASCII, and all that is not ASCII.
_LEFT_OUT = f"{string.ascii_letters}{string.digits} ".encode() + bytes(range(0x80, 0x100))


def outline_of(text: str) -> str:
    """Return the punctuation of a text and its other ASCII characters that are not left out."""
    return text.encode(errors="surrogatepass").translate(None, _LEFT_OUT).decode("ascii")


class Mark(NamedTuple):
    """A text to look for, the number of whom it belongs to, and what is in the text wherever it is.

    `needs` is one character of outlines; by default, a rare one of the mark.
    """

    text: str
    number: int
    needs: str = ""


class _Wanted(NamedTuple):
    """A mark, its outline, and the numbers of whom it belongs to."""

    outline: str
    text: str
    numbers: frozenset[int]


class _Group(NamedTuple):
    """The marks with one rare character.

    That alone decides for some numbers. For several marks that begin with it, `finder` finds what
    follows it in the text, and `following` has the numbers of each; `others` are looked for alone.
    """

    character: str
    decided: frozenset[int]
    finder: re.Pattern[str] | None
    following: dict[str, frozenset[int]]
    others: tuple[_Wanted, ...]


class MarkIndex:
    """Tells the numbers of the marks that are in a text."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        # A mark without punctuation, such as a word, has no rare character.
        by_character: dict[str, dict[str, set[int]]] = {}
        for text, number, needs in marks:
            rare = needs or _rare_character(outline_of(text))
            by_character.setdefault(rare, {}).setdefault(text, set()).add(number)
        groups = [_group(character, row) for character, row in by_character.items()]
        # For those that one character decides, the others need not be looked for.
        self._groups = sorted(groups, key=lambda group: not group.decided)

    def numbers_in(self, text: str, outline: str) -> set[int]:
        """Return the numbers of which a mark is in a text with this outline."""
        found: set[int] = set()
        for character, decided, finder, following, others in self._groups:
            if character not in outline:
                continue
            found |= decided
            if finder is not None:
                for rest in set(finder.findall(text)):
                    found |= following[rest]
            for outlined, mark, numbers in others:
                if outlined in outline and not numbers <= found and mark in text:
                    found |= numbers
        return found


def _rare_character(outline: str) -> str:
    """Return the first character of an outline if it is rare, or else its rarest, if it has any."""
    if outline and outline[0] in _RARE:
        return outline[0]
    return next((each for each in _RARE if each in outline), outline[:1])


def _group(character: str, marks: dict[str, set[int]]) -> _Group:
    longer = {text: numbers for text, numbers in marks.items() if text != character}
    beginning = {text[1:]: longer[text] for text in longer if character and text[0] == character}
    together = beginning if len(beginning) > 1 else {}
    # The longest first: what it begins with is in the text, too.
    rests = sorted(together, key=len, reverse=True)
    pattern = f"{re.escape(character)}(?=({'|'.join(map(re.escape, rests))}))"
    return _Group(
        character=character,
        decided=frozenset(marks.get(character, ())),
        finder=re.compile(pattern) if together else None,
        following={
            rest: frozenset().union(*(together[each] for each in rests if rest.startswith(each)))
            for rest in rests
        },
        others=tuple(
            _Wanted(outline_of(text), text, frozenset(numbers))
            for text, numbers in longer.items()
            if text[1:] not in together or text[0] != character
        ),
    )
