"""Fonts to test with: a few letters, each a black rectangle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["make_font"]

_EM = 1000


def make_font(
    path: Path,
    letters: str,
    *,
    name: str = "Test",
    weight: int = 400,
    height: int = 700,
    italic: bool = False,
) -> Path:
    """Write a font with these letters, all of them rectangles of this height, 500 wide."""
    names = {char: f"u{ord(char):05X}" for char in sorted(set(letters))}
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(char): glyph for char, glyph in names.items()})
    empty = TTGlyphPen(None).glyph()
    glyphs = {glyph: _rectangle(height) for glyph in names.values()} | {".notdef": empty}
    if " " in names:
        glyphs[names[" "]] = empty
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (600, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "fullName": name})
    builder.setupOS2(usWeightClass=weight, fsSelection=1 if italic else 64)
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path


def _rectangle(height: int) -> object:
    pen = TTGlyphPen(None)
    corners = [(50, 0), (50, height), (550, height), (550, 0)]
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()
