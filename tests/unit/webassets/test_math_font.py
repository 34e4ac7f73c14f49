"""The font of formulas is trimmed to what formulas need, always to the same bytes."""

from __future__ import annotations

import io

import pytest

from sitegen.storage.math_fonts import find_math_font, read_math_font
from sitegen.webassets.math_font import font_face, trim_font

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


def test_the_built_in_font() -> None:
    font = find_math_font()
    assert font is not None
    assert (font.name, font.is_trimmed) == ("fonts/stix-two-math.woff2", True)


def test_css() -> None:
    assert font_face("../fonts/a.woff2") == (
        b'@font-face{font-family:"Formulas";src:url("../fonts/a.woff2");font-display:swap}\n'
    )
