"""Make all signs of a root in the font of formulas as wide as the lowest one.

Chromium keeps a place for the widest sign of a root, whichever it draws: behind the sign of a low
root, what is missing is a gap after the root, of 0.42 em with STIX Two Math. The higher signs are
therefore drawn as steeper ones. The font shows a sign in three heights more, and builds those that
are higher still of three parts: a hook with a bar, more of the bar, and an arm to the right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

__all__ = ["mend_roots"]

_Outline: TypeAlias = "list[tuple[int, int]]"

_ROOT = 0x221A
#: How much narrower signs of parts are, in thousandths of an em. Chromium takes what is drawn of
#: them for their width, up to the next whole pixel: 0.1 em is what this adds in text of 12 px.
_LESS = 100
#: The length of the arm of signs of parts, up to where what is under the root begins.
_ARM = 120
#: Points of the outline of a sign, from its end: the ends of the rising line's right edge, the ends
#: of the falling line's left edge. The last two points are where the other edges meet.
_TOP, _BOTTOM, _FOOT, _SHOULDER = -10, -9, -8, -7
_INNER = 2
#: How many points the signs have that are known: four heights, then hook, bar and arm.
_POINTS = (13, 13, 13, 13, 11, 4, 6)


def mend_roots(font: TTFont) -> None:
    """Draw the signs of roots in the width of the lowest one; another font is left as it is."""
    variants = font["MATH"].table.MathVariants
    root = font.getBestCmap().get(_ROOT)
    if root not in variants.VertGlyphCoverage.glyphs:
        return
    signs = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(root)]
    names = [each.VariantGlyph for each in signs.MathGlyphVariantRecord]
    parts = [each.glyph for each in signs.GlyphAssembly.PartRecords] if signs.GlyphAssembly else []
    outlines = {name: _outline(font["glyf"][name]) for name in (*names, *parts)}
    if tuple(map(len, outlines.values())) != _POINTS:
        return
    low, (advance, _) = outlines[root], font["hmtx"][root]
    for name in names[1:]:
        _draw(font, name, _steeper(low, outlines[name]), advance)
    edge = advance - _LESS - _ARM
    for name, outline in _narrower({name: outlines[name] for name in parts}, low, edge).items():
        _draw(font, name, outline, advance - _LESS)


def _draw(font: TTFont, name: str, outline: _Outline, advance: int) -> None:
    """Give a glyph other points and another width."""
    glyphs = font["glyf"]
    for number, point in enumerate(outline):
        glyphs[name].coordinates[number] = point
    glyphs[name].recalcBounds(glyphs)
    font["hmtx"][name] = (advance, glyphs[name].xMin)


def _outline(glyph: Any) -> _Outline:
    """Return the points of a glyph of one contour, and nothing for another."""
    return list(glyph.coordinates) if glyph.numberOfContours == 1 else []


def _steeper(low: _Outline, high: _Outline) -> _Outline:
    """Return the low sign with the height of a high one, which has the same points."""
    points = [(x, y) for (x, _), (_, y) in zip(low, high, strict=True)]
    return _as_strong(points, low)


def _narrower(parts: dict[str, _Outline], low: _Outline, edge: int) -> dict[str, _Outline]:
    """Return hook, bar and arm: the hook nearer to the bar, this up to an edge, the arm shorter."""
    start, end = min(low)[0], max(low)[0]
    hook, *_ = parts
    left, right = min(parts[hook])[0], max(parts[hook])[0]

    def move(x: int) -> int:
        if x > right:
            return end - _LESS
        return x - left + start if x < (left + right) / 2 else x - right + edge

    made = {name: [(move(x), y) for x, y in outline] for name, outline in parts.items()}
    return made | {hook: _as_strong(made[hook], parts[hook])}


def _as_strong(points: _Outline, model: _Outline) -> _Outline:
    """Return a sign whose two lines, which are steeper than those of a model, are as strong."""
    y, was = points[_BOTTOM][1], model[_BOTTOM][1]
    inner = y + round((model[-1][1] - was) * _spread(model) / _spread(points))
    return points[:-_INNER] + [(x, inner) for x, _ in points[-_INNER:]]


def _spread(points: _Outline) -> float:
    """Return how far the two lines of a sign go apart per unit of height."""
    (top_x, top), (bottom_x, bottom) = points[_TOP], points[_BOTTOM]
    (foot_x, foot), (shoulder_x, shoulder) = points[_FOOT], points[_SHOULDER]
    return (top_x - bottom_x) / (top - bottom) + (foot_x - shoulder_x) / (shoulder - foot)
