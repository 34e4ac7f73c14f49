"""Choose the font faces that a text needs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from sitegen.late_patterns import compile_late
from sitegen.model import FontFace, Stored

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Fallback", "FontBook", "without_outdone"]

#: Han letters look otherwise in each language: names of fonts drawn for one.
_HAN = {
    "ja": r"\bJP\b|Japan|Hiragino|Yu ?Gothic|Yu ?Mincho|Meiryo|Takao|IPA|VL ?Gothic",
    "ko": r"\bKR\b|\bKorea|Malgun|Nanum|Batang|Gulim|Apple SD|UnDotum|Baekmuk",
    "zh-hant": r"\b[TH]C\b|\bTW\b|\bHK\b|JhengHei|MingLiU|Uming|Ukai|Taiwan|Hong ?Kong",
    "zh": r"\bSC\b|\bCN\b|YaHei|SimSun|SimHei|WenQuanYi|China|Heiti SC|Droid Sans Fallback",
}
_HAN_LETTER = compile_late("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = compile_late("[\u3040-\u30ff\u31f0-\u31ff]")
_HANGUL = compile_late("[\u1100-\u11ff\uac00-\ud7af]")


class Fallback(Stored, frozen=True):
    """A face of this machine, and those of the wanted characters that it has."""

    face: FontFace
    name: str
    characters: frozenset[str]


class FontBook(msgspec.Struct, frozen=True, kw_only=True):
    """The faces for titles and for other text, and, best first, those for what these lack.

    `characters` are those of the wanted ones that both of the first have; `unshaped` are letters
    that nothing on this machine can join; `engine` names what draws.
    """

    heading: FontFace
    text: FontFace
    characters: frozenset[str]
    engine: str
    fallbacks: tuple[Fallback, ...] = ()
    unshaped: frozenset[str] = frozenset()

    def choose(self, letters: frozenset[str], language: str) -> tuple[FontFace, ...]:
        """Return faces that have these letters, those for titles and other text always first.

        What is chosen depends on the letters and the language alone, not on other texts.
        """
        missing = letters - self.characters
        faces = [self.heading, self.text]
        ranked = _for_language(self.fallbacks, letters, language) if missing else []
        while missing:
            best = max(ranked, key=lambda each: len(missing & each.characters), default=None)
            if best is None or not missing & best.characters:
                break
            faces.append(best.face)
            missing -= best.characters
        return tuple(faces)

    def lacks(self, letters: frozenset[str]) -> frozenset[str]:
        """Return the letters that no face has."""
        return letters.difference(self.characters, *(each.characters for each in self.fallbacks))


def without_outdone(fallbacks: Iterable[Fallback]) -> tuple[Fallback, ...]:
    """Return the faces that `FontBook.choose` may ever take, of these, best first."""
    kept: list[Fallback] = []
    for each in fallbacks:
        wanted = _languages(each.name)
        if not any(
            each.characters <= other.characters and wanted <= _languages(other.name)
            for other in kept
        ):
            kept.append(each)
    return tuple(kept)


def _for_language(
    fallbacks: Iterable[Fallback], letters: frozenset[str], language: str
) -> list[Fallback]:
    """Return the faces, those first that draw Han letters as this language writes them."""
    text = "".join(sorted(letters))
    if not _HAN_LETTER.search(text):
        return list(fallbacks)
    wanted = _language_of_han(text, language.casefold())
    return sorted(fallbacks, key=lambda each: wanted not in _languages(each.name))


@lru_cache(maxsize=1024)
def _languages(name: str) -> frozenset[str]:
    """Return the languages for which a font's Han letters are drawn, by its name."""
    return frozenset(
        each for each, pattern in _HAN.items() if re.search(pattern, name, re.IGNORECASE)
    )


def _language_of_han(text: str, language: str) -> str:
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    primary, _, rest = language.partition("-")
    if primary == "zh" and rest.startswith(("hant", "tw", "hk", "mo")):
        return "zh-hant"
    return primary if primary in _HAN else "zh"
