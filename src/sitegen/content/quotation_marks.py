"""The quotation marks of languages."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sitegen.config import nearest_language

__all__ = ["QuotationMarks", "quotation_marks"]


class QuotationMarks(NamedTuple):
    """What opens and closes a quotation, and one within another."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


_ENGLISH = "“ ” ‘ ’"
_GERMAN = "„ “ ‚ ‘"
_GUILLEMETS = "« » ‹ ›"
_ROMANCE = "« » “ ”"
_NORDIC = "” ” ’ ’"
_CORNERS = "「 」 『 』"
#: By language; `_` stands for a space at which no line breaks, `~` for a narrow one.
_WRITTEN = {
    "en": _ENGLISH,
    "ar": _GUILLEMETS,
    "be": "« » „ “",
    "bg": _GERMAN,
    "ca": _ROMANCE,
    "cs": _GERMAN,
    "da": _NORDIC,
    "de": _GERMAN,
    "de-ch": _GUILLEMETS,
    "de-li": _GUILLEMETS,
    "el": _ROMANCE,
    "es": _ROMANCE,
    "es-mx": _ENGLISH,
    "et": _GERMAN,
    "eu": _ROMANCE,
    "fa": _GUILLEMETS,
    "fi": _NORDIC,
    "fr": "«~ ~» “ ”",
    "fr-ca": "«_ _» “ ”",
    "fr-ch": "«~ ~» ‹~ ~›",
    "gl": _ROMANCE,
    "he": _NORDIC,
    "hr": "„ ” ‚ ’",
    "hu": "„ ” » «",
    "hy": _ROMANCE,
    "is": _GERMAN,
    "it": _ROMANCE,
    "it-ch": _GUILLEMETS,
    "ja": _CORNERS,
    "ka": _GERMAN,
    "lb": _GERMAN,
    "lt": _GERMAN,
    "mk": _GERMAN,
    "nb": "« » ‘ ’",
    "nn": "« » ‘ ’",
    "no": "« » ‘ ’",
    "pl": "„ ” « »",
    "pt": _ENGLISH,
    "pt-pt": _ROMANCE,
    "ro": "„ ” « »",
    "ru": "« » „ “",
    "sk": _GERMAN,
    "sl": _GERMAN,
    "sr": "„ “ ‘ ’",
    "sv": _NORDIC,
    "uk": "« » „ “",
    "zh-hant": _CORNERS,
    "zh-hk": _CORNERS,
    "zh-tw": _CORNERS,
}
_SPACES = str.maketrans({"_": "\u00a0", "~": "\u202f"})


@lru_cache(maxsize=256)
def quotation_marks(language: str) -> QuotationMarks:
    """Return the marks of a language, such as `de` or `fr-CA`; those of English if not known."""
    written = _WRITTEN[nearest_language(language, _WRITTEN) or "en"]
    return QuotationMarks(*written.translate(_SPACES).split(" "))
