"""Letters of one face at one size: each is drawn once, and lines are put together from them.

FreeType loads a letter three times to draw it, and a variable font has to work out its outline each
time. Letters of scripts without joins look the same wherever they are, so a line of them is the
sum of its letters and of the kerning between each two.
"""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from PIL import Image, ImageDraw

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from PIL import ImageFont

__all__ = ["Glyphs", "TextOptions", "is_separable"]

#: Latin, Greek, Cyrillic, punctuation, symbols, Chinese, Japanese and Korean, without combining
#: marks: letters that do not change with their neighbours.
_SEPARABLE = compile_late(
    "[\u0020-\u02af\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u20cf\u2100-\u2bff\u2e80-\u3029"
    "\u3030-\u3098\u309b-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]*"
)
#: The exception: the letter f and what follows it are often one glyph, a ligature.
_PIECES = re.compile("f+[ijlt]?|.")
#: FreeType counts in 64ths of a pixel.
_UNIT = 64
#: Chinese has thousands of letters: 5 KB each at the size of a title.
_MOST_GLYPHS, _MOST_PAIRS = 1000, 10_000


class TextOptions(TypedDict, total=False):
    """What Pillow takes beside a text; nothing where it cannot shape."""

    direction: str
    language: str


class _Glyph(NamedTuple):
    """A piece's coverage, and where its top left corner is from the pen; None for a space."""

    mask: Any  # Pillow's own image, which has no type for others
    left: int
    top: int


def is_separable(text: str) -> bool:
    """Tell whether a text looks like its letters, one after the other."""
    # Most texts are in ASCII, and the pattern takes some milliseconds to compile.
    return (text.isascii() and text.isprintable()) or _SEPARABLE.fullmatch(text) is not None


class Glyphs:
    """Measures and draws separable text in one face and size.

    The result is Pillow's, but for kerning rules that look at more than two letters: these are few,
    and worth a pixel.
    """

    def __init__(self, font: ImageFont.FreeTypeFont, options: TextOptions) -> None:
        self._font = font
        self._options = options
        self._glyphs: dict[str, _Glyph] = {}
        self._advances: dict[str, int] = {}
        self._steps: dict[tuple[str, str], int] = {}
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        """Return a text's width in pixels."""
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) >= _MOST_PAIRS:
                self._widths.clear()
            pieces = _PIECES.findall(text)
            steps = sum(self._steps.get(pair) or self._step(pair) for pair in pairwise(pieces))
            width = (steps + self._advance(pieces[-1]) if pieces else 0) / _UNIT
            self._widths[text] = width
        return width

    def draw(self, pen: ImageDraw.ImageDraw, place: tuple[int, int], text: str, ink: int) -> None:
        """Draw a text on a grey canvas; `place` is its left end on the baseline, in pixels."""
        x, baseline = place
        at = _UNIT // 2  # to round, not to cut
        pieces = _PIECES.findall(text)
        for piece, after in zip_longest(pieces, pieces[1:]):
            glyph = self._glyphs.get(piece) or self._render(piece)
            if glyph.mask:
                place = (x + at // _UNIT + glyph.left, baseline + glyph.top)
                pen.draw.draw_bitmap(
                    place, glyph.mask, ink
                )  # `pen.bitmap` takes three times as long
            if after:
                pair = (piece, after)
                at += self._steps.get(pair) or self._step(pair)

    def _advance(self, piece: str) -> int:
        """Return how far a piece moves the pen."""
        advance = self._advances.get(piece)
        if advance is None:
            advance = self._advances[piece] = self._measure(piece)
        return advance

    def _step(self, pair: tuple[str, str]) -> int:
        """Return how far the second of two neighbours begins behind the first: with kerning."""
        if len(self._steps) >= _MOST_PAIRS:
            self._steps.clear()
            self._advances.clear()
        before, after = pair
        step = self._steps[pair] = self._measure(before + after) - self._advance(after)
        return step

    def _measure(self, text: str) -> int:
        return round(_UNIT * self._font.getlength(text, **self._options))

    def _render(self, piece: str) -> _Glyph:
        """Have a piece drawn and keep its picture."""
        if len(self._glyphs) >= _MOST_GLYPHS:
            self._glyphs.clear()
        box = self._font.getbbox(piece, anchor="ls", **self._options)
        left, top, right, bottom = map(round, box)
        mask = None
        if right > left and bottom > top:
            mask = Image.new("L", (right - left, bottom - top), 0)
            pen = ImageDraw.Draw(mask)
            pen.text((-left, -top), piece, 255, self._font, anchor="ls", **self._options)
        glyph = self._glyphs[piece] = _Glyph(mask.im if mask else None, left, top)
        return glyph
