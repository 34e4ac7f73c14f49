"""Write the targets of MyST above tables as labels in the captions of these.

    (coils)=                →
    | Coil | SNR |              | Coil | SNR |
    |------|----:|              |------|----:|

    : The coils                 : The coils {#tbl-coils}

A table without a caption has a number only if the name has the prefix of one. Tables that are drawn
with dashes alone are known when they have been drawn: a blank line parts a target from them first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.tables.table_rewriting import has_drawn_table, has_drawn_tables
from sitegen.content.target_names import TARGET, prefixed_label, target_id
from sitegen.late_patterns import compile_late
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Line

__all__ = [
    "label_of_table",
    "line_below",
    "margin_of",
    "parts_from_dashes",
    "place_in_line",
    "with_label",
    "with_named_tables",
]

_DELIMITER = compile_late(r"[|: -]*--[|: -]*")
_GRID = compile_late(r"\+(?:[-=:]+\+)+")
#: Dashes below which columns stand, and what begins a table with rows of several lines.
_COLUMNS = compile_late(r"-{2,}(?:[ \t]+-{2,})+")
_RULE = compile_late(r"-{3,}(?:[ \t]+-{2,})*")
_CAPTION_MARK = r"(?:[Tt]able)?:[ \t]+\S"
_CAPTION = compile_late(_CAPTION_MARK)
#: What may stand right below the rows of a table, and is none: a caption, an item or a target.
_ENDS_ROWS = compile_late(
    rf"{_CAPTION_MARK}|(?:[-+*]|\d{{1,9}}[.)])[ \t]|\([A-Za-z][\w:./-]*\)=[ \t]*$", re.MULTILINE
)
_LIST_OF_ATTRIBUTES = compile_late(r"\{(?P<inner>[^{}\n]*)\}[ \t]*\Z")


def with_named_tables(source: MarkdownSource) -> MarkdownSource:
    """Return the source with labels for tables that have been drawn; places are known."""
    if ")=" not in source.text or not has_drawn_tables(source):
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    text, lines = source.text, source.blocks.lines
    for number, line in enumerate(lines):
        found = TARGET.fullmatch(text, line.content, line.end)
        if line.kind != "text" or line.goes_on or not found:
            continue
        below = line_below(source, number)
        if below < len(lines) and has_drawn_table(source, lines[below], "<table"):
            edit = _label_of_drawn_table(source, below, found["name"])
            if edit:
                yield line.content, line.end, ""
                yield edit


def line_below(source: MarkdownSource, number: int) -> int:
    """Return the number of the next line that is not blank; how many there are if none is."""
    lines = source.blocks.lines
    below = number + 1
    while below < len(lines) and lines[below].kind == "blank":
        below += 1
    return below


def place_in_line(text: str, line: Line) -> int:
    """Return where the text of a line begins, behind the marks of a quotation."""
    written = text[line.start : line.end]
    return line.start + len(written) - len(written.lstrip(" \t>"))


def parts_from_dashes(source: MarkdownSource, number: int) -> bool:
    """Tell whether a table whose columns stand below dashes may begin right below a line."""
    lines = source.blocks.lines[number + 1 : number + 3]
    if any(each.kind != "text" for each in lines):
        return False
    written = [source.text[each.start : each.end].strip(" \t>") for each in lines]
    patterns = (_RULE, _COLUMNS)
    return any(p.fullmatch(each) for p, each in zip(patterns, written, strict=False))


def label_of_table(source: MarkdownSource, number: int, name: str) -> Edit | None:
    """Return the label in the caption of a table, or a caption that is nothing else."""
    if number + 1 == len(source.blocks.lines) or not _begins_table(source, number):
        return None
    end = number + 2
    while _is_row(source, end):
        end += 1
    if _is_text(source, end) and not _ENDS_ROWS.match(source.text, _place_of(source, end)):
        return None  # it is a row whose cells have no borders: no caption may stand below it
    return _label_behind(source, end, name)


def _label_of_drawn_table(source: MarkdownSource, number: int, name: str) -> Edit | None:
    lines = source.blocks.lines
    end = number
    while end < len(lines) and not has_drawn_table(source, lines[end], "</table>"):
        end += 1
    return _label_behind(source, end + 1, name) if end < len(lines) else None


def _label_behind(source: MarkdownSource, end: int, name: str) -> Edit | None:
    """Return the label of a table whose last line is before the one with the number `end`."""
    text, lines = source.text, source.blocks.lines
    first = end + 1 if end < len(lines) and lines[end].kind == "blank" else end
    if first < len(lines) and _CAPTION.match(text, place_in_line(text, lines[first])):
        while _is_text(source, first + 1) and not _is_target(source, first + 1):
            first += 1
        last = lines[first]
        return with_label(text, last.start, last.end, prefixed_label("tbl", name), "table", " ")
    label = target_id(name)
    if kind_of_label(label) != "table":
        return None
    last = lines[end - 1]
    margin = margin_of(text[last.start : place_in_line(text, last)])
    place = last.start + len(text[last.start : last.end].rstrip())
    after = "" if end == len(lines) or lines[end].kind == "blank" else f"\n{margin}"
    return place, place, f"\n{margin}\n{margin}: {{#{label}}}{after}"


def _begins_table(source: MarkdownSource, number: int) -> bool:
    """Tell whether a table with pipes begins at a line, or one that is drawn as a grid."""
    first, second = (
        source.text[each.start : each.end].strip(" \t>")
        for each in source.blocks.lines[number : number + 2]
    )
    return _GRID.fullmatch(first) is not None or (
        "|" in first and _DELIMITER.fullmatch(second) is not None
    )


def _is_row(source: MarkdownSource, number: int) -> bool:
    """Tell whether a line goes on with a table: its caption may touch it, or what is below it."""
    if not _is_text(source, number):
        return False
    text, place = source.text, _place_of(source, number)
    if _ENDS_ROWS.match(text, place):
        return False
    return text.startswith("+", place) or "|" in text[place : source.blocks.lines[number].end]


def _place_of(source: MarkdownSource, number: int) -> int:
    return place_in_line(source.text, source.blocks.lines[number])


def _is_target(source: MarkdownSource, number: int) -> bool:
    line = source.blocks.lines[number]
    return TARGET.fullmatch(source.text, _place_of(source, number), line.end) is not None


def _is_text(source: MarkdownSource, number: int) -> bool:
    lines = source.blocks.lines
    if number >= len(lines) or lines[number].kind != "text":
        return False
    return not source.text.startswith(":::", place_in_line(source.text, lines[number]))


def with_label(text: str, start: int, end: int, label: str, kind: str, space: str) -> Edit | None:
    """Return the label at the end of `text[start:end]`, in the attributes that are there."""
    if kind_of_label(label) != kind:
        return None
    end = start + len(text[start:end].rstrip())
    found = _LIST_OF_ATTRIBUTES.search(text, start, end)
    if found is None:
        return end, end, f"{space}{{#{label}}}"
    return None if "#" in found["inner"] else (found.end("inner"),) * 2 + (f" #{label}",)


def margin_of(written: str) -> str:
    """Return what the next line of a quotation or of a list item begins with."""
    return re.sub(r"[^> \t]", " ", written)
