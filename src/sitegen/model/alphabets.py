"""List the letters that languages do not sort as English does, after CLDR's collations.

A rule names a letter, then those that follow it as letters of their own: `z å ä ö`. Those with a
slash between them are one letter for sorting: `ö/ø`. Rules are separated by `; `.
"""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["ALPHABETS", "EVERYWHERE"]

_NORDIC = "z æ/ä ø/ö/ő å/aa; y/ü"
_SWEDISH = "z å ä/æ ö/ø; y/ü"
_SOUTH_SLAVIC = "c č ć; d dž đ; l lj; n nj; s š; z ž"

#: What holds in all languages that say nothing else: letters that do not decompose, Cyrillic ones
#: that do although they are letters of their own.
EVERYWHERE = "o/ø; d/đ/ð; l/ł; ae/æ; oe/œ; th/þ; i/ı; h/ħ; n/ŋ; e ə; и й; і ї; у ў; г ґ ѓ; к ќ"

ALPHABETS = MappingProxyType(
    {
        "az": "c ç; e ə; g ğ; h x ı; o ö; s ş; u ü",
        "be": "е ё; з і; у ў",
        "bs": _SOUTH_SLAVIC,
        "cs": "c č; h ch; r ř; s š; z ž",
        "cy": "c ch; d dd; f ff; g ng; l ll; p ph; r rh; t th",
        "da": _NORDIC,
        "eo": "c ĉ; g ĝ; h ĥ; j ĵ; s ŝ; u ŭ",
        "es": "n ñ",
        "et": "s š z ž; w õ ä ö ü",
        "fi": _SWEDISH,
        "fo": "a á; d ð; i í; o ó; u ú; y ý; z æ/ä ø/ö å",
        "gl": "n ñ",
        "hr": _SOUTH_SLAVIC,
        "hu": "c cs; d dz dzs; g gy; l ly; n ny; o ö/ő; s sz; t ty; u ü/ű; z zs",
        "is": "a á; d ð; e é; i í; o ó; u ú; y ý; z þ æ ö/ø å",
        "lt": "c č; i/į/y; s š; z ž",
        "lv": "c č; g ģ; i y; k ķ; l ļ; n ņ; r ŗ; s š; z ž",
        "mk": "г ѓ; з ѕ; и ј; к ќ; л љ; н њ; ч џ",
        "nb": _NORDIC,
        "nn": _NORDIC,
        "no": _NORDIC,
        "pl": "a ą; c ć; e ę; l ł; n ń; o ó; s ś; z ź ż",
        "ro": "a ă â; i î; s ș/ş; t ț/ţ",
        "sk": "a ä; c č; h ch; o ô; r ř; s š; z ž",
        "sl": "c č ć; d đ; s š; z ž",
        "sq": "c ç; d dh; e ë; g gj; l ll; n nj; r rr; s sh; t th; x xh; z zh",
        "sr": f"{_SOUTH_SLAVIC}; д ђ; и ј; л љ; н њ; т ћ; ч џ",
        "sv": _SWEDISH,
        "tr": "c ç; g ğ; h ı; o ö; s ş; u ü",
        "uk": "г ґ; е є; и і ї й",
    }
)
