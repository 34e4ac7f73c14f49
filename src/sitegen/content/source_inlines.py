"""Read what stands inside the paragraphs of a Markdown source: code, tags, comments, links."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.attribute_lists import ATTRIBUTE_LIST
from sitegen.content.raw_html import is_raw_fence, raw_mark_end
from sitegen.content.source_paragraphs import find_paragraphs_with
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.config import Engine
    from sitegen.content.source_blocks import Blocks

__all__ = ["Inlines", "Link", "find_plain_links", "fold_label", "read_inlines"]

_MARK = compile_late(r"[\\`<\[\]]")
_TICKS = compile_late(r"`+")
_TAG_TEXT = (
    r"<(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*+"
    r"|[^\s<>@/\"']++@[^\s<>]++"
    r"|/?[a-zA-Z][a-zA-Z0-9-]*+(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+"
    r"|[?!][^<>]*+)>"
)
_TAG = compile_late(_TAG_TEXT)
_RAW_TAG = compile_late(rf"<!--.*?-->|{_TAG_TEXT}", re.DOTALL)
#: In these elements nothing is a tag but their end.
_RAW_TEXT = compile_late(r"<(script|style|textarea|title)(?=[\s>])", re.IGNORECASE)
_RAW_ENDS = {
    name: compile_late(f"</{name}", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title")
}
_TITLE = r"(?:\s++(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)))?\s*+\)"
_TARGETS = {
    "commonmark": compile_late(
        r"\(\s*+(<[^<>\n]*+>|(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*+\))*+)" + _TITLE
    ),
    # Python-Markdown takes spaces in an address.
    "python-markdown": compile_late(
        r"\(\s*+(<[^<>\n]*+>|(?:[^()\\\"']|\\.|\((?:[^()\\]|\\.)*+\)|[\"'](?![^\"'()]*[\"']\s*\)))*?)"
        + _TITLE
    ),
}
_LABEL = compile_late(r"\[([^\[\]]*+)\]")
#: A link on one line, in which nothing may mean anything else, whatever is around it.
_PLAIN_LINK = compile_late(r"\[(?<!\\\[)([^\[\]\n\\]*+)\]\(([^\s()\\\"']*+)\)(?!\{)")
_DEFINITION = compile_late(
    r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*\[(?!\^)([^\[\]\n]+)\]:[ \t]*\n?[ \t]*(<[^<>\n]*>|\S+)"
    r"(?:[ \t]+(?:\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|\((?:[^()\\\n]|\\.)*+\)))?"
    # Attributes, with or without braces, are told elsewhere.
    r"(?=(?:[ \t]+[\w-]+=\S+)*+(?:[ \t]*\{[^{}\n]*\})?[ \t]*(?:\n|\Z))"
)
_ATTRIBUTES = compile_late(ATTRIBUTE_LIST)


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


class Inlines(NamedTuple):
    """The labels of links, and where code spans, tags, links and comments without an end are."""

    labels: set[str]
    hidden: list[tuple[int, int]]
    tags: list[tuple[int, int]]
    links: list[Link]
    open_comments: list[int]


def read_inlines(text: str, engine: Engine, blocks: Blocks, outline: str) -> Inlines:
    """Read what stands inside paragraphs, and the tags in blocks of HTML.

    What is in the text, is in outline in the `outline`: see `mark_index`.
    """
    return _InlineReader(text, engine, blocks, outline).read()


def find_plain_links(text: str, blocks: Blocks, outline: str) -> list[re.Match[str]] | None:
    """Find the links of a source that has no other inlines, as most; return None for any other.

    The groups are the text and the address.
    """
    if not blocks.is_plain:
        return None
    place, has_links = 0, "](" in outline
    found: list[re.Match[str]] = []
    for code, after in (*blocks.code, (len(text), len(text))):
        if text.find("`", place, code) >= 0 or text.find("<", place, code) >= 0:
            return None
        at = text.find("](", place, code) if has_links else -1
        while at >= 0:
            start = text.rfind("[", place, at)
            link = _PLAIN_LINK.match(text, start, code) if start >= 0 else None
            if not link or link.end(1) != at:
                return None
            found.append(link)
            place = link.end()
            at = text.find("](", place, code)
        place = after
    return found


def _read_plain_link(found: re.Match[str]) -> Link:
    (start, end), close = found.span(), found.end(1)
    is_image = start > 0 and found.string[start - 1] == "!"
    return Link(start - is_image, close, end, close + 2, found[2], is_image)


class _InlineReader:
    """Reads what stands inside paragraphs: code spans, tags, comments, links."""

    def __init__(self, text: str, engine: Engine, blocks: Blocks, outline: str) -> None:
        self.text = text
        self.outline = outline
        self.blocks = blocks
        self.target = _TARGETS[engine]
        self.found = Inlines(set(), [], [], [], [])
        self.last_comment = text.rfind("-->") if "-->" in outline else -1
        self.formulas = [each.start for each in blocks.formulas]
        self.definitions: dict[str, _Definition] = {}
        self.defined_at: dict[int, _Definition] = {}

    def read(self) -> Inlines:
        if "]:" in self.outline and "]:" in self.text:
            self._read_definitions()
        plain = None if self.definitions else find_plain_links(self.text, self.blocks, self.outline)
        if plain is not None:
            self.found.links.extend(map(_read_plain_link, plain))
            self.found.hidden.extend([(link.end(1) + 1, link.end()) for link in plain])
        else:
            # Brackets are a link before an address, or if what is in them is defined.
            marks = ("`", "<", "[" if self.definitions else "](")
            for start, end in find_paragraphs_with(marks, self.text, self.blocks):
                self._read_paragraph(start, end)
        for start, end in self.blocks.html:
            place = self.text.find("<", start, end)
            while place >= 0:
                after = self._read_tag(place, end)
                raw = _RAW_TEXT.match(self.text, place, end)
                ending = _RAW_ENDS[raw[1].lower()].search(self.text, after, end) if raw else None
                place = self.text.find("<", ending.start() if ending else after, end)
        fences = [*self._raw_fences()] if "{" in self.text else []
        for start, end in fences:
            self._read_raw(start, end)
        if self.blocks.html or fences:
            self.found.tags.sort()
            self.found.hidden.sort()
        return self.found

    def _raw_fences(self) -> Iterator[tuple[int, int]]:
        """Yield where HTML stands in fences that are passed on."""
        for fence in self.blocks.fences:
            if is_raw_fence(self.text, fence.info, fence.info_end):
                yield fence.info_end, fence.end

    def _read_raw(self, start: int, end: int) -> None:
        """Read the tags of raw HTML, which is hidden as code is."""
        for found in _RAW_TAG.finditer(self.text, start, end):
            if not found[0].startswith("<!"):
                self.found.tags.append(found.span())

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
        if self.text.startswith("{=", end) and raw_mark_end(self.text, end):
            self._read_raw(start + length, end - length)
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
        if follows != "(" and not self.definitions:
            return after
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
            known = self.definitions.get(fold_label(name))
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
                made = _Definition(found.start(2), found.end(), found[2])
                self.definitions.setdefault(fold_label(found[1]), made)
                self.found.labels.add(fold_label(found[1]))
                self.defined_at[found.start(1) - 1] = made


def _lengths_of_runs(text: str, start: int, end: int) -> dict[int, list[int]]:
    """Return where runs of backticks begin, by their length."""
    runs: dict[int, list[int]] = {}
    for run in _TICKS.finditer(text, start, end):
        runs.setdefault(len(run[0]), []).append(run.start())
    return runs


def fold_label(label: str) -> str:
    """Return a label as it is compared with others."""
    return " ".join(label.split()).casefold()
