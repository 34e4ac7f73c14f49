"""Find out quickly which of many marks are in a text: most texts have hardly any.

What is looked at first is the outline of a text: its punctuation and line breaks, in their order. A
twentieth of a usual page, it is made in the time in which one mark is looked for in the page. What
stands in a text, stands in outline in the outline of the text. The same holds with the spaces, and
the `w` of `www.`, in between, which tell more and are three times as long: that is asked about what
passed the first.

Marks at the beginnings of lines are all looked for at once.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.rare_characters import find_beginning
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = ["LineStart", "Mark", "MarkIndex", "Outlines", "outline_of", "outlines_of"]

#: What is rare in Markdown and HTML, the rarest first.
_RARE = "{}@%\\^~$?!=+<*_|:`[]"
#: So many marks are looked for only around their character.
_MANY = 20
#: What is in no outline: the letters and digits of ASCII, and all that is not ASCII; and spaces.
_WORDS = f"{string.ascii_letters}{string.digits}".encode() + bytes(range(0x80, 0x100))
_LEFT_OUT = _WORDS + b" "
_LEFT_OUT_SPACED = _WORDS.replace(b"w", b"")
#: What may precede the text of a line, in quotations and list items.
_LINE_START = r"\n(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t])*+"


def outline_of(text: str, left_out: bytes = _LEFT_OUT) -> str:
    """Return the punctuation of a text and its other ASCII characters that are not left out."""
    try:
        data = text.encode("latin-1")  # five times as fast as UTF-8, for texts that are not ASCII
    except UnicodeEncodeError:
        data = text.encode(errors="surrogatepass")
    return data.translate(None, left_out).decode("ascii")


class Outlines(NamedTuple):
    """What a text is without words: without spaces, and with them."""

    plain: str
    spaced: str


def outlines_of(text: str) -> Outlines:
    """Return both outlines of a text."""
    return Outlines(outline_of(text), outline_of(text, _LEFT_OUT_SPACED))


class LineStart(str):
    """A mark with which the text of a line begins, behind marks of quotations and list items."""

    __slots__ = ()


class Mark(NamedTuple):
    """A text to look for, and the number of whom it belongs to.

    It counts only where one of `needs`, which are outlines, is in the outline of the text. These
    are for marks that are looked for anywhere.
    """

    text: str
    number: int
    needs: tuple[str, ...] = ()


class _Wanted(NamedTuple):
    """A mark, what is in the outlines of a text that has it, and whom it belongs to."""

    outline: str
    spaced: str
    text: str
    numbers: frozenset[int]


class _Row(NamedTuple):
    """Marks that begin with the same character and are the same in both outlines."""

    outline: str
    spaced: str
    numbers: frozenset[int]
    marks: tuple[tuple[str, frozenset[int]], ...]


class _Group(NamedTuple):
    """The marks with one rare character.

    That alone decides for some numbers. Of marks that begin with it, `finder` finds what follows it
    in the text, and `following` has the numbers of each; `others` are looked for alone. Their
    outlines are no longer than `longest`, which is 0 if these are few.
    """

    character: str
    longest: int
    decided: frozenset[int]
    together: tuple[_Row, ...]
    others: tuple[_Wanted, ...]
    finder: re.Pattern[str]
    following: dict[str, frozenset[int]]

    def around(self, outline: str) -> str:
        """Return the part of an outline in which marks may be: the character is often rare."""
        first, last = outline.find(self.character), outline.rfind(self.character)
        return outline[max(first - self.longest, 0) : last + self.longest]

    def find(self, text: str, likely: list[_Row]) -> frozenset[int]:
        """Return the numbers of marks in a text that begin with the character."""
        if len(likely) == 1 and len(likely[0].marks) == 1:
            ((mark, numbers),) = likely[0].marks
            return numbers if mark in text else frozenset()
        rests = (
            {each[1] for each in find_beginning(self.character, self.finder, text)}
            if self.longest
            else set(self.finder.findall(text))
        )
        return frozenset().union(*map(self.following.__getitem__, rests))


class MarkIndex:
    """Tells the numbers of the marks that are in a text."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        wanted: dict[tuple[str, str], set[int]] = {}
        at_lines: dict[str, set[int]] = {}
        for text, number, needs in marks:
            if isinstance(text, LineStart):
                at_lines.setdefault(text, set()).add(number)
                continue
            for outline in needs or (outline_of(text),):
                wanted.setdefault((outline, text), set()).add(number)
        # A mark without punctuation, such as a word, has no rare character.
        by_character: dict[str, dict[tuple[str, str], frozenset[int]]] = {}
        for key, numbers in wanted.items():
            by_character.setdefault(_rare_character(key[0]), {})[key] = frozenset(numbers)
        groups = [_group(character, row) for character, row in by_character.items()]
        # For those that one character decides, the others need not be looked for.
        self._groups = sorted(groups, key=lambda group: not group.decided)
        self._finder = compile_late(f"{_LINE_START}(?=({_any_of(at_lines)}))")
        self._following = _numbers_of_rests(at_lines)
        self._at_lines = frozenset().union(*at_lines.values())

    def numbers_in(self, text: str, outlines: Outlines) -> set[int]:
        """Return the numbers of which a mark is in a text with these outlines."""
        outline, spaced = outlines
        found: set[int] = set()
        for group in self._groups:
            if group.character not in outline:
                continue
            found |= group.decided
            around = group.around(outline) if group.longest else outline
            likely = [
                each
                for each in group.together
                if each[0] in around and each[1] in spaced and not each[2] <= found
            ]
            if likely:
                found |= group.find(text, likely)
            for outlined, with_spaces, mark, numbers in group.others:
                is_likely = outlined in around and with_spaces in spaced
                if is_likely and not numbers <= found and mark in text:
                    found |= numbers
        if not self._at_lines <= found:
            for rest in set(self._finder.findall(f"\n{text}")):
                found |= self._following[rest]
        return found


def _rare_character(outline: str) -> str:
    """Return the first character of an outline if it is rare, or else its rarest, if it has any."""
    if outline and outline[0] in _RARE:
        return outline[0]
    return next((each for each in _RARE if each in outline), outline[:1])


def _group(character: str, marks: dict[tuple[str, str], frozenset[int]]) -> _Group:
    decided = marks.pop((character, character), frozenset())
    # Those with needs of their own are not to be found without them.
    together = {
        (outline, text): numbers
        for (outline, text), numbers in marks.items()
        if character and text[0] == character and outline == outline_of(text)
    }
    rows: dict[tuple[str, str], list[tuple[str, frozenset[int]]]] = {}
    for (outline, text), numbers in together.items():
        rows.setdefault((outline, outline_of(text, _LEFT_OUT_SPACED)), []).append((text, numbers))
    rests = {text[1:]: numbers for (_, text), numbers in together.items()}
    return _Group(
        character=character,
        longest=max(len(outline) for outline, _ in marks) if len(marks) > _MANY else 0,
        decided=decided,
        together=tuple(
            _Row(*outlines, frozenset().union(*dict(row).values()), tuple(row))
            for outlines, row in rows.items()
        ),
        others=tuple(
            _Wanted(outline, outline_of(text, _LEFT_OUT_SPACED), text, numbers)
            for (outline, text), numbers in marks.items()
            if (outline, text) not in together
        ),
        finder=compile_late(f"{re.escape(character)}(?=({_any_of(rests)}))"),
        following=_numbers_of_rests(rests),
    )


def _any_of(texts: Iterable[str]) -> str:
    """Return a pattern for texts, the longest first: what it begins with is there, too."""
    return "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))


def _numbers_of_rests(rests: Mapping[str, Collection[int]]) -> dict[str, frozenset[int]]:
    """Return the numbers of what is found, and of all that it begins with."""
    return {
        rest: frozenset().union(*(rests[each] for each in rests if rest.startswith(each)))
        for rest in rests
    }
