"""Lists for Python-Markdown, after CommonMark 0.31, "List items" and "Lists"."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markdown.blockprocessors import BlockProcessor

from sitegen.content.block_starts import BLOCK_START, Item, Rows, continues_paragraph, read_item

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ListProcessor"]


class ListProcessor(BlockProcessor):
    """Reads a whole list, also over blank lines, and then what each item holds."""

    def test(self, parent: ET.Element, block: str) -> bool:
        """Tell whether the first line of a block begins a list item."""
        del parent
        return block.lstrip(" ")[:1] in _MARKS and read_item(block.partition("\n")[0]) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Take the blocks of the list; put back what follows it."""
        reader = _ListReader(blocks)
        reader.read()
        first = reader.first
        element = ET.SubElement(parent, "ol" if first.number else "ul")
        if first.number and int(first.number) != 1:
            element.set("start", str(int(first.number)))
        is_loose = reader.has_gaps or any(map(_has_gap, reader.items))
        self.parser.state.set("looselist" if is_loose else "list")
        for lines in reader.items:
            self.parser.parseChunk(ET.SubElement(element, "li"), "\n".join(lines).rstrip())
        self.parser.state.reset()


_MARKS = frozenset("-+*0123456789")


class _ListReader:
    """Takes the lines of one list from the blocks, item by item, without their indentation."""

    def __init__(self, blocks: list[str]) -> None:
        self.blocks = blocks
        self.items: list[list[str]] = []
        self.has_gaps = False
        self.after_blank = False
        self.rows = Rows(blocks.pop(0))
        line = self.rows.peek() or ""
        item = read_item(line)
        if item is None:  # pragma: no cover  # `test` has read it
            message = "no list begins here"
            raise AssertionError(message)
        self.first = self.item = item

    def read(self) -> None:
        while True:
            line = self.rows.peek()
            if line is None:
                if not self._next_block():
                    return
            elif not line.strip():
                self._blank(line)
            elif not self._line(line):
                break
        self.blocks.insert(0, self.rows.rest())

    def _blank(self, line: str) -> None:
        self.rows.skip(line)
        self.after_blank = True
        self.items[-1].append("")

    def _line(self, line: str) -> bool:
        """Take a line if it belongs to the list."""
        indent = len(line) - len(line.lstrip(" "))
        if self.items and self._is_inside(indent):
            self.items[-1].append(line[min(indent, self.item.offset) :])
        else:
            item = read_item(line)
            if item and item.kind == self.first.kind:
                self.has_gaps |= self.after_blank
                self.item = item
                self.items.append([item.text])
            elif item or self.after_blank or not continues_paragraph(line, self.items[-1][-1]):
                return False
            else:
                self.items[-1].append(_as_text(line))
        self.rows.skip(line)
        self.after_blank = False
        return True

    def _is_inside(self, indent: int) -> bool:
        lines = self.items[-1]
        is_empty = self.after_blank and not any(lines)
        return indent >= self.item.needed and not is_empty

    def _next_block(self) -> bool:
        """Go on with the next block, if it belongs to the list."""
        blocks, blank = self.blocks, [""]
        while blocks and not blocks[0].strip():
            blank += ["", *blocks.pop(0).split("\n")]
        if not blocks:
            return False
        block = blocks[0].lstrip("\n")
        blank += [""] * (len(blocks[0]) - len(block))
        line = block.partition("\n")[0]
        indent = len(line) - len(line.lstrip(" "))
        self.after_blank = True
        item = None if self._is_inside(indent) else read_item(line)
        if not self._is_inside(indent) and (item is None or item.kind != self.first.kind):
            return False
        blocks.pop(0)
        self.items[-1] += blank
        self.rows = Rows(block)
        return True


def _as_text(line: str) -> str:
    """Return a line that goes on with a paragraph, so that it cannot underline it."""
    text = line.lstrip(" ")
    return f"\\{text}" if not text.strip("= ") else text


def _has_gap(lines: Sequence[str]) -> bool:
    """Tell whether a blank line stands between two blocks of an item, not inside one of them."""
    if "" not in lines:
        return False
    nested: Item | None = None
    after_blank = False
    # An item may begin with an empty line.
    for line in lines if lines[0] else lines[1:]:
        if not line:
            after_blank = True
            continue
        indent = len(line) - len(line.lstrip(" "))
        if nested is None or indent < nested.needed:
            item = read_item(line)
            if after_blank and not (nested and item and item.kind == nested.kind):
                return True
            if item or BLOCK_START.match(line):
                nested = item
        after_blank = False
    return False
