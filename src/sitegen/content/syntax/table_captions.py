"""Captions of tables, as in Pandoc and Quarto: a paragraph below or above a table.

    | Coil | SNR |
    |------|----:|
    | head | 120 |

    : The *coils* {#tbl-coils .wide}

The caption stays where it is in the source, behind a mark, and moves into the table when that is
made. `Table: …` without attributes is read in `tables`. Above a table, `: …` needs a label, for it
may as well be a definition.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.attribute_lists import read_attributes
from sitegen.content.construct import Construct, Finding, Mistake, Node, PageTree, Replacement
from sitegen.content.div_attributes import BLOCK_ATTRIBUTE, check_class
from sitegen.content.mark_index import LineStart
from sitegen.content.placeholders import SLOT_ELEMENT
from sitegen.content.scanner import BLANKED
from sitegen.content.syntax.labelled_images import LABEL_PLACE
from sitegen.content.syntax.table_widths import WIDTHS
from sitegen.content.tables.table_rewriting import has_drawn_table
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Line

__all__ = ["SECOND", "TABLE_CAPTIONS"]

SECOND_CAPTION = declare("second-caption", Severity.WARNING)

#: The attribute of the mark, which has an id and classes for the table beside.
_CAPTION = "data-table"
#: An attribute that `table_widths` reads.
_COLUMNS = "tbl-colwidths"
#: Where the caption is in the source.
_PLACE = "place"
_MARGIN = r"[ \t>]*"
_START = re.compile(_MARGIN + r"(?P<mark>(?:[Tt]able)?:[ \t]+)(?=\S)")
#: The fence of a div is among the lines of text.
_FENCE = re.compile(_MARGIN + r":{3,}[ \t]*(?:[^\s:]|\Z)")
_DELIMITER = re.compile(
    _MARGIN + r"(?:\|[ \t]*+)?:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+(?:\|[ \t]*+)?"
)
_DRAWN = re.compile(r"\+(?:[-=:]+\+)+[ \t]*")
_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{:?[ \t]*([^{}\n]*)\}[ \t]*")
_OF_CODE = ("#lst-",)
_LABELS = ("#tbl-", *_OF_CODE)

#: What is wrong with a caption that no table takes.
SECOND = Problem(
    SECOND_CAPTION,
    "this caption is shown as text, for its table has another one",
    "make one paragraph of them",
)


class _Caption(NamedTuple):
    """The lines of a caption: the first and the one after the last, and whether it is below.

    It `touches` the table without a blank line between, or `is_lost` without any table. One that
    `is_text` follows another one, or lines that only look like a table, which `is_told` already.
    """

    first: int
    end: int
    is_below: bool
    touches: bool
    is_lost: bool = False
    is_text: bool = False
    is_told: bool = False


class _TableCaptions(Construct):
    source_marks = (LineStart(": "), LineStart(":\t"), "{#tbl-", "{: #tbl-")
    html_marks = (f"<{SLOT_ELEMENT} {_CAPTION}",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield the mark of each caption, and what is taken out of it."""
        for caption in _captions(source):
            yield from _read(source, caption)

    def mark(self, tree: PageTree) -> Iterator[Mistake]:
        """Move the captions into their tables; yield those for which there is none."""
        for mark in tree.root.css(f"{SLOT_ELEMENT}[{_CAPTION}]"):
            paragraph = mark.parent
            table = _table_beside(paragraph, mark) if paragraph is not None else None
            if paragraph is None or table is None or table.css_first("caption") is not None:
                yield Mistake(int(mark.attributes.get(_PLACE) or -1), SECOND)
                mark.insert_before(": ")
                mark.decompose()
                continue
            for name in ("id", "class", WIDTHS):
                value = mark.attributes.get(name)
                if value:
                    own = (table.attributes.get(name) or "") if name == "class" else ""
                    table.attrs[name] = f"{own} {value}".lstrip()
            mark.decompose()
            caption = tree.parser.create_node("caption")
            caption.inner_html = (paragraph.inner_html or "").strip()
            first = table.child
            if first is not None:
                first.insert_before(caption, move=True)
            paragraph.decompose()


def _captions(source: MarkdownSource) -> Iterator[_Caption]:
    """Yield the captions of a source; each line is looked at a few times at most."""
    lines, prose = source.blocks.lines, source.prose
    number, after_table, in_table, after_caption = 0, False, False, False
    while number < len(lines):
        line = lines[number]
        found = _START.match(prose, line.start, line.end) if line.kind == "text" else None
        begins = found and (number == 0 or in_table or not _is_text(source, number - 1))
        end = _end_of_caption(source, number) if begins else 0
        if found and end and (in_table or after_table):
            yield _Caption(number, end, is_below=True, touches=in_table)
            number, in_table, after_table, after_caption = end, False, False, True
            continue
        is_drawn = bool(found and end) and _is_below_drawing(source, number)
        if found and end and (after_caption or is_drawn):
            yield _behind_caption(source, number, end)._replace(is_told=is_drawn)
            number = end
            continue
        after_caption = after_caption and line.kind == "blank"
        if found and end and _has_label(source, lines[end - 1], _LABELS):
            touches = end < len(lines) and _is_text(source, end)
            is_lost = not _is_table(source, end if touches else end + 1)
            is_lost = is_lost or _has_label(source, lines[end - 1], _OF_CODE)
            yield _Caption(number, end, is_below=False, touches=touches, is_lost=is_lost)
        if line.kind == "text":
            in_table = (
                (in_table and "|" in prose[line.start : line.end])
                or _is_delimiter(source, number)
                or has_drawn_table(source, line, "</table>")
            )
            after_table = False
        else:
            after_table = in_table and line.kind == "blank"
            in_table = False
        number = max(end, number + 1) if begins and end else number + 1


def _behind_caption(source: MarkdownSource, number: int, end: int) -> _Caption:
    """Return what a caption is that follows one: that of the next table, or none of any."""
    touches = end < len(source.blocks.lines) and _is_text(source, end)
    is_above = _is_table(source, end if touches else end + 1)
    return _Caption(number, end, not is_above, touches and is_above, is_text=not is_above)


def _end_of_caption(source: MarkdownSource, number: int) -> int:
    """Return the number of the line after a caption: a blank one, or the head of a table."""
    lines = source.blocks.lines
    end = number + 1
    while end < len(lines) and _is_text(source, end) and not _is_table(source, end):
        end += 1
    return end


def _is_text(source: MarkdownSource, number: int) -> bool:
    """Tell whether a line belongs to a paragraph or the like."""
    line = source.blocks.lines[number]
    return line.kind == "text" and not _FENCE.match(source.text, line.start, line.end)


def _is_table(source: MarkdownSource, number: int) -> bool:
    """Tell whether a table begins at a line."""
    lines = source.blocks.lines
    if number < len(lines) and has_drawn_table(source, lines[number], "<table"):
        return True
    if number + 1 >= len(lines) or lines[number].kind != "text":
        return False
    head = source.prose[lines[number].start : lines[number].end]
    return "|" in head and _is_delimiter(source, number + 1)


def _is_below_drawing(source: MarkdownSource, number: int) -> bool:
    """Tell whether the text above a line ends as a grid does, which is then a broken one."""
    above = number - 1
    while above >= 0 and source.blocks.lines[above].kind == "blank":
        above -= 1
    if above < 0:
        return False
    line = source.blocks.lines[above]
    return _DRAWN.fullmatch(source.text, line.content, line.end) is not None


def _is_delimiter(source: MarkdownSource, number: int) -> bool:
    """Tell whether a line divides the head of a table from its body."""
    line = source.blocks.lines[number]
    row = source.prose[line.start : line.end]
    return "|" in row and "-" in row and _DELIMITER.fullmatch(row) is not None


def _has_label(source: MarkdownSource, line: Line, prefixes: tuple[str, ...]) -> bool:
    found = _ATTRIBUTES.search(source.prose, line.start, line.end)
    return found is not None and any(prefix in found[1] for prefix in prefixes)


def _read(source: MarkdownSource, caption: _Caption) -> Iterator[Finding]:
    lines, prose = source.blocks.lines, source.prose
    first, last = lines[caption.first], lines[caption.end - 1]
    start = _START.match(prose, first.start, first.end)
    if start is None:  # pragma: no cover  # it has been found there
        return
    if caption.is_text:
        # To an engine, it would be a definition of what is above it.
        yield Node(start.start("mark"), start.end("mark"), start["mark"])
        if not caption.is_told:
            yield Mistake(start.start("mark"), SECOND)
        return
    if caption.is_lost:
        message = "this caption with a label is beside no table"
        hint = "write it below a table, with at most one blank line between"
        if _has_label(source, last, _OF_CODE):
            message = "this caption of code is not at the code"
            hint = 'write both behind its language: ```{.python #lst-name lst-cap="…"}'
        yield Mistake(start.start("mark"), Problem(LABEL_PLACE, message, hint))
        return
    begin = prose.index(":", start.start("mark")) + 1
    found = _ATTRIBUTES.search(prose, begin, last.end)
    given = read_attributes(source.text[found.start(1) : found.end(1)]) if found else []
    if found and (not given or BLANKED in found[0]):
        found, given = None, []
    kept = "".join(f' {n}="{html.escape(v)}"' for n, v in _merged(given).items())
    if caption.touches and caption.is_below:
        yield Replacement(first.start, first.start, f"{_margin(source, first)}\n")
    place = start.start("mark")
    mark = f'<{SLOT_ELEMENT} {_CAPTION}{kept} {_PLACE}="{place}"></{SLOT_ELEMENT}>'
    yield Node(start.start("mark"), start.end("mark"), mark)
    if found:
        follows = source.text[found.end() : last.end].split("\n")[0].strip()
        space = " " if follows else ""
        yield Replacement(max(found.start(), start.end("mark")), found.end(), space)
        yield from _unknown(given, found.start(1))
    if caption.touches and not caption.is_below:
        yield Replacement(last.end, last.end, f"\n{_margin(source, last)}")


def _merged(given: list[tuple[str, str]]) -> dict[str, str]:
    """Return the id, the classes and the widths of an attribute list."""
    merged: dict[str, str] = {}
    for name, value in given:
        if name == "class":
            merged[name] = f"{merged.get(name, '')} {value}".lstrip()
        elif name == "id":
            merged[name] = value
        elif name == _COLUMNS:
            merged[WIDTHS] = value
    return merged


def _unknown(given: list[tuple[str, str]], index: int) -> Iterator[Mistake]:
    for name, value in given:
        for each in value.split() if name == "class" else ():
            misspelt = check_class(each)
            if misspelt:
                yield Mistake(index, misspelt)
        if name not in {"class", "id", _COLUMNS}:
            message = f"the attribute '{name}' of a table means nothing here"
            hint = "leave only an id, classes and tbl-colwidths"
            if not value and kind_of_label(name):
                hint = f"for a label, write '#{name}'"
            yield Mistake(index, Problem(BLOCK_ATTRIBUTE, message, hint))


def _margin(source: MarkdownSource, line: Line) -> str:
    return source.text[line.start : line.content].rstrip()


def _table_beside(paragraph: LexborNode, mark: LexborNode) -> LexborNode | None:
    """Return the table before a caption, or else the one after it."""
    if paragraph.tag != "p" or mark.prev is not None:
        return None
    for forward in (False, True):
        other = paragraph.next if forward else paragraph.prev
        while other is not None and other.is_text_node and not (other.text_content or "").strip():
            other = other.next if forward else other.prev
        if other is not None and other.tag == "table" and other.css_first("caption") is None:
            return other
    return None


TABLE_CAPTIONS = _TableCaptions()
