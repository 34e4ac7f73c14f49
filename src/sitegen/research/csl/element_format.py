"""The attributes that any element may have: formatting, affixes, quotation marks, case.

Source: the CSL 1.0.2 specification, "Attributes", from "Affixes" to "Text-case".
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sitegen.model import is_family_first
from sitegen.research.csl.rich_text import PLAIN, Format, Span
from sitegen.research.csl.text_case import change_case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sitegen.research.csl.rich_text import Rich
    from sitegen.research.csl.scene import Scene
    from sitegen.research.csl.xml_tree import Element

__all__ = ["as_it_is", "format_of", "read_format", "strip_periods", "styled"]

_ENGLISH = "en"
#: Marks that no quotation ends with, where full stops and commas do not move into it.
_BEHIND_QUOTES = (",", ";", ":")
_ATTRIBUTES = (
    "font-style",
    "font-variant",
    "font-weight",
    "text-decoration",
    "vertical-align",
    "quotes",
    "display",
)


def read_format(attributes: Mapping[str, str]) -> Format:
    """Return the format that an element's attributes describe."""
    return _format(*(attributes.get(name, "") for name in _ATTRIBUTES))


@lru_cache(maxsize=512)
def _format(style: str, variant: str, weight: str, decoration: str, vertical: str, quotes: str,
            display: str) -> Format:  # fmt: skip
    look = Format(style, variant, weight, decoration, vertical, quotes == "true", display=display)
    return PLAIN if look == PLAIN else look


def format_of(
    element: Element, *, affixes: bool = True, inner: bool = False
) -> Callable[[Rich, Scene], Rich]:
    """Return what formats the text of an element.

    `affixes` is for prefix and suffix, which stand outside the format, or `inner` within it.
    """
    attributes = element.attributes
    look = read_format(attributes)
    block = Format(display=look.display) if look.display else PLAIN
    look = replace(look, display="") if look.display else look
    look = PLAIN if look == PLAIN else look
    prefix = attributes.get("prefix", "") if affixes else ""
    suffix = attributes.get("suffix", "") if affixes else ""
    case = attributes.get("text-case", "")
    stripped = attributes.get("strip-periods") == "true"
    if look is PLAIN and block is PLAIN and not (prefix or suffix or case or stripped):
        return as_it_is
    if look is PLAIN and block is PLAIN and not (case or stripped or inner):
        return _affixing(prefix, suffix)

    #: A word of the locale has a capital in title case, whatever its language.
    is_word = element.name == "label" or "term" in attributes
    #: Han and kana have no italics: titles in them stay upright.
    upright_instead = look == Format(style="italic") and "variable" in attributes

    def apply(text: Rich, scene: Scene) -> Rich:
        if not text:
            return text
        if stripped:
            text = strip_periods(text)
        if case:
            text = change_case(text, case, _ENGLISH if is_word else scene.language)
        if inner:
            text = _affixed(text, prefix, suffix)
        if look is not PLAIN and not (upright_instead and _is_east_asian(text)):
            text = _spanned(text, look, scene)
        if inner:
            return text
        text = _affixed(text, prefix, suffix)
        return [Span(text, block)] if block is not PLAIN else text

    return apply


def _is_east_asian(text: Rich) -> bool:
    first = text[0]
    return isinstance(first, str) and not first.isascii() and is_family_first(first)


def _spanned(text: Rich, look: Format, scene: Scene) -> Rich:
    """Return a text in a format; in quotation marks, without the mark that stands behind these."""
    last = text[-1]
    if (
        not look.quotes
        or scene.locale.punctuation_in_quote
        or not (isinstance(last, str) and last.endswith(_BEHIND_QUOTES) and len(last) > 1)
    ):
        return [Span(text, look)]
    return [Span([*text[:-1], type(last)(last[:-1])], look), last[-1]]


def as_it_is(text: Rich, _scene: Scene) -> Rich:
    """Return a text of an element without a format."""
    return text


def _affixing(prefix: str, suffix: str) -> Callable[[Rich, Scene], Rich]:
    """Return what writes a prefix and a suffix around a text, of which there is one at least."""
    if not prefix:
        return lambda text, _: [*text, suffix] if text else text
    if not suffix:
        return lambda text, _: [prefix, *text] if text else text
    return lambda text, _: [prefix, *text, suffix] if text else text


def _affixed(text: Rich, prefix: str, suffix: str) -> Rich:
    if prefix:
        text = [prefix, *text]
    return [*text, suffix] if suffix else text


def styled(text: Rich, attributes: Mapping[str, str], scene: Scene) -> Rich:
    """Return a text with the format and the affixes of attributes."""
    case = attributes.get("text-case", "")
    if case and text:
        text = change_case(text, case, scene.language)
    look = read_format(attributes)
    if look is not PLAIN and text:
        text = [Span(text, look)]
    return _affixed(text, attributes.get("prefix", ""), attributes.get("suffix", ""))


def strip_periods(text: Rich) -> Rich:
    """Return a text without its full stops."""
    return [
        type(each)(each.replace(".", ""))
        if isinstance(each, str)
        else Span(strip_periods(each.children), each.format)
        if isinstance(each, Span)
        else each
        for each in text
    ]
