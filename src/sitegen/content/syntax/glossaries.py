"""Glossaries: a list of definitions in `::: {.glossary}`, and `[word]{.term}` that leads there.

A term is found from every page of the site. `` {term}`word` `` is the same as in MyST. See
https://mystmd.org/guide/glossaries-and-terms.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from sitegen.content.block_trees import FENCED
from sitegen.content.construct import Construct, Mistake, Slot
from sitegen.content.html_text import plain_text
from sitegen.content.number_marks import place_mark
from sitegen.content.scanner import BLANKED
from sitegen.content.short_texts import read_short_text
from sitegen.content.syntax.spans import find_spans
from sitegen.content.text import slugify
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.model import TERM_PREFIX, TermReference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding, PageTree
    from sitegen.content.scanner import MarkdownSource

__all__ = ["GLOSSARIES"]

_EMPTY_GLOSSARY = declare("empty-glossary", Severity.WARNING)

_ROLE = compile_late(r"\{term\}(`+)([^`\n]+)\1(?!`)")
_WITH_NAME = compile_late(r"(?P<text>.*?)\s*<(?P<name>[^<>]+)>\s*", re.DOTALL)
_DEFINITION = compile_late(r":[ \t]")


class _Glossaries(Construct):
    source_marks = (".term", "{term}", "glossary")
    source_needs = ("::", "{")
    html_marks = (FENCED,)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a slot for each word, and a mistake for a glossary without terms."""
        for span in find_spans(source):
            if any(each.name == "class" and each.value == "term" for each in span.attributes):
                text = source.text[span.start + 1 : span.close]
                named = (each.value for each in span.attributes if each.name == "name")
                shown = read_short_text(text, source.engine).html
                yield _slot(span.start, span.end, shown, next(named, text))
        for found in _ROLE.finditer(source.text):
            if source.prose[found.start()] != BLANKED:
                named_role = _WITH_NAME.fullmatch(found[2])
                text = (named_role["text"] if named_role else found[2]).strip()
                name = named_role["name"] if named_role else text
                yield _slot(*found.span(), html.escape(text, quote=False), name)
        yield from _empty_glossaries(source)

    def mark(self, tree: PageTree) -> Iterator[Mistake]:
        """Give each term an id, by which it is found from other pages."""
        known: set[str] = set()
        for term in tree.root.css("div.glossary > dl > dt"):
            text = plain_text(term)
            name = TERM_PREFIX + slugify(text)
            if name not in known and "id" not in term.attributes:
                known.add(name)
                term.attrs["id"] = name
                term.inner_html = f"{term.inner_html}{place_mark(name, title=text)}"
        yield from ()


def _empty_glossaries(source: MarkdownSource) -> Iterator[Mistake]:
    glossaries = [
        div
        for div in source.blocks.divs
        if div.name == "glossary"
        or any(each.name == "class" and each.value == "glossary" for each in div.attributes)
    ]
    if not glossaries:
        return
    text, lines = source.text, source.blocks.lines
    places = [line.start for line in lines if _DEFINITION.match(text, line.content)]
    for div in glossaries:
        following = bisect_right(places, div.start)
        end = div.closing[0] if div.end < 0 else div.end
        if following == len(places) or places[following] >= end:
            hint = "write each term on a line, and ': ' and its definition below it"
            yield Mistake(
                div.start, Problem(_EMPTY_GLOSSARY, "this glossary defines no term", hint)
            )


def _slot(start: int, end: int, shown: str, term: str) -> Slot:
    term = " ".join(term.split())
    target = TERM_PREFIX + slugify(term)
    return Slot(start, end, TermReference(target=target, line=0, text=shown, term=term))


GLOSSARIES = _Glossaries()
