"""What is opened and never closed: fences of code, HTML elements and comments."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.construct import Construct, Finding, Mistake, Replacement
from sitegen.content.html_blocks import BLOCK_ELEMENTS
from sitegen.content.html_names import HTML_ELEMENTS, OPTIONAL_END_TAGS, VOID_ELEMENTS
from sitegen.content.problem_groups import group_problems
from sitegen.content.unended_tags import find_unended, may_hold_unended
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["UNCLOSED"]

_UNCLOSED_FENCE = declare("unclosed-fence", Severity.WARNING)
_UNCLOSED_HTML = declare("unclosed-html", Severity.WARNING)
_UNCLOSED_COMMENT = declare("unclosed-comment", Severity.ERROR, protects=True)

_TAG = compile_late(r"<(?P<slash>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")
_BLANK_LINE = compile_late(r"\n[ \t>]*\n")
#: As much of a line as counts.
_MOST_SHOWN = 2_000
_MOST_INDENT = 3
_MARKS = compile_late(r"`+|~+")
_FENCE_LINE = compile_late(r"^[ \t>]*+(```[^`\n]*$|~~~)", re.MULTILINE)
#: What is in them is no Markdown anywhere.
_RAW_ELEMENT = compile_late(r"<(?:!--|(?:pre|script|style|textarea|svg|math)\b)", re.IGNORECASE)
_SHOWN = 40
_MARGIN = compile_late(r"[ \t>*+.\-):\d]*")
_OPEN_TAG = compile_late(r"</?(?P<name>[a-zA-Z][a-zA-Z0-9-]*+)(?=[\s=\"'/<]|\Z)")
#: At the end of a paragraph, or with an attribute, a tag was meant.
_MEANT = compile_late(r"[ \t]+[a-zA-Z-]+=[\"']|[ \t]*(?:\n[ \t>]*(?=\n|\Z)|\Z)")
#: `n <s`: a number that is less than another one.
_COMPARED = compile_late(r"[\w)\]$] <[a-zA-Z][ \t]*(?:\n|\Z)")
_BLOCKS = BLOCK_ELEMENTS | {"pre", "script", "style", "textarea"}


class _Tag(NamedTuple):
    name: str
    start: int


class _Unclosed(Construct):
    source_marks = ("```", "~~~", "<")
    reads_leftovers = True

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a mistake at each opening without an end, and at each end without an opening."""
        has_tags = "<" in source.outline
        if not _are_closed(source, has_tags=has_tags):
            inside = list(_fences_in_html(source))
            for index, problem in group_problems(
                inside, lambda each: _inside_problem(source.text, each)
            ):
                yield Mistake(index, problem)
            for fence in source.blocks.fences:
                if not fence.closed and not (inside and inside[0] < fence.start):
                    yield Mistake(fence.start, _fence_problem(source.text, fence.start))
        if not has_tags:
            return
        if may_hold_unended(source.text):
            yield from _tags(source)
        if not _is_balanced(source.text):
            yield from _elements(source)
        if _may_hold_open_comments(source.text):
            last_end = source.text.rfind("-->")
            for index in source.open_comments:
                yield Mistake(index, _comment_problem(index, last_end))
        yield from _nested_comments(source)


def _tags(source: MarkdownSource) -> Iterator[Finding]:
    """Show each tag without an end as text: a parser would take what follows for attributes."""
    text, prose = source.text, source.prose
    found = [each for block in source.blocks.html for each in find_unended(text, *block)]
    line, place = 0, prose.find("<")
    while place >= 0:
        tag = _OPEN_TAG.match(prose, place)
        line = prose.rfind("\n", line, place) + 1 or line
        if tag and (name := tag["name"].lower()) in HTML_ELEMENTS:
            margin = _MARGIN.match(prose, line, place)
            is_block = margin is not None and margin.end() == place and name in _BLOCKS
            if is_block or _MEANT.match(prose, tag.end()):
                found.append((place, name))
        place = prose.find("<", place + 1)
    for start, name in sorted(found):
        slash = "/" if text[start + 1] == "/" else ""
        message = f"the tag '<{slash}{name}' never ends, and is shown as text"
        if not _COMPARED.match(text, max(0, start - 2)):
            yield Mistake(start, Problem(_UNCLOSED_HTML, message, "write '>' where it ends"))
        yield Replacement(start, start + 1, "&lt;")


def _are_closed(source: MarkdownSource, *, has_tags: bool) -> bool:
    """Tell quickly that each fence is closed, as nearly all are; False if that is not plain."""
    text = source.text
    if has_tags and ("<!--" in text or "<pre" in text or "<script" in text):
        return False  # fences in them are none
    opened = ""
    for before, marks, info, is_below_text in _fence_lines(source):
        if before.strip(" ") or len(before) > _MOST_INDENT:
            return False
        if not opened:
            if "`" in info:  # code within a paragraph
                return False
            if has_tags and is_below_text:  # it may be in an HTML element
                return False
            opened = marks
        elif marks.startswith(opened) and not info.strip():
            opened = ""
    return not opened


def _fence_lines(source: MarkdownSource) -> Iterator[tuple[str, str, str, bool]]:
    """Yield the lines that may be fences: what is before the marks, the marks, what follows.

    Then, whether the line above is not blank.
    """
    text = source.text
    for index, whole in source.fence_lines:
        line_start = text.rfind("\n", 0, index) + 1
        before = text[line_start:index]
        if not before.strip(" \t>*+-.)0123456789"):
            line = whole[:_MOST_SHOWN]
            info = line.lstrip(line[0])
            above = text[text.rfind("\n", 0, max(line_start - 1, 0)) + 1 : line_start]
            yield before, line[: len(line) - len(info)], info, bool(above.strip(" \t>\n"))


def _fences_in_html(source: MarkdownSource) -> Iterator[int]:
    """Yield the first fence of each HTML block: no Markdown is read there."""
    for start, end in source.blocks.html:
        found = _FENCE_LINE.search(source.text, start, end)
        if found and not _RAW_ELEMENT.search(source.text, start, found.start()):
            yield found.start(1)


def _inside_problem(text: str, place: int) -> Problem:
    line = text[place : place + _MOST_SHOWN].partition("\n")[0].strip()
    shown = line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
    message = f"'{shown}' begins no code, because it is in an HTML element"
    return Problem(_UNCLOSED_FENCE, message, "leave a blank line above it")


def _fence_problem(text: str, start: int) -> Problem:
    found = _MARKS.match(text, start)
    marks = found[0] if found else "```"
    message = f"the code that begins with '{marks}' never ends"
    return Problem(_UNCLOSED_FENCE, message, f"write '{marks}' on a line below it")


def _comment_problem(start: int, last_end: int) -> Problem:
    """Return what is wrong with a comment that is not read; `last_end` is the last `-->`."""
    if last_end < start:
        message, hint = "the comment that begins here never ends", "write '-->' where it ends"
    else:
        message = "the comment that begins here goes over a blank line and is shown as text"
        hint = "begin it on a line of its own"
    return Problem(_UNCLOSED_COMMENT, message, hint)


def _nested_comments(source: MarkdownSource) -> Iterator[Mistake]:
    """Yield a mistake at each comment in a comment, if text between the two ends is shown."""
    text = source.text
    place = text.find("<!--")
    while place >= 0:
        inner = text.find("<!--", place + 4)
        end = text.find("-->", place + 4)
        if inner < 0 or end < 0:
            return
        if inner < end:
            outer_end = text.find("-->", end + 3)
            following = text.find("<!--", end + 3)
            is_last = outer_end >= 0 and not 0 <= following < outer_end
            if is_last and _is_shown(source, place, outer_end):
                message = "a comment in a comment: what follows the first '-->' is shown as text"
                hint = "remove the inner '<!--' and '-->'"
                yield Mistake(inner, Problem(_UNCLOSED_COMMENT, message, hint))
            inner = following
        place = inner


def _is_shown(source: MarkdownSource, start: int, end: int) -> bool:
    """Tell whether the `-->` at `end` is text, or in the same raw HTML as the comment."""
    if source.prose[end : end + 3] == "-->":
        return True
    return any(first <= start and end < last for first, last in source.blocks.html)


def _may_hold_open_comments(text: str) -> bool:
    """Tell quickly that each comment ends in its paragraph, as comments nearly always do."""
    place = text.find("<!--")
    while place >= 0:
        end = text.find("-->", place)
        if end < 0 or _BLANK_LINE.search(text, place, end):
            return True
        place = text.find("<!--", end)
    return False


def _is_balanced(text: str) -> bool:
    """Tell quickly that as many elements are closed as are opened, as they nearly always are."""
    counts: Counter[str] = Counter()
    for found in _TAG.finditer(text):
        counts[found["name"].lower()] += -1 if found["slash"] else 1
    return all(
        not count or name in VOID_ELEMENTS or name not in HTML_ELEMENTS
        for name, count in counts.items()
    )


def _elements(source: MarkdownSource) -> Iterator[Mistake]:
    """Follow the tags of elements that need an end tag."""
    opened: list[_Tag] = []
    counts: dict[str, int] = {}
    for start, end in source.tags:
        found = _TAG.match(source.text, start, end)
        name = found["name"].lower() if found else ""
        if not found or name not in HTML_ELEMENTS or name in VOID_ELEMENTS:
            continue
        if not found["slash"]:
            opened.append(_Tag(name, start))
            counts[name] = counts.get(name, 0) + 1
        elif counts.get(name):
            while opened[-1].name != name:
                yield from _unclosed(opened[-1])
                counts[opened.pop().name] -= 1
            opened.pop()
            counts[name] -= 1
        elif name not in OPTIONAL_END_TAGS:
            message = f"'</{name}>' ends nothing"
            yield Mistake(start, Problem(_UNCLOSED_HTML, message, f"remove it, or write <{name}>"))
    for tag in opened:
        yield from _unclosed(tag)


def _unclosed(tag: _Tag) -> Iterator[Mistake]:
    if tag.name not in OPTIONAL_END_TAGS:
        message = f"'<{tag.name}>' is never closed"
        hint = f"write </{tag.name}> where it ends"
        yield Mistake(tag.start, Problem(_UNCLOSED_HTML, message, hint))


UNCLOSED = _Unclosed()
