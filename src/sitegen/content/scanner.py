"""Scan a Markdown source: tell prose from code, HTML and comments.

`MarkdownSource.prose` is the source with everything blanked out in which no syntax means anything:
code, mathematics, raw HTML, comments, and the addresses of links. It is as long as the source, so
an index into the one is an index into the other. What is found in it is found at its exact place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from heapq import merge
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.attribute_lists import ATTRIBUTE_LIST
from sitegen.content.mark_index import outline_of
from sitegen.content.source_lines import read_blocks
from sitegen.mathematics.macros import NO_MACROS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.config import Engine
    from sitegen.content.source_lines import Blocks
    from sitegen.mathematics.macros import Macros

__all__ = ["BLANKED", "Link", "MarkdownSource"]

#: Stands in `prose` for each character that is not prose. No author may write it.
BLANKED = "\x1a"

_MARK = re.compile(r"[\\`<\[\]]")
_TICKS = re.compile(r"`+")
_TAG = re.compile(
    r"<(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*+"
    r"|[^\s<>@/\"']++@[^\s<>]++"
    r"|/?[a-zA-Z][a-zA-Z0-9-]*+(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+"
    r"|[?!][^<>]*+)>"
)
#: In these elements nothing is a tag but their end.
_RAW_TEXT = re.compile(r"<(script|style|textarea|title)(?=[\s>])", re.IGNORECASE)
_RAW_ENDS = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title")
}
_TITLE = r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?\s*+\)"
_TARGETS = {
    "commonmark": re.compile(
        r"\(\s*+(<[^<>\n]*+>|(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*+\))*+)" + _TITLE
    ),
    # Python-Markdown takes spaces in an address.
    "python-markdown": re.compile(
        r"\(\s*+(<[^<>\n]*+>|(?:[^()\\\"']|\\.|\((?:[^()\\]|\\.)*+\)|[\"'](?![^\"'()]*[\"']\s*\)))*?)"
        + _TITLE
    ),
}
_LABEL = re.compile(r"\[([^\[\]]*+)\]")
_DEFINITION = re.compile(
    r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*\[(?!\^)([^\[\]\n]+)\]:[ \t]*\n?[ \t]*(<[^<>\n]*>|\S+)"
)
_ATTRIBUTES = re.compile(ATTRIBUTE_LIST)
#: Where the text of a paragraph ends although no blank line follows.
_NEW_BLOCK = re.compile(r"(?:[-+*]|\d{1,9}[.)]|:|#{1,6})[ \t]|\||\[\^|#|:::")


class Link(NamedTuple):
    """A link or an image: where it begins and ends, attribute list included, and its address.

    `target` is where the address stands: in a definition, for `[text][label]`. The text ends at
    `close`.
    """

    start: int
    close: int
    end: int
    target: int
    address: str
    is_image: bool


class _Definition(NamedTuple):
    target: int
    end: int
    address: str


class _Inlines(NamedTuple):
    labels: set[str]
    hidden: list[tuple[int, int]]
    tags: list[tuple[int, int]]
    links: list[Link]
    open_comments: list[int]


class MarkdownSource:
    """The Markdown of one page, for one engine. What is not asked for is not looked for.

    `macros` are those of its formulas; None means that mathematics is text. `html_blocks` has the
    HTML of the lines that stand for outputs of a notebook.
    """

    def __init__(
        self,
        text: str,
        engine: Engine,
        macros: Macros | None = NO_MACROS,
        html_blocks: tuple[str, ...] = (),
    ) -> None:
        self.text = text
        self.engine: Engine = engine
        self.macros = macros
        self.html_blocks = html_blocks

    @cached_property
    def outline(self) -> str:
        """The punctuation of the source, for a first look at what it may hold."""
        return outline_of(self.text)

    @cached_property
    def blocks(self) -> Blocks:
        """The lines, fences and HTML blocks of the source."""
        return read_blocks(self.text, self.engine, has_math=self.macros is not None)

    @cached_property
    def prose(self) -> str:
        """The source, with `BLANKED` for what is not prose; as long as the source."""
        code = [(line.start, line.end) for line in self.blocks.lines if line.kind == "code"]
        formulas = [(each.start, each.end) for each in self.blocks.formulas]
        hidden = merge(code, self.blocks.html, formulas, self._inlines.hidden)
        return _blank_out(self.text, hidden)

    def without(self, spans: Iterable[tuple[int, int]]) -> MarkdownSource:
        """Return this source without what is in the spans: it is no prose there, and no tags."""
        return _Remainder(self, sorted(spans))

    @property
    def tags(self) -> list[tuple[int, int]]:
        """Where HTML tags and addresses in angle brackets stand, in order."""
        return self._inlines.tags

    @property
    def links(self) -> list[Link]:
        """The links and images that are written as Markdown, in order."""
        return self._inlines.links

    @property
    def open_comments(self) -> list[int]:
        """Where comments begin that nothing closes."""
        return self._inlines.open_comments

    @property
    def labels(self) -> set[str]:
        """The labels of links that are defined, in lower case."""
        return self._inlines.labels

    def is_defined(self, label: str) -> bool:
        """Tell whether an address is given for the label of a link."""
        return _folded(label) in self.labels

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """Where connected lines of text begin and end."""
        return tuple(_paragraphs(self.text, self.blocks))

    @cached_property
    def _inlines(self) -> _Inlines:
        return _InlineReader(self.text, self.engine, self.blocks).read()


class _Remainder(MarkdownSource):
    """A source without what is in some spans, which are sorted and may overlap."""

    def __init__(self, whole: MarkdownSource, spans: list[tuple[int, int]]) -> None:
        super().__init__(whole.text, whole.engine, whole.macros)
        self._whole = whole
        self._spans = spans

    @cached_property
    def blocks(self) -> Blocks:
        return self._whole.blocks

    @cached_property
    def prose(self) -> str:
        return _blank_out(self._whole.prose, self._spans)

    @cached_property
    def _inlines(self) -> _Inlines:
        found = self._whole._inlines  # noqa: SLF001  # of the same class
        spans = iter(self._spans)
        span = next(spans, None)
        tags = []
        for tag in found.tags:
            while span and span[1] <= tag[0]:
                span = next(spans, None)
            if not span or span[0] >= tag[1]:
                tags.append(tag)
        return found._replace(tags=tags)


def _blank_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with `BLANKED` for each character of the spans, which are in order."""
    pieces, done = [], 0
    for start, end in spans:
        if end > done:
            pieces.append(text[done:start])
            hidden = text[max(start, done) : end].split("\n")
            pieces.append("\n".join(BLANKED * len(each) for each in hidden))
            done = end
    return "".join((*pieces, text[done:])) if pieces else text


class _InlineReader:
    """Reads what stands inside paragraphs: code spans, tags, comments, links."""

    def __init__(self, text: str, engine: Engine, blocks: Blocks) -> None:
        self.text = text
        self.blocks = blocks
        self.target = _TARGETS[engine]
        self.found = _Inlines(set(), [], [], [], [])
        self.last_comment = text.rfind("-->")
        self.formulas = [each.start for each in blocks.formulas]
        self.definitions: dict[str, _Definition] = {}
        self.defined_at: dict[int, _Definition] = {}

    def read(self) -> _Inlines:
        if "]:" in self.text:
            self._read_definitions()
        for start, end in _paragraphs(self.text, self.blocks):
            if _MARK.search(self.text, start, end):
                self._read_paragraph(start, end)
        for start, end in self.blocks.html:
            place = self.text.find("<", start, end)
            while place >= 0:
                after = self._read_tag(place, end)
                raw = _RAW_TEXT.match(self.text, place, end)
                ending = _RAW_ENDS[raw[1].lower()].search(self.text, after, end) if raw else None
                place = self.text.find("<", ending.start() if ending else after, end)
        if self.blocks.html:
            self.found.tags.sort()
            self.found.hidden.sort()
        return self.found

    def _read_paragraph(self, start: int, end: int) -> None:
        text = self.text
        openers: list[int] = []
        ticks: dict[int, list[int]] | None = None
        place = start
        while found := _MARK.search(text, place, end):
            at = found.start()
            mark, place = text[at], at + 1
            formula_end = self._formula_end(at) if self.formulas else 0
            if formula_end:
                place = formula_end
            elif mark == "[":
                openers.append(at)
            elif mark == "]":
                if openers:
                    place = self._read_link(openers.pop(), at, end)
            elif mark == "<":
                place = self._read_tag(at, end)
            elif mark == "\\":
                place += 1
            else:
                ticks = ticks or _lengths_of_runs(text, at, end)
                place = self._read_code(ticks, at)

    def _formula_end(self, place: int) -> int:
        """Return where the formula around a place ends, 0 if there is none."""
        before = bisect_right(self.formulas, place) - 1
        end = self.blocks.formulas[before].end if before >= 0 else 0
        return end if end > place else 0

    def _read_code(self, ticks: dict[int, list[int]], start: int) -> int:
        """Read the code span that begins here, if the same number of backticks follows."""
        run = _TICKS.match(self.text, start)
        length = len(run[0]) if run else 1
        starts = ticks.get(length, ())
        following = bisect_left(starts, start + length)
        if following == len(starts):
            return start + length
        end = starts[following] + length
        self.found.hidden.append((start, end))
        return end

    def _read_tag(self, start: int, end: int) -> int:
        """Read a tag, a comment, or an address in angle brackets, if one begins here."""
        if self.text.startswith("<!--", start):
            # Where no comment ends any more, none is looked for.
            closing = self.text.find("-->", start + 4, end) if start < self.last_comment else -1
            if closing < 0:
                self.found.open_comments.append(start)
                return start + 4
            self.found.hidden.append((start, closing + 3))
            return closing + 3
        found = _TAG.match(self.text, start, end)
        if not found:
            return start + 1
        self.found.tags.append(found.span())
        self.found.hidden.append(found.span())
        return found.end()

    def _read_link(self, start: int, close: int, end: int) -> int:
        text, after = self.text, close + 1
        follows = text[after : after + 1] if after < end else ""
        address, target = "", -1
        if follows == "(" and (found := self.target.match(text, after, end)):
            address, target = found[1], found.start(1)
            self.found.hidden.append((after, found.end()))
            after = found.end()
        elif follows == ":" and start in self.defined_at:
            definition = self.defined_at[start]
            self.found.hidden.append((close + 2, definition.end))
            return max(close + 2, definition.end)
        elif self.definitions:
            label = _LABEL.match(text, after, end) if follows == "[" else None
            name = label[1] if label and label[1] else text[start + 1 : close]
            known = self.definitions.get(_folded(name))
            if known:
                address, target = known.address, known.target
                after = label.end() if label else after
        if target < 0:
            return after
        attributes = _ATTRIBUTES.match(text, after, end)
        link_end = attributes.end() if attributes else after
        is_image = text.startswith("![", start - 1) and start > 0
        self.found.links.append(Link(start - is_image, close, link_end, target, address, is_image))
        return after

    def _read_definitions(self) -> None:
        for line in self.blocks.lines:
            if line.kind != "text":
                continue
            found = _DEFINITION.match(self.text, line.start)
            if found:
                made = _Definition(found.start(2), found.end(2), found[2])
                self.definitions.setdefault(_folded(found[1]), made)
                self.found.labels.add(_folded(found[1]))
                self.defined_at[found.start(1) - 1] = made


def _paragraphs(text: str, blocks: Blocks) -> Iterator[tuple[int, int]]:
    """Yield where connected lines of text begin and end."""
    start = end = -1
    for line in blocks.lines:
        is_text = line.kind == "text"
        begins = not line.goes_on and _NEW_BLOCK.match(text, line.content, line.end)
        if start >= 0 and (not is_text or begins):
            yield start, end
            start = -1
        if is_text:
            start, end = (line.content if start < 0 else start), line.end
    if start >= 0:
        yield start, end


def _lengths_of_runs(text: str, start: int, end: int) -> dict[int, list[int]]:
    """Return where runs of backticks begin, by their length."""
    runs: dict[int, list[int]] = {}
    for run in _TICKS.finditer(text, start, end):
        runs.setdefault(len(run[0]), []).append(run.start())
    return runs


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
