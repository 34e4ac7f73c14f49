"""Targets as MyST writes them: `(name)=` on the line above a heading or a block names it.

A target above anything else is a place that links lead to. See
https://mystmd.org/guide/cross-references.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake, Node, RawBlock, Replacement
from sitegen.content.scanner import BLANKED
from sitegen.content.syntax.mistyped_markup import MISTYPED_CODE
from sitegen.content.target_names import ITEM_TARGET, TARGET, is_in_item, prefixed_label, target_id
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late
from sitegen.model import DIRECTIVE_PREFIXES, LABEL_KINDS, kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.construct import Finding
    from sitegen.content.div_fences import Div
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Line

__all__ = [
    "TARGETS",
    "directive_label",
    "find_targets",
    "is_place_name",
    "is_target",
    "labels_of_target",
    "target_above",
]

_ABOVE = compile_late(r"(?:\A|\n)[ \t>]*\((?P<name>[A-Za-z][\w:./-]*)\)=[ \t]*\n[ \t>\n]*\Z")
_HEADING = compile_late(r"#{1,6}[ \t]+[^\n]*?(?P<list>[ \t]*(?<=[ \t])\{[^{}\n]*\})?[ \t]*")
_ANY_TARGET = compile_late(r"\(([^()]*+)\)=")
_ANY_ID = compile_late(r"#([^#}]*+)\}")
_NUMREF = compile_late(r"\{numref\}`(?:[^`<>\n]*<)?(?P<name>[\w:./-]+)>?`")
_LONGEST = 200
#: How the place of an item begins.
_PLACE = '<span id="'
#: What begins no paragraph.
_BLOCK = compile_late(r"[#>|]|:::|[-+*][ \t]|\d{1,9}[.)][ \t]|`{3}|~{3}|!\[|\$\$|<|\x1a|\[\^|\{")
#: The prefixes of what directives label. In MyST, what they label has a number, whatever its name.
_PREFIXES = {
    "figure": "fig",
    "image": "fig",
    "list-table": "tbl",
    "exercise": "exr",
    **{f"prf:{LABEL_KINDS[prefix]}": prefix for prefix in DIRECTIVE_PREFIXES},
}


def directive_label(div: Div, name: str) -> str:
    """Return the label that a directive has by this name: `fig-knee` for the figure `knee`."""
    is_numbered = all(each.name != "nonumber" for each in div.attributes)
    prefix = _PREFIXES.get(div.name, "") if is_numbered else ""
    return prefixed_label(prefix, name) if prefix else target_id(name)


def labels_of_target(name: str) -> set[str]:
    """Return the labels that a target may give to what stands below it."""
    label = target_id(name)
    return {name, *(f"{prefix}-{label}" for prefix in DIRECTIVE_PREFIXES)}


def target_above(text: str, place: int) -> str:
    """Return the id that a target right above the line of `place` gives, or nothing."""
    start = text.rfind("\n", 0, place) + 1
    found = _ABOVE.search(text, max(0, start - _LONGEST), start)
    return target_id(found["name"]) if found else ""


def is_place_name(name: str) -> bool:
    """Tell whether a target may name anything; other names belong to what has a number."""
    return kind_of_label(name) in {"", "section"}


def find_targets(source: MarkdownSource) -> Iterator[tuple[str, int]]:
    """Yield the ids that targets give, and where their names are written."""
    for line in source.blocks.lines if ")=" in source.text else ():
        found = _match(source.text, line)
        if found:
            yield target_id(found["name"]), found.start("name")


def _match(text: str, line: Line) -> re.Match[str] | None:
    """Return the target on a line, which may stand behind the mark of an item."""
    if line.kind != "text" or line.goes_on:
        return None
    found = TARGET.fullmatch(text, line.content, line.end)
    return found or ITEM_TARGET.fullmatch(text, line.content, line.end)


def is_target(text: str, name: str) -> bool:
    """Tell whether the page has a target or an id of this name."""
    targets, ids = _names_in(text)
    return name in targets or target_id(name) in ids


@lru_cache(maxsize=1)
def _names_in(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return all that stands in a page like the name of a target, and like an id.

    A page has thousands of references, and would be searched for each.
    """
    return frozenset(_ANY_TARGET.findall(text)), frozenset(_ANY_ID.findall(text))


class _Targets(Construct):
    source_marks = (")=",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Give the name to the heading below, or leave a place; blocks look for theirs."""
        text, lines = source.text, source.blocks.lines
        places: set[str] = set()
        blocks = {text.rfind("\n", 0, div.start) + 1 for div in source.blocks.divs}
        for number, line in enumerate(lines):
            found = _match(text, line)
            if not found:
                continue
            at = number + 1
            while at < len(lines) and lines[at].kind == "blank":
                at += 1
            below = lines[at] if at < len(lines) else None
            findings = (
                _name_in_item(text, found, below)
                if "target" in found.re.groupindex
                else _name(text, found, line, below, blocks)
            )
            for finding in findings:
                yield finding
                is_place = isinstance(finding, RawBlock) or _PLACE in getattr(finding, "text", "")
                if is_place and "{numref}" in text:
                    places.add(found["name"])
        if places:
            yield from _without_number(source, places)


def _without_number(source: MarkdownSource, places: set[str]) -> Iterator[Mistake]:
    """Yield the roles that ask for the number of a place."""
    for found in _NUMREF.finditer(source.text):
        if found["name"] in places and source.prose[found.start()] != BLANKED:
            message = f"'{found['name']}' has no number: its target is above no caption"
            hint = "write {ref}, or a caption where the target is"
            yield Mistake(found.start(), Problem(MISTYPED_CODE, message, hint))


def _name(
    text: str, found: re.Match[str], line: Line, below: Line | None, blocks: set[int]
) -> Iterator[Finding]:
    name = target_id(found["name"])
    if below is not None and below.start in blocks:
        yield Replacement(line.content, line.end, "")
        return
    heading = below and _HEADING.fullmatch(text, below.content, below.end)
    own = heading["list"] or "" if heading else ""
    if heading and "#" in own and f"#{name}" not in own and not kind_of_label(name):
        yield RawBlock(line.content, line.end, f'<div id="{name}"></div>')
    elif below is not None and heading:
        yield Replacement(line.content, line.end, "")
        if heading["list"] is None:
            end = below.content + len(text[below.content : below.end].rstrip())
            yield Replacement(end, end, f" {{#{name}}}")
        elif "#" not in heading["list"]:
            end = text.rindex("}", 0, heading.end("list"))
            yield Replacement(end, end, f" #{name}")
    elif is_place_name(name):  # the number of a thing is written at the thing
        yield RawBlock(line.content, line.end, f'<div id="{name}"></div>')
    else:
        yield from _without_thing(found, line.content, line.end)


def _name_in_item(text: str, found: re.Match[str], below: Line | None) -> Iterator[Finding]:
    """Name the place at which the text of an item begins."""
    name, (start, end) = target_id(found["name"]), found.span("target")
    if not is_place_name(name):
        yield from _without_thing(found, start, end)
    elif (
        below is not None
        and below.kind == "text"
        and not _BLOCK.match(text, below.content)
        and is_in_item(text, found.start("task") if found["task"] else start, below.content)
    ):
        yield Replacement(start, below.content, f'{_PLACE}{name}"></span>')
    else:
        message = f"'({found['name']})=' in an item is above no text, and is shown"
        hint = "write it above the list, or at the head of an item with a text"
        yield from _shown(text, start, end, message, hint)


def _without_thing(found: re.Match[str], start: int, end: int) -> Iterator[Finding]:
    """Say that there is nothing that could have the number for which a name asks."""
    kind = kind_of_label(target_id(found["name"]))
    message = f"'({found['name']})=' stands above no {kind} that can be named, and is shown"
    hint = f"write it right above one, or '{{#{found['name']}}}' at it, or a name without a prefix"
    if kind == "equation":
        hint = (
            f"write it right above a formula between dollars, or '\\label{{{found['name']}}}' in it"
        )
    yield from _shown(found.string, start, end, message, hint)


def _shown(text: str, start: int, end: int, message: str, hint: str) -> Iterator[Finding]:
    yield Node(start, end, html.escape(text[start:end], quote=False))
    yield Mistake(start, Problem(MISTYPED_CODE, message, hint))


TARGETS = _Targets()
