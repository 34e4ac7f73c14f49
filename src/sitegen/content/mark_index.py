"""Find out quickly which of many marks are in a text: most texts have hardly any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Mark", "MarkIndex"]

#: What is rare in Markdown and HTML, the rarest first.
_RARE = "{}@%\\^~$?!=+<*_|:`[]"


class Mark(NamedTuple):
    """A text to look for, the number of whom it belongs to, and what is in the text wherever it is.

    `needs` is one character; by default, a rare one of the mark.
    """

    text: str
    number: int
    needs: str = ""


class _Group(NamedTuple):
    """The marks with one rare character.

    That alone decides for the numbers `decided`. Of marks that begin with it, `finder` finds what
    follows it, and `numbers` has those of each; `others` hold it elsewhere.
    """

    character: str
    decided: frozenset[int]
    finder: re.Pattern[str] | None
    numbers: dict[str, frozenset[int]]
    others: tuple[Mark, ...]


class MarkIndex:
    """Tells the numbers of the marks that are in a text.

    To find that a character is not there takes a twentieth of the time of a longer string.
    """

    def __init__(self, marks: Iterable[Mark]) -> None:
        by_character: dict[str, list[Mark]] = {}
        for mark in marks:
            by_character.setdefault(mark.needs or _rare_character(mark.text), []).append(mark)
        groups = [_group(character, row) for character, row in by_character.items()]
        # For those that one character decides, the others need not be looked for.
        self._groups = sorted(groups, key=lambda group: not group.decided)

    def numbers_in(self, text: str) -> set[int]:
        """Return the numbers of which a mark is in a text."""
        found: set[int] = set()
        for character, decided, finder, numbers, others in self._groups:
            if character not in text:
                continue
            found |= decided
            if finder is not None:
                for rest in set(finder.findall(text)):
                    found |= numbers[rest]
            for mark, number, _ in others:
                if number not in found and mark in text:
                    found.add(number)
        return found


def _rare_character(mark: str) -> str:
    """Return the first character of a mark if it is rare, or else its rarest, if it has any."""
    if mark[0] in _RARE:
        return mark[0]
    return next((each for each in _RARE if each in mark), mark[0])


def _group(character: str, marks: list[Mark]) -> _Group:
    longer = [mark for mark in marks if mark.text != character]
    rests = [(mark.text[1:], mark.number) for mark in longer if mark.text.startswith(character)]
    # The longest first: what begins with it is in the text, too.
    texts = sorted(dict(rests), key=len, reverse=True)
    # A whole text is found sooner than its first character; several may overlap.
    pattern = "({})" if len(texts) == 1 else "(?=({}))"
    following = pattern.format("|".join(map(re.escape, texts)))
    return _Group(
        character=character,
        decided=frozenset(mark.number for mark in marks if mark.text == character),
        finder=re.compile(re.escape(character) + following) if texts else None,
        numbers={
            text: frozenset(number for rest, number in rests if text.startswith(rest))
            for text in texts
        },
        others=tuple(mark for mark in longer if not mark.text.startswith(character)),
    )
