"""Read the rich text of CSL-JSON into text and safe HTML.

Source: the CSL-JSON documentation, "HTML-like formatting tags", and what Crossref and Pandoc write.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape

from sitegen.research.latex_text import LatexText

__all__ = ["convert_csl"]

_MARKUP = re.compile(
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
_SPACES = re.compile(r"[ \t\n]+")


def convert_csl(source: str) -> LatexText:
    """Return a text of CSL; tags that are not CSL's own stay visible as text."""
    if "<" not in source and "&" not in source and "]{." not in source:
        return LatexText(escape(_tidy(source), quote=False))
    pieces: list[str] = []
    opened: list[tuple[str, str]] = []  # names as they were written, and elements
    at = 0
    for found in _MARKUP.finditer(source):
        pieces.append(_escaped(source[at : found.start()]))
        at = found.end()
        if found["kept"]:
            pieces.append(_span(found["class"].casefold(), _escaped(found["kept"])))
        elif found["close"]:
            pieces.append(_close(found["name"].casefold(), opened))
        else:
            pieces.append(_open(found, opened))
    pieces.append(_escaped(source[at:]))
    pieces += [_end_of(element) for _, element in reversed(opened)]
    return LatexText(_tidy("".join(pieces)))


def _open(found: re.Match[str], opened: list[tuple[str, str]]) -> str:
    name = found["name"].casefold()
    rest = (found["rest"] or "").casefold()
    element = _ELEMENTS.get(name, "")
    if name == "span" and "nocase" in rest:
        element = 'span class="nocase"'
    elif name == "span" and re.search(r"small-?caps", rest):
        element = 'span class="small-caps"'
    opened.append((name, element))
    if element:
        return f"<{element}>"
    return " "  # a paragraph, or a span of another kind


def _close(name: str, opened: list[tuple[str, str]]) -> str:
    """Close an element and those inside it; one that nothing opens is left out."""
    if name not in (each for each, _ in opened):
        return ""
    pieces = []
    while opened:
        inner, element = opened.pop()
        pieces.append(_end_of(element))
        if inner == name:
            break
    return "".join(pieces)


def _end_of(element: str) -> str:
    return f"</{element.partition(' ')[0]}>" if element else " "


def _span(kind: str, inner: str) -> str:
    return f'<span class="{"nocase" if kind == "nocase" else "small-caps"}">{inner}</span>'


def _escaped(text: str) -> str:
    return escape(unescape(text), quote=False)


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip())
