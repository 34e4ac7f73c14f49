"""Lay a formatted text out flat, and settle the punctuation where its pieces meet.

Two marks that meet become one, or stay, by a table; spaces that meet become one. In languages
that put commas and full stops inside quotation marks, those that follow one move in front of it.
Source: what the official test suite expects of every pair of marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.research.csl.rich_text import Format, Slot, Span, Verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.research.csl.rich_text import Rich

__all__ = ["CLOSE", "Piece", "flatten"]


class _Close:
    """The end of the span that began last."""

    def __repr__(self) -> str:
        return "CLOSE"


CLOSE = _Close()
#: A piece of a flat text: text, the format of a span that begins, or the end of one.
Piece = "str | Format | _Close"

#: What becomes of two marks that meet, the first at the end of one piece, the second after it.
#: Pairs that are not here stay.
_MEETING: Mapping[str, str] = {
    "::": ":", ";:": ";", "!:": "!", "?:": "?",
    ":.": ":", "..": ".", ";.": ";", "!.": "!", "?.": "?",
    ";;": ";",
    ":!": "!", ";!": "!", "!!": "!",
    ":?": "?", ";?": "?", "??": "?",
    ",,": ",",
}  # fmt: skip
_MARKS = ".,;:!?"
_MOVING = ".,!?"
_LEAVING = ":;"
_SPACES = " \u00a0\u202f"
_MEETS = frozenset(_MARKS + _SPACES)
#: Ends and beginnings of texts of which something changes where they meet.
_CHANGING = frozenset((*_MEETING, *(one + other for one in ("", *_SPACES) for other in _SPACES)))


def flatten(text: Rich, *, move: bool = False) -> list[str | Format | _Close]:
    """Return a text as a list of pieces; `move` puts punctuation inside quotation marks."""
    flat: list[str | Format | _Close] = []
    _lay_out(text, flat, -1, move=move)
    return flat


def _lay_out(text: Rich, flat: list[str | Format | _Close], tail: int, *, move: bool) -> int:
    """Add the pieces of a text; `tail`, and the result, is where the last text in `flat` stands."""
    for piece in text:
        if type(piece) is not str:  # as most are
            if isinstance(piece, Span):
                flat.append(piece.format)
                tail = _lay_out(piece.children, flat, tail, move=move)
                flat.append(CLOSE)
                continue
            if isinstance(piece, Slot):
                continue
        if not piece:
            continue
        meets = piece[0] in _MEETS and tail >= 0 and not isinstance(piece, Verbatim)
        if meets:  # as few do
            pair = flat[tail][-1:] + piece[0]  # type: ignore[index]  # `tail` is that of a text
            meets = pair in _CHANGING or (move and flat[-1] is CLOSE and piece[0] in _MARKS)
        if not meets:
            tail = len(flat)
            flat.append(piece)
        elif left := _meet(flat, tail, piece, move=move):
            tail = len(flat)
            flat.append(left)
        else:  # a mark may have moved
            tail = _last_text(flat)
    return tail


def _last_text(flat: list[str | Format | _Close]) -> int:
    return next((at for at in range(len(flat) - 1, -1, -1) if isinstance(flat[at], str)), -1)


def _meet(flat: list[str | Format | _Close], tail: int, piece: str, *, move: bool) -> str:
    """Settle the text before and a piece that follows it; return what is left of the piece."""
    before = flat[tail]
    assert isinstance(before, str)  # noqa: S101  # `tail` is the place of a text
    last, first = before[-1:], piece[0]
    if first in _MARKS:
        if move and flat[-1] is CLOSE and (end := _end_of_quote(flat, tail)):
            return _at_quote(flat, tail, piece, end)
        if last in _MARKS:
            merged = _MEETING.get(last + first)
            if merged is not None:
                flat[tail] = before[:-1] + merged
                piece = piece[1:]
                alone = len(before) == 1 and not isinstance(before, Verbatim)
                if move and alone and merged in _MOVING:
                    _move_in(flat, tail)
    elif first in _SPACES and last in _SPACES and not _begins_block(flat, tail):
        piece = piece.lstrip(" ") if first == " " else piece
        if first != " " and last == " ":
            flat[tail] = before.rstrip(" ")
    return piece


def _begins_block(flat: list[str | Format | _Close], tail: int) -> bool:
    return any(isinstance(each, Format) and each.display for each in flat[tail + 1 :])


def _move_in(flat: list[str | Format | _Close], at: int) -> None:
    """Move a mark that stands alone behind a quotation into it."""
    tail = next((place for place in range(at - 1, -1, -1) if isinstance(flat[place], str)), -1)
    mark = flat.pop(at)
    behind = flat[at:]
    del flat[at:]
    if isinstance(mark, str) and tail >= 0 and (end := _end_of_quote(flat, tail)):
        mark = _at_quote(flat, tail, mark, end)
    flat += [*([mark] if mark else []), *behind]


def _end_of_quote(flat: list[str | Format | _Close], tail: int) -> int:
    """Return where the quotation ends that ends between a text and what follows; 0 if none does."""
    ends = len(flat) - 1 - tail
    if not ends or flat[tail + 1 :] != [CLOSE] * ends:
        return 0
    level = passed = 0
    for at in range(tail - 1, -1, -1):
        each = flat[at]
        if each is CLOSE:
            level += 1
        elif isinstance(each, Format):
            if level:
                level -= 1
                continue
            passed += 1
            if each.quotes:
                return tail + passed
            if passed == ends:
                break
    return 0


def _at_quote(flat: list[str | Format | _Close], tail: int, piece: str, end: int) -> str:
    """Put a mark in front of the `end` of a quotation; return what is left of the piece."""
    before = flat[tail]
    assert isinstance(before, str)  # noqa: S101  # as above
    last, first = before[-1:], piece[0]
    if last in _LEAVING:
        merged = _MEETING.get(last + first)
        if merged in {"!", "?"}:
            flat[tail] = before[:-1] + merged
            return piece[1:]
        flat[tail] = before[:-1]
        rest = piece[1:] if merged is not None else piece
        return (merged or last) + rest
    merged = _MEETING.get(last + first) if last in _MARKS else None
    if merged is not None:
        flat[tail] = before[:-1] + merged
        return piece[1:]
    if first not in _MOVING:
        return piece
    if end == tail + 1:
        flat[tail] = before + first
    else:  # italics that end with the quotation do not cover the mark
        flat.insert(end, first)
    return piece[1:]
