"""Emphasis, code, superscripts and subscripts in titles: `*E. coli* in H~2~O`, as in Quarto.

A title is one line of plain text, so emphasis and code are markup at the edges of words only.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from sitegen.content.script_marks import TERM
from sitegen.late_patterns import compile_late

__all__ = ["TitleText", "may_hold_markup", "read_title"]

_SIGNS = frozenset("*_`^~\\")
_MARKUP = compile_late(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?<![\w`])`(?P<code>[^`]+)`(?![\w`])"
    r"|(?<![\w*])\*\*(?=\S)(?P<strong>[^*]{1,500})(?<=\S)\*\*(?![\w*])"
    r"|(?<![\w*])\*(?=\S)(?P<em>[^*]{1,500})(?<=\S)\*(?![\w*])"
    r"|(?<![\w_])_(?=\S)(?P<i>[^_]{1,500})(?<=\S)_(?![\w_])"
    rf"|(?<![\[^])\^(?:(?<!\w\^)|(?={TERM}\^[^\W\d_])|(?=[^\s^\[\]]+\^(?!\w)))"
    r"(?P<sup>[^\s^\[\]]{1,20})\^(?!\^)"
    r"|(?<!~)~(?P<sub>[^\s~]{1,20})~(?!~)"
)
_ELEMENTS = {"i": "em"}
#: An exponent as plain text: `10^-3^` is not 10-3.
_EXPONENTS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_EXPONENT = compile_late(r"[+\-−]?[0-9]+")


class TitleText(NamedTuple):
    """A title as plain text, and as HTML."""

    text: str
    html: str


def may_hold_markup(text: str) -> bool:
    """Tell quickly whether a title may hold markup: few do."""
    return not _SIGNS.isdisjoint(text)


def read_title(text: str) -> TitleText:
    """Return a title, or a part of one, without the signs of its markup, and with it."""
    plain: list[str] = []
    marked: list[str] = []
    done = 0
    for found in _MARKUP.finditer(text):
        before = text[done : found.start()]
        inner, shown = _read_match(found)
        plain += (before, inner)
        marked += (html.escape(before, quote=False), shown)
        done = found.end()
    rest = text[done:]
    return TitleText("".join((*plain, rest)), "".join((*marked, html.escape(rest, quote=False))))


def _read_match(found: re.Match[str]) -> TitleText:
    kind = found.lastgroup or ""
    written = found[kind]
    if kind == "escaped":
        return TitleText(written, html.escape(written, quote=False))
    # In code, nothing else is markup.
    inner = TitleText(written, html.escape(written, quote=False))
    if kind in {"strong", "em", "i"}:
        inner = read_title(written)
    elif kind == "sup" and _EXPONENT.fullmatch(written):
        inner = TitleText(written.translate(_EXPONENTS), inner.html)
    element = _ELEMENTS.get(kind, kind)
    return TitleText(inner.text, f"<{element}>{inner.html}</{element}>")
