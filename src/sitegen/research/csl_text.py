"""Read the rich text of CSL-JSON into text and safe HTML.

Source: the CSL-JSON documentation, "HTML-like formatting tags", and what Crossref and Pandoc write.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape
from typing import NamedTuple

from sitegen.content.formulas import find_formulas, formula_html, may_hold_formulas
from sitegen.late_patterns import compile_late
from sitegen.research.latex_text import LatexText

__all__ = ["convert_csl"]

_MARKUP = compile_late(
    r"<(?P<close>/?)(?:jats:)?(?P<name>i|em|italic|b|strong|bold|sup|sub|sc|scp|span|p|title|sec)"
    r"(?P<rest>\s[^<>]{0,80})?\s*/?>"
    r"|\[(?P<kept>[^\[\]]{1,200})\]\{\.(?P<class>nocase|smallcaps)\}",
    re.IGNORECASE,
)
_ELEMENTS = {
    **dict.fromkeys(("i", "em", "italic"), "i"),
    **dict.fromkeys(("b", "strong", "bold"), "b"),
    "sup": "sup",
    "sub": "sub",
    **dict.fromkeys(("sc", "scp"), 'span class="small-caps"'),
}
_SPACES = compile_late(r"[ \t\n]+")


def convert_csl(source: str) -> LatexText:
    """Return a text of CSL; tags that are not CSL's own stay visible as text."""
    if "<" not in source and "&" not in source and "]{." not in source:
        return LatexText(_tidy(_escaped(source)))
    pieces: list[str] = []
    opened: list[_Opened] = []
    at = 0
    for found in _MARKUP.finditer(source):
        pieces.append(_escaped(source[at : found.start()]))
        at = found.end()
        if found["kept"]:
            pieces.append(_span(found["class"].casefold(), _escaped(found["kept"])))
        elif found["close"]:
            pieces.append(_close(found, opened))
        else:
            opened.append(_Opened(found["name"].casefold(), _element(found), len(pieces)))
            pieces.append(f"<{opened[-1].element}>" if opened[-1].element else " ")
    pieces.append(_escaped(source[at:]))
    for each in opened:  # what nothing closes is no tag
        pieces[each.place] = escape(f"<{each.name}>", quote=False) if each.element else " "
    return LatexText(_tidy("".join(pieces)))


class _Opened(NamedTuple):
    """An element that is open: its name as it was written, what it becomes, and its piece."""

    name: str
    element: str
    place: int


def _element(found: re.Match[str]) -> str:
    """Return the element that a tag becomes; nothing for a paragraph, or another kind of span."""
    name = found["name"].casefold()
    rest = (found["rest"] or "").casefold()
    if name == "span" and "nocase" in rest:
        return 'span class="nocase"'
    if name == "span" and re.search(r"small-?caps", rest):
        return 'span class="small-caps"'
    return _ELEMENTS.get(name, "")


def _close(found: re.Match[str], opened: list[_Opened]) -> str:
    """Close an element and those inside it; the end of one that nothing opens is text."""
    name = found["name"].casefold()
    if name not in (each.name for each in opened):
        return escape(found[0], quote=False)
    pieces = []
    while opened:
        inner = opened.pop()
        pieces.append(f"</{inner.element.partition(' ')[0]}>" if inner.element else " ")
        if inner.name == name:
            break
    return "".join(pieces)


def _span(kind: str, inner: str) -> str:
    return f'<span class="{"nocase" if kind == "nocase" else "small-caps"}">{inner}</span>'


def _escaped(text: str) -> str:
    """Return text as HTML, its formulas marked as such."""
    text = unescape(text)
    if not may_hold_formulas(text):
        return escape(text, quote=False)
    pieces, done = [], 0
    for each in find_formulas(text):
        pieces.append(escape(text[done : each.start], quote=False))
        pieces.append(formula_html(text[each.start : each.end], is_display=each.is_display))
        done = each.end
    return "".join((*pieces, escape(text[done:], quote=False)))


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip())
