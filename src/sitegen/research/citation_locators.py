"""Read locators out of what stands behind the key of a citation: `pp. 3–5, and elsewhere`.

After Pandoc: a locator is a word such as `p.` or `chap.` and a value, or a number alone, which is a
page; in braces, it may be anything, `{ch. A, sect. B}`. Words are those of CSL's terms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.research.csl.locale import Locale

__all__ = ["LOCATORS", "Locator", "LocatorReader"]

#: What a locator may count, in CSL's words.
LOCATORS = (
    "act", "appendix", "article-locator", "book", "canon", "chapter", "column", "elocation",
    "equation", "figure", "folio", "issue", "line", "note", "opus", "page", "paragraph", "part",
    "rule", "scene", "section", "sub-verbo", "supplement", "table", "timestamp", "title-locator",
    "verse", "volume",
)  # fmt: skip
_PAGE = "page"
_LEAD = compile_late(r"\s*,?\s*")
_BRACES = compile_late(r"\{([^{}]*)\}")
_WORD = compile_late(r"[^\W\d_]+(?:’[^\W\d_]+)?\.?|[§¶#]+")
_NUMBER = r"(?:[^\W\d_]{0,3}\d[\w.:]*(?<![.:])|[ivxlcdm]+(?!\w)|[IVXLCDM]+(?!\w))"
_RANGE = rf"{_NUMBER}(?:\s?(?:-{{1,3}}|[–—])\s?{_NUMBER})?(?:\s?f{{1,2}}\.?(?!\w))?"
_VALUE = compile_late(rf"\s*({_RANGE}(?:\s?(?:,|&amp;|&|\band\b)\s?{_RANGE})*)")
_DASHES = compile_late("-{2,3}")
_DIGIT = compile_late(r"\d")


class Locator(NamedTuple):
    """What is cited of a work: `label` is one of `LOCATORS`; `rest` is what follows it."""

    label: str = ""
    value: str = ""
    rest: str = ""


class LocatorReader:
    """Reads locators by the words of some languages; what it has read once, it knows."""

    def __init__(self, locales: Iterable[Locale]) -> None:
        self._words = _words_of(locales)
        self._known: dict[str, Locator] = {"": Locator()}

    def read(self, suffix: str) -> Locator:
        """Return the locator at the beginning of a suffix, and the rest; all of it without one."""
        found = self._known.get(suffix)
        if found is None:
            found = self._known[suffix] = _read(suffix, self._words)
        return found


def _words_of(locales: Iterable[Locale]) -> dict[str, str]:
    """Map the words for locators, as `_fold` has them without a full stop, to `LOCATORS`."""
    words: dict[str, str] = {}
    for locale in locales:
        for label in LOCATORS:
            for form in ("symbol", "short", "long"):
                for plural in (True, False):
                    word = locale.term(label, form, plural=plural)
                    if word:
                        words[_fold(word).rstrip(".")] = label
    return words


def _read(suffix: str, words: Mapping[str, str]) -> Locator:
    at = _match_end(_LEAD, suffix, 0)
    braces = _BRACES.match(suffix, at)
    if braces:
        label, value = _split_label(braces[1].strip(), words)
        return Locator(label or _PAGE, value, suffix[braces.end() :])
    label, start = _label_at(suffix, at, words)
    found = _VALUE.match(suffix, start)
    if found is None or not (label or _DIGIT.search(found[1])):
        return Locator(rest=suffix)
    return Locator(label or _PAGE, _DASHES.sub("-", found[1]), suffix[found.end() :])


def _fold(word: str) -> str:
    """Return a word, or several, without what does not tell it from others; it stays as long."""
    folded = "".join(one if len(one := each.casefold()) == 1 else each for each in word)
    return folded.replace("\u00a0", " ").replace("'", "’")


def _match_end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _label_at(text: str, at: int, words: Mapping[str, str]) -> tuple[str, int]:
    """Return the label that begins at a place, and where it ends; a word may be of two parts."""
    text = _fold(text)
    first = _WORD.match(text, at)
    if first is None:
        return "", at
    second = _WORD.match(text, first.end() + text.startswith(" ", first.end()))
    for end in (second.end() if second else -1, first.end()):
        label = words.get(text[at:end].rstrip(".")) if end >= 0 else None
        if label:
            return label, end
    return "", at


def _split_label(text: str, words: Mapping[str, str]) -> tuple[str, str]:
    label, end = _label_at(text, 0, words)
    return label, text[end:].strip()
