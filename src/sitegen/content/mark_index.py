"""Find out quickly which of many marks are in a text: most texts have hardly any.

What is looked at first is the outline of a text: its punctuation and line breaks, in their order. A
twentieth of a usual page, it is made in the time in which one mark is looked for in the page. What
stands in a text, stands in outline in the outline of the text.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, NamedTuple

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Mark", "MarkIndex", "outline_of"]

#: What is rare in Markdown and HTML, the rarest first.
_RARE = "{}@%\\^~$?!=+<*_|:`[]"
#: What is in no outline: the letters, digits and spaces of ASCII, and all that is not ASCII.
_LEFT_OUT = f"{string.ascii_letters}{string.digits} ".encode() + bytes(range(0x80, 0x100))


def outline_of(text: str) -> str:
    """Return the punctuation of a text and its other ASCII characters that are not left out."""
    try:
        data = text.encode("latin-1")  # five times as fast as UTF-8, for texts that are not ASCII
    except UnicodeEncodeError:
        data = text.encode(errors="surrogatepass")
    return data.translate(None, _LEFT_OUT).decode("ascii")


class Mark(NamedTuple):
    """A text to look for, and the number of whom it belongs to.

    It counts only where one of `needs`, which are outlines, is in the outline of the text.
    """

    text: str
    number: int
    needs: tuple[str, ...] = ()


class _Wanted(NamedTuple):
    """A mark, what is in the outline of a text that has it, and whom it belongs to."""

    outline: str
    text: str
    numbers: frozenset[int]


class _Group(NamedTuple):
    """The marks with one rare character.

    That alone decides for some numbers. For several marks that begin with it, `finder` finds what
    follows it in the text, if one of `outlines` is in that of the text, and `following` has the
    numbers of each; `others` are looked for alone.
    """

    character: str
    decided: frozenset[int]
    outlines: frozenset[str]
    finder: re.Pattern[str]
    following: dict[str, frozenset[int]]
    others: tuple[_Wanted, ...]


class MarkIndex:
    """Tells the numbers of the marks that are in a text."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        wanted: dict[tuple[str, str], set[int]] = {}
        for text, number, needs in marks:
            for outline in needs or (outline_of(text),):
                wanted.setdefault((outline, text), set()).add(number)
        # A mark without punctuation, such as a word, has no rare character.
        by_character: dict[str, list[_Wanted]] = {}
        for (outline, text), numbers in wanted.items():
            row = by_character.setdefault(_rare_character(outline), [])
            row.append(_Wanted(outline, text, frozenset(numbers)))
        groups = [_group(character, row) for character, row in by_character.items()]
        # For those that one character decides, the others need not be looked for.
        self._groups = sorted(groups, key=lambda group: not group.decided)

    def numbers_in(self, text: str, outline: str) -> set[int]:
        """Return the numbers of which a mark is in a text with this outline."""
        found: set[int] = set()
        for character, decided, outlines, finder, following, others in self._groups:
            if character not in outline:
                continue
            found |= decided
            if outlines and any(each in outline for each in outlines):
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


def _group(character: str, marks: list[_Wanted]) -> _Group:
    alone = _Wanted(character, character, frozenset())
    decided = next((each for each in marks if each[:2] == alone[:2]), alone)
    longer = [each for each in marks if each is not decided]
    # Those with needs of their own are not to be found without them.
    together = [each for each in longer if character and _begins(each, character)]
    if len(together) == 1:
        together = []
    # The longest first: what it begins with is in the text, too.
    rests = sorted((each.text[1:] for each in together), key=len, reverse=True)
    return _Group(
        character=character,
        decided=decided.numbers,
        outlines=frozenset(each.outline for each in together),
        finder=compile_late(f"{re.escape(character)}(?=({'|'.join(map(re.escape, rests))}))"),
        following={
            rest: frozenset().union(
                *(each.numbers for each in together if rest.startswith(each.text[1:]))
            )
            for rest in rests
        },
        others=tuple(each for each in longer if each not in together),
    )


def _begins(wanted: _Wanted, character: str) -> bool:
    return wanted.text[0] == character and wanted.outline == outline_of(wanted.text)
