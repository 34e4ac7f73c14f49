"""Write the targets of MyST above images, formulas and blocks of data or code as labels of these.

    (fig-knee)=             →
    ![A knee](knee.png)         ![A knee](knee.png){#fig-knee}

    (mass)=                 →
    $$ E = mc^2 $$              $$ E = mc^2 $$ {#eq-mass}

An image, or code without a caption, has a number only if the name has the prefix of one. What
stands above a table is read in `named_tables`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.directive_blocks import read_directive
from sitegen.content.foreign_info import diagram_language, read_foreign_info, read_raw_format
from sitegen.content.formulas import is_math_fence
from sitegen.content.rewriting.named_tables import (
    label_of_table,
    line_below,
    margin_of,
    parts_from_dashes,
    place_in_line,
    with_label,
)
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.target_names import (
    ITEM_TARGET,
    TARGET,
    equation_label,
    is_in_item,
    prefixed_label,
    target_id,
)
from sitegen.late_patterns import compile_late
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.formulas import Formula
    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_inlines import Link
    from sitegen.content.source_lines import Fence

__all__ = ["with_named_blocks"]

#: Not in the line of a formula, as `f(x)=y` is.
_LIKELY = compile_late(r"\)=[ \t]*$", re.MULTILINE)
_DASHES = compile_late(r"\n[ \t>]*---[ \t]*(?=\n)")
#: The prefixes of the labels of what a fence holds, by the name of the directive.
_OF_FENCES = {
    **dict.fromkeys(("code", "code-block", "sourcecode"), "lst"),
    **dict.fromkeys(("mermaid", "dot", "graphviz", "vega-lite", "vegalite", "chart"), "fig"),
    "csv-table": "tbl",
    "math": "eq",
}
_NAMES = frozenset({"label", "name"})
_ATTRIBUTES = compile_late(r"[ \t]*\{(?P<inner>[^{}\n]*)\}")
_LABEL_BEHIND = compile_late(r"[ \t]*\([A-Za-z]")
_NAME_OPTION = compile_late(r"^[ \t>]*:(?:label|name):", re.MULTILINE)
_CAPTION = compile_late(r"[\s{](?:lst-cap|fig-cap|caption)=")


def with_named_blocks(source: MarkdownSource) -> MarkdownSource:
    """Return the source with labels in place of such targets; places are known."""
    is_likely = ")=" in source.text and _LIKELY.search(source.text)
    return with_edits(source, _edits(source)) if is_likely else source


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    text, lines, things = source.text, source.blocks.lines, _Things(source)
    for number, line in enumerate(lines):
        if line.kind != "text" or line.goes_on:
            continue
        found = TARGET.fullmatch(text, line.content, line.end)
        item = None if found else ITEM_TARGET.fullmatch(text, line.content, line.end)
        below = line_below(source, number) if found or item else len(lines)
        if below == len(lines):
            continue
        if item:
            target, place = item.start("target"), place_in_line(text, lines[below])
            is_text = place not in things.fences
            edit = None
            if is_in_item(text, target, place, is_text=is_text):
                edit = _label_below(source, things, below, item["name"], in_item=True)
            if edit:
                yield target, place, ""
                yield edit
        elif found and parts_from_dashes(source, number):
            yield line.end, line.end, f"\n{margin_of(text[line.start : line.content])}"
        elif found:
            edit = _label_below(source, things, below, found["name"])
            if edit:
                yield line.content, line.end, ""
                yield edit


class _Things:
    """What may have a label, by the places at which it begins."""

    def __init__(self, source: MarkdownSource) -> None:
        blocks = source.blocks
        self.fences = {
            each.start: each for each in blocks.fences if each.closed and not each.is_tag
        }
        self.formulas = {each.start: each for each in blocks.formulas if each.is_display}
        self.links = {each.start: each for each in source.links}


def _label_below(
    source: MarkdownSource, things: _Things, number: int, name: str, *, in_item: bool = False
) -> Edit | None:
    """Return the label of what begins on a line; a table cannot begin in that of an item's mark."""
    text = source.text
    place = place_in_line(text, source.blocks.lines[number])
    if place in things.fences:
        return _label_of_fence(text, things.fences[place], name)
    if place in things.formulas:
        return _label_of_formula(text, things.formulas[place], name)
    if text.startswith(("![", "[!["), place):
        return _label_of_image(source, things.links, number, name)
    return None if in_item else label_of_table(source, number, name)


def _label_of_fence(text: str, fence: Fence, name: str) -> Edit | None:
    """Return the label of a block of code, a diagram, data or a formula.

    There is none if the block has one, or is not known.
    """
    info = text[fence.info : fence.info_end]
    directive = read_directive(text, fence)
    prefix = _OF_FENCES.get(directive.name, "") if directive else ""
    if not prefix and (is_math_fence(info)):
        prefix = "eq"
    if not prefix:
        return _label_of_code(text, fence, name)
    label = equation_label(name) if prefix == "eq" else prefixed_label(prefix, name)
    options = directive.options if directive else {}
    if _NAMES & options.keys() or kind_of_label(label) != kind_of_label(f"{prefix}-x"):
        return None
    if prefix == "eq":
        if "\\label{" in text[fence.info_end : fence.end] or _has_name(text, fence):
            return None
    elif not (label == target_id(name) or prefix == "tbl" or "caption" in options):
        return None
    dashes = _DASHES.match(text, fence.info_end)
    place, mark = (dashes.end(), "") if dashes else (fence.info_end, ":")
    margin = margin_of(text[text.rfind("\n", 0, fence.start) + 1 : fence.start])
    return place, place, f"\n{margin}{mark}label: {label}"


def _has_name(text: str, fence: Fence) -> bool:
    return _NAME_OPTION.search(text, fence.info_end, fence.end) is not None


def _label_of_code(text: str, fence: Fence, name: str) -> Edit | None:
    """Return the label behind the language of a block of code, or of a diagram."""
    info = text[fence.info : fence.info_end]
    if read_foreign_info(info) or read_raw_format(info):
        return None
    prefix, kind = ("fig", "figure") if diagram_language(info) else ("lst", "listing")
    label = prefixed_label(prefix, name) if _CAPTION.search(info) else target_id(name)
    return with_label(text, fence.info, fence.info_end, label, kind, " ")


def _label_of_formula(text: str, formula: Formula, name: str) -> Edit | None:
    """Return the label behind a displayed formula, unless it has one."""
    written, label = text[formula.start : formula.end], equation_label(name)
    if not written.startswith(("$$", "\\[")) or "\\label{" in written or not label:
        return None
    if _LABEL_BEHIND.match(text, formula.end):
        return None
    found = _ATTRIBUTES.match(text, formula.end)
    if found is None:
        return formula.end, formula.end, f" {{#{label}}}"
    return None if "#" in found["inner"] else (found.end("inner"),) * 2 + (f" #{label}",)


def _label_of_image(
    source: MarkdownSource, links: dict[int, Link], number: int, name: str
) -> Edit | None:
    """Return the label behind an image that is alone, if it is to be a figure."""
    text, lines = source.text, source.blocks.lines
    line = lines[number]
    place = place_in_line(text, line)
    link = links.get(place)
    if link is None or text[link.end : line.end].strip() or link.end > line.end:
        return None
    if number + 1 < len(lines):
        following = lines[number + 1]
        written = text[following.start : following.end].strip(" \t>\n")
        if written and not written.startswith(":::"):
            return None
    label = prefixed_label("fig", name) if source.implicit_figures else target_id(name)
    return with_label(text, line.start, link.end, label, "figure", "")
