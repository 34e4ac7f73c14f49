"""Write links to labels, and what stands for a number or a title in their texts, as it is here.

    [Fig. %s](#fig-knee)      →   {numref}`Fig. %s <fig-knee>`
    [{name}](#setup)          →   [](#setup)
    [see {name} now](#setup)  →   {ref}`see {name} now <setup>`
    [the setup](sec:setup)    →   [the setup](#sec-setup)

And the breaks between blocks, `+++`, which MyST does not show, are left out. After
https://mystmd.org/guide/cross-references.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.scanner import BLANKED
from sitegen.content.syntax.targets import is_target
from sitegen.content.target_names import target_id
from sitegen.late_patterns import compile_late
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_link_texts"]

_FILLED = compile_late(
    r"[^\[\]`<>*$\n%{]{0,100}(?:(?P<number>%s|\{number\})|\{name\})[^\[\]`<>*$\n]{0,100}"
)
_NAME = compile_late(r"\{name\}")
#: The name of a target with a colon, and how an address begins that may be one.
_COLON_NAME = compile_late(r"[A-Za-z]\w*:[A-Za-z0-9][\w./:-]*")
_COLON = compile_late(r"\]\(:(?!//)")
_BREAK = compile_late(r"^(?P<line>\+\+\+(?:[ \t]+\{[^\n]*\})?[ \t]*)$", re.MULTILINE)


def with_link_texts(source: MarkdownSource) -> MarkdownSource:
    """Return the source with all of this as it is written here; places are known."""
    text, outline = source.text, source.outline
    edits: list[Edit] = []
    if "](#" in outline and ("%s" in text or "{name}" in text or "{number}" in text):
        edits += _texts(source)
    if "](:" in outline and _COLON.search(outline):
        edits += _addresses(source)
    if "+++" in outline:
        for found in _BREAK.finditer(text):
            if source.prose[found.start("line")] != BLANKED:
                edits.append((*found.span("line"), ""))
    return with_edits(source, edits)


def _texts(source: MarkdownSource) -> Iterator[Edit]:
    text = source.text
    for link in source.links:
        if link.is_image or not link.address.startswith("#") or text[link.end - 1] != ")":
            continue
        start = link.start + 1
        if _NAME.fullmatch(text, start, link.close):
            yield start, link.close, ""
        elif found := _FILLED.fullmatch(text, start, link.close):
            role = "numref" if found["number"] else "ref"
            yield link.start, link.end, f"{{{role}}}`{found[0]} <{link.address[1:]}>`"


def _addresses(source: MarkdownSource) -> Iterator[Edit]:
    """Yield the addresses that name a target of the page, or what has a number on any page."""
    for link in source.links:
        name = link.address
        if link.is_image or not _COLON_NAME.fullmatch(name):
            continue
        label = target_id(name)
        if is_target(source.text, name) or kind_of_label(label):
            start = source.text.find(name, link.close, link.end)
            if start >= 0:
                yield start, start + len(name), f"#{label}"
