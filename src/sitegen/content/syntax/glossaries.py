"""Glossaries: a list of definitions in `::: {.glossary}`, and `[word]{.term}` that leads there.

A term is found from every page of the site. `` {term}`word` `` is the same as in MyST. See
https://mystmd.org/guide/glossaries-and-terms.
"""

from __future__ import annotations

import html
from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING

from sitegen.content.block_trees import FENCED, take
from sitegen.content.construct import Construct, Mistake, Slot, TreeStep
from sitegen.content.html_text import plain_text
from sitegen.content.myst_roles import find_roles, split_target
from sitegen.content.number_marks import PLACE, glossary_mark, place_mark
from sitegen.content.short_texts import read_short_text
from sitegen.content.syntax.spans import find_spans
from sitegen.content.text import slugify
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late
from sitegen.model import TERM_PREFIX, TermReference
from sitegen.model.references.glossary_reference import EMPTY_GLOSSARY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.content.construct import Finding, PageTree
    from sitegen.content.scanner import MarkdownSource

__all__ = ["GLOSSARIES"]

_ROLES = frozenset({"term"})
_DEFINITION = compile_late(r":[ \t]")


class _Glossaries(Construct):
    source_marks = (".term", "{term}", "glossary")
    source_needs = ("::", "`{", "~{", "]{", "{}`")
    html_marks = (FENCED,)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a slot for each word, and a mistake for a glossary without terms."""
        for span in find_spans(source):
            if any(each.name == "class" and each.value == "term" for each in span.attributes):
                text = source.text[span.start + 1 : span.close]
                named = (each.value for each in span.attributes if each.name == "name")
                shown = read_short_text(text, source.engine).html
                yield _slot(span.start, span.end, shown, next(named, text))
        for found in find_roles(source, _ROLES):
            text, name = split_target(found["text"])
            yield _slot(*found.span(), html.escape(text or name, quote=False), name)
        yield from _check_glossaries(source)

    def mark(self, tree: PageTree) -> Iterator[Mistake]:
        """Give each term an id, by which it is found from other pages; list those of the site."""
        for box in tree.root.css("div.glossary"):
            place = take(box, PLACE) or ""
            if not (box.inner_html or "").strip():
                box.inner_html = glossary_mark(place)
        known: set[str] = set()
        for term in tree.root.css("div.glossary > dl > dt"):
            _split(tree, term)
        for term in tree.root.css("div.glossary > dl > dt"):
            text = plain_text(term)
            name = TERM_PREFIX + slugify(text)
            if name not in known and "id" not in term.attributes:
                known.add(name)
                term.attrs["id"] = name
                term.inner_html = f"{term.inner_html}{place_mark(name, title=text)}"
        yield from ()


def _check_glossaries(source: MarkdownSource) -> Iterator[Finding]:
    glossaries = [
        div
        for div in source.blocks.divs
        if div.name == "glossary"
        or any(each.name == "class" and each.value == "glossary" for each in div.attributes)
    ]
    if not glossaries:
        return
    text, lines = source.text, source.blocks.lines
    yield TreeStep(partial(_note_places, [div.start for div in glossaries]))
    places = [line.start for line in lines if _DEFINITION.match(text, line.content)]
    for div in glossaries:
        following = bisect_right(places, div.start)
        end = div.closing[0] if div.end < 0 else div.end
        if not source.text[div.line_end : end].strip():
            continue  # the glossary of the site, if it has one
        if following == len(places) or places[following] >= end:
            hint = "write each term on a line, and ': ' and its definition below it"
            yield Mistake(div.start, Problem(EMPTY_GLOSSARY, "this glossary defines no term", hint))


def _split(tree: PageTree, term: LexborNode) -> None:
    """Make terms of the lines of one: the engine commonmark reads no two terms in a row."""
    lines = (term.inner_html or "").strip().split("\n")
    for line in lines[:-1]:
        before = tree.parser.create_node("dt")
        before.inner_html = line
        term.insert_before(before, move=True)
        term.insert_before("\n")
    if len(lines) > 1:
        term.inner_html = lines[-1]


def _note_places(places: list[int], parser: LexborHTMLParser) -> None:
    """Note where each glossary is written, for those that are empty."""
    boxes = parser.css("div.glossary")
    if len(boxes) == len(places):
        for box, place in zip(boxes, places, strict=True):
            box.attrs[PLACE] = str(place)


def _slot(start: int, end: int, shown: str, term: str) -> Slot:
    term = " ".join(term.split())
    target = TERM_PREFIX + slugify(term)
    return Slot(start, end, TermReference(target=target, line=0, text=shown, term=term))


GLOSSARIES = _Glossaries()
