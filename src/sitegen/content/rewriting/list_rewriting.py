"""Write lists with letters, Roman numerals and examples as numbered lists of the same width.

Before each list, a block of HTML says what it is; `mark_lists` puts that into the tree of the page.
Examples are counted when all lists have been found, also those in others and in the cells of
tables. Their numbers take the place of each reference to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.list_marks import EXAMPLE, may_hold_list_marks
from sitegen.content.notebooks.document import BLOCK, block_line
from sitegen.content.rewriting.list_finder import find_lists
from sitegen.content.rewriting.rewritten_text import TextWriter
from sitegen.content.scanner import BLANKED
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser

    from sitegen.content.rewriting.list_finder import FoundItem, FoundList
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_blocks import Line

__all__ = [
    "find_repeated_names",
    "has_marked_lists",
    "mark_lists",
    "with_counted_examples",
    "with_numbered_lists",
]

#: The attribute of the block before a list: its type, its first number, and what is around that.
_LIST = "data-numbering"
#: The attribute of a list whose numbers have no dot, for stylesheets: `(a)` or `I)`.
_MARKS = "data-marks"
_OPENING, _END = f'<div {_LIST}="', '"></div>'
#: The block before examples that are not yet counted; their names follow.
_EXAMPLES = f"{_OPENING}{EXAMPLE} "
#: What such a block says: what a notebook shows may be a block with the same attribute.
_TOLD = compile_late(
    r"@(?: (?:[\w-]+:\d{1,9})?)*+|[1aAiI] \d{1,9} (?:\(\)|[.)])(?: [\w-]+:\d{1,9})*+"
)
#: A list in an item is seen when that around it has been written.
_DEEPEST = 12
#: What CommonMark reads as a number, and as the space behind it.
_MOST_DIGITS = 9
_MOST_SPACE = 4
_NUMBERED = compile_late(r"\d{1,9}[.)][ \t]")
_REFERENCE = compile_late(r"(?<![\w@/\\.:\[-])@(\w(?:[\w-]*\w)?)(?![\w:/])")


def with_numbered_lists(source: MarkdownSource) -> MarkdownSource:
    """Return the source with such lists as numbered ones, whose examples are not yet counted."""
    for _ in range(_DEEPEST):
        if not may_hold_list_marks(source.text):
            break
        found = list(find_lists(source))
        if not found:
            break
        source = _Rewriter(source).rewrite(found)
    return source


def with_counted_examples(source: MarkdownSource) -> MarkdownSource:
    """Return the source with the numbers of examples, in the order of the page."""
    if not any(map(_has_examples, source.html_blocks)):
        return source
    blocks = list(source.html_blocks)
    numbers: dict[str, int] = {}
    count = 0
    for found in BLOCK.finditer(source.text):
        at = int(found[1])
        if at >= len(blocks) or not _has_examples(blocks[at]):
            continue
        names = blocks[at].removeprefix(_EXAMPLES).removesuffix(_END).split(" ")
        first, repeated = count + 1, ""
        for each in names:
            count += 1
            name = each.partition(":")[0]
            if name and numbers.setdefault(name, count) != count:
                repeated += f" {each}"
        blocks[at] = f"{_OPENING}1 {first} .{repeated}{_END}"
    return _with_references(source, tuple(blocks), numbers)


class _Rewriter:
    def __init__(self, source: MarkdownSource) -> None:
        self.text = source.text
        self.source = source
        self.lines = source.blocks.lines
        self.blocks = list(source.html_blocks)
        self.out = TextWriter(source.text)

    def rewrite(self, lists: list[FoundList]) -> MarkdownSource:
        done = 0
        for each in lists:
            done = self._write_list(each, done)
        self.out.copy(done, len(self.text))
        return self.source.rewritten(self.out, tuple(self.blocks))

    def _write_list(self, found: FoundList, done: int) -> int:
        """Write a list behind what has been written; return up to where."""
        first = found.items[0]
        line = self.lines[first.number]
        told = f"{_OPENING}{found.kind} {found.start} {found.items[0].mark.delimiters}"
        if found.kind == EXAMPLE:
            told = _EXAMPLES + " ".join(map(self._told, found.items))
        self.out.copy(done, first.place)
        margin = self.text[line.start : line.content] + " " * (first.place - line.content)
        self._write_block(f"{told}{_END}", first.place)
        self.out.write(f"\n{margin}", first.place)
        done = first.place
        ends = [*(item.number for item in found.items[1:]), found.end]
        for item, end in zip(found.items, ends, strict=True):
            self.out.copy(done, item.place)
            done = self._write_item(item, end)
        return self._divide(found.end, line, done)

    def _told(self, item: FoundItem) -> str:
        """Return the name of an example and where it is in the first text."""
        if not item.mark.label:
            return ""
        places = self.source.places
        return f"{item.mark.label}:{places.origin_of(item.place) if places else item.place}"

    def _write_item(self, item: FoundItem, end: int) -> int:
        """Write a number as wide as the mark of an item; its lines lose what is too wide."""
        width = item.column + item.mark.width
        mark_end = item.place + item.mark.width
        gap = self.text[mark_end : mark_end + item.mark.gap]
        space = len((" " * width + gap).expandtabs(4)) - width
        digits = min(item.mark.width + space - 2, _MOST_DIGITS)
        rest = item.mark.width + space - digits - 1
        number = "1".zfill(digits) + item.mark.delimiters[-1]
        self.out.write(number + " " * min(rest, _MOST_SPACE), item.place)
        done = mark_end + item.mark.gap
        excess = max(0, rest - _MOST_SPACE)
        for line in self.lines[item.number + 1 : end] if excess else ():
            if self.text[line.start : line.content].endswith(" " * excess):
                self.out.copy(done, line.content - excess)
                done = line.content
        return done

    def _divide(self, end: int, first: Line, done: int) -> int:
        """Keep a numbered list behind a list that began with a line apart from it."""
        while end < len(self.lines) and self.lines[end].kind == "blank":
            end += 1
        after = self.lines[end] if end < len(self.lines) else None
        if (
            after is None
            or after.column != first.column
            or not _NUMBERED.match(self.text, after.content)
        ):
            return done
        self.out.copy(done, after.content)
        self._write_block("", after.start)
        self.out.write(f"\n{self.text[after.start : after.content]}", after.start)
        return after.content

    def _write_block(self, html: str, origin: int) -> None:
        self.out.write(block_line(len(self.blocks)), origin)
        self.blocks.append(html)


def _with_references(
    source: MarkdownSource, blocks: tuple[str, ...], numbers: dict[str, int]
) -> MarkdownSource:
    """Return the source with these blocks, and with numbers in place of the names of examples."""
    out, done = TextWriter(source.text), 0
    for found in _REFERENCE.finditer(source.text):
        if found[1] in numbers and source.prose[found.start()] != BLANKED:
            out.copy(done, found.start())
            out.write(str(numbers[found[1]]), found.start())
            done = found.end()
    out.copy(done, len(source.text))
    return source.rewritten(out, blocks)


def has_marked_lists(source: MarkdownSource) -> bool:
    """Tell whether lists of a source have been written as numbered ones."""
    return any(map(_read_block, source.html_blocks))


def _has_examples(html: str) -> bool:
    return html.startswith(_EXAMPLES) and _read_block(html) != ""


def _read_block(html: str) -> str:
    """Return what a block says of the list behind it; nothing if it is no block of ours."""
    told = html.removeprefix(_OPENING).removesuffix(_END) if html.startswith(_OPENING) else ""
    return told if _TOLD.fullmatch(told) else ""


def find_repeated_names(source: MarkdownSource) -> Iterator[tuple[str, int]]:
    """Yield the names that examples have which others had before, and where they are."""
    repeated = (
        each.partition(":")
        for html in source.html_blocks
        for each in _read_block(html).split(" ")[3:]
    )
    places: dict[int, int] = {}
    for name, _, origin in repeated:
        if source.places and not places:
            numbers = _NUMBERED.finditer(source.text)
            places = {source.places.origin_of(each.start()): each.start() for each in numbers}
        yield name, places.get(int(origin), -1)


def mark_lists(parser: LexborHTMLParser) -> None:
    """Give each list its type and its first number, and remove the block that says it."""
    for block in parser.css(f"div[{_LIST}]"):
        if block.child is not None or not _TOLD.fullmatch(block.attributes[_LIST] or ""):
            continue
        after = block.next
        while after is not None and after.is_text_node and not (after.text_content or "").strip():
            after = after.next
        kind, start, delimiters, *_ = (*(block.attributes[_LIST] or "").split(" "), "1", ".")
        if after is not None and after.tag == "ol":
            if delimiters != ".":  # the first, as the theme looks for it
                after.attrs[_MARKS] = f"{delimiters[:-1]}{kind}{delimiters[-1:]}"
            if kind != "1":
                after.attrs["type"] = kind
            if start != "1":
                after.attrs["start"] = start
        block.decompose()
