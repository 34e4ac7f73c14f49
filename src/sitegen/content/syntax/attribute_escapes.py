r"""Escapes around attribute lists: `{title="Say \"hi\""}`, and `\{`, which begins none.

Texts about images and links are plain: `{fig-alt="The *x* of `cars`"}` has no markup.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from sitegen.content.attribute_lists import ATTRIBUTE_LIST
from sitegen.content.construct import Construct, Finding, Node
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["ATTRIBUTE_ESCAPES"]

_LIST = compile_late(r"\{[^{}\n]*\}")
_BRACE = compile_late(r"(?<!\\)(?:\\\\)*(\\\{)")
_QUOTE = compile_late(r"\\(?:(\\)|([\"']))")
#: The attributes of an image or a link, and in them a value with what an engine might read.
_AT_END = compile_late(rf"(?:{ATTRIBUTE_LIST})\Z")
#: Captions are Markdown: only their braces are hidden.
_VALUE = compile_late(
    r"(?<=[{\s])(?P<name>[\w:-]+)=(?P<mark>[\"'])(?P<text>(?:(?!(?P=mark))[^\\]|\\.)*)(?P=mark)"
)
_TEXTS = ("alt", "title")
_ANY_BRACE = compile_late(r"[{}]")
_MARKUP = compile_late(r"[`*_$<\[~^&@{}\n]|\\\S|//|''|--|\.\.\.")
_ESCAPED = compile_late(r"\\([\\\"'])")


class _AttributeEscapes(Construct):
    source_marks = ("\\", "){", "]{")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Hide the characters from the engines, to which they would be as good as bare."""
        if "{" not in source.text:
            return
        yield from _values(source)
        if "\\" not in source.text:
            return
        prose = source.prose
        for found in _BRACE.finditer(prose):
            yield Node(*found.span(1), "{")
        for found in _LIST.finditer(prose):
            if "=" in found[0] and "\\" in found[0]:
                for quote in _QUOTE.finditer(prose, *found.span()):
                    if quote[2]:
                        yield Node(*quote.span(), "&quot;" if quote[2] == '"' else "&#39;")


def _values(source: MarkdownSource) -> Iterator[Finding]:
    """Hide whole values, which engines would read as Markdown."""
    text = source.text
    if not ("){" in text or "]{" in text) or "=" not in source.outline:
        return
    for link in source.links:
        if text[link.end - 1] != "}" or not (found := _AT_END.search(text, link.close, link.end)):
            continue
        for value in _VALUE.finditer(text, found.start(), found.end()):
            if not value["name"].endswith(_TEXTS):
                for brace in _ANY_BRACE.finditer(text, *value.span("text")):
                    yield Node(*brace.span(), brace[0])
            elif _MARKUP.search(value["text"]):
                plain = _ESCAPED.sub(r"\1", value["text"])
                yield Node(*value.span("text"), html.escape(plain.replace("\n", " ")))


ATTRIBUTE_ESCAPES = _AttributeEscapes()
