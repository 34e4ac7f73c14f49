"""Write the targets of MyST above images, tables and blocks of data or code as labels of these.

    (fig-knee)=             →
    ![A knee](knee.png)         ![A knee](knee.png){#fig-knee}

    (coils)=                →
    | Coil | SNR |              | Coil | SNR |
    |------|----:|              |------|----:|

    : The coils                 : The coils {#tbl-coils}

An image, or a table without a caption, has a number only if the name has the prefix of one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.directive_blocks import read_directive
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.target_names import TARGET, prefixed_label, target_id
from sitegen.late_patterns import compile_late
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_inlines import Link
    from sitegen.content.source_lines import Fence, Line

__all__ = ["with_named_blocks"]

#: Not in the line of a formula, as `f(x)=y` is.
_LIKELY = compile_late(r"\)=[ \t]*$", re.MULTILINE)
_DELIMITER = compile_late(r"[|: -]*--[|: -]*")
_GRID = compile_late(r"\+(?:[-=:]+\+)+")
_CAPTION = compile_late(r"(?:[Tt]able)?:[ \t]+\S")
_LIST_OF_ATTRIBUTES = compile_late(r"\{(?P<inner>[^{}\n]*)\}[ \t]*\Z")
_DASHES = compile_late(r"\n[ \t>]*---[ \t]*(?=\n)")
#: The prefixes of the labels of what a fence holds, by the name of the directive.
_OF_FENCES = {"csv-table": "tbl", "code": "lst", "code-block": "lst", "sourcecode": "lst"}
_NAMES = frozenset({"label", "name"})


def with_named_blocks(source: MarkdownSource) -> MarkdownSource:
    """Return the source with labels in place of such targets; places are known."""
    is_likely = ")=" in source.text and _LIKELY.search(source.text)
    return with_edits(source, _edits(source)) if is_likely else source


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    text, lines = source.text, source.blocks.lines
    fences = {each.start: each for each in source.blocks.fences if each.closed and not each.is_tag}
    links = {each.start: each for each in source.links}
    for number, line in enumerate(lines):
        found = TARGET.fullmatch(text, line.content, line.end)
        if line.kind != "text" or line.goes_on or not found:
            continue
        below = number + 1
        while below < len(lines) and lines[below].kind == "blank":
            below += 1
        if below == len(lines):
            continue
        name, place = found["name"], _place_of(text, lines[below])
        if place in fences:
            edit = _label_of_fence(text, fences[place], name)
        elif text.startswith(("![", "[!["), place):
            edit = _label_of_image(source, links, below, name)
        else:
            edit = _label_of_table(source, below, name)
        if edit:
            yield line.content, line.end, ""
            yield edit


def _place_of(text: str, line: Line) -> int:
    """Return where the text of a line begins, behind the marks of a quotation."""
    written = text[line.start : line.end]
    return line.start + len(written) - len(written.lstrip(" \t>"))


def _label_of_fence(text: str, fence: Fence, name: str) -> Edit | None:
    """Return the option that names a directive, unless it has a name or is not known."""
    directive = read_directive(text, fence)
    prefix = _OF_FENCES.get(directive.name, "") if directive else ""
    if not directive or not prefix or _NAMES & directive.options.keys():
        return None
    label = prefixed_label(prefix, name)
    is_named = kind_of_label(target_id(name)) == kind_of_label(label)
    if kind_of_label(label) != kind_of_label(f"{prefix}-x") or not (
        is_named or prefix == "tbl" or "caption" in directive.options
    ):
        return None
    dashes = _DASHES.match(text, fence.info_end)
    place, mark = (dashes.end(), "") if dashes else (fence.info_end, ":")
    margin = _margin(text[text.rfind("\n", 0, fence.start) + 1 : fence.start])
    return place, place, f"\n{margin}{mark}label: {label}"


def _label_of_image(
    source: MarkdownSource, links: dict[int, Link], number: int, name: str
) -> Edit | None:
    """Return the label behind an image that is alone, if it is to be a figure."""
    text, lines = source.text, source.blocks.lines
    line = lines[number]
    place = _place_of(text, line)
    link = links.get(place)
    if link is None or text[link.end : line.end].strip() or link.end > line.end:
        return None
    if number + 1 < len(lines):
        following = lines[number + 1]
        written = text[following.start : following.end].strip(" \t>\n")
        if written and not written.startswith(":::"):
            return None
    label = prefixed_label("fig", name) if source.implicit_figures else target_id(name)
    return _with_label(text, line.start, link.end, label, "figure", "")


def _label_of_table(source: MarkdownSource, number: int, name: str) -> Edit | None:
    """Return the label in the caption of a table, or a caption that is nothing else."""
    text, lines = source.text, source.blocks.lines
    if number + 1 == len(lines) or not _begins_table(source, number):
        return None
    end = number + 2
    while _is_row(source, end):
        end += 1
    first = end + 1 if end < len(lines) and lines[end].kind == "blank" else end
    if first < len(lines) and _CAPTION.match(text, _place_of(text, lines[first])):
        while _is_text(source, first + 1):
            first += 1
        last = lines[first]
        return _with_label(text, last.start, last.end, prefixed_label("tbl", name), "table", " ")
    label = target_id(name)
    if kind_of_label(label) != "table":
        return None
    last = lines[end - 1]
    margin = _margin(text[last.start : _place_of(text, last)])
    place = last.start + len(text[last.start : last.end].rstrip())
    return place, place, f"\n{margin}\n{margin}: {{#{label}}}"


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
    """Tell whether a line goes on with a table: its caption may touch it."""
    if not _is_text(source, number):
        return False
    place = _place_of(source.text, source.blocks.lines[number])
    return _CAPTION.match(source.text, place) is None


def _is_text(source: MarkdownSource, number: int) -> bool:
    lines = source.blocks.lines
    if number >= len(lines) or lines[number].kind != "text":
        return False
    return not source.text.startswith(":::", _place_of(source.text, lines[number]))


def _with_label(text: str, start: int, end: int, label: str, kind: str, space: str) -> Edit | None:
    """Return the label at the end of `text[start:end]`, in the attributes that are there."""
    if kind_of_label(label) != kind:
        return None
    end = start + len(text[start:end].rstrip())
    found = _LIST_OF_ATTRIBUTES.search(text, start, end)
    if found is None:
        return end, end, f"{space}{{#{label}}}"
    return None if "#" in found["inner"] else (found.end("inner"),) * 2 + (f" #{label}",)


def _margin(written: str) -> str:
    """Return what the next line of a quotation or of a list item begins with."""
    return re.sub(r"[^> \t]", " ", written)
