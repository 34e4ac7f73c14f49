"""Text with formatting: a tree of spans whose leaves are text, numbers to come, and nothing else.

A style's elements make spans, and so does the markup in an entry's fields, `<i>` and the like.
Quotation marks are spans, too: which marks they become depends on how deep they are nested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import asdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "LETTER",
    "LOCATOR",
    "NUMBER",
    "PLAIN",
    "Format",
    "Gap",
    "Rich",
    "Slot",
    "Span",
    "Term",
    "Verbatim",
    "capitalise_term",
    "fill",
    "join",
    "leaves",
    "only_slot",
    "plain_text",
]


class Format(Struct, frozen=True, cache_hash=True):
    """How a span looks. An empty value says nothing; `normal` and the like say the opposite.

    `style`, `variant`, `weight`, `decoration` and `vertical` have the values of CSL's attributes
    `font-style` and so on. `by_field` is set for markup in a field: it turns over what surrounds
    it, so that italics within italics are upright. `single` is the mark of quotations in single
    marks, which stay so outside of others: `’`, or `'` for that of the language. `nocase` protects
    from changes of case, and `nodecor` from all formatting around. `cite` is the key of the entry
    that a span cites.
    """

    style: str = ""
    variant: str = ""
    weight: str = ""
    decoration: str = ""
    vertical: str = ""
    quotes: bool = False
    single: str = ""
    display: str = ""
    link: str = ""
    by_field: bool = False
    nocase: bool = False
    nodecor: bool = False
    cite: str = ""

    @property
    def letters(self) -> tuple[str, ...]:
        """What it says of letters, in the order of `output._PROPERTIES`."""
        return self.style, self.variant, self.weight, self.decoration, self.vertical


class Slot(NamedTuple):
    """What is filled in last: a number or a letter, which depend on the whole document.

    So is a locator, for cites that differ in nothing else.
    """

    kind: str
    form: str = ""


#: The kinds of slots.
NUMBER, LETTER, LOCATOR = "citation-number", "year-suffix", "locator"
PLAIN = Format()
#: What may stand before the first word of a text.
_BEFORE_WORDS = " ,.;:([“‘\u00a0"


class Verbatim(str):
    """Text that follows a quotation in the same field: its punctuation stays outside."""

    __slots__ = ()


class Term(str):
    """A word of the locale: at the beginning of a note or an entry it has a capital."""

    __slots__ = ()


class Gap(str):
    """A piece of text that each use of a text fills anew; it stands there like a digit.

    `kind` is that of the slot that it fills, `place` that of the cite that it belongs to.
    """

    __slots__ = ("kind", "place")

    kind: str
    place: int

    @classmethod
    def of(cls, kind: str, place: int) -> Gap:
        """Return the gap of a kind in the cite at a place."""
        gap = cls("0")
        gap.kind, gap.place = kind, place
        return gap


class Span:
    """A piece of text in one format. Not changed once it is made."""

    __slots__ = ("children", "format")

    def __init__(self, children: Rich, format_: Format = PLAIN) -> None:
        self.children = children
        self.format = format_

    def __repr__(self) -> str:
        said = {key: value for key, value in asdict(self.format).items() if value}
        return f"Span({self.children!r}, {said!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Span):
            return NotImplemented
        return self.format == other.format and self.children == other.children

    def __hash__(self) -> int:
        return hash((self.format, len(self.children)))


#: A text: what stands in it, in order.
Rich = list["str | Span | Slot"]


def join(parts: Iterable[Rich], delimiter: str) -> Rich:
    """Join texts that are not empty."""
    joined: Rich = []
    for part in parts:
        if part:
            if joined and delimiter:
                joined.append(delimiter)
            joined += part
    return joined


def leaves(text: Rich) -> Iterator[str | Slot]:
    """Yield the leaves of a text in order."""
    for each in text:
        if isinstance(each, Span):
            yield from leaves(each.children)
        else:
            yield each


def plain_text(text: Rich) -> str:
    """Return the text without formatting and quotation marks; a slot is its kind in braces."""
    words: list[str] = []
    _add_words(text, words)
    return "".join(words)


def _add_words(text: Rich, words: list[str]) -> None:
    for each in text:
        if isinstance(each, str):
            words.append(each)
        elif isinstance(each, Span):
            _add_words(each.children, words)
        else:
            words.append(f"{{{each.kind}}}")


def fill(text: Rich, slots: Mapping[str, str]) -> Rich:
    """Return a text with its slots filled, by kind; one without a text goes.

    What has no slots is returned as it is.
    """
    filled: Rich | None = None
    for at, each in enumerate(text):
        new: str | Span | Slot = each
        if type(each) is not str:  # as most are
            if isinstance(each, Slot):
                new = slots.get(each.kind, "")
            elif isinstance(each, Span):
                children = fill(each.children, slots)
                new = each if children is each.children else Span(children, each.format)
            if new is not each and filled is None:
                filled = text[:at]
        if filled is not None and new != "":
            filled.append(new)
    return text if filled is None else filled


def only_slot(text: Rich, kind: str) -> Rich:
    """Return a slot out of a text, with the formats around it."""
    for each in text:
        if isinstance(each, Slot) and each.kind == kind:
            return [each]
        if isinstance(each, Span):
            found = only_slot(each.children, kind)
            if found:
                return [Span(found, each.format)]
    return []


def capitalise_term(text: Rich) -> Rich:
    """Return a text whose first words have a capital if they are words of the locale."""
    for at, each in enumerate(text):
        if isinstance(each, Term):
            return [*text[:at], Term(each[:1].upper() + each[1:]), *text[at + 1 :]]
        if isinstance(each, Span):
            inner = capitalise_term(each.children)
            if inner is not each.children:
                return [*text[:at], Span(inner, each.format), *text[at + 1 :]]
        if plain_text([each]).strip(_BEFORE_WORDS):
            break
    return text
