"""Markdown in HTML elements that have `markdown="1"`.

Blank lines around the tags are enough for that; where an element holds a line of text only,
`inner_markdown` reads that line after the engine.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Replacement
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Line

__all__ = ["MARKDOWN_IN_HTML"]

#: Elements whose Markdown is a line of text.
_SPAN_ELEMENTS = frozenset("address dd dt h1 h2 h3 h4 h5 h6 legend li p summary td th".split())
_MARKDOWN = compile_late(r"<[a-zA-Z][^<>\n]*\smarkdown\b")
_TAG = compile_late(r"<([a-zA-Z][a-zA-Z0-9-]*)(\s[^<>\n]*)>[ \t]*")
_CLOSING = compile_late(r"</([a-z][a-z0-9-]*)\s*>", re.IGNORECASE)
_WHOLE = compile_late(r"<([a-z][a-z0-9-]*+)\b.*</\1> *", re.IGNORECASE)
_ATTRIBUTE = compile_late(
    r"\smarkdown(?:=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+)))?(?=[\s/>])",
    re.IGNORECASE,
)


class _MarkdownInHtml(Construct):
    source_needs = ("<",)
    source_marks = ("markdown",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Set elements that hold Markdown apart by blank lines, so that engines read it."""
        if _MARKDOWN.search(source.text):
            yield from _Translator(source).read()


class _Translator:
    """Goes over the lines and knows which elements with Markdown are open."""

    def __init__(self, source: MarkdownSource) -> None:
        self.text = source.text
        self.lines = source.blocks.lines
        self.elements: list[str] = []

    def read(self) -> Iterator[Replacement]:
        for line in self.lines:
            if line.goes_on or ">" in self.text[line.start : line.content]:
                continue  # in a quotation, blank lines would end it
            if line.kind == "text" or (line.kind == "html" and self.elements):
                yield from self._read_line(line)

    def _read_line(self, line: Line) -> Iterator[Replacement]:
        place, is_first = line.content, True
        while self.text.startswith("<", place):
            tag = _TAG.match(self.text, place, line.end)
            attribute = _ATTRIBUTE.search(self.text, tag.start(2), tag.end()) if tag else None
            if not tag or not attribute or line.kind != "text":
                break
            value = attribute["double"] or attribute["single"] or attribute["bare"] or "1"
            if tag[1].lower() in _SPAN_ELEMENTS or value == "span":
                return
            yield Replacement(line.start, line.start, "\n") if is_first else _feed(place)
            if self.elements and is_first:
                yield Replacement(line.start + 4 * line.depth, line.content, "")
            yield Replacement(attribute.start(), attribute.end(), "")
            self.elements.append(tag[1].lower())
            if tag.end() == line.end:
                yield _feed(line.end)
                return
            yield Replacement(tag.end(), tag.end(), "\n\n")
            place, is_first = tag.end(), False
        yield from self._read_closing(line, place)

    def _read_closing(self, line: Line, place: int) -> Iterator[Replacement]:
        if not self.elements:
            return
        text = self.text[place : line.end]
        if _WHOLE.fullmatch(text):
            yield _feed(line.end)  # what follows is no longer part of that element
            return
        name = self.elements[-1]
        found = _CLOSING.match(text)
        if found and found[1].lower() == name:
            if place == line.content:
                yield Replacement(line.start, line.start, "\n")
                yield Replacement(line.start + 4 * line.depth, line.content, "")
        elif text.rstrip().lower().endswith(f"</{name}>"):
            closing = place + len(text.rstrip()) - len(name) - 3
            yield Replacement(closing, closing, "\n\n")
        else:
            return
        self.elements.pop()
        yield _feed(line.end)


def _feed(index: int) -> Replacement:
    return Replacement(index, index, "\n")


MARKDOWN_IN_HTML = _MarkdownInHtml()
