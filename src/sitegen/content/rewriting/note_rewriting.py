"""Write notes at the head of quotations and list items as fenced divs.

    > !!! tip "Title"      →    > ::: {.callout-tip title="Title"}
    >     Text                  > Text
                                > :::

Notes that begin a line of their own are read by `syntax/admonitions`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.note_lines import NOTE_START, NoteLine, read_note
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.rewriting.shortcode_arguments import markdown_argument
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_blocks import Line

__all__ = ["NOTE_IN_ITEM", "with_notes_in_items"]

#: A line that begins with one, up to it.
_HEAD = (
    r"[ \t]*+(?=[>:+*-]|\d)(?:[ \t>]|[-+*:][ \t]|\d{1,9}[.)][ \t])*+"
    rf"(?={NOTE_START})"
)
NOTE_IN_ITEM = compile_late(f"^{_HEAD}", re.MULTILINE)
_QUOTED = compile_late(r"[ \t]*>")
_SPACES = compile_late(r"[ \t]*")
_INDENT = 4
#: How often a note may be in another one.
_DEEPEST = 4


def with_notes_in_items(source: MarkdownSource) -> MarkdownSource:
    """Return the source with these notes as divs; places are known."""
    for _ in range(_DEEPEST):
        if not _may_hold(source):
            break
        found = with_edits(source, _edits(source))
        if found is source:
            break
        source = found
    return source


def _may_hold(source: MarkdownSource) -> bool:
    is_marked = "!!!" in source.outline or "???" in source.outline or '==="' in source.outline
    return is_marked and NOTE_IN_ITEM.search(source.text) is not None


class _Note(NamedTuple):
    """A note at a place of a line, and behind how many marks of quotations it stands."""

    line: Line
    place: int
    quotes: int
    written: NoteLine


def _edits(source: MarkdownSource) -> Iterator[Edit]:
    text, lines, done = source.text, source.blocks.lines, 0
    known = frozenset(source.blocks.notes)
    for number, line in enumerate(lines):
        if number < done or line.kind != "text" or line.goes_on:
            continue
        found = NOTE_IN_ITEM.match(text, line.start, line.end)
        written = read_note(text, found.end()) if found and found.end() not in known else None
        if not found or not written:
            continue
        note = _Note(line, found.end(), found[0].count(">"), written)
        inside = _lines_of(text, note, lines, number + 1)
        done = number + 1 + len(inside)
        last = next((each for each in reversed(inside) if each.kind != "blank"), None)
        if last is None:
            continue  # one without a text is told elsewhere
        yield note.place, line.end, _opening(written)
        for each in inside:
            if each.kind != "blank":
                yield _dedented(text, note, each)
        margin = re.sub(r"[^> \t]", " ", found[0])
        yield last.end, last.end, f"\n{margin}:::"


def _lines_of(text: str, note: _Note, lines: tuple[Line, ...], number: int) -> list[Line]:
    """Return the lines of a note, which begin with that of a number."""
    found: list[Line] = []
    while number < len(lines) and _is_inside(text, note, lines[number]):
        found.append(lines[number])
        number += 1
    return found


def _opening(note: NoteLine) -> str:
    """Return the line that opens the div."""
    if note.is_tab:
        attributes = [".tab-item", *(["data-begins"] if "!" in note.mark else [])]
    else:
        kinds = note.kinds.split()
        attributes = [f".callout-{kinds[0]}", *(f".{each}" for each in kinds[1:])]
        if note.mark.startswith("?"):
            attributes.append(f'collapse="{"false" if note.mark.endswith("+") else "true"}"')
        if note.title is not None and not note.title.strip():
            attributes.append('appearance="untitled"')
    title = markdown_argument("title", (note.title or "").strip())
    return f"::: {{{' '.join(attributes)}{title}}}"


def _margin_below(text: str, note: _Note, line: Line) -> tuple[int, int]:
    """Return where the spaces before a line's text begin and end, behind the same quotations.

    The first is -1 if the line has fewer marks of them.
    """
    place = line.start
    for _ in range(note.quotes):
        mark = _QUOTED.match(text, place, line.end)
        if not mark:
            return -1, -1
        place = mark.end()
    spaces = _SPACES.match(text, place, line.end)
    return place, spaces.end() if spaces else place


def _is_inside(text: str, note: _Note, line: Line) -> bool:
    """Tell whether a line is blank, or begins four columns behind the note."""
    start, end = _margin_below(text, note, line)
    if start < 0 or end == line.end:
        return start >= 0
    least = len(text[note.line.start : note.place].expandtabs(_INDENT)) + _INDENT
    return len(text[line.start : end].expandtabs(_INDENT)) >= least


def _dedented(text: str, note: _Note, line: Line) -> Edit:
    start, end = _margin_below(text, note, line)
    before = len(text[line.start : start].expandtabs(_INDENT))
    width = len(text[line.start : end].expandtabs(_INDENT)) - before
    return start, end, " " * (width - _INDENT)
