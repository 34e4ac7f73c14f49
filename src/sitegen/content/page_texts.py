"""The summary of a page, how many words it has, and how long it takes to read."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING

from sitegen.content.construct import Slot
from sitegen.content.directive_names import MARGIN_CLASSES
from sitegen.content.html_fragment import parse_fragment
from sitegen.content.html_text import plain_text, text_of
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.content.slots import text_in_summary
from sitegen.late_patterns import compile_late
from sitegen.model import CrossReference

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from sitegen.content.prepared_source import PreparedSource

__all__ = [
    "count_words",
    "first_paragraph",
    "leave_margin_notes",
    "leave_references",
    "name_links",
    "shorten",
]

#: Returns the texts of headings by id.
Titles = Callable[[], Mapping[str, str]]

_CJK = compile_late("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
#: With which bytes these characters, and some others, begin in UTF-8.
_CJK_BYTES = bytes(range(0xE3, 0xF0))
_WORDS_A_MINUTE = 220
_CJK_A_MINUTE = 450
_SUMMARY_LENGTH = 280
_MARGIN_NOTE = ", ".join(f".{name}" for name in ("margin-note", *sorted(MARGIN_CLASSES)))
#: What may give a page its summary if it has no paragraph.
_OTHER_TEXT = frozenset({"ul", "ol", "dl", "blockquote", "div", "section", "details", "aside"})


def first_paragraph(
    root: LexborNode, prepared: PreparedSource, titles: Titles | None = None
) -> str:
    """Return the text of the first paragraph, or of the first list or quotation without one.

    `prepared` has what stands in slots: see `leave_references`. `titles` returns the texts of the
    page's headings by id; without it, no link of the page is without text.
    """
    otherwise = ""
    for node in root.iter():
        if node.tag == "p":
            own = _without_margin_notes(node)
            text = plain_text(own)
            if text:
                shown = _with_link_texts(own, titles) if titles else own
                has_more = leave_references(shown, prepared) or shown is not own
                return plain_text(shown) if has_more else text
        elif node.tag in _OTHER_TEXT:
            otherwise = otherwise or _text_inside(_without_margin_notes(node))
    return otherwise


def _without_margin_notes(node: LexborNode) -> LexborNode:
    """Return a block without what stands beside it; it is the same if nothing does."""
    if node.css_first(_MARGIN_NOTE) is None:
        return node
    _, copy = parse_fragment(node.html or "")
    leave_margin_notes(copy)
    return copy


def leave_margin_notes(root: LexborNode) -> None:
    """Take out what stands in the margin of a page: a summary has none."""
    for note in root.css(_MARGIN_NOTE):
        note.decompose()


def _with_link_texts(node: LexborNode, titles: Titles) -> LexborNode:
    """Return a paragraph in which each link has a text; it is the same if each has one."""
    if all(link.child is not None for link in node.css("a")):
        return node
    _, copy = parse_fragment(node.html or "")
    name_links(copy, titles)
    return copy


def name_links(root: LexborNode, titles: Titles) -> None:
    """Write into links without text what a summary shows of them, some until it is resolved."""
    for link in root.css("a"):
        if link.child is None:
            link.inner_html = escape(text_in_summary(link, titles))


def leave_references(root: LexborNode, prepared: PreparedSource) -> bool:
    """Write references to labels into their slots, so that they are resolved in a summary, too.

    Until then, a slot has the word before its number. Return whether there was one.
    """
    if CrossReference not in prepared.references.kinds:
        return False
    written = False
    for node in root.css(f"{SLOT_ELEMENT}[name]"):
        found = prepared.placeholders[int(node.attributes["name"] or 0)]
        if isinstance(found, Slot) and isinstance(found.reference, CrossReference):
            shown = found.reference.in_summary
            if shown:
                node.inner_html = escape(shown)
                written = True
    return written


def _text_inside(node: LexborNode) -> str:
    """Return the text of a block, without the title of a note."""
    text = plain_text(node)
    title = node.css_first(".admonition-title")
    return text.removeprefix(plain_text(title)).lstrip() if title else text


def shorten(text: str) -> str:
    """Return a text that is short enough for a summary."""
    if len(text) <= _SUMMARY_LENGTH:
        return text
    cut = text[:_SUMMARY_LENGTH].rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:.–-") + "…"


def _as_one_word(mathml: str) -> str:
    del mathml
    return "x"


def _may_hold_cjk(text: str) -> bool:
    """Tell quickly that a text has none of these characters; True if that is not plain."""
    try:
        text.encode("latin-1")  # takes no time, and most texts are
    except UnicodeEncodeError:
        data = text.encode(errors="surrogatepass")
    else:
        return False
    return len(data.translate(None, _CJK_BYTES)) < len(data)


def count_words(root: LexborNode) -> tuple[int, int]:
    """Return words and minutes; each CJK character and formula counts as a word of its own."""
    text = text_of(root, _as_one_word)
    cjk = len(_CJK.findall(text)) if _may_hold_cjk(text) else 0
    words = len((_CJK.sub(" ", text) if cjk else text).split())
    minutes = words / _WORDS_A_MINUTE + cjk / _CJK_A_MINUTE
    return words + cjk, max(1, math.ceil(minutes)) if words + cjk else 0
