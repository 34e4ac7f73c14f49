"""Cut the part of a Markdown file that another page includes.

What is not included becomes empty lines, so that places in the part stay those of the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.content.front_matter import split_front_matter
from sitegen.content.scanner import MarkdownSource
from sitegen.diagnostics import Problem, Severity, declare, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model.words import fold_term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.config import Engine
    from sitegen.model.references import IncludeReference, Word

__all__ = ["INCLUDE", "WrongPartError", "cut_included_text"]

INCLUDE = declare("include", Severity.ERROR)

_HEADING = compile_late(r" {0,3}(#{1,6})[ \t]+(?P<title>.*?)[ \t]*#*[ \t]*")
_ATTRIBUTES = compile_late(r"[ \t]*\{:?[^{}\n]*?(?:#(?P<id>[^\s{}]+))?[^{}\n]*\}[ \t]*\Z")
_LINES = compile_late(r"(\d{1,6})?(?:(-)(\d{1,6})?)?", re.ASCII)
_START = compile_late(r"[ \t]*<!--[ \t]*#?region[ \t:]+([\w.-]+)[ \t]*-->[ \t]*")
_END = compile_late(r"[ \t]*<!--[ \t]*#?endregion(?:[ \t:]+([\w.-]+))?[ \t]*-->[ \t]*")


class WrongPartError(Exception):
    """Raised for a part that the file does not have; `word` is what names it."""

    def __init__(self, word: Word, problem: Problem) -> None:
        super().__init__(problem.message)
        self.word = word
        self.problem = problem


def cut_included_text(text: str, path: str, wanted: IncludeReference, engine: Engine) -> str:
    """Return the text of a file without its front matter and what is not wanted of it.

    Raises WrongPartError.
    """
    split = split_front_matter(text, path)
    lines = [""] * (split.body_line - 1) + split.body.removesuffix("\n").split("\n")
    first, last = split.body_line, len(lines)
    if wanted.region:
        first, last = _find_region(lines, wanted)
    elif wanted.heading:
        source = MarkdownSource(split.body, engine)
        first, last = _find_section(source, wanted, split.body_line)
    elif wanted.lines:
        first, last = _read_lines(lines, wanted)
    kept = lines[first - 1 : last]
    return "\n" * (first - 1) + "\n".join(kept) + "\n"


def _find_region(lines: list[str], wanted: IncludeReference) -> tuple[int, int]:
    starts: dict[str, int] = {}
    regions: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(lines, start=1):
        start, end = _START.fullmatch(line), _END.fullmatch(line)
        if start:
            starts[start[1]] = number + 1
        elif end and starts:
            name = end[1] if end[1] in starts else next(reversed(starts))
            regions.setdefault(name, (starts.pop(name), number - 1))
    name = wanted.region.text
    if name in regions:
        return regions[name]
    message = f"'{wanted.target}' has no region '{name}'"
    hint = f"write '<!-- region {name} -->' and '<!-- endregion -->' around it"
    raise WrongPartError(
        wanted.region, Problem(INCLUDE, message, did_you_mean(name, regions, hint))
    )


def _find_section(
    source: MarkdownSource, wanted: IncludeReference, first_line: int
) -> tuple[int, int]:
    """Return the lines from a heading to the next one of its level, or a higher one."""
    headings = list(_headings(source, first_line))
    name = wanted.heading.text.lstrip("#").strip()
    for at, (line, level, title, anchor) in enumerate(headings):
        if name == anchor or fold_term(name) == fold_term(title):
            after = (other for other in headings[at + 1 :] if other[1] <= level)
            end = next(after, None)
            last = source.text.count("\n") + first_line
            return line, end[0] - 1 if end else last
    known = [title for _, _, title, _ in headings]
    message = f"'{wanted.target}' has no heading '{name}'"
    otherwise = "write the text or the id of a heading with #"
    problem = Problem(INCLUDE, message, did_you_mean(name, known, otherwise))
    raise WrongPartError(wanted.heading, problem)


def _headings(source: MarkdownSource, first_line: int) -> Iterator[tuple[int, int, str, str]]:
    """Yield line, level, text and id of each heading that is written with `#`."""
    for number, line in enumerate(source.blocks.lines):
        found = None
        if line.kind == "text" and not line.depth:
            found = _HEADING.fullmatch(source.text[line.start : line.end].rstrip("\n"))
        if found:
            attributes = _ATTRIBUTES.search(found["title"])
            title = found["title"][: attributes.start()] if attributes else found["title"]
            anchor = attributes["id"] if attributes else None
            yield number + first_line, len(found[1]), title.strip(), anchor or ""


def _read_lines(lines: list[str], wanted: IncludeReference) -> tuple[int, int]:
    written = wanted.lines.text
    found = _LINES.fullmatch(written)
    if not found or not (found[1] or found[3]):
        problem = Problem(INCLUDE, f"'{written[:40]}' names no lines", 'write lines="3-10"')
        raise WrongPartError(wanted.lines, problem)
    first = int(found[1] or 1)
    last = int(found[3]) if found[3] else len(lines) if found[2] else first
    if not 1 <= first <= last <= len(lines):
        count = "1 line" if len(lines) == 1 else f"{len(lines):,} lines"
        message = f"'{wanted.target}' has {count}, and no lines {written}"
        problem = Problem(INCLUDE, message, "name lines that are there, or a region")
        raise WrongPartError(wanted.lines, problem)
    return first, last
