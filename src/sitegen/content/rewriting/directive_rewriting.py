"""Write the directives of Sphinx and its extensions as those that are known here.

Names of the same thing, such as `{group-tab}` and `{versionadded}`, the boxes of lessons, such as
`{objectives}`, and directives whose content is no Markdown, but which stand between colons, as
`:::{code-block} python`. A glossary of Sphinx is a list of definitions, which are indented there:

    Knee                      Knee
      A joint.         →      :   A joint.

After https://www.sphinx-doc.org/en/master/usage/restructuredtext/directives.html and
https://coderefinery.github.io/sphinx-lesson/directives/.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.directive_names import PROOFS
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.div_fences import Div
    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_directives"]

_RENAMED = {
    "tabs": "tab-set",
    "tab": "tab-item",
    "group-tab": "tab-item",
    "table": "list-table",
    **{f"proof:{name.removeprefix('prf:')}": name for name in PROOFS},
}
#: The boxes of lessons, and their titles.
_BOXES = {
    **{name: name.capitalize() for name in ("objectives", "questions", "discussion", "callout")},
    **{name: name.capitalize() for name in ("challenge", "checklist", "testimonial", "demo")},
    "keypoints": "Key points",
    "prereq": "Prerequisites",
    "prerequisites": "Prerequisites",
    "instructor-note": "Instructor note",
    "homework": "Homework",
    "typealong": "Type along",
    "type-along": "Type along",
}
#: What Sphinx says of a version; it stands behind the name.
_VERSIONS = {
    "versionadded": "Added in version",
    "versionchanged": "Changed in version",
    "deprecated": "Deprecated since version",
    "versionremoved": "Removed in version",
}
#: A page has no index, and shows a table of contents of its own.
_NOT_SHOWN = frozenset({"index", "contents"})
_NAMES = frozenset({*_RENAMED, *_BOXES, *_VERSIONS})
#: The content of these is no Markdown.
_LITERAL = frozenset(
    """
    code code-block sourcecode literalinclude code-cell csv-table mermaid graphviz math include
    toctree tableofcontents raw eval-rst index contents
    """.split()
)
_OPENING = compile_late(
    r"[ \t]*+(?:[`~]{3,}|:{3,})[ \t]*+(?P<braces>\{(?P<name>[\w:-]+)\})[ \t]*+(?P<title>[^\n]*)"
)
_TICKS = compile_late(r"`{3,}|~{3,}")
_MARKS = ("`{", ":{", "~{", "``` {", "~~~ {", "{index}")
#: The same without words and spaces, for a first look.
_OUTLINES = ("`{", ":{", "~{", "{}`")
_INDEX = compile_late(r"(?<!`)(?P<role>\{index\})`(?P<text>[^`<\n]++)(?:<[^`\n]*+)?`")
#: The format of a raw block whose text stands in it, not in a file.
_RAW = compile_late(r"[a-z][a-z0-9]*[ \t]*\n(?![ \t>]*:(?:file|url):)")
_DEFINED = compile_late(r"^[ \t>]*:[ \t]", re.MULTILINE)
_INDENTED = compile_late(r"[ \t]+")
#: How often a directive may be in another whose name is written anew.
_DEEPEST = 4
_INDENT = 4


def with_directives(source: MarkdownSource) -> MarkdownSource:
    """Return the source with all of this as it is written here; places are known."""
    text, outline = source.text, source.outline
    if not any(mark in outline for mark in _OUTLINES) or not any(mark in text for mark in _MARKS):
        return source
    for _ in range(_DEEPEST):
        found = with_edits(source, [*_fences(source), *_divs(source), *_margins(source)])
        if found is source:
            break
        source = found
    if "{glossary}" in source.text:
        source = with_edits(source, _definitions(source))
    return source


def _fences(source: MarkdownSource) -> Iterator[Edit]:
    """Yield edits of blocks of backticks, whose directives are not known, and of the role."""
    text = source.text
    for fence in source.blocks.fences if "{" in text else ():
        found = _OPENING.match(text, fence.start, fence.info_end) if not fence.is_tag else None
        if not found or not fence.closed:
            continue
        name = found["name"].lower()
        if name in _NAMES:
            yield from _renamed(found)
        elif name in _NOT_SHOWN:
            yield _without_block(text, fence.start, fence.end)
        elif name == "raw" and _RAW.match(text, found.start("title")):
            yield found.start("braces"), fence.info_end, f"{{={found['title'].strip()}}}"
    if "{index}" in text:
        for role in _INDEX.finditer(text):
            if source.prose[role.start()] == "{":
                yield *role.span(), role["text"].rstrip()


def _without_block(text: str, start: int, end: int) -> Edit:
    """Return what removes a block: with its lines, if a blank one is above, as it parts blocks."""
    line = text.rfind("\n", 0, start) + 1
    above = text[text.rfind("\n", 0, max(line - 1, 0)) + 1 : line]
    if text[line:start].strip() or above.strip(" \t>\n"):
        return start, end, "\n" if text[end - 1] == "\n" else ""
    return line, end, ""


def _divs(source: MarkdownSource) -> Iterator[Edit]:
    """Yield edits of blocks between colons."""
    text, done = source.text, 0
    for div in source.blocks.divs:
        found = _OPENING.match(text, div.start) if div.is_other and div.start >= done else None
        if not found:
            continue
        name = found["name"].lower()
        if name in _NAMES:
            yield from _renamed(found)
        elif name in _LITERAL and div.end < 0:
            done = div.closing[1]
            inside = _TICKS.findall(text, div.line_end, div.closing[0])
            ticks = "`" * max(3, *(len(each) + 1 for each in inside), 0)
            yield div.start, found.start("braces"), ticks
            yield *div.closing, ticks


def _margins(source: MarkdownSource) -> Iterator[Edit]:
    """Yield nothing for what a directive is indented by: in MyST, its lines are, too."""
    text, done = source.text, 0
    for div in source.blocks.divs:
        start = text.rfind("\n", 0, div.start) + 1
        width = div.start - start
        if not width or div.start < done or not div.is_directive or div.containers or div.quotes:
            continue
        done = div.closing[1] if div.end < 0 else div.end
        while 0 <= start < done:
            spaces = _INDENTED.match(text, start, start + width)
            if spaces:
                yield *spaces.span(), ""
            start = text.find("\n", start) + 1 or -1


def _renamed(found: re.Match[str]) -> Iterator[Edit]:
    name, title = found["name"].lower(), found["title"].strip()
    if name in _RENAMED:
        yield *found.span("braces"), f"{{{_RENAMED[name]}}}"
    elif name in _BOXES:
        colon = ": " if title else ""
        yield found.start("braces"), found.start("title"), f"{{admonition}} {_BOXES[name]}{colon}"
    else:
        yield found.start("braces"), found.start("title"), f"{{admonition}} {_VERSIONS[name]} "


def _definitions(source: MarkdownSource) -> Iterator[Edit]:
    """Yield the marks of definitions in glossaries, and how they are indented."""
    text, done = source.text, 0
    for div in source.blocks.divs:
        # Another glossary in one is no list of definitions.
        if div.name != "glossary" or not div.is_directive or div.start < done:
            continue
        done = end = div.closing[0] if div.end < 0 else div.end
        if not _DEFINED.search(text, div.line_end, end):
            yield from _indented(text, div, end)


def _indented(text: str, div: Div, end: int) -> Iterator[Edit]:
    margin = div.start - (text.rfind("\n", 0, div.start) + 1)
    place, width, is_open = div.line_end + 1, 0, False
    while place < end:
        line_end = text.find("\n", place)
        line_end = line_end if line_end >= 0 else len(text)
        first = place + margin
        spaces = _INDENTED.match(text, first, line_end)
        if not text[place:line_end].strip():
            pass
        elif not spaces:
            width, is_open = 0, True
        elif is_open:
            width, is_open = len(spaces[0]), False
            yield first, spaces.end(), ":" + " " * (_INDENT - 1)
        elif width:
            yield first, first + min(width, len(spaces[0])), " " * _INDENT
        place = line_end + 1
