"""Spans with attributes: `[text]{.class #id key="value"}`.

After Pandoc ("Divs and Spans", extension `bracketed_spans`), with its `.smallcaps`, `.underline`
and `.mark`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.construct import Construct, Mistake, Replacement
from sitegen.content.directive_names import MARGIN_CLASSES
from sitegen.content.div_attributes import check_attributes, write_attributes
from sitegen.content.div_fences import read_placed_attributes
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.div_fences import Attribute
    from sitegen.content.scanner import MarkdownSource

__all__ = ["SPANS", "Span", "find_spans"]

_TOKEN = compile_late(r"\\.|[\[\]]|\n[ \t>]*(?=\n)", re.DOTALL)
_ATTRIBUTES = compile_late(
    r"\{(?P<inner>[ \t]*(?:[.#][\w-]|[A-Za-z][\w:.-]*=)"
    r"(?:[^{}\n\"']|\"(?:[^\"\\\n]|\\.)*+\"|'[^'\n]*+')*+)\}"
)
#: Classes that are elements of HTML.
_ELEMENTS = {
    **dict.fromkeys(("mark", "highlight"), "mark"),
    **dict.fromkeys(("underline", "ul"), "u"),
    "kbd": "kbd",
}


class Span(NamedTuple):
    """A span: its brackets, and its attributes, which end with a brace at `end`."""

    start: int
    close: int
    end: int
    attributes: list[Attribute]


class _Spans(Construct):
    source_marks = ("]{",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Put tags in the place of the brackets."""
        for span in find_spans(source):
            classes = [each.value for each in span.attributes if each.name == "class"]
            if "term" in classes:
                continue  # of a glossary
            element = next((_ELEMENTS[each] for each in classes if each in _ELEMENTS), "span")
            others = [
                each
                for each in span.attributes
                if not (each.name == "class" and _ELEMENTS.get(each.value) == element)
            ]
            if MARGIN_CLASSES.intersection(classes):
                others = [each for each in others if each.value not in MARGIN_CLASSES]
                opening = (
                    f'<span{write_attributes(others, ["margin-note"], title=True)} role="note">'
                )
            else:
                opening = f"<{element}{write_attributes(others, title=True)}>"
            # A tag alone on its line would begin a block of HTML.
            text_start = span.start + 1 + source.text.startswith("\n", span.start + 1)
            yield Replacement(span.start, text_start, opening)
            closing = "span" if MARGIN_CLASSES.intersection(classes) else element
            yield Replacement(span.close, span.end, f"</{closing}>")
            for index, problem in check_attributes(others):
                yield Mistake(index, problem)


def find_spans(source: MarkdownSource) -> Iterator[Span]:
    """Yield the spans, the inner ones first; the attributes of links are none."""
    prose, text = source.prose, source.text
    links = {each.end for each in source.links}
    openers: list[int] = []
    for token in _TOKEN.finditer(prose):
        mark = token[0]
        if mark == "[":
            openers.append(token.start())
        elif mark == "]":
            start = openers.pop() if openers else -1
            found = _ATTRIBUTES.match(text, token.end()) if start >= 0 else None
            if (
                not found
                or found.end() in links
                or text[start - 1 : start] in {"!", "]", "^"}
                or text[start + 1] == "^"
            ):
                continue
            attributes = read_placed_attributes(text, *found.span("inner"))
            if attributes:
                yield Span(start, token.start(), found.end(), attributes)
        elif mark.startswith("\n"):
            openers.clear()


SPANS = _Spans()
