"""The font of formulas is trimmed to what formulas need, always to the same bytes."""

from __future__ import annotations

import io

import pytest

from sitegen.storage.math_fonts import find_math_font, read_math_font
from sitegen.webassets.math_font import font_face, trim_font
from sitegen.webassets.math_roots import mend_roots

FONT_TOOLS = pytest.importorskip("fontTools.ttLib")


@pytest.fixture(scope="module")
def made() -> bytes:
    """The font, trimmed, which takes two seconds."""
    return trim_font(read_math_font())


def test_trimming(made: bytes) -> None:
    assert len(made) < 115_000
    font = FONT_TOOLS.TTFont(io.BytesIO(made))
    assert "MATH" in font
    known = font.getBestCmap()
    assert all(ord(char) in known for char in "Ax0+−=∑∫√≤∈→αΩℝℓ′⏟⟨𝐀𝑥𝒙𝓛𝔽𝔼𝛼")
    assert "SIL Open Font License" in str(font["name"].getDebugName(13))
    assert trim_font(read_math_font()) == made


def test_arrows_stretch(made: bytes) -> None:
    font = FONT_TOOLS.TTFont(io.BytesIO(made))
    variants = font["MATH"].table.MathVariants
    names = variants.HorizGlyphCoverage.glyphs
    for arrow in "→←↔↦⇒":
        glyph = variants.HorizGlyphConstruction[names.index(font.getBestCmap()[ord(arrow)])]
        *_, last = glyph.GlyphAssembly.PartRecords
        assert last.StartConnectorLength >= variants.MinConnectorOverlap, arrow


def test_signs_of_roots_are_of_one_width(made: bytes) -> None:
    """Browsers keep a place for the widest, and leave a gap behind the others."""
    font = FONT_TOOLS.TTFont(io.BytesIO(made))
    variants = font["MATH"].table.MathVariants
    root = font.getBestCmap()[ord("√")]
    signs = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(root)]
    names = [each.VariantGlyph for each in signs.MathGlyphVariantRecord]
    parts = [each.glyph for each in signs.GlyphAssembly.PartRecords]
    assert {font["hmtx"][name][0] for name in names} == {794}
    glyphs = font["glyf"]
    # What is drawn begins behind the start, and reaches the line above the root.
    assert {(glyphs[name].xMin, glyphs[name].xMax) for name in names} == {(18, 829)}
    # Signs of parts are narrower, for their width is rounded up to whole pixels.
    hook, bar, arm = (glyphs[name] for name in parts)
    assert {font["hmtx"][name][0] for name in parts} == {694}
    assert (hook.xMin, arm.xMax) == (18, 729)
    assert (hook.xMax, bar.xMax, bar.xMin) == (574, 574, arm.xMin)
    heights = [glyphs[name].yMax - glyphs[name].yMin for name in names]
    assert heights == [each.AdvanceMeasurement - 1 for each in signs.MathGlyphVariantRecord]


def test_signs_of_roots_that_are_not_known_are_left(made: bytes) -> None:
    font = FONT_TOOLS.TTFont(io.BytesIO(made))
    variants = font["MATH"].table.MathVariants
    root = font.getBestCmap()[ord("√")]
    signs = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(root)]
    highest = signs.MathGlyphVariantRecord[-1].VariantGlyph
    font["hmtx"][highest] = (1000, 0)
    bars = signs.GlyphAssembly
    signs.GlyphAssembly = None
    mend_roots(font)
    assert font["hmtx"][highest] == (1000, 0)
    signs.GlyphAssembly = bars
    mend_roots(font)
    assert font["hmtx"][highest] == (794, 18)


def test_the_built_in_font() -> None:
    font = find_math_font()
    assert font is not None
    assert (font.name, font.is_trimmed) == ("fonts/stix-two-math.woff2", True)


def test_css() -> None:
    assert font_face("../fonts/a.woff2") == (
        b'@font-face{font-family:"Formulas";src:url("../fonts/a.woff2");font-display:swap}\n'
    )
