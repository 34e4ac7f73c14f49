"""Fenced divs: `::: {.class #id key="value"}` … `:::`, which become `<div>`.

What is in them is Markdown. Their attributes that are none of HTML become `data-…`, and their title
a `p.block-title` at the head, so that other constructs find all of it in the tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.block_trees import FENCED
from sitegen.content.construct import Construct, Mistake, RawBlock, Replacement, Slot
from sitegen.content.div_attributes import (
    check_attributes,
    check_class,
    unread_attributes,
    write_attributes,
)
from sitegen.content.div_fences import Attribute, title_of
from sitegen.content.html_block_texts import find_html_texts
from sitegen.content.html_blocks import BLOCK_ELEMENTS
from sitegen.content.note_kinds import DIV_NOTES
from sitegen.content.scanner import BLANKED
from sitegen.content.syntax.figure_directives import (
    check_figure,
    figure_opening,
    is_figure,
)
from sitegen.content.syntax.list_tables import check_list_table, is_list_table
from sitegen.content.syntax.targets import directive_label, target_above
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late
from sitegen.model import CrossReference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding, PageTree
    from sitegen.content.div_fences import Div
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_blocks import Fence

__all__ = ["FENCED_DIVS"]

_UNCLOSED = declare("unclosed-div", Severity.WARNING)
_STRAY = declare("stray-div-end", Severity.WARNING)

#: What would begin another block than a paragraph, at the head of a title.
_BLOCK_START = compile_late(r"#{1,6}\s|>|[-+*]\s|~~~|```|:|\||=|\d+[.)]\s")
_FENCE_IN_HTML = compile_late(r"^[ \t>]*(?P<fence>:{3,}(?![^\s{A-Za-z])[^\n]*)", re.MULTILINE)
#: Attributes, or the name of a directive, which open a div if they can be read.
_BRACES = compile_late(
    r"^(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t])*+(?P<fence>:{3,}[ \t]*\{[.#\w][^\n]*)$", re.MULTILINE
)
_QUOTED = compile_late(r"\\.|\"(?:[^\"\\]|\\.)*\"|(?<==)'[^']*'")
_TITLE = "block-title"
#: What a solution belongs to: in MyST, the label of an exercise stands behind its name.
_LABEL = compile_late(r"[A-Za-z][\w:.-]*")
_CARDS = frozenset({"card", "grid-item-card"})
_LINKS = frozenset({"link", "url"})
_NO_ADDRESS = compile_late(r"[<>\\\n]")
_INDENT = 4
_SHOWN = 40


class _FencedDivs(Construct):
    source_marks = (":::", "```{", "~~~{")
    html_marks = (FENCED,)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Put the tags in the place of the fences."""
        divs = [each for each in source.blocks.divs if not each.is_other]
        if source.engine == "python-markdown":
            yield from _set_apart(source, divs)
        elif source.blocks.html:
            yield from _end_html(source, divs)
        for div in divs:
            yield from _open(source, div)
            yield from _mistakes(source, div)
        # Of those that end at one place, the innermost comes first.
        unclosed = [each for each in source.blocks.fences if not each.closed]
        for div in reversed(divs):
            yield from _close(source, div, unclosed)
        yield from _stray(source)
        yield from _left_in_html(source)

    def mark(self, tree: PageTree) -> Iterator[Mistake]:
        """Make a paragraph of each title. What is marked as a div from colons need not stay so."""
        for box in tree.root.css(f"[{FENCED}]"):
            del box.attrs[FENCED]
        for box in tree.root.css(f"div.{_TITLE}"):
            inner = list(box.iter(include_text=False))
            if len(inner) == 1 and inner[0].tag == "p":
                inner[0].attrs["class"] = _TITLE
                box.unwrap()
            elif all(each.tag not in BLOCK_ELEMENTS for each in inner):  # of a tight list
                title = tree.parser.create_node("p")
                title.attrs["class"] = _TITLE
                title.inner_html = (box.inner_html or "").strip()
                box.replace_with(title)
        yield from ()


def _stray(source: MarkdownSource) -> Iterator[Mistake]:
    """Yield lines that open no div, for their braces cannot be read, and those that close none."""
    opened = {each.start for each in source.blocks.divs}
    openings = [
        found
        for found in _BRACES.finditer(source.text)
        if found.start("fence") not in opened and source.prose[found.start("fence")] != BLANKED
    ]
    for found in openings:
        written = found["fence"].rstrip()
        message = f"'{_shortened(written)}' opens no div, and is shown as text"
        yield Mistake(found.start("fence"), Problem(_STRAY, message, _hint_for_braces(written)))
    places = iter([found.start() for found in openings])
    place = next(places, -1)
    for start, _ in source.blocks.stray_fences:
        if 0 <= place < start:  # it closes what is told
            place = next(places, -1)
            continue
        message = "':::' closes no div"
        hint = "remove it, or open one above: ::: {.note}"
        yield Mistake(start, Problem(_STRAY, message, hint))


def _hint_for_braces(written: str) -> str:
    """Say what is wrong with the attributes of a line that opens no div."""
    rest = _QUOTED.sub("", written)
    if "}" not in written:
        return "write '}' where it ends"
    if '"' in rest or "='" in rest:
        return "a quotation mark opens in its braces, and none closes it"
    return 'write {.class #id key="value"}'


def _set_apart(source: MarkdownSource, divs: list[Div]) -> Iterator[Replacement]:
    """Put blank lines before fences: to Python-Markdown, they would go on with a definition."""
    for div in divs:
        if not (div.containers or div.quotes):
            places = (div.start, div.closing[0]) if div.end < 0 else (div.start,)
            starts = (source.text.rfind("\n", 0, place) + 1 for place in places)
            yield from (Replacement(start, start, "\n") for start in starts)


def _end_html(source: MarkdownSource, divs: list[Div]) -> Iterator[Replacement]:
    """Put blank lines between HTML and the divs right below it: it would go on with them."""
    ends = {end for _, end in source.blocks.html}
    for div in divs:
        start = source.text.rfind("\n", 0, div.start) + 1
        if start in ends and not (div.containers or div.quotes):
            yield Replacement(start, start, "\n")


def _left_in_html(source: MarkdownSource) -> Iterator[Mistake]:
    """Yield the fences in blocks of HTML that open and close no div there."""
    for start, block in find_html_texts(source, (":::",)):
        for found in _FENCE_IN_HTML.finditer(block):
            message = f"'{found['fence'].rstrip()}' stands in HTML, and is shown as text"
            hint = "leave a blank line before and after it, inside of the element"
            yield Mistake(start + found.start("fence"), Problem(_STRAY, message, hint))


def _open(source: MarkdownSource, div: Div) -> Iterator[Finding]:
    if is_figure(div):
        label = _id_of(div) or target_above(source.text, div.start)
        opening = figure_opening(source.text, div, directive_label(div, label))
        yield RawBlock(div.start, div.line_end, opening)
        return
    attributes = _attributes_of(div)
    if not _id_of(div):
        attributes += _named_above(source.text, div)
    opening = f'<div{write_attributes(attributes, _classes_of(div))} {FENCED}="">'
    start, end = title_of(div)
    if start < 0:
        yield RawBlock(div.start, div.line_end, opening)
        return
    margin = _margin(source, div)
    before, after = _link_of(div)
    if div.is_directive and div.name == "solution" and _LABEL.fullmatch(source.text, start, end):
        yield Slot(start, end, CrossReference(target=source.text[start:end], line=0))
    escape = "\\" if _BLOCK_START.match(source.text, start, end) else ""
    if escape and source.text[start].isdigit():
        mark = next(n for n in range(start, end) if source.text[n] in ".)")
        yield Replacement(mark, mark, escape)
        escape = ""
    yield RawBlock(div.start, start, f'{opening}<div class="{_TITLE}">')
    yield Replacement(start, start, f"\n{margin}{escape}{before}")
    yield Replacement(end, end, f"{after}\n{margin}")
    yield RawBlock(end, div.line_end, "</div>")


def _close(source: MarkdownSource, div: Div, unclosed: list[Fence]) -> Iterator[Finding]:
    if div.end < 0:
        start, end = div.closing
        yield RawBlock(start, end, "</div>")
        return
    margin = _margin(source, div)
    fence = next((each for each in unclosed if each.end >= div.end > each.start), None)
    marks = ""
    if fence and source.engine == "commonmark":
        marks = f"{margin}{source.text[fence.start : fence.info].rstrip()}\n"
    yield Replacement(div.end, div.end, f"\n{marks}{margin}")
    yield RawBlock(div.end, div.end, "</div>")


def _mistakes(source: MarkdownSource, div: Div) -> Iterator[Mistake]:
    start, end = div.unread
    if start < 0 <= div.title[0] and source.text[div.title[0]] == "{":
        start, end = div.title
    if start >= 0:
        yield Mistake(start, unread_attributes(source.text[start:end]))
    if is_list_table(div):
        found = check_list_table(div)
    else:
        found = check_figure(div) if is_figure(div) else check_attributes(div.attributes)
    for index, problem in found:
        yield Mistake(index, problem)
    misspelt = check_class(div.name)
    if misspelt:
        yield Mistake(div.start, misspelt)
    if div.end >= 0:
        index = div.start if div.suspect < 0 else div.suspect
        line = source.text[index : source.text.find("\n", index) % (len(source.text) + 1)].rstrip()
        shown = _shortened(line)
        marks = div.marks[0] * 3
        hint = f"write '{marks}' on a line of its own where it ends"
        if div.is_gate:
            hint = f"write '{marks}{{{div.name}-end}}' where it ends, and '{marks}' below it"
        yield Mistake(index, Problem(_UNCLOSED, f"'{shown}' is never closed", hint))


def _shortened(line: str) -> str:
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _id_of(div: Div) -> str:
    return next((each.value for each in div.attributes if each.name == "id"), "")


def _named_above(text: str, div: Div) -> list[Attribute]:
    """Return the id that a target above a div gives it, as MyST writes them."""
    name = target_above(text, div.start)
    label = directive_label(div, name) if div.is_directive else name
    return [Attribute("id", label, div.start, div.start, div.start)] if name else []


def _link_of(div: Div) -> tuple[str, str]:
    """Return what makes a link of the title of a card, `link="methods.md"`."""
    target = next((each.value for each in div.attributes if each.name in _LINKS), "")
    names = {div.name, *(each.value for each in div.attributes if each.name == "class")}
    if not target or not _CARDS & names or _NO_ADDRESS.search(target):
        return "", ""
    return "[", f"](<{target}>)"


def _margin(source: MarkdownSource, div: Div) -> str:
    """Return what a line in the div begins with; the engine commonmark sees no notes."""
    if source.engine == "commonmark" and div.depth:
        return div.margin.expandtabs(_INDENT)[_INDENT * div.depth :]
    return div.margin


def _classes_of(div: Div) -> list[str]:
    """Return the class that the name of a div stands for."""
    name = div.name.removeprefix("prf:").replace(":", "-")
    if name in DIV_NOTES:
        return [_kind_of(name)]
    if name == "admonition":
        kinds = [each.value.split() for each in div.attributes if each.name == "class"]
        return (
            []
            if DIV_NOTES.intersection(kind for each in kinds for kind in each)
            else ["callout-note"]
        )
    return [name] if name and name != "div" else []


def _attributes_of(div: Div) -> list[Attribute]:
    """Return the attributes of a div; a class that names a kind of note makes it a callout."""
    return [_as_written(div, each) for each in div.attributes]


def _as_written(div: Div, given: Attribute) -> Attribute:
    if given.name == "class":
        return given._replace(value=" ".join(map(_kind_of, given.value.split())))
    is_label = given.name == "id" and div.is_directive
    return given._replace(value=directive_label(div, given.value)) if is_label else given


def _kind_of(name: str) -> str:
    return f"callout-{name}" if name in DIV_NOTES else name


FENCED_DIVS = _FencedDivs()
