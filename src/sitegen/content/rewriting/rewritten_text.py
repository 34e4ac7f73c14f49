"""Write a text anew, piece by piece, and know where each place of it comes from."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.construct import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.content.scanner import MarkdownSource

__all__ = ["Edit", "Piece", "Places", "TextWriter", "with_edits"]

#: A text, or where the text begins and ends that is copied.
Piece = str | tuple[int, int]
#: Where the text begins and ends that is replaced, and what takes its place.
Edit = tuple[int, int, str | tuple[Piece, ...]]


class _Piece(NamedTuple):
    """Where a piece begins in the new text and in the old one, and whether it is a copy.

    All of what is no copy comes from one place.
    """

    start: int
    origin: int
    is_copy: bool


class Places(NamedTuple):
    """Leads from the places of a new text to those of the old one; `before` leads on from there."""

    starts: tuple[int, ...]
    pieces: tuple[_Piece, ...]
    before: Places | None = None

    def origin_of(self, index: int) -> int:
        """Return where a place of the text was in the first one."""
        places: Places | None = self
        while places is not None and index >= 0:
            at = bisect_right(places.starts, index) - 1
            if at >= 0:
                _, origin, is_copy = places.pieces[at]
                index = origin + (index - places.starts[at] if is_copy else 0)
            places = places.before
        return index


class TextWriter:
    """Collects copies from an old text and what is new."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._written: list[str] = []
        self._pieces: list[_Piece] = []
        self._length = 0

    def copy(self, start: int, end: int) -> None:
        """Add a part of the old text."""
        if end > start:
            self._put(self._text[start:end], start, is_copy=True)

    def write(self, text: str, origin: int) -> None:
        """Add a text that stands for something at a place of the old one."""
        if text:
            self._put(text, origin, is_copy=False)

    def finish(self, before: Places | None) -> tuple[str, Places]:
        """Return the new text and its places; `before` has those of the old text."""
        starts = tuple(piece.start for piece in self._pieces)
        return "".join(self._written), Places(starts, tuple(self._pieces), before)

    def _put(self, text: str, origin: int, *, is_copy: bool) -> None:
        self._pieces.append(_Piece(self._length, origin, is_copy))
        self._written.append(text)
        self._length += len(text)


def with_edits(source: MarkdownSource, edits: Iterable[Edit | Mistake]) -> MarkdownSource:
    """Return a source with the edits made, but for those in others; itself without any.

    Mistakes among them are what the author has to know of them.
    """
    found = list(edits)
    ordered = sorted([each for each in found if isinstance(each, tuple)], key=_order)
    if len(ordered) < len(found):
        source = source.telling(each for each in found if isinstance(each, Mistake))
    if not ordered:
        return source
    out, done = TextWriter(source.text), 0
    for start, end, text in ordered:
        if start < done:
            continue
        out.copy(done, start)
        for piece in (text,) if isinstance(text, str) else text:
            if isinstance(piece, str):
                out.write(piece, start)
            else:
                out.copy(*piece)
        done = end
    out.copy(done, len(source.text))
    return source.rewritten(out, source.html_blocks)


def _order(edit: Edit) -> tuple[int, int, str]:
    start, end, text = edit
    return start, end, text if isinstance(text, str) else ""
