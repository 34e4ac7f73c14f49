"""Write the blocks of PyMdown, which Material for MkDocs shows, as fenced divs.

    /// details | More             ::: {.callout-tip title="More" collapse="true"}
        type: tip             →
    Text                           Text
    ///                            :::

    ![A knee](knee.png)       →    ![A knee](knee.png){caption="From the left"}
    /// caption
    From the left
    ///

A caption below a table becomes that of the table. See
https://facelessuser.github.io/pymdown-extensions/extensions/blocks/.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.note_kinds import NOTE_KINDS
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.rewriting.shortcode_arguments import (
    QUOTED,
    in_one_line,
    markdown_argument,
    quoted,
)
from sitegen.content.scanner import BLANKED
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_blocks import Line

__all__ = ["with_pymdown_blocks"]

_LIKELY = compile_late(r"^[ \t>]*/{3,}[ \t]*[a-z]", re.MULTILINE)
_OPENING = compile_late(r"(?P<marks>/{3,})[ \t]*(?P<name>[a-z][\w-]*)[ \t]*(?:\|(?P<title>.*))?")
_CLOSING = compile_late(r"(?P<marks>/{3,})[ \t]*")
_OPTION = compile_late(r"(?: {4}|\t)(?P<name>[a-z]+):[ \t]*(?P<value>[\w-]*|\{.*\})[ \t]*")
#: `attrs: {id: here, class: "one two"}`, and one of these.
_ATTRS = "attrs"
_ATTRIBUTE = compile_late(r"(?P<name>id|class):[ \t]*(?P<quote>[\"']?)(?P<value>[\w -]+)(?P=quote)")
_NOTHING = compile_late(r"(?!)")
_NOTES = frozenset({*NOTE_KINDS, "admonition", "details"})
_CAPTIONS = frozenset({"caption", "figure-caption", "table-caption"})
_TAB = "tab"
#: The options of each that are read here; a block with others is told.
_OPTIONS = {"details": {"type", "open"}, "admonition": {"type"}, _TAB: {"new", "select"}}
#: Elements whose line of text ends an attribute list, for which there is no room in it.
_BRACES = compile_late(r"\{(?P<inner>[^{}\n]*)\}")


class _Block(NamedTuple):
    """A block that is open: its line, the last one of its options, and what it is."""

    line: Line
    head_end: int
    marks: str
    name: str
    title: str
    own: str
    options: dict[str, str]


def with_pymdown_blocks(source: MarkdownSource) -> MarkdownSource:
    """Return the source with these as divs, and captions at what they belong to."""
    if "///" not in source.outline or not _LIKELY.search(source.text):
        return source
    return with_edits(source, _edits(source))


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    text, opened = source.text, list[_Block]()
    for line in source.blocks.lines:
        if line.kind != "text" or not text.startswith("///", line.content):
            continue
        closing = _CLOSING.fullmatch(text, line.content, line.end)
        if closing:
            # As in PyMdown, as many slashes as have opened it.
            number = next(
                (n for n in reversed(range(len(opened))) if opened[n].marks == closing["marks"]), -1
            )
            if number >= 0:
                yield from _written(source, opened[number], line)
                del opened[number:]
            continue
        block = _read(source, line)
        if block:
            opened.append(block)


def _read(source: MarkdownSource, line: Line) -> _Block | None:
    """Read the line that opens a block, and those of its options."""
    text = source.text
    found = _OPENING.fullmatch(text, line.content, line.end)
    if not found or source.prose[line.content] == BLANKED:
        return None
    margin, options, end = text[line.start : line.content], {}, line.end
    while True:
        start = end + 1 + len(margin)
        line_end = text.find("\n", start)
        if not text.startswith(margin, end + 1) or line_end < 0:
            break
        option = _OPTION.fullmatch(text, start, line_end)
        if not option:
            break
        options[option["name"]] = option["value"]
        end = line_end
    own = _own_attributes(options.get(_ATTRS, ""))
    if own:
        del options[_ATTRS]
    title = (found["title"] or "").strip()
    return _Block(line, end, found["marks"], found["name"], title, own, options)


def _own_attributes(written: str) -> str:
    """Return an id and classes as in an attribute list; nothing if there is anything else."""
    found: list[str] = []
    for each in written[1:-1].split(","):
        attribute = _ATTRIBUTE.fullmatch(each.strip())
        if not attribute:
            return ""
        sign = "#" if attribute["name"] == "id" else "."
        found += [f" {sign}{value}" for value in attribute["value"].split()]
    return "".join(found)


def _written(source: MarkdownSource, block: _Block, last: Line) -> Iterator[Edit]:
    """Yield the edits of a block that ends on a line; none if it is not known."""
    if block.name in _CAPTIONS and not block.title and not block.options:
        yield from _caption(source, block, last)
    elif block.options.keys() <= _OPTIONS.get(block.name, set()):
        attributes = _attributes(block)
        if attributes:
            title = markdown_argument("title", block.title)
            yield block.line.content, block.head_end, f"::: {{{attributes}{block.own}{title}}}"
            yield last.content, last.end, ":::"


def _attributes(block: _Block) -> str:
    """Return the attributes of the div that a block becomes; nothing for what is not known."""
    is_open = block.options.get("open", "").casefold() == "true"
    if block.name == _TAB:
        begins = block.options.get("new", "").casefold() == "true"
        return ".tab-item data-begins" if begins else ".tab-item"
    if block.name not in _NOTES:
        return ""
    if block.name == "details" and not block.options.get("type"):
        return ".details open=true" if is_open else ".details"
    kind = block.options.get("type") or ("note" if block.name == "admonition" else block.name)
    folds = f' collapse="{"false" if is_open else "true"}"' if block.name == "details" else ""
    return f".callout-{kind}{folds}"


def _caption(source: MarkdownSource, block: _Block, last: Line) -> Iterator[Edit]:
    """Yield a caption behind the image, or below the table, that stands above it."""
    text, lines = source.text, source.blocks.lines
    inside = text[block.head_end : last.start]
    number = lines.index(block.line) - 1
    while number >= 0 and lines[number].kind == "blank":
        number -= 1
    if number < 0 or not inside.strip(" \t>\n") or "\n\n" in inside.strip():
        return
    above = lines[number]
    image = next((each for each in source.links if each.is_image and each.end == above.end), None)
    if text.startswith("|", above.content):
        margin = text[block.line.start : block.line.content]
        caption = in_one_line(text, block.head_end, last.start, _NOTHING, quoted)
        own = f" {{{block.own.strip()}}}" if block.own else ""
        yield above.end, last.end, (f"\n{margin.rstrip()}\n{margin}: ", *caption, own)
    elif image and above.content <= image.start:
        braces = _BRACES.search(text, image.close, image.end)
        caption = in_one_line(text, block.head_end, last.start, QUOTED, quoted)
        if braces:
            at = braces.end("inner")
            yield at, at, (f'{block.own} caption="', *caption, '"')
        else:
            own = block.own.strip()
            yield image.end, image.end, (f'{{{own} caption="', *caption, '"}')
        yield block.line.content, last.end, ""
