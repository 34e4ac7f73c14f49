"""Blocks for Python-Markdown, after CommonMark 0.31, "Leaf blocks" and "Container blocks".

Python-Markdown parses blocks that blank lines divide, and offers each to its processors in turn.
Each processor here begins at the first line of a block; the one for paragraphs leaves to them what
may interrupt a paragraph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markdown import Extension
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.util import AtomicString

from sitegen.content.block_starts import INTERRUPTION, RULE, Rows, continues_paragraph
from sitegen.content.list_processor import ListProcessor
from sitegen.content.placeholders import RAW_BLOCK
from sitegen.content.table_processor import TableProcessor, find_table
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from markdown import Markdown

__all__ = ["CommonMarkBlocks", "add_raw"]

_HEADING = compile_late(r" {0,3}(#{1,6})(?: |\n|\Z)")
_QUOTE = compile_late(r" {0,3}> ?")
_REFERENCE = compile_late(
    r" {0,3}\[(?!\^)((?:[^\[\]\\]|\\.)*\S(?:[^\[\]\\]|\\.)*)\]: *\n? *(<[^<>\n]*>(?= |$)|[^\s<]\S*)"
    r"(?:(?: +| *\n *)(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))? *(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_ESCAPE = compile_late(r"\\([!-/:-@\[-`{-~])")
_RAW = compile_late(rf" {{0,3}}({RAW_BLOCK}) *(?:\n|\Z)")


def add_raw(parent: ET.Element, placeholder: str) -> None:
    """Add the placeholder of what no processor may read."""
    ET.SubElement(parent, "div").text = AtomicString(placeholder)


class CommonMarkBlocks(Extension):
    """Replaces the processors of Python-Markdown that follow other rules."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        """Register the processors, in the order in which they are tried."""
        md.preprocessors.deregister("html_block")
        parser, processors = md.parser, md.parser.blockprocessors
        processors.deregister("indent")
        processors.deregister("setextheader")
        processors.deregister("olist")
        processors.register(_RawProcessor(parser), "raw", 95)
        processors.register(TableProcessor(parser), "table", 75)
        processors.register(_HeadingProcessor(parser), "hashheader", 70)
        processors.register(_RuleProcessor(parser), "hr", 50)
        processors.register(ListProcessor(parser), "ulist", 30)
        processors.register(_QuoteProcessor(parser), "quote", 20)
        processors.register(_ReferenceProcessor(parser), "reference", 15)
        processors.register(_ParagraphProcessor(parser), "paragraph", 10)


class _RawProcessor(BlockProcessor):
    """Leaves the placeholders of code fences as they are."""

    def test(self, parent: ET.Element, block: str) -> bool:
        del parent
        return _RAW.match(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = _RAW.match(block)
        if found:
            add_raw(parent, found[1])
            _put_back(blocks, block[found.end() :])


class _HeadingProcessor(BlockProcessor):
    def test(self, parent: ET.Element, block: str) -> bool:
        del parent
        return _HEADING.match(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        line, _, rest = blocks.pop(0).partition("\n")
        text = line.lstrip(" ")
        level = len(text) - len(text.lstrip("#"))
        text = text[level:].strip()
        without = text.rstrip("#")
        if not without or without.endswith(" "):
            text = without.rstrip()  # the marks that close it
        ET.SubElement(parent, f"h{level}").text = text
        _put_back(blocks, rest)


class _RuleProcessor(BlockProcessor):
    def test(self, parent: ET.Element, block: str) -> bool:
        del parent
        return RULE.match(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        _, _, rest = blocks.pop(0).partition("\n")
        ET.SubElement(parent, "hr")
        _put_back(blocks, rest)


class _QuoteProcessor(BlockProcessor):
    """Reads quotations, which end at a blank line; the last paragraph may go on without marks."""

    def test(self, parent: ET.Element, block: str) -> bool:
        del parent
        return _QUOTE.match(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        rows, lines = Rows(blocks.pop(0)), [""]
        while (line := rows.peek()) is not None:
            found = _QUOTE.match(line)
            if found:
                lines.append(line[found.end() :] if line.strip() != ">" else "")
            elif lines[-1].strip() and continues_paragraph(line, lines[-1]):
                lines.append(line if line.strip("= ") else f"\\{line.lstrip(' ')}")
            else:
                break
            rows.skip(line)
        _put_back(blocks, rows.rest())
        self.parser.state.set("blockquote")
        self.parser.parseChunk(ET.SubElement(parent, "blockquote"), "\n".join(lines[1:]))
        self.parser.state.reset()


class _ReferenceProcessor(BlockProcessor):
    """Reads the addresses of links, `[label]: address "title"`; the first for a label counts."""

    def test(self, parent: ET.Element, block: str) -> bool:
        del parent
        return "]:" in block and _REFERENCE.match(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        del parent
        block, place = blocks.pop(0), 0
        references = self.parser.md.references
        while found := _REFERENCE.match(block, place):
            label = " ".join(found[1].split()).lower()
            address = found[2].removeprefix("<").removesuffix(">")
            title = found[3][1:-1] if found[3] else ""
            if label not in references:
                references[label] = (_ESCAPE.sub(r"\1", address), _ESCAPE.sub(r"\1", title))
            place = found.end()
        _put_back(blocks, block[place:])


class _ParagraphProcessor(ParagraphProcessor):
    """Reads text up to another block, or to the line that makes it a heading."""

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = INTERRUPTION.search(block)
        end = found.start() if found else len(block)
        table = find_table(block, end) if "|" in block else -1
        if table > 0:
            blocks.insert(0, block[table:])
            found, end = None, table - 1
        elif found and not found["underline"]:
            blocks.insert(0, block[end + 1 :])
        text = block[:end]
        if "\n " in text:
            text = "\n".join(line.lstrip(" ") for line in text.split("\n"))
        if found and found["underline"]:
            level = 1 if found["underline"][0] == "=" else 2
            ET.SubElement(parent, f"h{level}").text = text.strip()
            _put_back(blocks, block[found.end() + 1 :])
        else:
            super().run(parent, [text])


def _put_back(blocks: list[str], rest: str) -> None:
    if rest:
        blocks.insert(0, rest)
