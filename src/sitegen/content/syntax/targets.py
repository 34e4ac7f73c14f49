"""Targets as MyST writes them: `(name)=` on the line above a heading or a block names it.

A target above anything else is a place that links lead to. See
https://mystmd.org/guide/cross-references.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Mistake, RawBlock, Replacement
from sitegen.content.scanner import BLANKED
from sitegen.content.syntax.mistyped_markup import MISTYPED_CODE
from sitegen.content.target_names import TARGET, prefixed_label, target_id
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
_HEADING = compile_late(r"#{1,6}[ \t]+[^\n]*?(?P<list>[ \t]*\{[^{}\n]*\})?[ \t]*")
_ANY_TARGET = compile_late(r"\(([^()]*+)\)=")
_ANY_ID = compile_late(r"#([^#}]*+)\}")
_NUMREF = compile_late(r"\{numref\}`(?:[^`<>\n]*<)?(?P<name>[\w:./-]+)>?`")
_LONGEST = 200
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
        found = TARGET.fullmatch(source.text, line.content, line.end)
        if found and line.kind == "text" and not line.goes_on:
            yield target_id(found["name"]), found.start("name")


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
            found = TARGET.fullmatch(text, line.content, line.end)
            if line.kind != "text" or line.goes_on or not found:
                continue
            at = number + 1
            while at < len(lines) and lines[at].kind == "blank":
                at += 1
            below = lines[at] if at < len(lines) else None
            for finding in _name(text, found, line, below, blocks):
                yield finding
                if isinstance(finding, RawBlock) and "{numref}" in text:
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


TARGETS = _Targets()
