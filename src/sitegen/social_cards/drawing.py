"""Draw social cards: a page's title, section and authors in the theme's colours.

A card without a photo is an image of sixteen indices from the beginning: a letter's coverage is the
index into a ramp of shades from paper to ink. Nothing has to be counted or reduced to make a small
file of it.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from PIL import Image

from sitegen.images.derivatives import make_variants
from sitegen.model import Variant
from sitegen.social_cards.card_planning import CARD_SIZE
from sitegen.social_cards.line_breaking import fit_text
from sitegen.social_cards.png_encoding import encode_png
from sitegen.social_cards.text_drawing import TextRenderer

if TYPE_CHECKING:
    from sitegen.model import CardColors, FontFace, SocialCard
    from sitegen.social_cards.line_breaking import Block

__all__ = ["draw_card"]

#: Shades from paper to ink; the palette has as many colours as fit into four bits.
_INKS = 11
#: How dark ink is, in shades: titles; site and author; the line above these.
_STRONG, _MUTED, _FAINT = _INKS - 1, 7, 2
#: Shares of the accent's colours in the palette, behind the shades of ink. Fainter than these, the
#: accent looks like ink.
_ACCENTS = (0.36, 0.52, 0.68, 0.84, 1.0)
_SOLID_ACCENT = _INKS + len(_ACCENTS) - 1
#: From paper to the accent.
_ACCENT_RAMP = (0, 1, 2, *range(_INKS, _SOLID_ACCENT + 1))

_MARGIN = 80
_BAR = (72, 8)
_PHOTO = (480, 630)
_TITLE_SIZES = (92, 80, 72, 64, 56, 50, 44)
_BESIDE_PHOTO = (64, 56, 50, 44, 40)
_LEAD_SIZES = (34, 30, 28)
_SMALL = 28
_STRIP_BASELINE = round(1.4 * _SMALL)
_LEADING, _LEAD_LEADING = 1.2, 1.4
#: From the top: the kicker's baseline, the title without and with a kicker, the rule, the foot.
_KICKER, _TITLE, _LOWER_TITLE, _RULE, _FOOT = 142, 124, 166, 492, 546
_GAP, _LINE = 24, 38
#: What a lead needs at least, below the title.
_LEAD_ROOM = 110
#: How far below the middle of a line its baseline is, in its size.
_DROP = 0.33
_PHOTO_QUALITY, _QUALITY = 95, 85


def draw_card(card: SocialCard, photo: bytes = b"") -> bytes:
    """Return a card as a PNG, with a photo as a JPEG, of 1200 x 630 pixels.

    Raises ImageProblem for a broken photo, FontProblem for a font that is not what it was.
    """
    sheet = _Sheet(card, _PHOTO[0] if card.photo else 0)
    sheet.draw()
    canvas = sheet.canvas
    palette = _palette(card.colors)
    canvas.putpalette(palette)
    if card.photo is None:
        return encode_png(canvas, palette)
    out = io.BytesIO()
    whole = canvas.convert("RGB")
    whole.paste(_crop(card, photo), (0 if card.rtl else CARD_SIZE[0] - _PHOTO[0], 0))
    whole.save(out, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return out.getvalue()


class _Sheet:
    """The part of a card that text stands on, drawn in shades."""

    def __init__(self, card: SocialCard, taken: int) -> None:
        """Leave room for a photo of this width on the side where lines end."""
        self.card = card
        self.canvas = Image.new("L", CARD_SIZE, 0)
        heading, text, *others = card.faces
        self._titles = TextRenderer((heading, *others), card.language, rtl=card.rtl)
        self._small = TextRenderer((text, *others), card.language)
        self._left = _MARGIN + (taken if card.rtl else 0)
        self._width = CARD_SIZE[0] - taken - 2 * _MARGIN
        self._sizes = _BESIDE_PHOTO if taken else _TITLE_SIZES

    def draw(self) -> None:
        """Draw everything from top to bottom."""
        card = self.card
        self._fill((_MARGIN, _BAR[1]), _BAR[0], _SOLID_ACCENT)
        if card.kicker:
            self._draw_kicker()
        top: float = _LOWER_TITLE if card.kicker else _TITLE
        bottom = _RULE - _GAP - (_LINE if card.photo else 0)
        if card.title:
            box = (self._width, bottom - top - (_LEAD_ROOM if card.lead else 0))
            block = fit_text(card.title, self._titles.measure, box, self._sizes, _LEADING)
            top = self._draw_block(self._titles, block, top, _STRONG, _LEADING)
        if card.lead:
            top += _GAP
            box = (self._width, bottom - top)
            block = fit_text(card.lead, self._small.measure, box, _LEAD_SIZES, _LEAD_LEADING)
            self._draw_block(self._small, block, top, _MUTED, _LEAD_LEADING)
        self._draw_foot()

    def _draw_block(
        self, letters: TextRenderer, block: Block, top: float, ink: int, leading: float
    ) -> float:
        """Draw lines from `top` on; return where they end."""
        step = block.size * leading
        for number, line in enumerate(block.lines):
            baseline = round(top + step * (number + 0.5) + block.size * _DROP)
            width = letters.width(line, block.size) if self.card.rtl else 0
            letters.draw(self.canvas, (self._start(width), baseline), line, block.size, ink)
        return top + step * len(block.lines)

    def _draw_kicker(self) -> None:
        """Draw the line above the title, in the accent's shades."""
        card = self.card
        strip = _draw_strip(card.kicker, self._width, card.faces[1:], card.language, card.rtl)
        self.canvas.paste(strip, (self._left, _KICKER - _STRIP_BASELINE))

    def _draw_foot(self) -> None:
        """Draw the site's title and the authors, below each other where there is little room."""
        card, small = self.card, self._small
        narrow = bool(card.photo and card.byline)
        rise = _LINE if narrow else 0
        self._fill((_RULE - rise, 2), self._width, _FAINT)
        site, used = _fit_line(card.site, self._width, card.faces[1:], card.language)
        small.draw(self.canvas, (self._start(used), _FOOT - rise), site, _SMALL, _STRONG)
        if narrow:
            line = self._fit(card.byline, self._width)
            place = (self._start(small.width(line, _SMALL)), _FOOT)
            small.draw(self.canvas, place, line, _SMALL, _MUTED)
        elif card.byline and self._width - used > self._width / 4:
            line = self._fit(card.byline, self._width - used - 2 * _GAP)
            place = (self._end(small.width(line, _SMALL)), _FOOT)
            small.draw(self.canvas, place, line, _SMALL, _MUTED)

    def _fit(self, text: str, width: float) -> str:
        """Return as much of a text as fits on one small line."""
        return _fit_small(self._small, text, width)

    def _fill(self, rows: tuple[int, int], width: int, ink: int) -> None:
        x, (top, height) = round(self._start(width)), rows
        self.canvas.paste(ink, (x, top, x + width, top + height))

    def _start(self, width: float) -> float:
        """Return the left end of something at the beginning of lines."""
        return self._left + (self._width - width if self.card.rtl else 0)

    def _end(self, width: float) -> float:
        """Return the left end of something at the end of lines."""
        return self._left + (0 if self.card.rtl else self._width - width)


def _fit_small(small: TextRenderer, text: str, width: float) -> str:
    return fit_text(text, small.measure, (width, 2 * _SMALL), (_SMALL,), 1.5).lines[0]


# What many cards share: the title of the site, and those of its sections.
@lru_cache(maxsize=32)
def _fit_line(
    text: str, width: float, faces: tuple[FontFace, ...], language: str
) -> tuple[str, float]:
    """Return as much of a text as fits on one small line, and how wide that is."""
    small = TextRenderer(faces, language)
    line = _fit_small(small, text, width)
    return line, small.width(line, _SMALL)


@lru_cache(maxsize=32)
def _draw_strip(
    text: str,
    width: int,
    faces: tuple[FontFace, ...],
    language: str,
    rtl: bool,  # noqa: FBT001  # caches know arguments by their places
) -> Image.Image:
    """Return a strip of this width with a small line in the accent's shades; not to be changed."""
    line, used = _fit_line(text, width, faces, language)
    strip = Image.new("L", (width, 2 * _SMALL), 0)
    place = (width - used if rtl else 0, _STRIP_BASELINE)
    TextRenderer(faces, language).draw(strip, place, line, _SMALL, len(_ACCENT_RAMP) - 1)
    return strip.point([*_ACCENT_RAMP, *range(len(_ACCENT_RAMP), 256)])


def _crop(card: SocialCard, photo: bytes) -> Image.Image:
    """Return the part of a photo that is shown on a card."""
    variant = Variant(
        key="",
        output=PurePosixPath("card.jpg"),
        width=_PHOTO[0],
        height=_PHOTO[1],
        format="JPEG",
        quality=_PHOTO_QUALITY,
        crop=True,
        focus=card.focus,
        background=card.colors.paper,
        side=max(_PHOTO),
    )
    ((_, made),) = make_variants(photo, [variant])
    return Image.open(io.BytesIO(made), formats=["JPEG"]).convert("RGB")


@lru_cache(maxsize=1)
def _palette(colors: CardColors) -> bytes:
    """Return the colours from paper to ink, and the stronger ones from paper to the accent."""
    inks = [(colors.ink, shade / (_INKS - 1)) for shade in range(_INKS)]
    accents = [(colors.accent, share) for share in _ACCENTS]
    paper = _channels(colors.paper)
    return bytes(
        round(a + (b - a) * share)
        for color, share in (*inks, *accents)
        for a, b in zip(paper, _channels(color), strict=True)
    )


def _channels(color: str) -> bytes:
    return bytes.fromhex(color.removeprefix("#"))
