"""The labels of what authors have named themselves, but not with a prefix that gives it a number.

These are the targets of MyST, `(setup)=`, the labels of its directives, and the ids of headings.
Other pages refer to them by `` {ref}`setup` `` and `[](#setup)`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.html_text import plain_text, title_text
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.content.syntax.targets import find_targets, is_place_name
from sitegen.model import Heading, Label, kind_of_label
from sitegen.model.words import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.content.scanner import MarkdownSource

__all__ = ["find_target_labels"]

_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t][^\n]*\{[^{}\n]*#(?P<id>[^\s{}]+)[^{}\n]*\}[ \t]*")
_ID = re.compile(r"\{[^{}\n]*#([^\s{}]+)[^{}\n]*\}")
#: What names the thing with the id, in a CSS selector.
_TITLE = "figcaption, caption, .theorem-title, .admonition-title, .details-title, summary"
#: What has its text only when all pages are known.
_UNKNOWN = f"{SLOT_ELEMENT}, a:empty"
#: What has words that stand for a place above it.
_NAMING = frozenset({"p", "figure", "h1", "h2", "h3", "h4", "h5", "h6"})
#: So much of a paragraph stands for it.
_LONGEST = 50


def find_target_labels(
    source: MarkdownSource, root: LexborNode, headings: Iterable[Heading]
) -> Iterator[Label]:
    """Yield a label for each name on the page, with the text of what is named.

    `root` is the body of the page, with its ids.
    """
    names = dict.fromkeys(nfc(name) for name in _names(source) if is_place_name(name))
    if not names:
        return
    titles = {each.id: title_text(each.title) for each in headings}
    named = {node.attributes["id"]: node for node in root.css("[id]")}
    for name in names:
        if name in titles:
            if not kind_of_label(name):  # sections have labels of their own
                yield Label(name=name, title=titles[name])
        elif name in named:
            title = named[name].css_first(_TITLE)
            text = plain_text(title) if title is not None else _words_below(named[name])
            is_head = title is not None and title.css_first(".theorem-title") is not None
            # Of a solution, the exercise to which it belongs is not known yet.
            yield Label(
                name=name, title=text.removesuffix(".").removesuffix(" ()") if is_head else text
            )


def _words_below(place: LexborNode) -> str:
    """Return the first words below a place: of a paragraph, an underlined heading, or a caption.

    What is not known yet, such as the number of another thing, leaves none.
    """
    if place.tag == "span" and place.first_child is None and place.parent is not None:
        return (
            _first_words(plain_text(place.parent)) if not place.parent.css_first(_UNKNOWN) else ""
        )
    if place.tag != "div" or place.first_child is not None:
        return ""
    below = place.next
    while below is not None and below.is_text_node and not (below.text_content or "").strip():
        below = below.next
    if below is None or below.tag not in _NAMING or below.css_first(_UNKNOWN):
        return ""
    shown = below.css_first("figcaption") if below.tag == "figure" else below
    image = below.css_first("img")
    text = plain_text(shown) if shown is not None else ""
    text = text or (image.attributes.get("alt") or "" if image is not None else "")
    return _first_words(text)


def _first_words(text: str) -> str:
    if len(text) <= _LONGEST:
        return text.rstrip(".,:;")
    return f"{text[:_LONGEST].rpartition(' ')[0].rstrip('.,:;')}…"


def _names(source: MarkdownSource) -> Iterator[str]:
    yield from (name for name, _ in find_targets(source))
    for div in source.blocks.divs:
        if div.is_directive:
            yield from (each.value for each in div.attributes if each.name == "id")
    for line in source.blocks.lines if _may_name(source.text) else ():
        if line.kind == "text" and not line.goes_on:
            found = _HEADING.match(source.text, line.start, line.end)
            if found:
                yield found["id"]


def _may_name(text: str) -> bool:
    """Tell whether a heading may have an id that is no label by its prefix: few have."""
    return "{" in text and not all(kind_of_label(nfc(each[1])) for each in _ID.finditer(text))
