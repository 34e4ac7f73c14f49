"""The syntax of other generators: a warning for each piece, and kept as text.

This looks at what no other construct has claimed. It keeps what it finds from the engine, which
would take braces for attributes and colons for definitions.
"""

from __future__ import annotations

import html
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.construct import Construct, Finding, Mistake, Node, Replacement
from sitegen.content.foreign_kinds import JSX, STRAY_ATTRIBUTES, TEXT_KINDS
from sitegen.content.html_block_texts import find_html_texts
from sitegen.content.html_names import HTML_ELEMENTS
from sitegen.content.latex_kinds import FORMULA_HINT
from sitegen.content.mark_index import Mark, MarkIndex
from sitegen.content.problem_groups import group_problems
from sitegen.content.scanner import BLANKED
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.foreign_kind import ForeignKind
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Line

__all__ = ["FOREIGN_SYNTAX", "foreign_problem"]

_FOREIGN_SYNTAX = declare("foreign-syntax", Severity.WARNING)
_FOREIGN_COMMENT = declare("foreign-comment", Severity.ERROR, protects=True)

_COMPONENT = compile_late(r"</?(?P<name>[A-Z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*)(?=[\s/>])")
_ATTRIBUTES = compile_late(r"(?P<at>\{(?::[ \t]*[#.\w]|[ \t]*[#.]\w|[ \t]*\w+=)[^{}\n]*\})[ \t]*")
#: What may precede the text of a line, in quotations and list items.
_LINE_START = compile_late(r"[ \t>]*+(?:(?:[-+*]|\d{1,9}[.)])[ \t]++)*+")
_HEADING = compile_late(r"[ \t>]*#{1,6}[ \t]")
_PICTURE = compile_late(r"\b(?:path|src|image_path|url)\s*=\s*[\"']([^\"'{}\s:]+)[\"']")
_ANY_PICTURE = "(file.png"
#: A path of Windows or an address, in whose last part a backslash begins no command.
_PATH = compile_late(r"(?:(?<![A-Za-z])[A-Za-z]:\\|\\\\|://)\S*\Z")
_LONGEST_PATH = 300
_INCLUDED = compile_late(r"\{%[-+]?\s*+include\w*\s++(?P<file>[\w./-]+)")
#: How what is read by templates begins.
_IN_BRACES = frozenset({"{%", "{{"})
_BLANK_LINE = compile_late(r"\n[ \t>]*\n")
#: As far as a shortcode reaches; and as much as a message shows of anything.
_LONGEST = 1000
_SHOWN = 40


class _Piece(NamedTuple):
    """What was written, what it is called there, and whether it is counted."""

    start: int
    end: int
    name: str
    counts: bool = True


_MARKS = MarkIndex(
    Mark(mark, number) for number, kind in enumerate(TEXT_KINDS) for mark in kind.marks
)


class _ForeignSyntax(Construct):
    source_marks = tuple(
        mark for kind in (*TEXT_KINDS, JSX, STRAY_ATTRIBUTES) for mark in kind.marks
    )
    reads_leftovers = True

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield warnings, and a node for each piece."""
        text, taken = source.text, _Taken()
        for number in sorted(_MARKS.numbers_in(text, source.outlines)):
            kind = TEXT_KINDS[number]
            yield from _report(kind, source, taken.take(_pieces(kind, source)))
            if not _IN_BRACES.isdisjoint({mark[:2] for mark in kind.marks}):
                yield from _mistakes(kind, source, taken.take(_pieces_in_html(kind, source)))
        if "<" in text and _COMPONENT.search(text):
            yield from _report(JSX, source, taken.take(_components(source)))
        if "\n{" in source.text:
            strays = taken.take(_stray_attributes(source))
            yield from _report(STRAY_ATTRIBUTES, source, strays)
            # Below a table, it would be a row.
            starts = (source.text.rfind("\n", 0, each.start) + 1 for each in strays)
            yield from (Replacement(start, start, "\n") for start in starts)


class _Taken:
    """What has been found so far: a piece belongs to the first kind that claims it."""

    def __init__(self) -> None:
        self._ends: list[int] = []
        self._starts: list[int] = []

    def take(self, pieces: Iterator[_Piece]) -> list[_Piece]:
        free = []
        for piece in pieces:
            at = bisect_left(self._ends, piece.start + 1)
            if at == len(self._ends) or self._starts[at] >= piece.end:
                self._starts.insert(at, piece.start)
                self._ends.insert(at, piece.end)
                free.append(piece)
        return free


def _report(kind: ForeignKind, source: MarkdownSource, pieces: list[_Piece]) -> Iterator[Finding]:
    for piece in pieces:
        text = source.text[piece.start : piece.end]
        yield Node(piece.start, piece.end, html.escape(text, quote=False))
    yield from _mistakes(kind, source, pieces)


def _mistakes(kind: ForeignKind, source: MarkdownSource, pieces: list[_Piece]) -> Iterator[Mistake]:
    """Yield a warning at each piece that counts, by the kinds of what is written."""
    groups: dict[str, list[_Piece]] = {}
    for piece in pieces:
        if piece.counts:
            # Other files that are included show other things.
            included = _INCLUDED.match(source.text, piece.start, piece.end)
            group = kind.group_of(piece.name) + (included["file"] if included else "")
            groups.setdefault(group, []).append(piece)
    for alike in groups.values():
        for piece, problem in group_problems(alike, lambda each: _problem(kind, source.text, each)):
            yield Mistake(piece.start, problem)


def _problem(kind: ForeignKind, text: str, piece: _Piece) -> Problem:
    written = text[piece.start : piece.end]
    problem = foreign_problem(kind, written, piece.name)
    if problem.hint == FORMULA_HINT and text.find(f"\\end{{{piece.name}", piece.end) < 0:
        hint = f"write '{written.replace('begin', 'end', 1)}' where it ends"
        problem = Problem(problem.code, problem.message, hint)
    return problem


def foreign_problem(kind: ForeignKind, written: str, name: str) -> Problem:
    """Say what was written, of which kind it is, what happens, and what to write instead."""
    written = " ".join(written.split())
    shown = written if len(written) <= _SHOWN else f"{written[: _SHOWN - 1]}…"
    message = f"'{shown}' is {kind.what}, and {kind.result}"
    code = _FOREIGN_COMMENT if kind.is_comment else _FOREIGN_SYNTAX
    return Problem(code, message, _with_path(kind.hint_for(name), written))


def _with_path(hint: str, written: str) -> str:
    """Put the path of a picture into the hint that says how to show one."""
    found = _PICTURE.search(written) if _ANY_PICTURE in hint else None
    if not found:
        return hint
    # Jekyll's paths begin at the folder of the site.
    path = f"/{found[1].lstrip('/')}" if written.startswith("{%") else found[1]
    return hint.replace(_ANY_PICTURE, f"({path}")


def _pieces(kind: ForeignKind, source: MarkdownSource) -> Iterator[_Piece]:
    text = source.text
    for found in kind.pattern.finditer(text):
        groups = found.groupdict()
        at = next((name for name in ("at", "more") if groups.get(name)), 0)
        start, end = found.span(at)
        end = start + len(text[start:end].rstrip())
        if kind.begins_line and not _LINE_START.fullmatch(
            text, text.rfind("\n", 0, start) + 1, start
        ):
            continue
        if source.prose[start] == BLANKED or _is_path(text, start):
            continue
        if not kind.is_comment and _is_link(source, start):
            continue
        if kind.closing:
            end = _closed(text, end, kind.closing)
        if end > start:
            name = groups.get("name") or groups.get("word") or ""
            yield _Piece(start, end, name, at != "more")


def _pieces_in_html(kind: ForeignKind, source: MarkdownSource) -> Iterator[_Piece]:
    """Yield what is in the text of a block of HTML, where no Markdown is read."""
    for first, block in find_html_texts(source, kind.marks):
        for found in kind.pattern.finditer(block):
            end = _closed(block, found.end(), kind.closing) if kind.closing else found.end()
            start = first + found.start()
            is_shortcode = source.text.startswith("{{%", start - 1)
            if end > found.start() and source.prose[start] == BLANKED and not is_shortcode:
                groups = found.groupdict()
                yield _Piece(start, first + end, groups.get("name") or groups.get("word") or "")


def _is_link(source: MarkdownSource, start: int) -> bool:
    """Tell whether brackets are those of a link, or have one in them."""
    if source.text[start] != "[":
        return False
    at = bisect_left(source.links, start, key=lambda link: link.start)
    return at < len(source.links) and source.links[at].start <= start + 1


def _is_path(text: str, start: int) -> bool:
    """Tell whether a backslash is part of a path, as on Windows, or of an address."""
    if text[start] != "\\":
        return False
    return _PATH.search(text, max(0, start - _LONGEST_PATH), start + 1) is not None


def _closed(text: str, start: int, closing: tuple[str, ...]) -> int:
    """Return where the next closing mark ends, or -1 if there is none in the paragraph."""
    ends = [text.find(mark, start, start + _LONGEST) + len(mark) for mark in closing]
    end = min(
        (each for each, mark in zip(ends, closing, strict=True) if each >= len(mark)), default=-1
    )
    return -1 if end >= 0 and _BLANK_LINE.search(text, start, end) else end


def _components(source: MarkdownSource) -> Iterator[_Piece]:
    """Yield the tags of components: their names begin with a capital letter, and HTML has none."""
    for start, end in source.tags:
        found = _COMPONENT.match(source.text, start, end)
        if found and found["name"].lower() not in HTML_ELEMENTS:
            yield _Piece(start, end, found["name"], source.text[start + 1] != "/")


def _stray_attributes(source: MarkdownSource) -> Iterator[_Piece]:
    """Yield attribute lists on lines of their own that go on with no paragraph."""
    above = None
    for line in source.blocks.lines:
        found = None
        if line.kind == "text" and source.text.startswith("{", line.content):
            found = _ATTRIBUTES.fullmatch(source.text, line.content, line.end)
        if found and (above is None or not _goes_on(source.text, above)):
            yield _Piece(*found.span("at"), "")
        above = line


def _goes_on(text: str, above: Line) -> bool:
    """Tell whether the line below this one can be the last of a paragraph."""
    if above.kind != "text" or text.startswith("|", above.content):
        return False
    return _HEADING.match(text, above.start, above.end) is None


FOREIGN_SYNTAX = _ForeignSyntax()
