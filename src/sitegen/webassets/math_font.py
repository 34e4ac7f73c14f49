"""Trim the font of formulas to the characters that formulas need.

STIX Two Math has 6,700 glyphs, 1.5 MB; what remains are about 100 KB of WOFF2. The set is the same
for every site, so that the file of a site does not change with its text.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from sitegen.webassets.math_roots import mend_roots

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fontTools.ttLib import TTFont

__all__ = ["MATH_STYLESHEET", "RECIPE", "font_face", "trim_font"]

#: The stylesheet of pages with formulas, as a name below `assets/`.
MATH_STYLESHEET = "css/math.css"
_FAMILY = "Formulas"

#: Blocks and single characters (Unicode 16): what TeX's commands and MathML's operators stand for.
_RANGES = (
    *("20-7e", "a0", "a7-a8", "ac", "af-b1", "b4-b5", "b7", "c5", "d7", "f7", "131", "237"),
    *("2c6-2c7", "2d8-2da", "2dc", "300-30c", "332", "338"),  # accents
    *("391-3c9", "3d1", "3d5-3d6", "3f0-3f1", "3f5"),  # Greek
    *("2009", "2010", "2013-2014", "2016", "2018-2019", "201c-201d", "2020-2022", "2026", "2030"),
    "2032-2035",
    *("203e", "2044", "2057", "2061-2064", "20d6-20d7", "20db-20dc", "20e1", "20ee-20ef"),
    *("2100-214f", "2190-21ff", "2200-22ff", "2308-230b", "2320-2321", "239b-23b5", "23dc-23e1"),
    *("25a0-25a1", "25b3", "25b7", "25bd", "25c1", "25c7", "25cb", "2605", "266d-266f", "2713"),
    *(
        "27e6-27ef",
        "27f5-27ff",
        "29b8",
        "29eb",
        "2942",
        "2944",
        "2a00-2a02",
        "2a04",
        "2a06",
        "2a3f",
        "2a7d-2a7e",
    ),
    *("2a85-2a88", "2aaf-2ab0", "2ac5-2ac6"),
    # Letters and digits: bold, italic, bold italic, script, fraktur, double-struck, Greek.
    *("1d400-1d467", "1d468-1d49b", "1d49c-1d4cf", "1d4d0-1d4e9", "1d504-1d537", "1d538-1d56b"),
    *("1d6a8-1d755", "1d7ce-1d7e1"),
)
#: Characters with forms for indices and powers, which are stronger than letters made smaller.
_SMALL_RANGES = ("30-39", "2032-2035", "2057", "2b", "2212", "3d", "1d434-1d467")
_SMALL_FORMS = "ssty"
#: Right-to-left forms, dotless letters, flat accents, and what places accents.
_FEATURES = ["rtlm", "dtls", "flac", "ccmp", "mark", "mkmk", _SMALL_FORMS]
#: Copyright, names, version and licence, which the licence of the font asks for.
_NAMES = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
#: Counts the changes of what is mended below, and in the signs of roots.
_MENDED = 2
#: Changes whenever another file would be made of the same font.
RECIPE = hashlib.sha256(
    repr((_RANGES, _SMALL_RANGES, _FEATURES, _NAMES, _MENDED)).encode()
).hexdigest()


def font_face(url: str) -> bytes:
    """Return the CSS that loads the font of formulas from an address."""
    rule = f'@font-face{{font-family:"{_FAMILY}";src:url("{url}");font-display:swap}}\n'
    return rule.encode()


def trim_font(data: bytes) -> bytes:
    """Return the bytes of a font as WOFF2 with only what formulas need.

    It takes 0.7 s. Raises ImportError without fontTools and brotli (`sitegen[fonts]`).
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        flavor="woff2",
        hinting=False,
        layout_features=_FEATURES,
        name_IDs=_NAMES,
        notdef_outline=True,
    )
    options.drop_tables += ["DSIG"]
    font = TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False)
    _leave_small_forms(font)
    _mend_arrows(font)
    mend_roots(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(_characters(_RANGES)))
    subsetter.subset(font)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made, reorderTables=False)
    return made.getvalue()


def _leave_small_forms(font: TTFont) -> None:
    """Remove the forms for indices of all characters but those that are most often indices."""
    names = font.getBestCmap()
    kept = {names[each] for each in _characters(_SMALL_RANGES) if each in names}
    layout = font["GSUB"].table
    features = (
        each for each in layout.FeatureList.FeatureRecord if each.FeatureTag == _SMALL_FORMS
    )
    for number in {number for each in features for number in each.Feature.LookupListIndex}:
        for table in layout.LookupList.Lookup[number].SubTable:
            forms = getattr(table, "alternates", None) or getattr(table, "mapping", {})
            for name in forms.keys() - kept:
                del forms[name]


def _mend_arrows(font: TTFont) -> None:
    """Let the arrows stretch whose last part says that it joins at its free end.

    Browsers do not stretch a glyph whose parts cannot overlap as far as the font itself demands
    (OpenType, "MATH", MathVariants: MinConnectorOverlap). Three arrows of STIX Two Math are so.
    """
    variants = font["MATH"].table.MathVariants
    for glyph in variants.HorizGlyphConstruction:
        parts = glyph.GlyphAssembly.PartRecords if glyph.GlyphAssembly else []
        last = parts[-1] if len(parts) > 1 else None
        if last and last.StartConnectorLength < variants.MinConnectorOverlap:
            last.StartConnectorLength = last.EndConnectorLength
            last.EndConnectorLength = 0


def _characters(ranges: tuple[str, ...]) -> Iterator[int]:
    for each in ranges:
        first, _, last = each.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)
