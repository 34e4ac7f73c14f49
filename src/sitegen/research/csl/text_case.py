"""Change the case of formatted text: title case and sentence case, capitals, small letters.

Source: the CSL 1.0.2 specification, "Text-case" and "Title Case Conversion". Text in `nocase`,
superscripts, subscripts and small capitals of a field keeps its case.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.research.csl.rich_text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sitegen.research.csl.rich_text import Rich

__all__ = ["change_case"]

#: Words that title case leaves small, unless they are the first or the last: articles,
#: conjunctions and prepositions, and particles of names.
_SMALL_WORDS = frozenset(
    (
        "a about above across after against along amid among an and around as at atop before"
        " behind below beneath beside between beyond but by c ca circa d' d’ de despite down"
        " during et except for from given in inside into like near next nor of off on onto or out"
        " over per plus pro qua sans since so than the through throughout till to toward towards"
        " under underneath until unto up upon v v. van versus via von vs vs. with within without"
        " yet"
    ).split()
)
_WORD = compile_late(
    r"(?:[dl]['’])?[^\s\-–—/:.!?\ufdd0\ufdd1\"“”()\[\],;]+(?:\.[^\s\-–—/:.!?\ufdd0\ufdd1]+)*\.?"
)
#: A word, or a part of one with a hyphen: each may get a capital of its own.
_PART = re.compile(r"[^\s\-–—/:.,;!?\ufdd0\ufdd1\"“”()\[\]]+")
_ABBREVIATED = compile_late(r"(?:[^\W\d_]\.){2}")
#: Where the colon may stand that a word follows.
_NEAR = 20
_PARTICLES = frozenset({"d'", "d’"})
_MARK = "\ufdd0"
_QUOTE = "\ufdd1"
_TURKIC = frozenset({"tr", "az"})
_PROTECTING = frozenset({"sup", "sub"})


def change_case(text: Rich, how: str, language: str) -> Rich:
    """Return a text in another case.

    `how` is `lowercase`, `uppercase`, `capitalize-first`, `capitalize-all`, `sentence` or `title`.
    `language` is that of the entry; title case is for English only.
    """
    if how == "capitalize-first" and (begun := _with_capital(text, language)) is not None:
        return begun
    pieces: list[str] = []
    protected: list[bool] = []
    _collect(text, pieces, protected, inside=False)
    whole = "".join(pieces)
    mask: list[bool] = []
    for piece, flag in zip(pieces, protected, strict=True):
        mask += [flag] * len(piece)
    changed = _CHANGES[how](whole, mask, language) if how in _CHANGES else list(whole)
    return _rebuilt(text, iter(pieces), iter(changed))


def _with_capital(text: Rich, language: str) -> Rich | None:
    """Return a text whose first word has a capital, if that word ends in the first piece."""
    first = text[0] if text else ""
    if not isinstance(first, str):
        return None
    at = 0 if first[:1].isalnum() else _first_letter(first, 0, len(first))
    letter = first[at : at + 1]
    if not letter.isalnum():
        return None
    if letter.isupper():
        return text
    word = _PART.match(first, at)
    if word is None or (word.end() == len(first) and len(text) > 1):
        return None
    if not word[0].islower():
        return text
    return [type(first)(first[:at] + _upper(letter, language) + first[at + 1 :]), *text[1:]]


def _collect(text: Rich, pieces: list[str], protected: list[bool], *, inside: bool) -> None:
    for each in text:
        if isinstance(each, str):
            pieces.append(each)
            protected.append(inside)
        elif isinstance(each, Span):
            look = each.format
            kept = look.by_field and (look.vertical in _PROTECTING or bool(look.variant))
            if look.quotes:
                pieces.append(_QUOTE)
                protected.append(True)
            _collect(
                each.children,
                pieces,
                protected,
                inside=inside or kept or look.nocase or look.nodecor,
            )
            if look.quotes:
                pieces.append(_QUOTE)
                protected.append(True)
        else:
            pieces.append(_MARK)
            protected.append(True)


def _rebuilt(text: Rich, pieces: Iterator[str], changed: Iterator[str]) -> Rich:
    rebuilt: Rich = []
    for each in text:
        if isinstance(each, str):
            count = len(next(pieces))
            rebuilt.append(type(each)("".join(islice(changed, count))))
        elif isinstance(each, Span):
            if each.format.quotes:
                next(pieces), next(changed)
            rebuilt.append(Span(_rebuilt(each.children, pieces, changed), each.format))
            if each.format.quotes:
                next(pieces), next(changed)
        else:
            next(pieces), next(changed)
            rebuilt.append(each)
    return rebuilt


def _upper(char: str, language: str) -> str:
    if char == "i" and language[:2] in _TURKIC:
        return "İ"
    return char.upper()


def _lower(char: str, language: str) -> str:
    if char == "I" and language[:2] in _TURKIC:
        return "ı"
    return char.lower()


def _uppercase(text: str, mask: list[bool], language: str) -> list[str]:
    pairs = zip(text, mask, strict=True)
    return [char if kept else _upper(char, language) for char, kept in pairs]


def _lowercase(text: str, mask: list[bool], language: str) -> list[str]:
    pairs = zip(text, mask, strict=True)
    return [char if kept else _lower(char, language) for char, kept in pairs]


def _capitalize_first(text: str, mask: list[bool], language: str) -> list[str]:
    chars = list(text)
    for at, char in enumerate(chars):
        if char.isalnum():
            part = _PART.match(text, at)
            if not mask[at] and part and part[0].islower():
                chars[at] = _upper(char, language)
            break
    return chars


def _words(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"[^\s\ufdd0\ufdd1]+", text)]


def _capitalize_all(text: str, mask: list[bool], language: str) -> list[str]:
    chars = list(text)
    for part in _PART.finditer(text):
        start, end = part.span()
        if not mask[start] and part[0].islower():
            at = _first_letter(text, start, end)
            chars[at] = _upper(text[at], language)
    return chars


def _first_letter(text: str, start: int, end: int) -> int:
    return next((at for at in range(start, end) if text[at].isalnum()), start)


def _sentence(text: str, mask: list[bool], language: str) -> list[str]:
    """Only the first letter is a capital; words in capitals stay unless all of the text is."""
    free = "".join(char for char, kept in zip(text, mask, strict=True) if not kept)
    if free.isupper():
        chars = _lowercase(text, mask, language)
    else:
        chars = list(text)
        for start, end in _words(text):
            word = text[start:end]
            rest = word[_first_letter(word, 0, len(word)) + 1 :]
            if not mask[start] and (rest.islower() or not any(map(str.isalpha, rest))):
                chars[start:end] = [_lower(char, language) for char in word]
    joined = "".join(chars)
    if len(joined) != len(chars):
        return chars
    return _capitalize_first(joined, mask, language)


def _title(text: str, mask: list[bool], language: str) -> list[str]:
    if language and not language.startswith("en"):
        return list(text)
    chars = list(text)
    words = [found.span() for found in _WORD.finditer(text)]
    for index, (start, end) in enumerate(words):
        word = text[start:end]
        if any(mask[start:end]) or not word.islower():
            continue
        first = index == 0 or _after_break(text, start)
        hyphened = _before_hyphen(text, start, end)
        is_small = word in _SMALL_WORDS and index < len(words) - 1
        if not (first or hyphened) and (is_small or _is_symbol(word)):
            continue
        if word[:2] in _PARTICLES and not first:
            continue
        if len(word) > 1 or word.isascii():  # no sign such as `β`
            at = _first_letter(text, start, end)
            chars[at] = _upper(text[at], language)
    return chars


def _is_symbol(word: str) -> bool:
    """Tell whether a word is a letter, such as `m`, or an abbreviation of some, such as `i.e.`."""
    return len(word) == 1 or bool(_ABBREVIATED.match(word))


def _after_break(text: str, start: int) -> bool:
    """Tell whether a word follows a colon, or a question or exclamation mark."""
    near = text[max(start - _NEAR, 0) : start]
    before = near.rstrip(" \u00a0\ufdd1\ufdd0\"'“‘(")
    return before != near and before[-1] in ":!?" if before else start <= _NEAR


def _before_hyphen(text: str, start: int, end: int) -> bool:
    return text[end : end + 1] == "-" and text[start - 1 : start] not in {"-", ""}


_CHANGES: dict[str, Callable[[str, list[bool], str], list[str]]] = {
    "lowercase": _lowercase,
    "uppercase": _uppercase,
    "capitalize-first": _capitalize_first,
    "capitalize-all": _capitalize_all,
    "sentence": _sentence,
    "title": _title,
}
